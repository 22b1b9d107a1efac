"""Write a scene as lines of text, to compare layouts mark by mark.

`python -m tests.stats.figures.pin` renews the pinned layout of the sample after a wanted change.
"""

from dataclasses import fields
from pathlib import Path

from stats.figures.scene import Scene
from tests.stats.figures import forests

PINNED = Path(__file__).with_name("forest_sample.txt")


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    if isinstance(value, tuple):
        return "(" + " ".join(_value(part) for part in value) + ")"
    return repr(value) if isinstance(value, str) else str(value)


def lines(scene: Scene) -> list[str]:
    """Write the size, the marks and the rows of a scene."""
    texts = [f"Scene {_value(scene.width)} {_value(scene.height)}"]
    for mark in (*scene.marks, *scene.rows):
        values = " ".join(_value(getattr(mark, field.name)) for field in fields(mark))
        texts.append(f"{type(mark).__name__} {values}")
    return texts


if __name__ == "__main__":
    PINNED.write_text("\n".join(lines(forests.scene(forests.sample()))) + "\n", encoding="utf-8")
