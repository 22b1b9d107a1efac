"""Files that are not what they should be: one sentence, nothing else, and soon."""

import contextlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.errors import UnreadableImport
from appraisal.references.reading import read_references
from tests.appraisal.references.mutate import read_broken
from tests.appraisal.references.samples import TEXTS

BOMB = """<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<xml><records><record><titles><title>&c;</title></titles></record></records></xml>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<xml><records><record><titles><title>&a;</title></titles></record></records></xml>"""


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableImport) as caught:
        read_references(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"\n <html><head></head></html>", "web page"),
        (b"%PDF-1.7\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Office"),
        (b'{"records": []}', "no references"),
        (b"Dear all, please find attached the search.\n", "no file of references"),
        (b"TY  - JOUR\nTI  - A\0title\nER  - \n", "NUL"),
        (b"TY  - JOUR\nER  - \n", "no records"),
        (b"PMID- \n\n", "no records"),
        (b"@article{broken, title={never closed\n", "no records"),
        (b"Study;Year;n\nAchiron;2004;3\n", "no file of references"),
        (BOMB.encode(), "entities"),
        (OUTSIDE.encode(), "entities"),
        (b"<?xml version='1.0'?><svg/>", "not of EndNote"),
        (b"<?xml version='1.0'?><xml><records>" + b"<a>" * 200, "deeper"),
        (b"<?xml version='1.0'?><xml><records><record><titles>", "EndNote XML"),
    ],
)
def test_what_holds_no_references_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(content)
    assert said in refusal(path)


def test_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "search.ris"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ris", "TY  - JOUR")
    assert "ZIP" in refusal(path)


def test_a_workbook_that_explodes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "search.xlsx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    path.write_bytes(packed.getvalue())
    assert "unpacks" in refusal(path)


@pytest.mark.parametrize(
    ("text", "records", "mended"),
    [
        ("TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\nER  - \n", 2, 1),  # no ER between
        ("TY - JOUR\nTI - One\nER -\nTY - JOUR\nTI - Two\nER -\n", 2, 1),  # one blank for two
        ("TI  - One\nER  - \nTI  - Two\nER  - \n", 2, 2),  # no TY
        ("TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two", 2, 1),  # cut off
    ],
)
def test_ris_that_others_read_as_nothing_is_read_and_said(
    tmp_path: Path, text: str, records: int, mended: int
) -> None:
    path = tmp_path / "search.ris"
    path.write_text(text, encoding="utf-8")
    found = read_references(path)
    assert (len(found.references), found.mended, found.lost) == (records, mended, 0)


def test_what_stands_outside_records_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "search.ris"
    path.write_text("TY  - JOUR\nTI  - One\nER  - \nwhat is this\n", encoding="utf-8")
    found = read_references(path)
    assert [(one.line, "what is this" in one.what) for one in found.oddities] == [(4, True)]


_MEASURE = """
import sys, time
from pathlib import Path
from appraisal.errors import UnreadableImport
from appraisal.references.reading import read_references
started = time.perf_counter()
try:
    read_references(Path(sys.argv[1]))
except UnreadableImport:
    taken = time.perf_counter() - started
    status = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    print(taken, int(status.split()[0]) / 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
@pytest.mark.parametrize(
    "begin",
    [b"TY  - JOUR\nTI  - ", b"PMID- 1\nAB  - ", b"@article{a, title={", b"Title,Year\n\"",
     b"<?xml version='1.0'?><xml><records><record><titles><title>"],
)  # fmt: skip
def test_a_line_of_200_mb_takes_neither_time_nor_room(tmp_path: Path, begin: bytes) -> None:
    path = tmp_path / "search.ris"
    with path.open("wb") as file:
        file.write(begin)
        piece = b"a" * 1_000_000
        for _n in range(199):
            file.write(piece)
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)], capture_output=True, text=True, check=True
    )
    seconds, megabytes = map(float, ran.stdout.split())
    assert seconds < 5
    assert megabytes < 300


@pytest.mark.parametrize("name", list(TEXTS))
def test_broken_files_are_read_or_refused_and_nothing_else(tmp_path: Path, name: str) -> None:
    read_broken(tmp_path, name, 500)


@settings(
    max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    content=st.one_of(
        st.binary(max_size=400), st.text(max_size=400).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "search.ris"
    path.write_bytes(content)
    with contextlib.suppress(UnreadableImport):
        assert read_references(path).references
