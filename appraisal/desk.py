"""What a desk does with files: open and make reviews, write parcels, sum a review up for Start.

The window and the terminal both come through here, so that a file is opened in one way only.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal import drafts
from appraisal.errors import StorageError
from appraisal.instruments import shipped_key
from appraisal.keys import SigningKey, has_key
from appraisal.ledger import Row, Value, at_text, entry_of, new_id, now
from appraisal.own_key import key_for, own_key
from appraisal.review import Review
from appraisal.review_instruments import instrument_of_study, require_instruments
from appraisal.state import State
from appraisal.store import places
from appraisal.store.lock import this_desk
from appraisal.subjects import DESIGNS, REVIEW, appraisal_subject, person_subject
from resources.i18n import _, moment_text, ngettext

if TYPE_CHECKING:
    from appraisal.exchange_words import MergeReport
    from appraisal.instrument import Instrument
    from appraisal.opening_jobs import Read
    from appraisal.parcels import Outgoing
    from appraisal.store.protocol import Arrival
    from appraisal.views.history import HistoryLine

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """A review in a line: its title, and how many of its studies one person has submitted."""

    title: str
    done: int
    total: int
    at: str


def open_review(
    path: Path,
    *,
    read_only: bool = False,
    take_over: bool = False,
    read: "Callable[[Path], Read] | None" = None,
) -> Review:
    """Open a file, whatever its suffix; `read` reads it in another way, as in a job.

    Raises
    ------
    StorageError
        When it is not a review of ours, is damaged, or cannot be reached.
    """
    from appraisal.store.sqlite import open_store

    store = open_store(path, desk=this_desk(), read_only=read_only, take_over=take_over)
    try:
        if read is not None:
            found = read(store.path)
            return Review(store, state=found.state, instruments=(found.lang, found.instruments))
        review = Review(store)
        require_instruments(store, review.state)
    except BaseException:  # whatever stops it, a cancel too, lets go of the file
        store.close()
        raise
    return review


def new_review(path: Path, *, title: str, name: str, readers: int = 2) -> tuple[Review, str]:
    """Make a file with one person in it, who scores and coordinates; gives the person too.

    Raises
    ------
    StorageError
        When there is a file of that name, or it cannot be written.
    """
    from appraisal.store.sqlite import create

    review = Review(create(places.with_suffix(path), new_id()))
    person = new_id()
    add, _id = drafts.add_person(
        {"name": name, "initials": initials(name), "roles": ["reviewer", "coordinator"]}, id=person
    )
    facts = drafts.edit_review(
        {
            "title": title,
            "readers": readers,
            "opens": "study",
            "preset": "revman5",
            **usual_instruments(),
        }
    )
    review.author = person
    review.commit(drafts.Draft(facts.label, (*add.writes, *facts.writes)))
    return review, person


def usual_instruments() -> dict[str, Value]:
    """The instrument each design is appraised with until the team chooses another."""
    from appraisal.shipped import for_design

    return {
        f"design/{design}": shipped_key(name)
        for design in DESIGNS
        if (name := for_design(design)) is not None
    }


def who_sits_down(state: State, *, wanted: str, known: str, ask: bool = False) -> str:
    """Who sits down at a review that is opened: who is wanted, else who sat here last.

    Else the first of the team; with `ask` nobody, where several could.
    """
    people = state.ids("person")
    first = people[0] if people and (len(people) == 1 or not ask) else ""
    return next((one for one in (wanted, known, first) if one in people), "")


def must_ask(state: State, reader: str) -> bool:
    """Whether to ask who sits down: several are in the team, and not one alone works here.

    `reader` is who sat here last: a colleague may have, on the computer of whoever signs here.
    """
    people = [one for one in state.ids("person") if not state.value(person_subject(one), "left")]
    here = [one for one in people if has_key(one, places.keys_dir())]
    return len(people) > 1 and (reader not in people or any(one != reader for one in here))


def join(review: Review, name: str) -> str:
    """Put somebody into the team who is not in it; gives the person.

    Raises
    ------
    StorageError
        When it cannot be written.
    """
    person = new_id()
    facts: dict[str, Value] = {"name": name, "initials": initials(name), "roles": ["reviewer"]}
    review.commit(drafts.add_person(facts, id=person)[0], author=person)
    return person


def submit_all(review: Review, seats: Iterable[str], person: str) -> None:
    """Submit several seats of a person in one step.

    Raises
    ------
    UserError, StorageError
        None was then submitted.
    """
    key = key_for(person)
    seals = (drafts.seal(review.state, seat, key=key) for seat in seats)
    writes = {made.slot: made for seal in seals for made in seal.writes}
    label = ngettext("Submit a form", "Submit {n} forms", len(writes)).format(n=len(writes))
    review.commit(drafts.Draft(label, tuple(writes.values())), author=person)


def share_parcel(review: Review, person: str, path: Path) -> "tuple[Path, Outgoing]":
    """Write a person's parcel, signed by their key; gives where it lies and what it holds.

    Raises
    ------
    UserError
        When their key is on another computer.
    StorageError
        When it cannot be written.
    """
    from appraisal import parcels

    key = parcel_key(review, person)
    path = parcels.with_suffix(path)
    return path, parcels.write_parcel(review, person, path, key=key)


def parcel_key(review: Review, person: str) -> SigningKey:
    """The key that signs a person's parcels; the review knows its public half from then on.

    Raises
    ------
    UserError
        When their key is on another computer.
    StorageError
        When it cannot be written.
    """
    from appraisal import parcels

    key = own_key(review.state, person)
    parcels.publish_key(review, person, key)
    return key


def read_history(
    path: Path, state: State, instruments: "Mapping[str, Instrument]"
) -> "tuple[HistoryLine, ...]":
    """The history of a review that is open here, as the reader of `state` may see it; for a job.

    Newest first; `instruments` are those it names (`history_forms.named_instruments`).

    Raises
    ------
    StorageError
        When the file cannot be read.
    """
    from appraisal.store.sqlite import open_reader
    from appraisal.views.history import history_lines

    store = open_reader(path)
    try:
        return history_lines(state, map(entry_of, store.entries()), instruments)
    finally:
        store.close()


def write_arrival(review: Path, arrival: "Arrival", *, report: Report | None = None) -> None:
    """Write what comes in to a review that is open here, beside its own store; made for a job.

    Raises
    ------
    StorageError
        When it cannot be written; nothing of it was.
    """
    from appraisal.store.sqlite import open_writer

    store = open_writer(review)
    try:
        store.take_in(arrival, report=report)
    finally:
        store.close()


def title_in_parcel(parcel: Path) -> str:
    """What the review of a parcel is called; empty where its sender did not name it.

    Raises
    ------
    UserError, StorageError
        When the parcel cannot be read.
    """
    from appraisal.parcel_reading import read_parcel

    named = [
        row for row in read_parcel(parcel).rows if (row.subject, row.field) == (REVIEW, "title")
    ]
    last = entry_of(named[-1]).claim.value if named else None
    return last if isinstance(last, str) else ""


def begin_from_parcel(
    path: Path, parcel: Path, *, report: Report | None = None
) -> "tuple[Review, MergeReport]":
    """Make a review's file on this desk from a colleague's parcel; gives what came in too.

    Raises
    ------
    UserError, StorageError
        When the parcel cannot be read, or the file cannot be made; no file is then left.
    """
    from appraisal.exchange import take
    from appraisal.parcel_reading import read_parcel
    from appraisal.receiving import plan_parcel
    from appraisal.store.sqlite import create

    read = read_parcel(parcel)
    path = places.with_suffix(path)
    review = Review(create(path, read.review))
    try:
        came = take(review, plan_parcel(review, read, report=report), report=report)
    except BaseException:  # whatever stops it, a cancel too, leaves no file
        review.close()
        path.unlink()
        raise
    return review, came


def look_over(path: Path, *, report: Report) -> tuple[Row, ...]:
    """Check and back up a review after it was opened; once a week check every entry too.

    Gives the entries that no longer say what was written. Made for a job: it opens the file by
    itself.

    Raises
    ------
    StorageError
        When the file is damaged, or cannot be copied.
    """
    from appraisal.store import soundness
    from appraisal.store.sqlite import open_reader

    soundness.look_after(path)
    store = open_reader(path)
    review = store.meta()["review"]
    store.close()
    if not soundness.is_due(review, now=now()):
        return ()
    altered = soundness.altered_rows(path, report=report)
    if not altered:  # what differs is told at every opening
        soundness.note_done(review)
    return altered


def working_copy(path: Path, target: Path) -> None:
    """Copy a review that cannot be written where it lies, with its PDFs.

    Raises
    ------
    StorageError
        When it cannot be read or written.
    """
    from appraisal.attachments import move_along
    from appraisal.store import backups

    backups.working_copy(path, target)
    move_along(path, target)


def summary(review: Review, person: str) -> Summary:
    """How far one person is with a review."""
    state = review.state
    studies = state.ids("study")
    done = sum(
        1
        for study in studies
        if (key := instrument_of_study(state, study))
        and state.is_sealed(appraisal_subject(study, "-", key, person))
    )
    title = state.text(REVIEW, "title") or review.store.path.stem
    return Summary(title, done, len(studies), at_text(now()))


def initials(name: str) -> str:
    """The letters a person is shown by: of the last word if it is one letter, else of the first."""
    words = name.split()
    if not words:
        return "?"
    return (words[-1] if len(words[-1]) == 1 else words[0])[0].upper()


def restore(path: Path, target: Path) -> str:
    """Put the newest good backup of a file at a new place; gives the sentence that says so.

    Raises
    ------
    StorageError
        When there is no backup, or it cannot be written.
    """
    from appraisal.store import backups

    kept = backups.newest_good(path)
    if kept is None:
        raise StorageError(
            _("There is no backup of {name} on this computer.").format(name=path.name),
            remedy=_("Rescue what can be read instead."),
            offers=("rescue",),
        )
    backups.restore(kept.path, target)
    return _("The backup of {moment} is restored.").format(moment=moment_text(kept.at))


def rescue(path: Path, target: Path, *, report: Report | None = None) -> tuple[str, str]:
    """Write what can be read of a damaged file into a new one.

    Gives how much that is, in words, and from when a good backup is that may hold what is lost.

    Raises
    ------
    StorageError
        When nothing can be read, or it cannot be written.
    """
    from appraisal.rescued import rescue_sentence
    from appraisal.store import backups
    from appraisal.store.rescue import salvage, write_salvage

    found = salvage(path, report=report)
    written = write_salvage(found, target, desk=this_desk())
    kept = backups.newest_good(path) if found.expected > len(found.rows) else None
    said = rescue_sentence(found, written, backup=kept)
    return said, "" if kept is None else moment_text(kept.at)
