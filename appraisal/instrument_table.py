"""Reading TOML from strangers: limits first, then every table with its place, faults collected.

Nothing here knows what an instrument is. A fault is a sentence that begins with its place; reading
goes on after a fault, so that all of them are found at once.
"""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from appraisal.conditions import Number
from appraisal.errors import FaultyInstrument
from resources.i18n import _

SIZE_LIMIT: Final = 262_144  # bytes
LINE_LIMIT: Final = 4_000  # characters; a longer line can make a parser slow
DOT_LIMIT: Final = 60  # in a line, for the same reason
DEPTH_LIMIT: Final = 12
COUNT_LIMIT: Final = 20_000  # values in all
TEXT_LIMIT: Final = 4_000

Raw = dict[str, Any]  # Any: TOML nests; every use below checks what it finds


def parse(text: str) -> Raw:
    """The tables of a TOML text that is small enough to be read safely.

    Raises
    ------
    FaultyInstrument
        When it is too large, too deep, or not TOML.
    """
    faults = [*_size_faults(text)]
    if faults:
        raise FaultyInstrument(_("This instrument file is too large to be read."), faults)
    try:
        read = tomllib.loads(text)
    except RecursionError:
        raise FaultyInstrument(_too_deep(), [_too_deep()]) from None
    except ValueError as fault:
        what = _("It is not TOML: {why}").format(why=fault)
        raise FaultyInstrument(_("This instrument file cannot be read."), [what]) from fault
    faults = [*_shape_faults(read)]
    if faults:
        raise FaultyInstrument(_("This instrument file is too large to be read."), faults)
    return read


class Table:
    """A table at a place in a file; asking it for a value notes whatever is wrong with it."""

    def __init__(self, data: Mapping[str, Any], place: str, faults: list[str]) -> None:
        self.data = data
        self.place = place
        self.faults = faults
        self._asked: set[str] = set()

    def fault(self, what: str) -> None:
        """Note a fault here."""
        said = _("{place}: {what}").format(place=self.place, what=what) if self.place else what
        if said not in self.faults:
            self.faults.append(said)

    def raw(self, key: str) -> object:
        """The value as it is read, None if there is none."""
        self._asked.add(key)
        return self.data.get(key)

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A text."""
        value = self.raw(key)
        if isinstance(value, str):
            if required and not value.strip():
                self.fault(_("“{key}” is empty.").format(key=key))
            return value.strip()
        if value is not None:
            self.fault(_("“{key}” has to be a text.").format(key=key))
        elif required:
            self.fault(_("“{key}” is missing.").format(key=key))
        return default

    def word(self, key: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
        """One of some words."""
        value = self.text(key, required=default is None, default=default or "")
        if not value or value in choices:
            return value or default or choices[0]
        self.fault(
            _("“{key}” is “{value}”; it has to be one of {choices}.").format(
                key=key, value=value, choices=", ".join(choices)
            )
        )
        return default or choices[0]

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(_("“{key}” has to be true or false.").format(key=key))
        return default

    def number(self, key: str) -> Number | None:
        """A finite number, None if there is none."""
        value = self.raw(key)
        if value is None or is_number(value):
            return value  # type: ignore[return-value]  # is_number has looked
        self.fault(_("“{key}” has to be a number.").format(key=key))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        self.fault(_("“{key}” has to be a list of texts.").format(key=key))
        return ()

    def named_texts(self, key: str) -> dict[str, str]:
        """A table from names to texts."""
        found = self.sub(key)
        return {name: found.text(name) for name in found.data}

    def sub(self, key: str, place: str = "") -> "Table":
        """A table within this one; an empty one if there is none."""
        value = self.raw(key)
        if value is not None and not isinstance(value, dict):
            self.fault(_("“{key}” has to be a table.").format(key=key))
        where = place or (f"{self.place}, {key}" if self.place else key)
        return Table(value if isinstance(value, dict) else {}, where, self.faults)

    def subs(self, key: str, name: Callable[[int, Raw], str]) -> Iterator["Table"]:
        """The tables of a list; `name` gives each its place, from its number and what it holds."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(_("“{key}” has to be a list of tables.").format(key=key))
            return
        for at, part in enumerate(value, 1):
            if isinstance(part, dict):
                yield Table(part, name(at, part), self.faults)
            else:
                self.fault(_("Entry {n} of “{key}” has to be a table.").format(n=at, key=key))

    def finish(self) -> None:
        """Name the keys nobody asked for: most are misspelt."""
        for key in self.data:
            if key not in self._asked:
                self.fault(_("“{key}” is not known here.").format(key=key))


def is_number(value: object) -> bool:
    """Whether a value is a number that can be reckoned with."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) <= 1e9


def _size_faults(text: str) -> Iterator[str]:
    size = len(text.encode("utf-8", "replace"))
    if size > SIZE_LIMIT:
        yield _("It has {n} kB; {limit} kB are the most.").format(
            n=size // 1024, limit=SIZE_LIMIT // 1024
        )
        return
    for at, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_LIMIT:
            yield _("Line {line}: it has {n} characters; {limit} are the most.").format(
                line=at, n=len(line), limit=LINE_LIMIT
            )
        if line.count(".") > DOT_LIMIT:
            yield _("Line {line}: it has {n} dots; {limit} are the most.").format(
                line=at, n=line.count("."), limit=DOT_LIMIT
            )


def _shape_faults(read: Raw) -> Iterator[str]:
    count, deepest, longest = 0, 0, 0
    waiting: list[tuple[object, int]] = [(read, 1)]
    while waiting:
        value, depth = waiting.pop()
        count += 1
        deepest = max(deepest, depth)
        if isinstance(value, dict):
            waiting += [(part, depth + 1) for part in value.values()]
            longest = max([longest, *map(len, value)])
        elif isinstance(value, list):
            waiting += [(part, depth + 1) for part in value]
        elif isinstance(value, str):
            longest = max(longest, len(value))
    if deepest > DEPTH_LIMIT:
        yield _too_deep()
    if count > COUNT_LIMIT:
        yield _("It has {n} values; {limit} are the most.").format(n=count, limit=COUNT_LIMIT)
    if longest > TEXT_LIMIT:
        yield _("A text has {n} characters; {limit} are the most.").format(
            n=longest, limit=TEXT_LIMIT
        )


def _too_deep() -> str:
    return _("Its tables lie more than {limit} deep.").format(limit=DEPTH_LIMIT)
