"""Archives that are the same whenever they are written: one time for every member, names in order.

Workbooks and Word files are archives too; what their libraries stamp with the hour of writing is
stamped anew with the moment of the review's last entry.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

_MOMENT = rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*"


def restamp(path: Path, stamp: datetime) -> None:
    """Give every member of an office file one time, and the document the time it was made."""
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    moment = rb"\g<1>" + stamp.isoformat().encode() + b"Z"
    changed = [
        (name, re.sub(_MOMENT, moment, content) if name == "docProps/core.xml" else content)
        for name, content in members
    ]
    write_members(path, changed, stamp)


def write_members(path: Path, members: Iterable[tuple[str, bytes]], stamp: datetime) -> None:
    """Write an archive of these members, each with this time."""
    from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            info = ZipInfo(name, date_time=_zip_time(stamp))
            is_packed = name.endswith((".png", ".xlsx", ".docx"))  # by themselves: twice is no less
            info.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)


def _zip_time(stamp: datetime) -> tuple[int, int, int, int, int, int]:
    return (max(stamp.year, 1980), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
