"""The report of a review as a folder: workbook, tables, figures, results, methods, scripts.

The same review gives the same files.
`contracts.md` section 10 names the files. Nothing is written empty, and what cannot be written
leaves the former file whole.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import tee
from pathlib import Path
from typing import TypeVar

from appraisal.errors import UserError
from appraisal.exporters.csv_files import write_table
from appraisal.exporters.prisma import write_prisma
from appraisal.exporters.xlsx import write_workbook
from appraisal.figure_files import FigureFiles, Paper
from appraisal.figure_files import write_figure as write_figure  # asked for here too
from appraisal.flow import FlowCounts
from appraisal.flow_told import counts_of
from appraisal.ledger import moment_of
from appraisal.material import Material
from appraisal.methods import methods_file, methods_in_all
from appraisal.named import Named as Named  # as above
from appraisal.named import told_apart
from appraisal.registry import discover
from appraisal.reproduction.scripts import scripts
from appraisal.results import results
from appraisal.tables import Sheet, Table
from appraisal.whole_file import write_text
from resources.i18n import _, decimal_points

KINDS = ("svg", "pdf", "png")

Report = Callable[[int, int], None]
Told = Callable[[], None]
Write = Callable[[Path, Told], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report, and the characters in its figures that no installed font has.

    `is_alone` says that figures were to be drawn by a second process as well, and none was had.
    """

    paths: tuple[Path, ...]
    missing: tuple[str, ...]
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes into the files of a report."""

    tables: tuple[Table, ...]
    figures: tuple[Named, ...]
    methods: Mapping[str, str]
    flow: FlowCounts
    scripts: Mapping[str, str]


def write_report(
    material: Material, folder: Path, *, parts: Parts | None = None, paper: Paper | None = None,
    replace: bool = False, report: Report | None = None,
) -> Written:  # fmt: skip
    """Write everything into a folder; `parts` where they are worked out already.

    Raises
    ------
    UserError
        When the folder holds other files and `replace` is not set.
    StorageError
        When a file cannot be written.
    """
    refuse_full(folder, replace=replace)
    parts = parts or parts_of(material, report)
    drawings = [
        (figure.scene, folder / "figures" / f"{figure.name}.{kind}")
        for figure in parts.figures
        for kind in KINDS
    ]
    with FigureFiles(drawings, paper=paper) as figures:
        written: list[Path] = []
        files = tuple(_files(material, parts, folder))

        def told() -> None:
            if report is not None:
                report(len(written) + figures.done, len(files) + len(drawings))

        for path, write in files:
            told()
            write(path, told)
            written.append(path)
        missing = figures.finish(told)
    paths = (*written, *(path for _scene, path in drawings))
    return Written(paths, missing, figures.is_alone)


def alone_sentence() -> str:
    """What to say where figures had no second process."""
    return _(
        "This system gave no second process to draw figures in. The files are the same; it only "
        "takes longer."
    )


def refuse_full(folder: Path, *, replace: bool) -> None:
    """Refuse a folder that holds files already, unless they may be replaced."""
    there = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
    if there and not replace:
        raise UserError(
            _("{folder} holds files already, such as {name}.").format(folder=folder, name=there[0]),
            remedy=_("Choose another folder, or say that its files may be replaced."),
        )


def parts_of(
    material: Material, report: Report | None = None, *, figures: Iterable[Named] | None = None
) -> Parts:
    """What a review puts out, worked out once for every file that shows it.

    `figures` where they are to look otherwise than they are made.
    """

    def heard(parts: Iterable[T]) -> Iterator[T]:
        for part in parts:
            if report is not None:
                report(0, 0)
            yield part

    return Parts(
        tuple(heard(_tables(material))),
        tuple(heard(figures_of(material) if figures is None else figures)),
        methods_in_all(material), counts_of(material), scripts(material.analyses),
    )  # fmt: skip


def _files(material: Material, parts: Parts, folder: Path) -> Iterator[tuple[Path, Write]]:
    """The files of a report besides its figures, each with what writes it."""

    def book(path: Path, told: Told) -> None:
        write_workbook(
            parts.tables, path, at=last_change(material), report=lambda _done, _of: told()
        )

    def found(path: Path, _told: Told) -> None:
        with decimal_points():  # for other programs, whatever the language
            content = results(material.state, material.analyses)
        write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def plain(text: str) -> Write:
        return lambda path, _told: write_text(path, text)

    def csv(table: Table) -> Write:
        return lambda path, _told: write_table(table, path)

    yield folder / "appraisal.xlsx", book
    yield folder / "results.json", found
    yield folder / "methods.txt", plain(methods_file(parts.methods))
    for name, script in parts.scripts.items():
        yield folder / name, plain(script)
    if parts.flow.has_records:
        yield folder / "prisma2020.csv", lambda path, _told: write_prisma(parts.flow, path)
    for table in parts.tables:
        yield folder / "tables" / f"{table.key}.csv", csv(table)


def tables_of(material: Material) -> tuple[Table, ...]:
    """Every table of the workbook, in its order."""
    return tuple(_tables(material))


def _tables(material: Material) -> Iterator[Table]:
    sheets: list[Sheet] = sorted(discover("appraisal.sheets", "SHEET"), key=lambda one: one.order)
    tables, named = tee(table for sheet in sheets for table in sheet.make(material))
    for table, key in zip(tables, told_apart(one.key for one in named), strict=True):
        yield replace(table, key=key)


def figures_of(material: Material, *, maker: str = "") -> Iterator[Named]:
    """Every figure the review has something for; those of one module alone where it is named."""
    figures, named = tee(
        replace(figure, maker=make.__module__)
        for make in discover("appraisal.figures", "FIGURE")
        if not maker or make.__module__ == maker
        for figure in make(material)
    )
    for figure, name in zip(figures, told_apart(one.name for one in named), strict=True):
        yield replace(figure, name=name)


def last_change(material: Material) -> datetime:
    """The moment of the last entry: what archives are stamped with."""
    first, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    made = (moment_of(one) for one in {entry.at for entry in material.entries})
    return min(max((one for one in made if one is not None), default=first), last)


def file_name(text: str) -> str:
    """A name as part of a file's: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "unnamed"
