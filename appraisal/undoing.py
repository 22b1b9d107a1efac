"""What an undo writes: the claims that stood before a change, in the slots where it still stands.

A change keeps the rows it replaced, which the state held until then, so that nothing is looked up
in the file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from appraisal.drafts import Draft, Write
from appraisal.ledger import Claim, Entry, Row, Slot, entry_of
from appraisal.state import State
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.review import Change

TOLD_EACH = 1_000
History = Callable[[str], Iterable[Entry]]


def former_rows(state: State, rows: Iterable[Row]) -> dict[str, Row]:
    """Of what rows replace, the row that stood for the slot in the state before, by its id."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.replaces:
            for one in state.heads(row.subject, row.field):
                if one.id == row.replaces[0]:
                    found[one.id] = one
    return found


def put_back(state: State, change: "Change", history: History) -> Iterator[Draft | None]:
    """What puts back what stood before a change, a thousand rows a draft.

    None, and nothing more, where something else stands by now: what others wrote is not touched.
    """
    label = _("Undo: {label}").format(label=change.label)
    for start in range(0, len(change.rows), TOLD_EACH):
        writes: list[Write] = []
        for row in change.rows[start : start + TOLD_EACH]:
            standing = state.row(row.subject, row.field)
            if standing is None or not _says(standing, row):
                yield None
                return
            writes.append(Write(Slot(row.subject, row.field), _before(row, change.former, history)))
        yield Draft(label, tuple(writes))


def _says(standing: Row, written: Row) -> bool:
    """Whether what stands is what was written, or says the same."""
    if standing.id == written.id:
        return True
    return entry_of(standing).claim == entry_of(written).claim


def _before(row: Row, former: Mapping[str, Row], history: History) -> Claim:
    if not row.replaces:
        return Claim(value=False, why=_("Undone")) if row.field == "sealed" else Claim(None)
    known = former.get(row.replaces[0])
    if known is not None:
        return entry_of(known).claim
    found = (one.claim for one in history(row.subject) if one.id == row.replaces[0])
    return next(found, Claim(None))
