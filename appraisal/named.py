"""A figure with the name of its file: what a module of `figures` makes, and all exports take."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stats.figures.scene import Scene


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with the name of its file; `maker` is the module of `figures` that made it.

    `about` names the outcome it tells of, where it tells of one.
    """

    name: str
    title: str
    scene: Scene
    maker: str = ""
    about: str = ""

    @property
    def short(self) -> str:
        """The title without the outcome it tells of."""
        title = self.title
        for rest in (title.removesuffix(self.about), title.removeprefix(self.about)):
            kind = rest.strip(" :,")
            if self.about and rest != title and kind:
                return kind[:1].upper() + kind[1:]
        return title


def told_apart(names: Iterable[str]) -> Iterator[str]:
    """Names of files, each once: the second of a name gets a 2, so that none is written over."""
    taken: set[str] = set()
    for wanted in names:
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        yield name
