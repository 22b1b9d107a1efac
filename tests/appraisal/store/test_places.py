import json
import socket
import sys
from pathlib import Path

import pytest

from appraisal.store import places
from appraisal.store.places import Place, conflict_copies, place_of


def test_everything_of_ours_moves_with_the_variable(home: Path) -> None:
    assert places.settings_file() == home / "config" / "evenhand" / "settings.toml"
    assert places.backups_dir("abc") == home / "data" / "evenhand" / "backups" / "abc"
    assert places.keys_dir() == home / "data" / "evenhand" / "keys"
    assert places.state_dir() == home / "state" / "evenhand"


def test_without_the_variable_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENHAND_HOME")
    assert places.config_dir().name == "evenhand"
    assert places.data_dir().is_absolute()


def test_attachments_lie_beside_the_review() -> None:
    assert places.attachments_dir(Path("/r/ivig.evenhand")) == Path("/r/ivig files")


def test_plain_folder_is_local(tmp_path: Path) -> None:
    assert place_of(tmp_path / "r.evenhand") == Place("local")


@pytest.mark.parametrize(
    ("mark", "name"),
    [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".owncloudsync.log", "Nextcloud")],
)
def test_service_is_known_by_what_it_leaves(tmp_path: Path, mark: str, name: str) -> None:
    (tmp_path / mark).touch()
    (tmp_path / "reviews").mkdir()
    assert place_of(tmp_path / "reviews" / "r.evenhand") == Place("synced", name)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive - Hospital", "OneDrive"),
        ("GoogleDrive-a@b.org", "Google Drive"),
        ("Mobile Documents", "iCloud"),
        ("Dropbox (Team)", "Dropbox"),
    ],
)
def test_service_is_known_by_its_folder(tmp_path: Path, folder: str, name: str) -> None:
    assert place_of(tmp_path / folder / "x" / "r.evenhand") == Place("synced", name)


def test_folder_that_only_begins_like_one_is_local(tmp_path: Path) -> None:
    assert place_of(tmp_path / "Dropboxes" / "r.evenhand") == Place("local")


def test_dropbox_names_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    told = tmp_path / "home" / ".dropbox" / "info.json"
    told.parent.mkdir(parents=True)
    told.write_text(json.dumps({"personal": {"path": str(tmp_path / "synced")}}))
    assert place_of(tmp_path / "synced" / "r.evenhand") == Place("synced", "Dropbox")
    told.write_text("{torn")
    assert place_of(tmp_path / "synced" / "r.evenhand") == Place("local")


def test_network_share_is_known_by_its_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "our share"
    lines = [
        "21 1 8:1 / / rw - ext4 /dev/sda1 rw",
        f"30 21 0:5 / {str(share).replace(' ', chr(92) + '040')} rw shared:1 - cifs //nas/r rw",
    ]
    table = tmp_path / "mountinfo"
    table.write_text("\n".join(lines))
    monkeypatch.setattr(places, "MOUNTS", table)
    monkeypatch.setattr(sys, "platform", "linux")
    assert place_of(share / "deep" / "r.evenhand") == Place("network", "cifs")
    assert place_of(tmp_path / "r.evenhand") == Place("local")


def test_conflict_copies_are_found_by_their_names(tmp_path: Path) -> None:
    host = socket.gethostname().partition(".")[0]
    copies = [
        "ivig (Ana's conflicted copy 2026-05-03).evenhand",
        "ivig (conflicted copy 2026-05-03 120000).evenhand",
        "ivig.sync-conflict-20260503-120000-ABCDEFG.evenhand",
        f"ivig-{host}.evenhand",
    ]
    others = ["ivig.evenhand", "ivig2.evenhand", "ivig (former).evenhand", "bcg-PC.evenhand"]
    for name in copies + others:
        (tmp_path / name).touch()
    found = [path.name for path in conflict_copies(tmp_path / "ivig.evenhand")]
    assert found == sorted(copies)
