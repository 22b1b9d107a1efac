"""Where the program keeps its own things, and what kind of place a review lies in.

`EVENHAND_HOME` moves everything of ours (tests, portable use). The kinds of place matter because
SQLite's locks are not to be trusted over a network, and because services that copy folders around
make second versions of a file: people are told once and offered a copy on this computer.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

APP = "evenhand"
SUFFIX = ".evenhand"
MOUNTS = Path("/proc/self/mountinfo")
_SHARES = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p"}
_SHARES |= {"afpfs", "webdav", "davfs", "fuse.davfs2", "afs", "fuse.gvfsd-fuse"}
_WINDOWS_REMOTE = 4  # GetDriveType's DRIVE_REMOTE
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")

# What a service leaves in the folders it keeps alike, looked for from the file's folder upwards.
_MARKS = {
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
}
# What they call those folders: "OneDrive - Hospital", "GoogleDrive-a@b.org", "Dropbox (Team)".
_NAMES = {
    re.compile(r"Mobile Documents|iCloud ?Drive"): "iCloud",
    re.compile(r"Google ?Drive( ?-.*)?"): "Google Drive",
    re.compile(r"OneDrive( - .*|-.*)?"): "OneDrive",
    re.compile(r"Dropbox( \(.*\)|-.*)?"): "Dropbox",
    re.compile(r"Nextcloud\d?"): "Nextcloud",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a folder lies on; `name` is the service or the kind of share."""

    kind: Literal["local", "network", "synced"]
    name: str = ""


# -- our own folders ---------------------------------------------------------------------------


def config_dir() -> Path:
    """Where settings and the list of recent reviews lie."""
    import platformdirs

    return _moved("config") or platformdirs.user_config_path(APP, appauthor=False)


def data_dir() -> Path:
    """Where backups and keys lie."""
    import platformdirs

    return _moved("data") or platformdirs.user_data_path(APP, appauthor=False)


def state_dir() -> Path:
    """Where the log lies, and what may be lost without harm."""
    import platformdirs

    return _moved("state") or platformdirs.user_state_path(APP, appauthor=False)


def settings_file() -> Path:
    """The file of settings."""
    return config_dir() / "settings.toml"


def keys_dir() -> Path:
    """Where people's keys lie."""
    return data_dir() / "keys"


def instruments_dir() -> Path:
    """Where the team's own checklists lie, a file each with its translations beside it."""
    return data_dir() / "instruments"


def backups_dir(review: str) -> Path:
    """Where the backups of one review lie."""
    name = review if _ID.fullmatch(review) else sha256(review.encode()).hexdigest()[:32]
    return data_dir() / "backups" / name


def attachments_dir(path: Path) -> Path:
    """Where the PDFs of a review lie, beside it."""
    return path.with_name(f"{path.stem} files")


def with_suffix(path: Path) -> Path:
    """The path itself, or with our suffix where it has none."""
    return path if path.suffix else path.with_name(path.name + SUFFIX)


def _moved(kind: str) -> Path | None:
    home = os.environ.get("EVENHAND_HOME")
    return Path(home) / kind / APP if home else None


# -- where a review lies -----------------------------------------------------------------------


def place_of(path: Path) -> Place:
    """What kind of place a file lies in, as far as can be told without asking a network."""
    folder = path.absolute().parent
    share = _share(folder)
    if share:
        return Place("network", share)
    service = _service(folder)
    return Place("synced", service) if service else Place("local")


def conflict_copies(path: Path) -> tuple[Path, ...]:
    """Files beside a review that a service made when two desks changed it at once."""
    import socket  # here: the window's start waits for neither this nor the next

    stem, host = re.escape(path.stem), re.escape(socket.gethostname().partition(".")[0])
    pattern = re.compile(
        rf"{stem}( \(.*conflict.*\)|\.sync-conflict-.*|_conflict-.*|-{host}(-\d+)?)"
        rf"{re.escape(path.suffix)}",
        re.IGNORECASE,
    )
    try:
        names = sorted(path.absolute().parent.iterdir())
    except OSError:  # a folder we may enter but not list holds none we could open
        return ()
    return tuple(found for found in names if pattern.fullmatch(found.name))


def _share(folder: Path) -> str:
    if sys.platform == "win32":
        return _windows_share(folder)
    kinds = dict(_linux_mounts() if sys.platform == "linux" else _other_mounts())
    for place in (folder, *folder.parents):
        kind = kinds.get(str(place))
        if kind is not None:
            return kind if kind in _SHARES else ""
    return ""


def _windows_share(folder: Path) -> str:
    if str(folder).startswith("\\\\"):
        return "UNC"
    if sys.platform != "win32":  # tells the type checker what follows
        return ""
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
    return "drive" if kind == _WINDOWS_REMOTE else ""


def _linux_mounts() -> Iterator[tuple[str, str]]:
    """Mount points with their types; a later mount on the same point hides the earlier."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:  # no such table in this system: nothing can be told
        return
    for line in lines:
        left, _dash, right = line.partition(" - ")
        point = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), left.split()[4])
        yield point, right.split()[0]


def _other_mounts() -> Iterator[tuple[str, str]]:
    """Mount points with their types, from macOS's `mount`."""
    import subprocess

    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # nothing can be told
        return
    for line in done.stdout.splitlines():
        found = re.fullmatch(r".+ on (/.*) \((\w+).*\)", line)
        if found:
            yield found[1], found[2]


def _service(folder: Path) -> str:
    for root, name in _declared():
        if folder == root or root in folder.parents:
            return name
    for place in (folder, *folder.parents):
        for mark, name in _MARKS.items():
            if (place / mark).exists():
                return name
        for pattern, name in _NAMES.items():
            if pattern.fullmatch(place.name):
                return name
    return ""


def _declared() -> Iterator[tuple[Path, str]]:
    """The folders that services name themselves."""
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if os.environ.get(variable):
            yield Path(os.environ[variable]), "OneDrive"
    homes = [
        Path(os.environ[v]) / "Dropbox" for v in ("APPDATA", "LOCALAPPDATA") if v in os.environ
    ]
    for home in (Path.home() / ".dropbox", *homes):
        try:
            told = json.loads((home / "info.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):  # no Dropbox here, or not one we can read
            continue
        for account in told.values() if isinstance(told, dict) else ():
            if isinstance(account, dict) and isinstance(account.get("path"), str):
                yield Path(account["path"]), "Dropbox"
