"""The file system as SQLite sees it, recorded and made to fail.

A layer over SQLite's own file layer, put in by `ctypes` into the very library that Python uses: the
store's code runs unchanged. It notes every write, sync, truncation and deletion, and can answer
"disk full" from a chosen write on.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any, Literal, NamedTuple

OK, FULL, IOERR_FSYNC = 0, 13, 1034


class Op(NamedTuple):
    """One thing that was done to a file."""

    kind: Literal["open", "write", "sync", "truncate", "delete", "saved"]
    name: str
    offset: int = 0
    data: bytes = b""


_READ = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)


class _Methods(Structure):
    """sqlite3_io_methods, version 1."""

    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("rest", c_void_p * 7),
    ]


class _File(Structure):
    _fields_ = [("methods", POINTER(_Methods))]


class _Vfs(Structure):
    """sqlite3_vfs, versions 1 to 3."""

    _fields_ = [
        ("version", c_int),
        ("file_size", c_int),
        ("path_length", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        ("rest", c_void_p * 16),
    ]


class Recorder:
    """What happened to the files, and where it shall begin to fail."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.fails_from: int | None = None
        self.failure = FULL
        self.counted: tuple[str, ...] = ("write",)
        self._count = 0

    def saved(self, what: str) -> None:
        """Note that the program called something saved."""
        self.ops.append(Op("saved", what))

    def fail(
        self, after: int | None, *, code: int = FULL, kinds: tuple[str, ...] = ("write",)
    ) -> None:
        """Let what comes after so many operations of these kinds fail; None ends it."""
        self.fails_from, self.failure, self.counted, self._count = after, code, kinds, 0

    def note(self, op: Op) -> int:
        if op.kind in self.counted and self.fails_from is not None:
            self._count += 1
            if self._count > self.fails_from:
                return self.failure
        self.ops.append(op)
        return OK


def can_record() -> bool:
    """Whether the library that Python uses can be found and spoken to."""
    return sys.platform == "linux" and _library() is not None


@contextmanager
def recording() -> Iterator[Recorder]:
    """Record everything SQLite does to files within."""
    library = _library()
    assert library is not None
    layer = _Layer(library, Recorder())
    library.sqlite3_vfs_register(ctypes.byref(layer.vfs), 1)
    try:
        yield layer.recorder
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(layer.vfs))


def _library() -> Any:  # Any: ctypes functions have no types
    import _sqlite3  # noqa: F401 - so that its library is loaded

    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        place = line.split()[-1]
        if "/libsqlite3" in place or "/_sqlite3" in place:
            library = ctypes.CDLL(place)
            if hasattr(library, "sqlite3_vfs_find"):
                library.sqlite3_vfs_find.restype = POINTER(_Vfs)
                return library
    return None


class _Layer:
    """Our functions in front of those of the layer beneath."""

    def __init__(self, library: Any, recorder: Recorder) -> None:
        self.recorder = recorder
        self._names: dict[int, str] = {}
        self._beneath: dict[int, _Methods] = {}
        self._made: dict[int, _Methods] = {}
        self._kept: list[object] = []  # what C points at must not be collected
        base = library.sqlite3_vfs_find(None).contents
        self.vfs = _Vfs.from_buffer_copy(base)
        self.vfs.name = b"recorded"
        self._base_open, self._base_delete = _OPEN(base.open), _DELETE(base.delete)
        self.vfs.open = self._pointer(_OPEN, self._open)
        self.vfs.delete = self._pointer(_DELETE, self._delete)
        self._write_pointer = self._pointer(_READ, self._write)
        self._truncate_pointer = self._pointer(_TRUNCATE, self._truncate)
        self._sync_pointer = self._pointer(_SYNC, self._sync)

    def _pointer(self, kind: Any, function: Callable[..., int]) -> int | None:
        made = kind(function)
        self._kept.append(made)
        return ctypes.cast(made, c_void_p).value

    def _open(self, vfs: int, name: int, file: int, flags: int, out: int) -> int:
        answer: int = self._base_open(vfs, name, file, flags, out)
        if answer == OK:
            named = ctypes.string_at(name).decode() if name else ""
            self._names[file] = named
            shown = ctypes.cast(file, POINTER(_File)).contents
            address = ctypes.addressof(shown.methods.contents)
            shown.methods = ctypes.pointer(self._ours(address, shown.methods.contents))
            self.recorder.note(Op("open", named))
            self._beneath[file] = _Methods.from_buffer_copy(_Methods.from_address(address))
        return answer

    def _ours(self, address: int, beneath: _Methods) -> _Methods:
        if address not in self._made:
            made = _Methods.from_buffer_copy(beneath)
            made.version = 1  # so that nothing goes round us through shared memory
            made.write = self._write_pointer
            made.truncate = self._truncate_pointer
            made.sync = self._sync_pointer
            self._made[address] = made
        return self._made[address]

    def _write(self, file: int, data: int, size: int, offset: int) -> int:
        op = Op("write", self._names[file], offset, ctypes.string_at(data, size))
        answer = self.recorder.note(op)
        return answer or int(_READ(self._beneath[file].write)(file, data, size, offset))

    def _truncate(self, file: int, size: int) -> int:
        answer = self.recorder.note(Op("truncate", self._names[file], size))
        return answer or int(_TRUNCATE(self._beneath[file].truncate)(file, size))

    def _sync(self, file: int, flags: int) -> int:
        answer = self.recorder.note(Op("sync", self._names[file]))
        return answer or int(_SYNC(self._beneath[file].sync)(file, flags))

    def _delete(self, vfs: int, name: bytes, sync: int) -> int:
        answer = self.recorder.note(Op("delete", name.decode(), sync))
        return answer or int(self._base_delete(vfs, name, sync))
