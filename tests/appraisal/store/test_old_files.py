"""Every file of a former schema opens for ever, with the same content."""

import shutil
from pathlib import Path

import pytest

from appraisal.hashes import row_holds
from appraisal.ledger import seal_digest
from appraisal.store.migrations import SCHEMA
from appraisal.store.sqlite import open_store

FILES = Path(__file__).resolve().parents[2] / "files"
# what each holds: entries, and the digest over their hashes
CONTENT = {
    "schema1.evenhand": (60, "2de561867d0a3eacfb92ab4a868c09cde2e31bfa60715d343e0179a7a39f4ee0"),
}


def test_every_schema_has_its_file() -> None:
    assert sorted(CONTENT) == sorted(f"schema{n}.evenhand" for n in range(1, SCHEMA + 1))


@pytest.mark.parametrize("name", CONTENT)
def test_old_file_opens_with_the_same_content(tmp_path: Path, name: str) -> None:
    shutil.copy(FILES / name, tmp_path)
    store = open_store(tmp_path / name)
    rows = list(store.entries())
    assert store.read_only is None
    assert store.meta()["schema"] == str(SCHEMA)
    assert all(map(row_holds, rows))
    assert (len(rows), seal_digest(row.hash for row in rows)) == CONTENT[name]
    assert [store.blob(digest) for digest in store.blobs()] == ["id = 'nos-cohort'\n"]
    store.close()
