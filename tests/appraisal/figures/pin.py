"""Golden pictures: every figure of the sample, of BCG and of the ugly review, mark by mark.

`python -m tests.appraisal.figures.pin` renews them after a wanted change; then look at the pictures
(`python -m tests.tools.figures`). The ugly review's scenes are long: their digests stand for them.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from appraisal.bundle import figures_of
from appraisal.material import Material
from appraisal.named import Named
from stats.figures.scene import Scene
from tests.appraisal.materials import sample_material, ugly_material
from tests.stats.figures.pin import lines

FOLDER = Path(__file__).with_name("golden")
SAMPLES = ("ivig", "bcg")
DIGESTS = FOLDER / "ugly.sha256"
UGLY_STUDIES = 80
PINNED = (
    "forest", "traffic-light", "summary", "star-table", "item-table", "agreement", "flow",
    "appraisal-table", "funnel",
)  # fmt: skip


def pinned(material: Material) -> Iterator[Named]:
    """The figures of judgements and of the pool; those of sensitivity have tests of their own."""
    for figure in figures_of(material):
        if figure.name.startswith(PINNED):
            yield figure


def text(scene: Scene) -> str:
    """A scene as lines: its marks and rows, its words and its data."""
    table = ["Table " + " | ".join(row) for row in scene.table]
    words = [f"Title {scene.title}", f"Description {scene.description}"]
    return "\n".join([*lines(scene), *words, *table]) + "\n"


def sample_texts(which: str) -> Iterator[tuple[Path, str]]:
    """Every figure of a sample with the place of its golden text."""
    for figure in pinned(sample_material(which)):
        yield FOLDER / which / f"{figure.name}.txt", text(figure.scene)


def ugly_digests() -> str:
    """A digest a figure of the ugly review."""
    return "".join(
        f"{sha256(text(figure.scene).encode()).hexdigest()}  {figure.name}\n"
        for figure in pinned(ugly_material(UGLY_STUDIES))
    )


def main() -> None:
    for which in SAMPLES:
        folder = FOLDER / which
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for path, content in sample_texts(which):
            path.write_text(content, encoding="utf-8")
    DIGESTS.write_text(ugly_digests(), encoding="utf-8")


if __name__ == "__main__":
    main()
