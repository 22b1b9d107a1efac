"""One figure an outcome, named alike: what figures of pooled results share."""

from collections.abc import Callable, Iterator

from appraisal.bundle import file_name
from appraisal.further import Further
from appraisal.material import Material
from appraisal.named import Named
from stats.figures.scene import Scene


def one_an_outcome(
    material: Material, name: str, make: Callable[[Further], Scene | None]
) -> Iterator[Named]:
    """The figure of every outcome that has one; the outcome is in the name where there are more."""
    made = [(one, scene) for one in material.further if (scene := make(one)) is not None]
    for found, scene in made:
        outcome = file_name(found.analysis.dataset.outcome.name)
        yield Named(f"{name}-{outcome}" if len(made) > 1 else name, scene.title, scene)
