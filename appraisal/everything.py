"""Export everything: the report, and what others need besides, with the sums of it all.

A folder or an archive. The same review gives the same bytes. A file that cannot be written leaves
the former one whole, and whoever cancels at a report is left with files that are each complete.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from appraisal.bundle import (
    Parts,
    Report,
    Written,
    last_change,
    parts_of,
    refuse_full,
    write_report,
)
from appraisal.exporters.manifest import write_manifest
from appraisal.exporters.review_json import write_review
from appraisal.exporters.ris import write_ris
from appraisal.exporters.robvis import robvis_tables, write_robvis
from appraisal.exporters.word import write_methods, write_word
from appraisal.figure_files import Paper
from appraisal.figure_look import FigureLook, asked_for, figures_under
from appraisal.material import Material
from appraisal.whole_file import write_whole
from appraisal.zipped import write_members
from resources.i18n import language, speaking

Task = tuple[Path, Callable[[Path], None]]


def write_everything(
    material: Material, folder: Path, *, look: FigureLook | None = None, replace: bool = False,
    report: Report | None = None,
) -> Written:  # fmt: skip
    """Write the report, Word, robvis, RIS, the review as JSON and the sums into a folder.

    `look` is how figures go out; its language and its order hold for every word written.

    Raises
    ------
    UserError
        When the folder holds other files and `replace` is not set.
    StorageError
        When a file cannot be written.
    """
    refuse_full(folder, replace=replace)
    look = look or FigureLook()
    with speaking(look.lang or language()):
        asked = asked_for(material, look)
        return _write(asked, folder, look, replace=replace, report=report)


def _write(
    material: Material, folder: Path, look: FigureLook, *, replace: bool, report: Report | None
) -> Written:
    parts = parts_of(material, report, figures=figures_under(material, look))
    paper = Paper(look.palette, look.width_mm, look.dpi)
    files = done = 0

    def told(n: int, total: int) -> None:
        nonlocal files
        files = total
        if report is not None:
            report(n, total + more)

    def still() -> None:
        if report is not None:
            report(files + done, files + more)

    tasks = tuple(_tasks(material, parts, folder, look, still))
    more = len(tasks) + 1
    written = write_report(material, folder, parts=parts, paper=paper, replace=replace, report=told)
    paths = list(written.paths)
    for done, (path, write) in enumerate(tasks):  # noqa: B007 - `still` says it
        still()
        write(path)
        paths.append(path)
    done = len(tasks)
    still()
    paths.append(write_manifest(paths, folder))
    done = more
    still()
    return Written(tuple(paths), written.missing, written.is_alone)


def write_archive(
    material: Material, path: Path, *, look: FigureLook | None = None,
    report: Report | None = None,
) -> Written:  # fmt: skip
    """Write the same as one archive, made beside the target and put in its place whole.

    Raises
    ------
    StorageError
        When it cannot be written; a former archive is left as it was.
    """
    with TemporaryDirectory(prefix="evenhand-") as made:
        folder = Path(made)
        written = write_everything(material, folder, look=look, report=report)
        names = [one.relative_to(folder).as_posix() for one in written.paths]
        members = ((name, (folder / name).read_bytes()) for name in sorted(names))
        stamp = last_change(material).replace(tzinfo=None, microsecond=0)
        write_whole(path, lambda draft: write_members(draft, members, stamp))
    return Written((path,), written.missing, written.is_alone)


def _tasks(
    material: Material, parts: Parts, folder: Path, look: FigureLook, still: Callable[[], None]
) -> list[Task]:
    """What goes out besides the report, each file with what writes it; `still` during long ones."""
    methods, at = parts.methods, last_change(material)

    def word(path: Path) -> None:
        pictures = {one.name: folder / "figures" / f"{one.name}.png" for one in parts.figures}
        write_word(
            material, parts.figures, path, pictures=pictures, methods=methods, at=at,
            palette=look.palette, width_mm=look.width_mm,
            report=lambda _done, _of: still(),
        )  # fmt: skip

    tasks: list[Task] = [
        (folder / "report.docx", word),
        (folder / "methods.docx",
         lambda path: write_methods(methods, path, title=material.title, at=at)),
        (folder / "review.json", lambda path: write_review(material, path)),
    ]  # fmt: skip
    if material.state.ids("study"):
        tasks.append((folder / "studies.ris", lambda path: write_ris(material.state, path)))
    tasks.extend(
        (folder / "robvis" / f"{table.name}.csv", partial(write_robvis, table))
        for table in robvis_tables(material)
    )
    return tasks
