import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.hashes import row_holds
from appraisal.rescued import rescue_sentence
from appraisal.store import backups
from appraisal.store.connection import PAGE_SIZE
from appraisal.store.pages import records
from appraisal.store.rescue import Salvage, salvage, write_salvage
from appraisal.store.sqlite import open_store
from tests.appraisal import desks
from tests.appraisal.store.conftest import REVIEW
from tests.faults import damage
from tests.faults.damage import DAMAGES, Damage
from tests.faults.kills import verify


def test_flipped_bits_are_noticed(tmp_path: Path) -> None:
    score = damage.noticing(tmp_path, flips=200)
    assert score.crashed == 0
    assert score.mattered > 50
    assert score.noticed >= 0.99 * score.mattered


@pytest.mark.parametrize("harm", DAMAGES, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_what_survives_is_brought_back(tmp_path: Path, harm: Damage, seed: int) -> None:
    score = damage.rescuing(tmp_path, harm, entries=1000, seed=seed)
    assert score.surviving > 200
    assert score.found >= 0.99 * score.surviving


def test_rescued_review_opens_with_id_texts_and_order(file: Path) -> None:
    store = open_store(file)
    digest = store.put_blob("id = 'nos-cohort'\n" * 500)
    rows = list(store.entries())
    store.close()
    content = bytearray(file.read_bytes())
    content[:PAGE_SIZE] = bytes(PAGE_SIZE)
    file.write_bytes(content)
    found = salvage(file)
    assert (len(found.rows), found.expected) == (50, 50)
    rescued = open_store(write_salvage(found, file.with_name("rescued")))
    assert list(rescued.entries()) == rows
    assert rescued.blob(digest).startswith("id = ")
    assert rescued.meta()["review"] == REVIEW
    rescued.close()
    assert file.read_bytes() == content


def test_what_is_lost_is_counted(file: Path) -> None:
    store = open_store(file)
    lost = list(store.entries())[20]
    store.close()
    content = file.read_bytes()
    file.write_bytes(content.replace(lost.hash, bytes(32)))
    found = salvage(file)
    assert (len(found.rows), found.expected) == (49, 50)
    assert lost.id not in {row.id for row in found.rows}


def test_lost_links_are_found_again_by_their_hash(file: Path) -> None:
    content = bytearray(file.read_bytes())
    store = open_store(file)
    (root,) = store._all("SELECT rootpage FROM sqlite_schema WHERE name = 'replaced'")[0]
    rows = list(store.entries())
    store.close()
    start = (root - 1) * PAGE_SIZE
    content[start : start + PAGE_SIZE] = bytes(PAGE_SIZE)
    file.write_bytes(content)
    assert list(salvage(file).rows) == rows


def test_review_without_its_id_gets_it_from_the_backups(file: Path) -> None:
    open_store(file).close()
    assert backups.backups_of_file(file)
    content = file.read_bytes().replace(b"review" + REVIEW.encode(), b"\xff" * 22)
    file.write_bytes(content)
    assert salvage(file).review == REVIEW


@given(data=st.binary(max_size=PAGE_SIZE), seed=st.integers())
def test_any_bytes_can_be_looked_through(data: bytes, seed: int) -> None:
    page = b"\x0d\0\0\0\x40" + data
    noise = random.Random(seed).randbytes(2 * PAGE_SIZE)
    for record in records(noise + page.ljust(PAGE_SIZE, b"\x05")):
        assert isinstance(record.values, tuple)


def test_page_reader_reads_what_sqlite_wrote(file: Path) -> None:
    store = open_store(file)
    here = verify(store)
    rows = {row.id: row for row in store.entries()}
    store.close()
    read = {r.values[1]: r for r in records(file.read_bytes()) if len(r.values) == 9}
    assert set(read) == here
    assert all(read[row.id].rowid == row.seq for row in rows.values())
    assert all(read[row.id].values[7:] == (row.body, row.hash) for row in rows.values())
    assert max(len(row.body) for row in rows.values()) > PAGE_SIZE / 3
    assert all(map(row_holds, rows.values()))


def test_what_is_known_of_the_lost_is_said(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review")
    desks.answer(review, "s1", "ann")
    desks.submit(review, "s1", "ann")
    rows = [*review.store.entries()]
    review.close()
    lost = {row.id for row in rows if row.author == "ann" and "item/" in row.field}
    gone = {*sorted(lost)[:2], next(row.id for row in rows if row.field == "design/cohort")}
    kept = tuple(row for row in rows if row.id not in gone)
    found = Salvage("review0000000001", kept, (), len(rows))
    target = write_salvage(found, tmp_path / "mended.evenhand")
    said = rescue_sentence(found, target, backup=None)
    assert f"{len(kept)} of {len(rows)} entries were rescued." in said
    assert "2 entries are missing in " in said
    assert "Study 1" in said
    assert "Reviewer A" in said
    assert "What 1 lost entry said, and of which study, cannot be known." in said
    assert "There is no backup of it on this computer" in said
