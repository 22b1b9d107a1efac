import io
import zipfile

import pytest

from appraisal.errors import UnreadableImport
from appraisal.unzipping import members

UNKNOWN = 97  # a way of packing that Python does not read
LOCAL, CENTRAL = (b"PK\x03\x04", 8), (b"PK\x01\x02", 10)  # where each header names the way


def packed() -> bytearray:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("data.csv", "study,n")
    return bytearray(made.getvalue())


def test_archive_packed_in_an_unknown_way_is_not_called_damaged() -> None:
    content = packed()
    for mark, offset in (LOCAL, CENTRAL):
        content[content.index(mark) + offset] = UNKNOWN
    with pytest.raises(UnreadableImport, match="packed in a way that is not read here"):
        members(bytes(content), name="a.zip", ending=(".csv",))


def test_archive_that_was_cut_is_called_damaged() -> None:
    with pytest.raises(UnreadableImport, match="is damaged"):
        members(bytes(packed()[:40]), name="a.zip", ending=(".csv",))
