"""One figure an outcome, named alike: what figures of pooled results share."""

from collections.abc import Callable, Iterator

from appraisal.bundle import file_name
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named, told_apart
from appraisal.state import State
from appraisal.subjects import outcome_subject
from stats.figures.scene import Scene


def one_an_outcome(
    material: Material, name: str, make: Callable[[Further], Scene | None]
) -> Iterator[Named]:
    """The figure of every outcome that has one; the outcome is in the name where there are more."""
    made = [(one, scene) for one in material.further if (scene := make(one)) is not None]
    files = outcome_files(material.state)
    for found, scene in made:
        outcome = found.analysis.dataset.outcome
        file = f"{name}-{files[outcome.id]}" if len(made) > 1 else name
        yield Named(file, scene.title, scene, about=outcome.name)


def outcome_files(state: State) -> dict[str, str]:
    """What each outcome is called in the names of files: two of one beginning are told apart."""
    ids = state.ids("outcome")
    names = told_apart(file_name(state.text(outcome_subject(one), "name")) for one in ids)
    return dict(zip(ids, names, strict=True))
