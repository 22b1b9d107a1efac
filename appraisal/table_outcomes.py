"""Several outcomes side by side in one table: which columns belong together, and their names.

A field that stands for two columns makes two outcomes, in the order of the columns; one that
stands for a single column, such as the people of a group, is for all of them. So are two kinds of
data in one row: events of one outcome, means of another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from appraisal.folding import folded
from appraisal.subjects import CELLS
from resources.i18n import _

Columns = tuple[str, ...]

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {  # what no two kinds share where both are there
    "counts": ("e1", "e2"),
    "means": ("m1", "m2"),
    "rates": ("e1", "e2"),
    "reported": ("estimate",),
    "correlation": ("r",),
    "proportion": ("e",),
}
_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {"counts": ("b1", "b2")}
_LEAST: Final[Mapping[str, tuple[str, ...]]] = {**CELLS, "reported": ("estimate",)}


def kind_of(columns: Collection[str]) -> str:
    """The first kind of data whose cells are all there; empty for none."""
    return next(_kinds(columns), "")


def _kinds(columns: Collection[str]) -> Iterator[str]:
    there = set(columns)
    there |= {f"n{side}" for side in "12" if {f"e{side}", f"b{side}"} <= there}
    return (kind for kind in _KEYS if set(_LEAST[kind]) <= there)


def outcomes_in(columns: Sequence[str], about: Collection[str]) -> tuple[Columns, ...]:
    """A map of columns an outcome; the map itself where there is one, or none is whole."""
    made: list[Columns] = []
    used: set[int] = set()
    places: dict[str, list[int]] = {}
    for place, field in enumerate(columns):
        if field and field not in about:
            places.setdefault(field, []).append(place)
    shared = {place for place, field in enumerate(columns) if field in about}
    for layer in range(max(map(len, places.values()), default=0)):
        chosen = {
            field: at[layer] if layer < len(at) else at[0]
            for field, at in places.items()
            if layer < len(at) or len(at) == 1
        }
        whole = list(_kinds(chosen))
        estimate = {chosen["estimate"]} - used if "estimate" in chosen else set()
        for kind in whole:
            keys = {chosen[field] for field in _KEYS[kind]}
            if keys & used:
                continue
            gone = _cells(one for one in whole if one != "reported") - _cells([kind])
            if not estimate:
                gone |= _cells(["reported"])
            used |= keys | estimate  # an estimate stands beside the first numbers of its layer
            estimate = set()
            kept = shared | {place for field, place in chosen.items() if field not in gone}
            made.append(tuple(f if at in kept else "" for at, f in enumerate(columns)))
    return tuple(made) if len(made) > 1 else (tuple(columns),)


def _cells(kinds: Iterable[str]) -> set[str]:
    return {cell for kind in kinds for cell in (*CELLS[kind], *_BESIDE.get(kind, ()))}


def own_fields(one: Columns, others: Sequence[Columns], about: Collection[str]) -> frozenset[str]:
    """The fields of a map whose columns no other has: a row without them says nothing of it."""
    taken = {at for other in others if other != one for at, field in enumerate(other) if field}
    return frozenset(
        field for at, field in enumerate(one) if field and field not in about and at not in taken
    )


def name_in(heads: Sequence[str], one: Columns, own: Collection[str]) -> str:
    """What the heads of an outcome's own columns have in common; empty for nothing."""
    words = [head.replace("_", " ").split() for head, f in zip(heads, one, strict=True) if f in own]
    if len(words) < 2:
        return ""
    first, *rest = words
    others = [{folded(word) for word in head} for head in rest]
    return " ".join(
        word.strip(" ,:()-")
        for word in first
        if folded(word) not in _SAID and all(folded(word) in other for other in others)
    ).strip()


_SAID: Final = frozenset(
    {"events", "event", "total", "n", "mean", "sd", "group", "arm", "of", "in", "eventos", "media",
     "grupo", "braco", "number", "participants", "-"}
)  # fmt: skip


def numbered(name: str, nth: int) -> str:
    """The name of an outcome of which the heads say nothing."""
    return name or _("Outcome {n}").format(n=nth)
