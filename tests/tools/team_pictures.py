"""Pictures of a team at work: what was sent and received, the queue, calibration, conflicts."""

import shutil
from collections.abc import Callable
from contextlib import chdir, suppress
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from appraisal import desk, drafts
from appraisal.exchange import merge
from appraisal.keys import keep_key
from appraisal.ledger import Value
from appraisal.review import Review
from appraisal.store import places
from appraisal.views.reconcile import comparison, reconcile_rows
from gui import exchange_verbs
from gui.pages.reconcile import ReconcilePage
from gui.waiting import TurnedBack
from gui.window import Window
from tests.appraisal import desks
from tests.tools.camera import SIZES, SMALL, Camera, close, show_window, while_asking

QUESTION = "The two of us read the follow-up differently: page 4 says one thing, table 2 another."


def team(camera: Camera, mode: str, paths: dict[str, Path]) -> None:
    """All of it in one theme."""
    if not ("team" in camera.only or camera.wants("team-")):
        return
    _between_desks(camera, mode, next(iter(paths.values())).parent)
    for name, path in paths.items():
        prepared = _in_question(path, path.with_name(f"team-{name}-{mode}.evenhand"))
        for size in SIZES:
            _pages(camera, mode, size, name, prepared)


# -- Share and Receive -----------------------------------------------------------------------------


def _between_desks(camera: Camera, mode: str, folder: Path) -> None:
    """What is asked before a parcel is written, and said when one is written or received."""
    home = folder / f"desks-{mode}"
    ann, bob = _two_desks(home)
    parcel = desks.send(ann, "ann", home)
    working = ann.store.path
    ann.close()
    place = bob.store.path
    bob.close()
    window = show_window(mode, SMALL)
    window.session.open(place, reader="bob")

    def pictured(name: str, ask: Callable[[], object]) -> None:
        while_asking(camera, window, f"team-{name}-{mode}", ask)

    pictured("receive", lambda: exchange_verbs.take_in(window, window.session, [parcel]))
    pictured("receive-again", lambda: exchange_verbs.take_in(window, window.session, [parcel]))
    pictured("receive-warned", lambda: _turn_back(window, working))
    pictured("share", lambda: window.act("share"))
    pictured("shared", lambda: _write(window, home / "Documents"))
    close(window)


def _two_desks(home: Path) -> tuple[Review, Review]:
    """Two desks, each with forms submitted and begun."""
    ann = desks.begun(home / "ann" / "review", studies=5)
    bob = desks.copied(ann, home / "bob" / "review.evenhand", "bob")
    for review, person, studies in ((ann, "ann", ("s1", "s2", "s3")), (bob, "bob", ("s1", "s2"))):
        keep_key(desks.key(person), person, places.keys_dir())
        for study in studies:
            desks.answer(review, study, person)
            desks.submit(review, study, person)
    desks.answer(ann, "s4", "ann")
    for review, year in ((ann, 2004), (bob, 2005)):
        review.commit(drafts.edit_study("s1", "year", year))
    return ann, bob


def _turn_back(window: Window, path: Path) -> None:
    session = window.session
    assert session.review is not None
    with suppress(TurnedBack):
        exchange_verbs._take_one(window, session, session.review, path)


def _write(window: Window, folder: Path) -> None:
    """Write a parcel into a folder; the dialog names the place as seen from beside it."""
    folder.mkdir()
    path = Path(folder.name) / "to Reviewer A.ehparcel"
    asked = QFileDialog.getSaveFileName
    QFileDialog.getSaveFileName = lambda *_a, **_k: (str(path), "")  # type: ignore[method-assign]
    try:
        with chdir(folder.parent):
            exchange_verbs._write_parcel(window, window.session)
    finally:
        QFileDialog.getSaveFileName = asked  # type: ignore[method-assign]


# -- Reconcile and Overview ------------------------------------------------------------------------


def _in_question(source: Path, path: Path) -> Path:
    """A copy with questions for the adjudicator, a calibration round and facts in conflict."""
    shutil.copyfile(source, path)
    review = desk.open_review(path)
    first = review.author = review.state.ids("person")[0]
    roles: list[Value] = ["reviewer", "coordinator", "adjudicator"]
    review.commit(drafts.edit_person(first, {"roles": roles}))
    rows = [row for row in reconcile_rows(review.state, review.instrument) if row.waiting]
    for row in rows[:2]:
        shown = comparison(review.state, row.study, review.instrument, row.target)
        assert shown is not None
        review.commit(drafts.refer(shown.form, shown.waiting[0].field, QUESTION))
    review.commit(drafts.begin_calibration(1, [row.study for row in rows[:4]]))
    other = path.with_name(f"other-{path.name}")
    review.store.copy_to(other)
    theirs = desk.open_review(other)
    theirs.author = first
    for number, study in enumerate(review.state.ids("study")[:3]):
        review.commit(drafts.edit_study(study, "year", 1998 + number))
        theirs.commit(drafts.edit_study(study, "year", 2001 + number))
    theirs.close()
    merge(review, other)
    review.close()
    return path


def _pages(camera: Camera, mode: str, size: tuple[int, int], name: str, path: Path) -> None:
    window = show_window(mode, size)
    window.session.open(path)
    window.show_page("reconcile")
    page = window._pages["reconcile"]
    assert isinstance(page, ReconcilePage)
    page._queue.set_key("referred")
    page._refresh()
    page._list.select_first_open()
    camera.take(window, f"team-{name}-adjudicator-{mode}-{size[0]}")
    page._tabs.set_key("agreement")
    page._on_tab("agreement")
    camera.take(window, f"team-{name}-calibration-{mode}-{size[0]}")
    window.show_page("overview")
    camera.take(window, f"team-{name}-conflicts-{mode}-{size[0]}")
    close(window)
