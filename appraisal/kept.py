"""What was worked out of one study or record, kept from state to state until it changes.

An answer changes one study of two hundred: the counts of the rail, the lists and the status line
would otherwise work out all of them each time. What is kept depends on nothing but the study's own
subjects, the shared ones (review, people, outcomes) and one witness, such as its instrument or the
plan of an outcome.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final, TypeVar

from appraisal.ledger import Row
from appraisal.subjects import VEILED, Subject

T = TypeVar("T")
EVERYWHERE: Final = ""  # stands for a study where something is worked out of them all

_UNREAD: Final = {
    "review": ("title", "snapshot/", "flow/"),
    "person": ("key",),
}  # fields of what all share, or how they begin, that nothing kept was worked out of

_Shelf = dict[Hashable, tuple[object, Any]]  # Any: whatever was worked out


class Kept:
    """The shelves of a state, one a study; states made of one another share what did not change."""

    __slots__ = ("_shelves",)

    def __init__(self, shelves: dict[str, _Shelf] | None = None) -> None:
        self._shelves = {} if shelves is None else shelves

    def get(self, study: str, name: Hashable, witness: object, work: Callable[[], T]) -> T:
        """What was worked out under a name with this witness, or is now."""
        shelf = self._shelves.setdefault(study, {})
        found = shelf.get(name)
        if found is not None and (found[0] is witness or found[0] == witness):
            value: T = found[1]
            return value
        value = work()
        shelf[name] = (witness, value)
        return value

    def after(self, changed: Iterable[Subject]) -> "Kept":
        """What still holds when these subjects have changed."""
        gone: set[str] = set()
        for subject in changed:
            if subject.kind == "plan":  # whoever reads one has it for a witness
                gone.add(EVERYWHERE)
                continue
            if subject.kind not in VEILED and subject.kind not in ("study", "record"):
                return Kept()
            gone.add(subject.ids[0])
            if subject.kind in ("study", "record"):
                gone.add(EVERYWHERE)
        shelves = dict(self._shelves)  # a job may add to it meanwhile
        for study in gone:
            shelves.pop(study, None)
        return Kept(shelves)


def is_read(row: Row) -> bool:
    """Whether anything kept may have been worked out of what a row says."""
    kind = row.subject.partition("/")[0]
    return not row.field.startswith(_UNREAD.get(kind, ()))
