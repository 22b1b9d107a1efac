"""What the window counts and lists first is worked out by the job that opens or takes in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from appraisal import dataset, desk, exchange_jobs, opening_jobs
from appraisal.living import Living
from appraisal.review_instruments import instrument_of_study
from appraisal.sample import first_reader, make
from appraisal.views import exchange, reconcile, seats
from appraisal.views.ahead import Eyes
from tests.appraisal import desks


def sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing may be worked out anew."""

    def worked_out(*_given: object, **_more: object) -> None:
        raise AssertionError("It was not worked out ahead.")

    for module, name in (
        (seats, "_progress"), (seats, "_work"), (reconcile, "_rows"), (dataset, "_study_row"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, worked_out)


def test_what_came_in_is_counted_where_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = desks.begun(tmp_path / "ann" / "review")
    bob = desks.copied(ann, tmp_path / "bob.evenhand", "bob")
    for study in ("s1", "s2"):
        desks.answer(ann, study, "ann")
        desks.submit(ann, study, "ann")
    parcel = desks.send(ann, "ann", tmp_path)
    desks.answer(bob, "s1", "bob")
    keys = {instrument_of_study(bob.state, study) for study in ("s1", "s2")}
    eyes = Eyes("bob", {key: bob.instrument(key) for key in keys})
    place, before = bob.store.path, bob.state
    coming = exchange_jobs.look_at(place, before, "bob", parcel)
    after = exchange_jobs.take_arrival(place, before, coming.arrival, eyes=eyes)
    bob.go_on_with(after, instead_of=before)
    sealed(monkeypatch)
    seen = bob.state.seen_by("bob")
    assert len(seats.progress(seen, bob.instrument)) == 2
    assert [row.study for row in seats.worklist(seen, "bob", bob.instrument)] == ["s1", "s2"]
    assert reconcile.reconcile_rows(seen, bob.instrument) == ()
    lines = exchange.standing(seen, bob.store.records(), "bob")
    assert [line.stage for line in lines] == [exchange.Stage.THEIRS] * 2
    ann.close()
    bob.close()


def test_what_an_opened_review_shows_first_is_worked_out_in_its_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sample.evenhand"
    make(path, "ivig")
    desk.open_review(path).close()
    reader = first_reader()
    read = opening_jobs.read_review(path, lambda _state, _review: reader, "en")
    sealed(monkeypatch)
    seen = read.state.seen_by(reader)
    (outcome, *_more) = seen.ids("outcome")
    assert len(Living(read.instruments.__getitem__).unsorted(seen, outcome).rows) == 4

    def looked_at(*_given: object, **_more: object) -> None:
        raise AssertionError("Where forms stand was not worked out ahead.")

    monkeypatch.setattr(exchange, "_line", looked_at)
    review = desk.open_review(path, read_only=True)
    assert exchange.standing(seen, review.store.records(), reader)
    review.close()


def test_opening_waits_for_no_statistics(tmp_path: Path) -> None:
    """numpy and scipy take longer to import than a review takes to open."""
    path = tmp_path / "sample.evenhand"
    make(path, "ivig")
    code = (
        "import sys; from pathlib import Path; from appraisal.opening_jobs import read_review\n"
        "read_review(Path(sys.argv[1]), lambda state, _id: state.ids('person')[0], 'en')\n"
        "sys.exit('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(path)], env=dict(os.environ), check=False)
    assert ran.returncode == 0


def test_where_forms_stand_follows_what_is_shared(tmp_path: Path) -> None:
    """A parcel changes no claim: what was worked out before it must not stay."""
    ann = desks.begun(tmp_path / "review")
    desks.answer(ann, "s1", "ann")
    desks.submit(ann, "s1", "ann")
    seen = ann.state.seen_by("ann")
    before = exchange.standing(seen, ann.store.records(), "ann")
    assert before[0].stage == exchange.Stage.SUBMITTED
    desks.send(ann, "ann", tmp_path)
    after = exchange.standing(seen, ann.store.records(), "ann")
    assert after[0].stage == exchange.Stage.WAITING
    assert after[1:] == before[1:]
    ann.close()
