"""A figure with the name of its file: what a module of `figures` makes, and all exports take."""

from dataclasses import dataclass

from stats.figures.scene import Scene


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with the name of its file; `maker` is the module of `figures` that made it."""

    name: str
    title: str
    scene: Scene
    maker: str = ""
