"""Open the sample, visit every page as a person does, and print what memory that took in MB."""

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication


def visit(folder: Path) -> float:
    """The largest resident size so far, in MB, when every page was painted."""
    from appraisal.sample import make
    from gui import theme
    from gui.session import Session
    from gui.settings import Settings
    from gui.warm import import_heavy
    from gui.window import Window

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    path = folder / "sample.evenhand"
    make(path, "ivig")
    theme.apply(app, "light")
    window = Window(Session(Settings()))
    window.show()
    import_heavy()
    window.session.open(path)
    for spec in window.specs:
        window.show_page(spec.key)
        for _ in range(5):
            app.processEvents()
        while window.session.jobs.running:
            app.processEvents()
    window.session.jobs.stop()
    window.close()
    return _peak()


def _peak() -> float:
    """Linux counts in `ru_maxrss` what the parent held when it forked, in `VmHWM` ours alone."""
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["EVENHAND_HOME"] = home
        print(visit(Path(home)))
