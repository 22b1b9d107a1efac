"""A large file comes in as a whole; the law is that it makes no difference but in time."""

import gc
import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, NoReturn
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal import exchange, exchange_jobs, large_file
from appraisal.errors import Conflict, StorageError, UserError
from appraisal.exchange import look, take
from appraisal.exchange_words import MergeReport
from appraisal.hashes import entry_hash, row_holds
from appraisal.large_file import Unfit
from appraisal.ledger import Claim, Row, body_text
from appraisal.review import Review
from appraisal.sources import read_file
from appraisal.state import State, state_of
from appraisal.store.faults import unreachable
from appraisal.store.sqlite import SqliteStore, create, open_writer
from appraisal.subjects import in_seat
from tests.appraisal import desks
from tests.appraisal.ledgers import row
from tests.appraisal.test_exchange import ANN, ROWS, seal_over

Pair = tuple[Review, Path]


class Stopped(Exception):
    """Somebody pressed Cancel."""


class Outcome(NamedTuple):
    """What a file became."""

    report: MergeReport
    entries: list[tuple[str, bytes, tuple[str, ...]]]
    rejected: list[tuple[str, bytes]]
    records: list[tuple[str, str, str]]
    shape: object


def forged(made: Row, **changes: object) -> Row:
    """A row that says something else, with the hash that belongs to it."""
    changed = made._replace(**changes)  # type: ignore[arg-type]
    names = changed[1:7]
    said = (
        f'{{"at":"{names[2]}","author":"{names[3]}","change":"{names[1]}","field":"{names[5]}",'
        f'"id":"{names[0]}","quotes":[],"replaces":[],"subject":"{names[4]}",{changed.body[13:]}'
    )
    return changed._replace(hash=hashlib.sha256(said.encode()).digest())


BODIES = (
    '{"quotes":[],"value":"a","why":""}, and more',
    '{"quotes":[],"value":NaN,"why":""}',
    '{"quotes":[],"value":1e999,"why":""}',
    '{"quotes":[],"value":"a","why":7}',
    '{"quotes":[],"value":' + "[" * 30_000 + "]" * 30_000 + ',"why":""}',
    '{"quotes":[],"value":"' + "a" * 70_000 + '","why":""}',
)
PLAIN = row("study/s1", "order", 1)
ODD = (
    ROWS[0]._replace(body=ROWS[1].body),  # altered on its way
    row(ANN, "item/outcome/O1", "a", author="bob"),  # in another's seat
    row("study/s2", "year", 1990, replaces=(ROWS[0],)),  # of another slot
    row("star/s1", "year", 1990),  # no such thing
    row("study/s1", "colour", "red"),  # no such field
    row("study/s1", "year", "late"),  # no such value
    row("study/s1", "year", 1990, author=""),  # by nobody
    *(forged(PLAIN, id=f"odd{n:013d}", body=body) for n, body in enumerate(BODIES)),
)
places = st.lists(st.integers(0, len(ROWS) - 1), unique=True)
odd = st.lists(st.integers(0, len(ODD) - 1), unique=True, max_size=2)


def holding(path: Path, rows: Iterable[Row]) -> SqliteStore:
    """A file that holds rows, whoever may have put them there."""
    store = create(path, "review0000000001")
    store.append(list(rows))
    return store


def taken(ours: list[Row], theirs: list[Row], *, whole: bool) -> tuple[Outcome, bool]:
    """What one file becomes when another comes in, and whether that came as a whole."""
    limit = 0 if whole else 1 << 60
    with tempfile.TemporaryDirectory() as folder, patch.object(large_file, "LARGE", limit):
        path = Path(folder) / "theirs.evenhand"
        holding(path, theirs).close()
        review = Review(holding(Path(folder) / "ours.evenhand", ours))
        review.author = "ann"
        incoming = look(review, path)
        with patch.object(exchange, "look_with_care", wraps=exchange.look_with_care) as again:
            report = take(review, incoming)
        assert shape(review.state) == shape(fresh(review))
        found = Outcome(
            report,
            [(one.id, bytes(one.hash), one.replaces) for one in review.store.entries()],
            [(one.id, bytes(one.hash)) for one in review.store.rejected()],
            sorted((one.kind, one.form, one.author) for one in review.store.records()),
            shape(review.state),
        )
        review.close()
        return found, incoming.arrival.news is not None and not again.called


def shape(state: State) -> object:
    """Everything a state knows, whatever the order it learned it in."""
    return (
        state._slots,
        state._closed,
        {kind: set(known) for kind, known in state._kinds.items()},
        {group: set(known) for group, known in state._groups.items()},
    )


