"""What comes in from other programs: one shape for every kind of file, found by what is in it.

An importer is a module of `importers` that declares `IMPORTER`. It reads a file into an `Incoming`:
sentences of what was understood and what was not, and a function that drafts the writes. Nothing
is written before a person, or the terminal, says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.drafts import Draft
from appraisal.errors import UnreadableImport
from appraisal.registry import discover
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from appraisal.extraction_table import Table
    from appraisal.keys import SigningKey
    from appraisal.review import Review
    from appraisal.state import State

HEAD = 4096  # bytes by which a file is known

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen in the preview. `design` is given to studies that have none.

    `outcome`, `arm1` and `arm2` name what a table of numbers is about.
    """

    design: str = ""
    outcome: str = ""
    arm1: str = ""
    arm2: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """What another person said: written in their name after the draft, their seats submitted.

    `key` signs for them and is forgotten; `waits_for` is a seat that can be written once its form
    is open.
    """

    author: str
    draft: Draft
    seats: tuple[str, ...]
    key: "SigningKey | None" = None
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A draft, the seats it fills, and what could not be taken, in sentences."""

    draft: Draft
    seats: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    later: tuple[Later, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was understood. `text` is what the review keeps of it, empty for nothing.

    `table` is there where its columns may be mapped otherwise; `is_review`: a new review can be
    made of it.
    `make(state, reader, choices, digest)` drafts the writes; `digest` is the hash of `text`.
    """

    kind: str
    source: str
    title: str
    said: tuple[str, ...]
    left: tuple[str, ...]
    make: "Callable[[State, str, Choices, str], Made]"
    text: str = ""
    is_review: bool = False
    has_studies: bool = True
    has_seats: bool = True
    design: str = ""
    table: "Table | None" = None


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file. `knows` is asked with the path and the first bytes, in `order`."""

    key: str
    order: int
    name: Callable[[], str]
    knows: Callable[[Path, bytes], bool]
    read: Callable[[Path, Report | None], Incoming]


@cache
def importers() -> tuple[Importer, ...]:
    """Every kind of file, the most particular first."""
    found: tuple[Importer, ...] = discover("appraisal.importers", "IMPORTER")
    return tuple(sorted(found, key=lambda one: one.order))


def importer_of(path: Path) -> Importer | None:
    """The kind a file is, by its content; None where it is none of them."""
    head = _head(path)
    return next((one for one in importers() if one.knows(path, head)), None)


def read(path: Path, *, report: Report | None = None) -> Incoming:
    """Read a file of whatever kind.

    Raises
    ------
    UnreadableImport
        When it is of no kind that is known, or is damaged.
    StorageError
        When it cannot be reached.
    """
    known = importer_of(path)
    if known is None:
        raise UnreadableImport(
            _("{name} is no file of another program that is known here.").format(name=path.name),
            remedy=_("Known are: {kinds}.").format(
                kinds=", ".join(one.name() for one in importers())
            ),
        )
    return known.read(path, report)


def take(review: "Review", incoming: Incoming, choices: Choices, *, reader: str) -> Made:
    """Draft what a file becomes in a review; keeps its text beside the ledger.

    Raises
    ------
    UserError
        When it is in the review already.
    """
    digest = review.store.put_blob(incoming.text) if incoming.text else ""
    return incoming.make(review.state, reader, choices, digest)


def finish(review: "Review", made: Made) -> tuple[str, ...]:
    """Write what others said, after the draft was committed; gives what could not be, in sentences.

    Raises
    ------
    UserError, StorageError
        When it cannot be written.
    """
    from appraisal import drafts

    shut = 0
    for one in made.later:
        if one.waits_for and not review.state.is_open(one.waits_for):
            shut += 1
            continue
        review.commit(one.draft, author=one.author)
        if one.key is None:
            continue
        seals = [drafts.seal(review.state, seat, key=one.key) for seat in one.seats]
        writes = {write.slot: write for seal in seals for write in seal.writes}
        review.commit(Draft(one.draft.label, tuple(writes.values())), author=one.author)
    if not shut:
        return ()
    said = ngettext(
        "{n} agreed answer could not be taken: fewer people extracted than this review asks for.",
        "{n} agreed answers could not be taken: fewer people extracted than this review asks for.",
        shut,
    )
    return (said.format(n=shut),)


def _head(path: Path) -> bytes:
    from appraisal.store.faults import of_system

    if path.is_dir():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as fault:
        raise of_system(fault, path) from fault


def begins_with(head: bytes, knows: Callable[[Sequence[Sequence[object]]], bool]) -> bool:
    """Whether the beginning of a file is a table of text that somebody knows.

    The last line of a beginning may be cut, and is left out.
    """
    from appraisal.decoding import decode
    from appraisal.sheet_reader import read_text

    lines = decode(head).text.splitlines()
    whole = "\n".join(lines[:-1] if len(lines) > 1 and len(head) >= HEAD else lines)
    if not whole.strip() or "\0" in whole or whole.lstrip().startswith("<"):
        return False
    try:
        return knows(read_text(whole).rows)
    except UnreadableImport:
        return False
