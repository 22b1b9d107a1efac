import gc
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.errors import Conflict
from appraisal.hashes import row_holds
from appraisal.ledger import Row
from appraisal.store import table_rows
from appraisal.store.faults import ReadOnly
from appraisal.store.sqlite import SqliteStore, create, open_reader, open_store
from tests.appraisal.store.conftest import REVIEW
from tests.faults.rows import Writer


def said(rows: Sequence[Row]) -> list[Row]:
    return [row._replace(seq=0) for row in rows]


def test_entries_come_back_as_they_were_written(store: SqliteStore, writer: Writer) -> None:
    rows = list(writer.rows(200))
    store.append(rows[:150])
    store.append(rows[150:])
    found = list(store.entries())
    assert said(found) == rows
    assert [row.seq for row in found] == list(range(1, 201))
    assert all(isinstance(row, Row) and row_holds(row) for row in found)


def test_heads_are_what_nobody_replaced(store: SqliteStore, writer: Writer) -> None:
    rows = list(writer.rows(200))
    store.append(rows)
    replaced = {earlier for row in rows for earlier in row.replaces}
    assert said(list(store.heads())) == [row for row in rows if row.id not in replaced]


def test_entry_that_replaces_several_keeps_them_all(store: SqliteStore, writer: Writer) -> None:
    one, two = writer.row(), writer.row()
    both = writer.row()._replace(replaces=tuple(sorted((one.id, two.id))))
    store.append([one, two, both])
    assert said(list(store.heads())) == [both]


def test_subject_and_since_choose_entries(store: SqliteStore, writer: Writer) -> None:
    rows = list(writer.rows(200))
    store.append(rows)
    subject = rows[0].subject
    assert said(list(store.entries(subject=subject))) == [r for r in rows if r.subject == subject]
    assert said(list(store.entries(since=190))) == rows[190:]
    late = [r for r in rows[100:] if r.subject == subject]
    assert said(list(store.entries(subject=subject, since=100))) == late
    assert store.ids() == {row.id for row in rows}
    assert store.last() == 200


def test_append_is_all_or_nothing(store: SqliteStore, writer: Writer) -> None:
    good, bad = writer.row(), writer.row()._replace(hash=None)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        store.append([good, bad])
    assert not list(store.entries())


def test_append_passes_over_what_is_here_already(store: SqliteStore, writer: Writer) -> None:
    rows = list(writer.rows(3))
    store.append(rows[:2])
    store.append(rows)
    assert said(list(store.entries())) == rows


def test_append_refuses_an_id_that_says_something_else(store: SqliteStore, writer: Writer) -> None:
    row, other = writer.row(), writer.row()
    store.append([row])
    with pytest.raises(Conflict):
        store.append([writer.row(), other._replace(id=row.id)])
    assert said(list(store.entries())) == [row]


def test_rows_set_aside_stay_out_of_the_ledger(store: SqliteStore, writer: Writer) -> None:
    row = writer.row()
    store.set_aside([row], source="b.evenhand")
    assert said(store.rejected()) == [row]
    assert not list(store.entries())


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_by_its_digest(store: SqliteStore, text: str) -> None:
    assert store.blob(store.put_blob(text)) == text


def test_text_is_kept_once(store: SqliteStore) -> None:
    assert store.put_blob("id = 'nos'") == store.put_blob("id = 'nos'")
    assert len(store.blobs()) == 1
    with pytest.raises(KeyError):
        store.blob("0" * 64)


def test_meta_names_review_and_schema(store: SqliteStore) -> None:
    assert store.meta()["review"] == REVIEW
    assert store.meta()["schema"] == "1"


