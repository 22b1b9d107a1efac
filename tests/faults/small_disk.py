"""A disk of 300 kB that really fills up, mounted where nobody else sees it (root only)."""

import os
import subprocess
import sys
from pathlib import Path

from appraisal.store.faults import NoRoom
from appraisal.store.sqlite import create, open_store
from tests.faults.kills import verify
from tests.faults.rows import Writer

CANNOT = 77  # as in other test suites: skipped
_MOUNT = 'mount -t tmpfs -o size=300k tmpfs "$1" && exec "$2" -m tests.faults.small_disk "$1" here'


def main() -> int:
    folder = Path(sys.argv[1])
    if len(sys.argv) > 2:
        return _fill(folder)
    if subprocess.run(["unshare", "-m", "true"], check=False, stderr=-3).returncode != 0:
        return CANNOT
    command = ["unshare", "-m", "sh", "-c", _MOUNT, "sh", str(folder), sys.executable]
    return subprocess.run(command, check=False).returncode


def _fill(folder: Path) -> int:
    os.environ["EVENHAND_HOME"] = str(folder.parent / "home-of-small-disk")
    store, said = create(folder / "small", "trial00000000000"), set[str]()
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(60_000))
    unsaved = None
    for row in Writer().rows(2000):
        try:
            store.append([row])
        except NoRoom:
            unsaved = row
            break
        said.add(row.id)
    assert unsaved is not None
    assert said
    ballast.unlink()
    store.append([unsaved])
    store.close()
    store = open_store(folder / "small.evenhand")
    assert verify(store) == said | {unsaved.id}
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
