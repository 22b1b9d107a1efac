"""The faults a review can meet, told apart by who can put them right.

A `UserError` is for the person at the desk: what is wrong, then what to do. A `StorageError` is the
world in the way: a full disk, a locked file. Both carry sentences that are ready to be shown.
"""

from collections.abc import Sequence


class AppraisalError(Exception):
    """Anything that keeps the core from doing what it was asked."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        ends = self.message.endswith((".", "!", "?", ":", "\N{HORIZONTAL ELLIPSIS}"))
        stop = "." if self.message and self.remedy and not ends else ""
        return f"{self.message}{stop} {self.remedy}".strip()


class UserError(AppraisalError):
    """Something the person can put right."""


class InvalidClaim(UserError):
    """A claim that its slot cannot hold, or that its author may not make."""


class UnreadableImport(UserError):
    """A file that is not what it should be; nothing of it was taken in."""


class UnknownName(UserError, KeyError):
    """A level or domain that the instrument does not declare: nothing is drawn in its place."""


class FaultyInstrument(UserError):
    """An instrument file with faults; all of them are listed, not only the first."""

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message, remedy="\n".join(faults))
        self.faults = tuple(faults)


class StorageError(AppraisalError):
    """The file cannot be read or written; `offers` names what the window can do about it."""

    def __init__(self, message: str, *, remedy: str = "", offers: Sequence[str] = ()) -> None:
        super().__init__(message, remedy=remedy)
        self.offers = tuple(offers)


class Conflict(AppraisalError):
    """Two claims stand where one is needed."""
