"""What states are called on the screen, in one place for tables, lists and heads."""

from appraisal import cells
from appraisal.views.seats import SeatCell, SeatState
from resources.i18n import NOTHING, _

LOOK = {
    SeatState.NONE: "impossible",
    SeatState.NOT_STARTED: "not_started",
    SeatState.STARTED: "started",
    SeatState.READY: "ready",
    SeatState.SUBMITTED: "submitted",
    SeatState.DIFFER: "differ",
    SeatState.AGREED: "agreed",
}


def state_word(cell: SeatCell) -> str:
    """A state in a word or two: `6 of 8`, `Ready`, `2 differ`."""
    if cell.state == SeatState.STARTED:
        return _("{n} of {total}").format(n=cell.done, total=cell.total)
    if cell.state == SeatState.DIFFER:
        return _("{n} differ").format(n=cell.done)
    return {
        SeatState.NONE: NOTHING,
        SeatState.NOT_STARTED: _("Not started"),
        SeatState.READY: _("Ready"),
        SeatState.SUBMITTED: _("Submitted"),
        SeatState.AGREED: _("Agreed"),
    }[cell.state]


def share_done(cell: SeatCell) -> float:
    """How much of a seat is done, 0 to 1."""
    return cell.done / cell.total if cell.total else 0.0


def design_name(design: str) -> str:
    """A study's design in words."""
    return cells.design_name(design)


def target_kind(kind: str) -> str:
    """What of a study is judged, in words."""
    return cells.target_kind(kind)
