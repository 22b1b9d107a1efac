"""Every importer meets damaged, strange and hostile files: a sentence, nothing else, and soon."""

import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from appraisal import incoming
from appraisal.errors import UnreadableImport, UserError
from appraisal.importers import revman_csv, revman_web, rm5
from appraisal.judgement_table import understand as judged
from appraisal.revman.parity import certify
from appraisal.sheet_reader import read_text
from tests.appraisal.importers.test_extraction import COVIDENCE, ROWS
from tests.appraisal.importers.test_revman_tables import CSV, PACKAGE
from tests.appraisal.importers.test_rm5 import small

TIMES = int(os.environ.get("MUTATIONS", "500"))  # a long run: MUTATIONS=1000000
SECONDS = 5.0
JUDGED = "Study,D1,D2,D3,D4,D5,Overall\nAnn,Low,High,Low,Low,Low,High\n"


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def package(content: bytes) -> object:
    from appraisal.unzipping import members

    found = members(content, name="p.zip", ending=(".csv", ".ris"))
    return certify(revman_web.understand(found, name="p.zip"))


def table(content: bytes) -> object:
    from appraisal.decoding import decode
    from appraisal.extraction_table import understand
    from appraisal.extraction_writing import incoming_of

    return incoming_of(understand(read_text(decode(content).text).rows, source="t.csv"))


def judgements(content: bytes) -> object:
    from appraisal.decoding import decode

    return judged(read_text(decode(content).text).rows, source="t.csv")


READERS: list[tuple[Callable[[bytes], object], bytes]] = [
    (package, zipped(PACKAGE)),
    (lambda content: certify(revman_csv.understand(content, name="t.csv")), CSV.encode()),
    (lambda content: certify(rm5.understand(content, name="t.rm5")), small().encode()),
    (table, ROWS.encode()),
    (table, COVIDENCE.encode()),
    (judgements, JUDGED.encode()),
]


@pytest.mark.parametrize(
    ("read", "sample"), READERS, ids=["web", "csv", "rm5", "rows", "people", "rob"]
)
def test_nothing_but_a_refusal_leaves_a_mutated_file(
    read: Callable[[bytes], object], sample: bytes
) -> None:
    chance = random.Random(8)
    for _time in range(TIMES):
        mutated = bytearray(sample)
        for _change in range(chance.randrange(1, 6)):
            place = chance.randrange(len(mutated))
            mutated[place : place + chance.randrange(4)] = chance.randbytes(chance.randrange(4))
        try:
            read(bytes(mutated))
        except UserError:
            continue


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rm5", b"<html><body>404</body></html>"),
        ("a.csv", b"%PDF-1.7 \x00\x01"),
        ("a.csv", b"\x00" * 5000),
        ("a.csv", b"x" * 3_000_000),
        ("a.xlsx", b"PK\x03\x04" + b"\xff" * 400),
        ("a.zip", zipped({"../../evil-data-rows.csv": "Study\n"})),
        ("a.csv", b"Study;D1;D2;D3;D4;D5;Overall\n\"never closed;" + b"Low;" * 100_000),
        ("a.rm5", b"<COCHRANE_REVIEW " + b'a="1" ' * 200_000 + b"/>"),
        ("a.txt", "Study\tNumber\nAnn\t1\n".encode("utf-16")),
    ],
)  # fmt: skip
def test_a_strange_file_is_refused_soon(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    begun = time.monotonic()
    with pytest.raises(UnreadableImport):
        incoming.read(path)
    assert time.monotonic() - begun < SECONDS


def test_a_workbook_with_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Study", "e1", "n1", "e2", "n2"])
    book.save(out)
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>'
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(path, "w") as target:
        for one in source.namelist():
            is_sheet = one.startswith("xl/worksheets/")
            target.writestr(one, bomb if is_sheet else source.read(one))
    with pytest.raises(UnreadableImport):
        incoming.read(path)
