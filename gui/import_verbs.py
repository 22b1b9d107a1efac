"""Import from another program: read beside the window, shown before it is written, undoable."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from appraisal import desk, incoming
from appraisal.errors import AppraisalError, UnreadableImport
from appraisal.incoming import Choices, Incoming
from gui import beginning, dialogs
from gui.jobs import Report
from gui.panes.incoming_preview import Chosen, ask_incoming
from gui.session import Session
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.revman.parity import Certificate
    from gui.window import Window


def choose(window: "Window", session: Session) -> None:
    """Ask for files and bring them in."""
    chosen, _kind = QFileDialog.getOpenFileNames(
        window,
        _("Import from another program"),
        str(Path.home()),
        _("Files of other programs ({kinds})").format(
            kinds="*.rm5 *.zip *.csv *.tsv *.txt *.xlsx *.xlsm"
        )
        + ";;"
        + _("All files (*)"),
    )
    bring_in(window, session, [Path(one) for one in chosen])


def bring_in(window: "Window", session: Session, paths: Sequence[Path]) -> None:
    """Read files and show what each holds; into the open review, or into a new one."""
    if not paths:
        return
    if session.read_only:
        session.say(session.why_fixed)
        return

    references = [path for path in paths if session.is_open and _holds_references(path)]
    if references:
        session.go("records", files="\n".join(map(str, references)))
        paths = [path for path in paths if path not in references]
    if not paths:
        return

    def work(report: Report) -> list[Incoming]:
        return [_read(path, report) for path in paths]

    name = paths[0].name if len(paths) == 1 else _("{n} files").format(n=len(paths))
    session.jobs.run(
        _("Reading {name}").format(name=name),
        work,
        done=lambda found: QTimer.singleShot(
            0, window, partial(_show_each, window, session, found)
        ),
        failed=partial(dialogs.tell_why, window),
    )  # a question waits until the job has ended


def _holds_references(path: Path) -> bool:
    """Whether a file holds what a search found, and nothing that an importer here knows."""
    from appraisal.references.sniffing import look

    try:
        if path.is_dir() or incoming.importer_of(path) is not None:
            return False
        return look(path).kind not in ("excel", "table")
    except AppraisalError:  # what it is instead is told by whoever reads it
        return False


def _read(path: Path, report: Report) -> Incoming:
    """A file of whatever kind; a table that no kind knows may be mapped by hand."""
    if incoming.importer_of(path) is None and not path.is_dir():
        from appraisal.extraction_writing import incoming_of
        from appraisal.importers.extraction import read as read_table

        try:
            table = read_table(path, report=report)
        except UnreadableImport:
            return incoming.read(path, report=report)  # which says what is known
        if len(table.heads) > 1:
            return incoming_of(table)
    return incoming.read(path, report=report)


def _show_each(window: "Window", session: Session, found: list[Incoming]) -> None:
    for one in found:
        if not session.is_open and not one.is_review:
            dialogs.tell(
                window,
                _("{name} belongs into a review").format(name=one.source),
                [_("Open a review first, or make a new one.")],
            )
            return
        name = None if session.is_open else session.settings.name
        if one.table is not None:
            _map(window, session, one)
            continue
        chosen = ask_incoming(window, one, name=name)
        if chosen is None:
            return
        if not session.is_open and not beginning.make(
            window, session, title=chosen.title, name=chosen.name, readers=chosen.readers
        ):
            return
        _take(window, session, one, chosen)


def _map(window: "Window", session: Session, one: Incoming) -> None:
    """Ask which column is what, and take the table in as it is then understood."""
    from appraisal.extraction_writing import remembered
    from gui.panes.extraction_map import ask_table

    assert one.table is not None
    found = ask_table(window, remembered(one.table, session.state))
    if found is not None:
        _take(window, session, found.incoming, Chosen("", found.submit), found.choices)


def _take(
    window: "Window",
    session: Session,
    one: Incoming,
    chosen: Chosen,
    choices: Choices | None = None,
) -> None:
    review = session.review
    if review is None:
        return
    choices = choices or Choices(design=chosen.design)
    try:
        with dialogs.waiting():
            made = incoming.take(review, one, choices, reader=session.reader)
            session.attempt(made.draft)
            left = (*made.left, *incoming.finish(review, made))
            if chosen.submit:
                desk.submit_all(review, made.seats, session.reader)
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    session.say(_("{name} was taken in.").format(name=one.source), undo=not chosen.submit)
    if one.text:
        _certify(window, session, one, left)
    elif left:
        dialogs.tell(window, _("{name} was taken in.").format(name=one.source), left)


def _certify(window: "Window", session: Session, one: Incoming, left: Sequence[str]) -> None:
    """Compute the stored results again beside the window, and say what came of it."""
    from appraisal.revman.kept import certificate_of

    session.jobs.run(
        _("Computing the stored results again"),
        partial(certificate_of, one.text),
        done=lambda made: QTimer.singleShot(
            0, window, partial(_tell_certificate, window, session, left, made)
        ),
        failed=partial(dialogs.tell_why, window),
    )


def _tell_certificate(
    window: "Window", session: Session, left: Sequence[str], found: "Certificate"
) -> None:
    from appraisal.revman.certificate import summary

    way = dialogs.ask(
        window,
        _("Stored results beside ours"),
        [*summary(found), *left],
        [dialogs.Way("", _("Close")), dialogs.Way("show", _("Show the certificate"), "primary")],
    )
    if way == "show":
        session.go("report", output="table:parity")
