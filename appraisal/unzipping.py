"""Members of an archive that somebody sent, counted while they unpack: headers may lie."""

import io
import zipfile
import zlib
from typing import Final

from appraisal.errors import UnreadableImport
from resources.i18n import _

MEMBERS: Final = 2_000
UNPACKED: Final = 500_000_000
RATIO, RATIO_FROM = 200, 10_000_000
_PIECE: Final = 1 << 20


def names_in(content: bytes) -> tuple[str, ...]:
    """The names of the members; none where it is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(one.filename for one in archive.infolist()[:MEMBERS])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return ()


def members(content: bytes, *, name: str, ending: tuple[str, ...]) -> dict[str, bytes]:
    """The members whose names end so, unpacked.

    Raises
    ------
    UnreadableImport
        When it is damaged, or unpacks to more than anyone sends.
    """
    too_much = UnreadableImport(_("{name} unpacks to more than 500 MB.").format(name=name))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > MEMBERS:
                raise too_much
            found: dict[str, bytes] = {}
            total = 0
            for one in listed:
                if not one.filename.lower().endswith(ending):
                    continue
                parts: list[bytes] = []
                size = 0
                with archive.open(one) as member:
                    while piece := member.read(_PIECE):
                        size += len(piece)
                        packed = max(one.compress_size, 1)
                        swells = size > RATIO_FROM and size > RATIO * packed
                        if total + size > UNPACKED or swells:
                            raise too_much
                        parts.append(piece)
                total += size
                found[one.filename] = b"".join(parts)
    except NotImplementedError as fault:  # a kind of RuntimeError, so it is asked for first
        raise UnreadableImport(
            _("{name} is packed in a way that is not read here.").format(name=name)
        ) from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as fault:
        raise UnreadableImport(_("{name} is damaged.").format(name=name)) from fault
    return found