@pytest.mark.parametrize("table", ["entry", "replaced", "blob", "rejected"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 1"])
def test_file_itself_refuses_alterations(
    store: SqliteStore, writer: Writer, table: str, verb: str
) -> None:
    store.append(list(writer.rows(100)))
    store.put_blob("text")
    store.set_aside([writer.row()], source="b")
    with pytest.raises(sqlite3.IntegrityError, match="never altered"):
        store._connection.execute(verb.format(table))


def test_replacing_insert_is_refused_too(store: SqliteStore, writer: Writer) -> None:
    row = writer.row()
    store.append([row])
    with pytest.raises(sqlite3.IntegrityError, match="never altered"):
        store._connection.execute(
            "INSERT OR REPLACE INTO entry SELECT seq, id, change, at, 'bob', subject, field, body, "
            "hash FROM entry"
        )


def test_settings_are_those_decided(store: SqliteStore) -> None:
    decided = {
        "application_id": 0x45564E48,
        "user_version": 1,
        "page_size": 4096,
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
    }
    ask = store._connection.execute
    assert {name: ask(f"PRAGMA {name}").fetchone()[0] for name in decided} == decided
    strict = ask("SELECT name FROM pragma_table_list WHERE strict").fetchall()
    assert {name for (name,) in strict} == {"entry", "replaced", "meta", "blob", "rejected"}


def test_reader_sees_what_was_saved_and_writes_nothing(store: SqliteStore, writer: Writer) -> None:
    reader = store.reader()
    row = writer.row()
    store.append([row])
    assert said(list(reader.entries())) == [row]
    with pytest.raises(ReadOnly):
        reader.append([writer.row()])
    with pytest.raises(sqlite3.OperationalError):
        reader._connection.execute("DELETE FROM meta")
    reader.close()
    store.append([writer.row()])


def test_reading_leaves_no_lock_on_the_file(store: SqliteStore, writer: Writer) -> None:
    store.append(list(writer.rows(10)))
    rows = store.entries()
    next(rows)
    other = sqlite3.connect(store.path, timeout=0, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    other.close()


def test_slow_disk_is_said_once(store: SqliteStore) -> None:
    for seconds in (0.3, 0.3, 0.1, 0.3, 0.3):
        assert not store._pace.note(seconds)
    said = [notice.kind for _n in range(5) for notice in store._pace.note(0.3)]
    assert said == ["slow"]
    assert store._connection.execute("PRAGMA synchronous").fetchone()[0] == 3


def test_copy_is_whole_and_may_be_made_while_open(
    store: SqliteStore, writer: Writer, tmp_path: Path
) -> None:
    store.append(list(writer.rows(30)))
    store.copy_to(tmp_path / "copy.evenhand")
    store.append([writer.row()])
    copy = open_store(tmp_path / "copy.evenhand")
    assert list(copy.entries()) == list(store.entries())[:30]
    copy.close()


def test_collector_works_again_after_reading(store: SqliteStore) -> None:
    list(store.heads())
    assert gc.isenabled()


def test_name_without_suffix_gets_ours(tmp_path: Path) -> None:
    store = create(tmp_path / "ivig", REVIEW)
    store.close()
    assert store.path.name == "ivig.evenhand"


@pytest.mark.parametrize("since", [0, 1, 20, 50, 99])
def test_rows_read_some_at_a_time_are_those_read_at_once(
    file: Path, monkeypatch: pytest.MonkeyPatch, since: int
) -> None:
    store = open_reader(file)
    whole = list(store.entries())[since:]
    subject = next(store.entries()).subject
    of_one = list(store.entries(subject=subject))
    monkeypatch.setattr(table_rows, "READ_AT_ONCE", 7)
    assert list(store.entries(since=since)) == whole
    assert list(store.entries(subject=subject)) == of_one
    assert any(row.replaces for row in store.entries())
    store.close()


def test_rows_written_while_others_are_read_are_not_among_them(
    store: SqliteStore, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(writer.rows(30))
    store.append(rows[:20])
    monkeypatch.setattr(table_rows, "READ_AT_ONCE", 4)
    reading = store.entries()
    first = next(reading)
    store.append(rows[20:])
    assert [row.id for row in (first, *reading)] == [row.id for row in rows[:20]]


def test_who_goes_through_the_rows_may_stop_before_all_are_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_rows, "READ_AT_ONCE", 5)
    store, read = open_reader(file), list[int]()
    fetched = table_rows.fetched

    def noted(*given: Any) -> list[tuple[Any, ...]]:  # Any: rows of a table
        found = fetched(*given)
        read.append(len(found))
        return found

    monkeypatch.setattr(table_rows, "fetched", noted)
    next(store.entries())
    assert sum(read) <= 6
    store.close()