def fresh(review: Review) -> State:
    """The state read anew from the file."""
    store = review.store
    return state_of(store.heads(), entries_of=lambda one: store.entries(subject=one))


@settings(max_examples=60, deadline=None)
@given(places, places)
def test_sound_file_comes_in_as_a_whole_and_the_same(ours: list[int], theirs: list[int]) -> None:
    rows = [ROWS[place] for place in ours], [ROWS[place] for place in theirs]
    careful, _whole = taken(*rows, whole=False)
    quick, whole = taken(*rows, whole=True)
    assert quick == careful
    assert whole


@settings(max_examples=60, deadline=None)
@given(places, places, odd)
def test_what_is_odd_is_set_aside_in_a_large_file_too(
    ours: list[int], theirs: list[int], strange: list[int]
) -> None:
    mixed = [ROWS[place] for place in theirs] + [
        ODD[place] for place in strange if ODD[place].id not in {ROWS[at].id for at in theirs}
    ]
    rows = [ROWS[place] for place in ours], mixed
    assert taken(*rows, whole=True)[0] == taken(*rows, whole=False)[0]


@pytest.mark.parametrize("place", range(len(ODD)))
def test_each_odd_entry_stays_outside(place: int) -> None:
    ours = [] if place == 0 else [ROWS[0]]
    found, whole = taken(ours, [ODD[place]], whole=True)
    assert not whole
    assert [one[0] for one in found.rejected] == [ODD[place].id]
    assert ODD[place].id not in {one[0] for one in found.entries}


@pytest.mark.parametrize("whole", [True, False])
def test_entry_a_seal_names_that_was_replaced_before_it_came_counts(*, whole: bool) -> None:
    named = row(ANN, "comment/outcome", "as sealed")
    seal = row(ANN, "sealed", seal_over(named))
    late = row(ANN, "comment/outcome", "later", replaces=(named,))
    found, _whole = taken([seal, late], [named], whole=whole)
    assert [one[0] for one in found.entries] == [seal.id, late.id, named.id]


@pytest.fixture
def pair(large_pair: Pair) -> Pair:
    return large_pair


def passing(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "passing").iterdir())


