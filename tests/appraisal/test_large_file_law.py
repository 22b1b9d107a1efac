"""The law of a large file of which bytes were altered: it ends in the file of the careful way.

Three desks write seals, boxes, keys and replaced rows; then something changes in one desk's file:
in any column of any row, of the notes of what was replaced, of boxes and texts.
"""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal import large_file
from appraisal.errors import AppraisalError
from appraisal.exchange import merge
from appraisal.exchange_words import MergeReport
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import open_store
from tests.appraisal.test_large_file import fresh, passing, shape
from tests.appraisal.test_laws_of_three import PEOPLE, PHASES, deeds, picture, world

TABLES = {
    "entry": ("id", "change", "at", "author", "subject", "field", "body", "hash"),
    "replaced": ("earlier", "later"),
    "exchange": ("kind", "form", "author", "at", "body"),
    "blob": ("digest", "body"),
}
PLACES = [(table, column) for table, columns in TABLES.items() for column in columns]
UNSEEN = [  # at first sight
    place for place in PLACES[:10] if place[1] in ("change", "at", "hash", "earlier", "later")
]
WAYS = ("byte", "cut", "other", "twice", "gone", "swapped")


@dataclass(frozen=True, slots=True)
class Altered:
    """Something done to a file from outside."""

    table: str
    column: str
    way: str
    row: int
    place: int
    byte: int

    def do(self, there: sqlite3.Connection) -> None:
        rows = there.execute(f"SELECT rowid, {self.column} FROM {self.table}").fetchall()
        if not rows:
            return
        key, value = rows[-1 - self.row % len(rows)]
        names = ", ".join(TABLES[self.table])
        if self.way == "gone":
            there.execute(f"DELETE FROM {self.table} WHERE rowid = ?", (key,))
        elif self.way == "twice":
            there.execute(
                f"INSERT OR IGNORE INTO {self.table}({names}) "
                f"SELECT {names} FROM {self.table} WHERE rowid = ?", (key,),
            )  # fmt: skip
        elif self.way == "swapped" and self.table == "replaced":
            sql = "UPDATE replaced SET earlier = later, later = earlier WHERE rowid = ?"
            there.execute(sql, (key,))
        else:
            made = self.made(value, [one for _key, one in rows])
            kind = "BLOB" if self.column == "hash" else "TEXT"
            sql = f"UPDATE OR IGNORE {self.table} SET {self.column} = CAST(? AS {kind})"
            there.execute(f"{sql} WHERE rowid = ?", (made, key))

    def made(self, value: bytes, others: list[bytes]) -> bytes:
        """What stands there now."""
        said = bytearray(value)
        at = self.place % len(said) if said else 0
        if self.way == "other":
            return others[self.place % len(others)]
        if self.way == "cut":
            return bytes(said[:at])
        said[at : at + 1] = bytes([self.byte])
        return bytes(said)


altered = st.lists(
    st.builds(
        lambda where, *how: Altered(*where, *how),
        st.one_of(st.sampled_from(UNSEEN), st.sampled_from(PLACES)),
        st.sampled_from(WAYS),
        st.integers(0, 200),
        st.integers(0, 200),
        st.one_of(st.sampled_from(b'"\\{}x1 '), st.integers(0, 255)),
    ),
    max_size=3,
)


def spoilt(path: Path, changes: list[Altered]) -> None:
    """Alter a file past all that guards it."""
    with closing(sqlite3.connect(path)) as there, there:
        there.text_factory = bytes  # letters or not
        triggers = there.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            there.execute(f"DROP TRIGGER {name.decode()}")
        tables = {
            name.decode() for (name,) in there.execute("SELECT name FROM sqlite_schema").fetchall()
        }
        for change in changes:
            if change.table in tables:
                change.do(there)


def received(base: MemoryStore, path: Path, *, limit: int) -> tuple[object, ...]:
    """What a desk's file, its words and its report are once another came in, or was refused."""
    with tempfile.TemporaryDirectory() as name, patch.object(large_file, "LARGE", limit):
        folder = Path(name)
        (folder / "passing").mkdir()
        file = folder / "dan.evenhand"
        base.copy_to(file)
        dan = Review(open_store(file))
        dan.author = "dan"
        with patch.object(tempfile, "tempdir", str(folder / "passing")):
            said = taken(dan, path)
            assert not passing(folder)
        assert shape(dan.state) == shape(fresh(dan))
        replaced = sorted((one.id, one.replaces) for one in dan.store.entries())
        aside = sorted((one.id, bytes(one.hash)) for one in dan.store.rejected())
        found = said, picture(dan), replaced, aside, set(dan.store.blobs())
        dan.close()
        return found


def taken(review: Review, path: Path) -> MergeReport | tuple[str, ...]:
    """The report, or why not."""
    try:
        return merge(review, path)
    except AppraisalError as fault:
        return type(fault).__name__, str(fault)


@settings(
    max_examples=60, deadline=None, phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(deeds, st.sampled_from(PEOPLE), altered, st.booleans())
def test_altered_file_ends_the_same_as_a_small_and_as_a_large_one(
    done: list[tuple[str, str, int]], person: str, changes: list[Altered], is_bare: bool
) -> None:
    with world(done) as made:
        path = made.folder / "theirs.evenhand"
        made.reviews[person].store.copy_to(path)
        spoilt(path, changes)
        base = MemoryStore("review0000000001") if is_bare else made.base
        assert received(base, path, limit=0) == received(base, path, limit=1 << 60)
