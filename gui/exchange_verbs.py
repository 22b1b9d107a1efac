"""Share and Receive: parcels and copies on their way to colleagues and back, without a server."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from appraisal import desk, exchange, exchange_jobs, parcel_reading, parcels
from appraisal.errors import AppraisalError
from appraisal.exchange_words import MergeReport, sentences
from appraisal.large_file import Unfit
from appraisal.parcels import Outgoing
from appraisal.review import Review
from appraisal.store import places
from appraisal.views.conflicts import conflicts
from appraisal.views.exchange import outgoing_sentences, standing, summary, unsubmitted
from gui import dialogs, file_verbs
from gui.jobs import Report
from gui.session import Session
from gui.waiting import TurnedBack, wait_for
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.arrivals import Incoming
    from gui.window import Window

PARCELS = f"*{parcels.SUFFIX}"
FILES = f"{PARCELS} *{places.SUFFIX}"


def share(window: "Window", session: Session) -> None:
    """Write what the others may have, or a whole copy for oneself."""
    review = session.review
    if review is None:
        return
    place, reader, records = review.store.path, session.reader, review.store.records()
    state, seen = review.state, session.state

    def look(report: Report) -> tuple[Outgoing, int, int]:
        return (
            exchange_jobs.draw_up_parcel(place, state, reader, report=report),
            unsubmitted(seen, records, reader),
            exchange_jobs.count_unshared(place, records, reader, report=report),
        )

    try:
        going, waiting, fresh = wait_for(window, session, _("Looking what goes along"), look)
    except TurnedBack:
        return
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    way = dialogs.ask(
        window,
        _("Share with the other reviewers"),
        [
            _("A parcel is a file to send by mail or any other way."),
            *outgoing_sentences(going, waiting, fresh),
            _("A backup copy holds everything, also what nobody else should see: keep it."),
        ],
        [
            dialogs.Way("", _("Cancel")),
            dialogs.Way("copy", _("Write a backup copy")),
            dialogs.Way("parcel", _("Write a parcel"), "primary"),
        ],
    )
    if way == "copy":
        _write_copy(window, session)
    elif way == "parcel":
        _write_parcel(window, session)


def receive(window: "Window", session: Session) -> None:
    """Take in one or many files, in any order; without an open review, begin one from a parcel."""
    chosen, _kind = QFileDialog.getOpenFileNames(
        window,
        _("Receive parcels and files"),
        str(Path.home()),
        _("Parcels and reviews ({kinds})").format(kinds=FILES) + ";;" + _("All files (*)"),
    )
    receive_files(window, session, [Path(one) for one in chosen])


def receive_files(window: "Window", session: Session, paths: list[Path]) -> None:
    """Take files into the open review; without one, begin a review from the first parcel."""
    if paths and session.read_only:
        session.say(session.why_fixed)
    elif paths and session.is_open:
        take_in(window, session, paths)
    elif paths:
        begin(window, session, paths)


def take_in(
    window: "Window", session: Session, paths: list[Path], *, came: Sequence[MergeReport] = ()
) -> None:
    """Take files into the open review, and say in one summary what came, `came` before included."""
    review = session.review
    assert review is not None
    if session.unsaved and not session.retry():
        return
    reports = [*came]
    faults: list[str] = []
    for path in paths:
        try:
            reports.append(_take_one(window, session, review, path))
        except TurnedBack:
            faults.append(_("{name} was not received.").format(name=path.name))
        except AppraisalError as fault:
            faults.append(_("{name}: {why}").format(name=path.name, why=fault))
    session.exchanged.emit()
    said = sentences(exchange.added_up(review, reports)) if reports else []
    lines = standing(session.state, review.store.records(), session.reader)
    ways = [dialogs.Way("close", _("Close"), "primary")]
    if reports and conflicts(session.state):
        ways.insert(0, dialogs.Way("decide", _("Decide now")))
    title = _("Received") if reports else _("Nothing was received")
    if dialogs.ask(window, title, [*faults, *said, *summary(lines)], ways) == "decide":
        session.go("overview")


def _take_one(window: "Window", session: Session, review: Review, path: Path) -> MergeReport:
    """Look at one file beside the window, ask where it must be asked, and write what it brings."""
    place, state, author = review.store.path, review.state, session.reader
    name = _("Receiving {name}").format(name=path.name)
    incoming: Incoming = wait_for(
        window,
        session,
        name,
        lambda report: exchange_jobs.look_at(place, state, author, path, report=report),
    )
    try:
        _make_sure(window, path, incoming)
        with suppress(Unfit):
            _write(window, session, review, name, incoming)
            return exchange.report_of(review, incoming)
    finally:
        incoming.let_go()
    careful: Incoming = wait_for(
        window,
        session,
        name,
        lambda report: exchange_jobs.look_with_care(place, state, author, incoming, report=report),
    )
    if (careful.warning, careful.caution) != (incoming.warning, incoming.caution):
        _make_sure(window, path, careful)
    _write(window, session, review, name, careful)
    return exchange.report_of(review, careful)


def _write(
    window: "Window", session: Session, review: Review, name: str, incoming: "Incoming"
) -> None:
    """Write what a file brings beside the window, and go on with what it leads to."""
    if not exchange.brings_something(incoming):
        return
    place = review.store.path
    with session.held():
        before, eyes = review.state, session.eyes()
        after = wait_for(
            window,
            session,
            name,
            lambda report: exchange_jobs.take_arrival(
                place, before, incoming.arrival, eyes=eyes, report=report
            ),
        )
        review.go_on_with(after, instead_of=before)


def begin(window: "Window", session: Session, paths: list[Path]) -> None:
    """Make this desk's own file of a review from a colleague's parcel, and sign in."""
    first = next((path for path in paths if is_parcel(path)), None)
    if first is None:
        file_verbs.open_path(window, session, paths[0])
        return
    receiving = _("Receiving {name}").format(name=first.name)
    try:
        title = wait_for(window, session, receiving, lambda _report: desk.title_in_parcel(first))
    except TurnedBack:
        return
    except AppraisalError as fault:  # before a place is asked for in vain
        dialogs.tell_why(window, fault)
        return
    name = file_verbs.file_name(title) if title else "review"
    target = file_verbs.ask_save(window, _("Where should your file of this review lie?"), name)
    if target is None:
        return

    def work(report: Report) -> MergeReport:
        review, came = desk.begin_from_parcel(target, first, report=report)
        review.close()
        return came

    try:
        came = wait_for(window, session, receiving, work)
    except TurnedBack:
        return
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    if file_verbs.open_path(window, session, target):
        rest = [path for path in paths if path != first]
        if rest:
            take_in(window, session, rest, came=[came])
        else:
            session.say(" ".join(sentences(came)))


def _write_parcel(window: "Window", session: Session) -> None:
    review = session.review
    assert review is not None
    name = parcels.parcel_name(review.store.path.stem, session.name_of(session.reader))
    chosen, _kind = QFileDialog.getSaveFileName(
        window,
        _("Where should the parcel lie?"),
        str(review.store.path.with_name(name)),
        _("Parcels ({kinds})").format(kinds=PARCELS),
    )
    target = (
        file_verbs.settle_place(window, Path(chosen), parcels.with_suffix(Path(chosen)))
        if chosen
        else None
    )
    if target is None:
        return
    place, reader = review.store.path, session.reader
    try:
        key = desk.parcel_key(review, reader)
        state = review.state
        path = wait_for(
            window,
            session,
            _("Writing the parcel"),
            lambda report: exchange_jobs.write_parcel(
                place, state, reader, target, key=key, report=report
            ),
        )
    except TurnedBack:
        session.say(_("Stopped: no parcel was written."))
        return
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    session.exchanged.emit()
    lines = standing(session.state, review.store.records(), session.reader)
    where = _("It lies here: {path}").format(path=path)
    send = _(
        "Send it to everyone else in the team. Whoever has the review takes it in with Receive; "
        "who has not begins with Receive a parcel on Start."
    )
    dialogs.tell(window, _("The parcel is written"), [where, send, *summary(lines)])


def _write_copy(window: "Window", session: Session) -> None:
    review = session.review
    assert review is not None
    name = f"{review.store.path.stem} backup"
    path = file_verbs.ask_save(window, _("Where should the backup copy lie?"), name)
    if path is None:
        return
    try:
        file_verbs.copy(window, session, path)
    except TurnedBack:
        session.say(_("Stopped: no copy was written."))
        return
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    session.say(_("The backup copy is written: {name}").format(name=path.name))


def _make_sure(window: "Window", path: Path, incoming: "Incoming") -> None:
    """Ask where something must be said before a file comes in; `TurnedBack` where it shall not."""
    if not (incoming.warning or incoming.caution):
        return
    said = [incoming.caution] if incoming.caution else []
    if incoming.warning:
        instead = _("Ask for a parcel instead: it keeps unfinished answers apart.")
        said += [incoming.warning, instead]
    way = dialogs.ask(
        window,
        _("Receive {name}?").format(name=path.name),
        said,
        [
            dialogs.Way("yes", _("Receive it all the same")),
            dialogs.Way("", _("Cancel"), "primary"),
        ],
    )
    if way != "yes":
        raise TurnedBack


def is_parcel(path: Path) -> bool:
    """Whether a file is a parcel, whatever it is called."""
    try:
        return parcel_reading.is_parcel(path)
    except AppraisalError:  # what cannot be read is told when it is opened
        return False