def test_unopened_answers_in_a_large_file_are_warned_of(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    incoming = look(ann, bob)
    assert incoming.arrival.news is not None
    assert incoming.arrival.count == len(read_file(bob).rows) - len(desks.content(ann))
    assert incoming.courtesy == (desks.form("s1"),)
    assert "Reviewer B" in incoming.warning
    take(ann, incoming)
    assert desks.content(ann) == {(one.id, one.hash) for one in read_file(bob).rows}
    seat = in_seat(desks.form("s1"), "bob")
    assert not ann.state.seen_by("ann").fields(seat)
    assert ann.state.fields(seat)
    assert shape(ann.state) == shape(fresh(ann))
    del incoming
    gc.collect()
    assert not passing(tmp_path)


@pytest.mark.parametrize("step", [look, None])
def test_cancel_at_any_report_leaves_nothing(
    pair: Pair, tmp_path: Path, step: Callable[..., object] | None
) -> None:
    ann, bob = pair
    before = desks.content(ann)
    turns = 0
    incoming = look(ann, bob) if step is None else None
    for stop_at in range(1, 1000):
        turns = 0

        def report(_done: int, _total: int, last: int = stop_at) -> None:
            nonlocal turns
            turns += 1
            if turns >= last:
                raise Stopped

        try:
            if incoming is None:
                look(ann, bob, report=report)
            else:
                exchange.written(ann.store, ann.state, incoming.arrival, report=report)
        except Stopped:
            assert desks.content(ann) == before
            continue
        break
    assert stop_at > 2
    assert ann.store._connection.execute("PRAGMA cache_size").fetchone() == (-32768,)  # type: ignore[attr-defined]
    del incoming
    gc.collect()
    assert not passing(tmp_path)


def test_altered_entry_lets_nothing_in_before_it_is_set_aside(pair: Pair) -> None:
    ann, bob = pair
    before = desks.content(ann)
    odd = row("study/s1", "year", 1990)._replace(body=body_text(Claim(2004)))
    with closing(open_writer(bob)) as store:
        store.append([odd])
    incoming = look(ann, bob)
    assert incoming.arrival.news is not None
    with pytest.raises(Unfit):
        exchange.written(ann.store, ann.state, incoming.arrival)
    assert desks.content(ann) == before
    again = exchange_jobs.look_with_care(ann.store.path, ann.state, "ann", incoming)
    assert again.warning == incoming.warning
    assert [one.id for one in again.arrival.aside] == [odd.id]
    report = take(ann, incoming)
    assert report.new == incoming.arrival.count - 1
    assert report.altered == 1
    assert desks.content(ann) == {
        (one.id, one.hash) for one in read_file(bob).rows if one.id != odd.id
    }


def test_what_is_written_is_seen_where_it_could_not_be_followed(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = pair
    named = row(ANN, "comment/outcome", "as sealed")
    with closing(open_writer(bob)) as store:
        store.append(
            [row(ANN, "sealed", seal_over(named))]
        )  # of what is not there: it is asked for
    incoming = look(ann, bob)
    asked: list[Path] = []

    def gone(path: Path) -> NoReturn:
        asked.append(path)
        raise unreachable(path)

    monkeypatch.setattr(large_file, "open_reader", gone)
    report = take(ann, incoming)
    assert asked == [ann.store.path]
    assert report.new == incoming.arrival.count
    assert desks.content(ann) == {(one.id, one.hash) for one in read_file(bob).rows}
    assert shape(ann.state) == shape(fresh(ann))


def test_large_file_twice_brings_nothing(pair: Pair) -> None:
    ann, bob = pair
    take(ann, look(ann, bob))
    again = look(ann, bob)
    assert again.arrival.news is not None
    assert again.arrival.count == 0
    assert take(ann, again).is_nothing


def test_what_came_by_another_way_meanwhile_stops_the_writing(pair: Pair) -> None:
    ann, bob = pair
    incoming = look(ann, bob)
    ann.store.append([one._replace(replaces=()) for one in read_file(bob).rows[-1:]])
    ann.refresh()
    before = desks.content(ann)
    with pytest.raises(Conflict):
        take(ann, incoming)
    assert desks.content(ann) == before
    assert not ann.store._connection.in_transaction  # type: ignore[attr-defined]
    assert shape(ann.state) == shape(fresh(ann))


@pytest.mark.parametrize("is_here", [True, False])
def test_index_that_hides_entries_changes_nothing(pair: Pair, *, is_here: bool) -> None:
    ann, bob = pair
    count = look(ann, bob).arrival.count
    if is_here:
        take(ann, look(ann, bob))
    before = desks.content(ann)
    with closing(sqlite3.connect(bob)) as connection, connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("CREATE TABLE other(id TEXT NOT NULL UNIQUE) STRICT")
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema "
            "WHERE name = 'sqlite_autoindex_other_1') WHERE name = 'sqlite_autoindex_entry_1'"
        )
        connection.execute("DELETE FROM sqlite_schema WHERE name LIKE '%other%'")
    incoming = look(ann, bob)
    assert incoming.arrival.count == (0 if is_here else count)
    take(ann, incoming)
    assert (desks.content(ann) == before) is is_here


def test_entry_that_was_replaced_before_it_came_does_not_stand(pair: Pair, tmp_path: Path) -> None:
    ann, bob = pair
    first, second = (one.id for one in read_file(bob).rows if one.field == "year")
    late = row("study/s2", "year", 2010)._replace(replaces=(first, second))
    late = late._replace(hash=entry_hash(*late[1:8], late.replaces))
    ann.store.append([late])
    ann.refresh()
    take(ann, look(ann, bob))
    assert ann.state.value("study/s2", "year") == 2010
    assert not list(ann.state.conflicts())
    assert shape(ann.state) == shape(fresh(ann))


@pytest.mark.parametrize("whole", [True, False])
def test_columns_of_another_kind_are_damage(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    ann, bob = pair
    monkeypatch.setattr(large_file, "LARGE", 0 if whole else 1 << 60)
    before = desks.content(ann)
    with closing(sqlite3.connect(bob)) as connection, connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'entry'"
        )
    with closing(sqlite3.connect(bob)) as connection, connection:
        columns = "change, at, author, subject, field, body, hash"
        connection.execute(
            f"INSERT INTO entry(id, {columns}) SELECT 'x', {columns} FROM entry LIMIT 1"
        )
        connection.execute(
            f"INSERT INTO entry(id, {columns}) "
            "SELECT 'y', change, at, author, subject, x'00', body, hash FROM entry LIMIT 1"
        )
    with pytest.raises(StorageError):
        look(ann, bob)
    assert desks.content(ann) == before


def test_file_that_is_open_here_brings_nothing_to_itself(pair: Pair) -> None:
    ann, _bob = pair
    with pytest.raises(UserError, match="this very review"):
        look(ann, ann.store.path)


def test_hashes_of_these_rows_hold() -> None:
    assert all(row_holds(one) for one in (*ROWS, *ODD[1:]) if "[[[" not in one.body)
