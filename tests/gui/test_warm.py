import subprocess
import sys

from gui.warm import HEAVY

PROGRAM = """
import sys
from gui.warm import heavy_thread
assert not [n for n in sys.modules if n.startswith("numpy")], "too early"
thread = heavy_thread()
thread.start()
thread.join()
print(*[name for name in sys.modules if name.startswith(("stats.", "appraisal."))])
"""


def test_what_is_heavy_is_imported_by_the_thread_and_not_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert set(HEAVY) <= set(done.stdout.split())
