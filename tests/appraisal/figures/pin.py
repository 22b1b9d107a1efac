"""Golden pictures: every figure of the samples and of the ugly review, mark by mark.

`python -m tests.appraisal.figures.pin` renews them after a wanted change; then look at the pictures
(`python -m tests.tools.figures`). Places are compared to a thousandth of a pixel. The ugly review's
scenes are long: their digests stand for them.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from appraisal import drafts, sample
from appraisal.bundle import figures_of
from appraisal.figures.checklist import checklist_scene
from appraisal.figures.risk_lines import small_forest
from appraisal.figures.text import measure, words
from appraisal.material import Material, gather
from appraisal.plan import changed_fields, plan_of
from appraisal.review import Review
from appraisal.risk_lines import domain_keys, risk_lines
from appraisal.risk_mapping import scores_of
from appraisal.store.memory import MemoryStore
from appraisal.views.checklist import checklist
from stats.figures.scene import Scene
from stats.figures.small_forest import layout
from tests.appraisal.materials import sample_material, ugly_material
from tests.appraisal.rob2_review import rob2_review
from tests.stats.figures.pin import lines

FOLDER = Path(__file__).with_name("golden")
REVIEWS = ("ivig", "bcg", "bcg-further", "rob2")
DIGESTS = FOLDER / "ugly.sha256"
UGLY_STUDIES = 80


def text(scene: Scene) -> str:
    """A scene as lines: its marks and rows, its words and its data."""
    table = ["Table " + " | ".join(row) for row in scene.table]
    words = [f"Title {scene.title}", f"Description {scene.description}"]
    return "\n".join([*lines(scene), *words, *table]) + "\n"


def texts(which: str) -> Iterator[tuple[Path, str]]:
    """Every figure of a review with the place of its golden text."""
    for name, scene in _scenes(which):
        yield FOLDER / which / f"{name}.txt", text(scene)


def ugly_digests() -> str:
    """A digest a figure of the ugly review."""
    return "".join(
        f"{sha256(text(figure.scene).encode()).hexdigest()}  {figure.name}\n"
        for figure in figures_of(ugly_material(UGLY_STUDIES))
    )


def _scenes(which: str) -> Iterator[tuple[str, Scene]]:
    if which == "bcg-further":
        yield from _further()
        return
    material = _rob2() if which == "rob2" else sample_material(which)
    for figure in figures_of(material):
        yield figure.name, figure.scene
    for key in ("", "risk"):
        yield f"side-by-side{key and '-'}{key}", _side_by_side(material, key)
    if which == "ivig":
        yield "checklist-nos-cohort", _checklist()


def _further() -> Iterator[tuple[str, Scene]]:
    """What a plan must ask for: a regression, subgroups, all subsets."""
    store = MemoryStore("a-review")
    sample.write(store, "bcg")
    review = Review(store)
    outcome = review.state.ids("outcome")[0]
    kept = plan_of(review.state, outcome)
    plan = replace(
        kept, moderators=("field/latitude",), subgroup="field/allocation", also=("gosh",)
    )
    draft = drafts.keep_plan(outcome, changed_fields(plan, kept), why="A test.")
    review.commit(draft, author=next(iter(sample.reader_keys("bcg"))))
    for figure in figures_of(gather(review, reader=None, lang="en")):
        if figure.name.startswith(("bubble", "forest", "gosh")):
            yield figure.name, figure.scene


def _rob2() -> Material:
    return gather(rob2_review(), reader=None, lang="en")


def _side_by_side(material: Material, key: str) -> Scene:
    """The small forest beside Synthesis, which no report holds."""
    analysis = material.analyses[0]
    found = risk_lines(analysis, key=key, quality=scores_of(material.state))
    assert found is not None
    forest = small_forest(analysis, found, domain_keys(analysis.dataset.used))
    return layout(forest, words=words(), measure=measure(), width=360.0)


def _checklist() -> Scene:
    """A filled form as Appraise writes it."""
    store = MemoryStore(sample.sample_id("ivig", "review"))
    sample.write(store, "ivig")
    review = Review(store)
    reader = next(iter(sample.reader_keys("ivig")))
    study = sample.sample_id("ivig", "study", "achiron-2004")
    shown = checklist(review.state.seen_by(reader), study, reader, review.instrument)
    assert shown is not None
    return checklist_scene(shown, filled=True)


def main() -> None:
    for which in REVIEWS:
        folder = FOLDER / which
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for path, content in texts(which):
            path.write_text(content, encoding="utf-8")
    DIGESTS.write_text(ugly_digests(), encoding="utf-8")


if __name__ == "__main__":
    main()
