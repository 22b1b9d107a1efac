"""The report of a review as a folder: workbook, tables, figures, results, methods, scripts.

The same review gives the same files.
`contracts.md` section 10 names the files. Nothing is written empty, and what cannot be written
leaves the former file whole.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from appraisal.errors import UserError
from appraisal.exporters.csv_files import write_table
from appraisal.exporters.prisma import write_prisma
from appraisal.exporters.xlsx import write_workbook
from appraisal.flow_told import counts_of
from appraisal.material import Material
from appraisal.methods import methods_file, methods_in_all
from appraisal.named import Named as Named  # asked for here too
from appraisal.registry import discover
from appraisal.reproduction.scripts import scripts
from appraisal.results import results
from appraisal.tables import Sheet, Table
from appraisal.whole_file import write_text, write_whole
from resources.i18n import _, decimal_points
from stats.figures.scene import Scene
from stats.figures.style import Palette

KINDS = ("svg", "pdf", "png")
WIDTH_MM = 174.0
DPI = 300

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a report, and the characters in its figures that no installed font has."""

    paths: tuple[Path, ...]
    missing: tuple[str, ...]


def write_report(
    material: Material, folder: Path, *, replace: bool = False, report: Report | None = None
) -> Written:
    """Write everything into a folder.

    Raises
    ------
    UserError
        When the folder holds other files and `replace` is not set.
    StorageError
        When a file cannot be written.
    """
    there = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
    if there and not replace:
        raise UserError(
            _("{folder} holds files already, such as {name}.").format(folder=folder, name=there[0]),
            remedy=_("Choose another folder, or say that its files may be replaced."),
        )
    tables = tables_of(material)
    scenes = tuple(figures_of(material))
    flow = counts_of(material)
    codes = scripts(material.analyses)
    steps = 3 + len(codes) + flow.has_records + len(tables) + len(scenes) * len(KINDS)
    written: list[Path] = []
    missing: dict[str, None] = {}
    done = 0

    def wrote(path: Path) -> None:
        nonlocal done
        written.append(path)
        done += 1
        if report is not None:
            report(done, steps)

    book = folder / "appraisal.xlsx"
    write_workbook(tables, book, at=last_change(material))
    wrote(book)
    found = folder / "results.json"
    with decimal_points():  # for other programs, whatever the language
        content = results(material.state, material.analyses)
    write_text(found, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    wrote(found)
    methods = folder / "methods.txt"
    write_text(methods, methods_file(methods_in_all(material)))
    wrote(methods)
    for name, script in codes.items():
        write_text(folder / name, script)
        wrote(folder / name)
    if flow.has_records:
        path = folder / "prisma2020.csv"
        write_prisma(flow, path)
        wrote(path)
    for table in tables:
        path = folder / "tables" / f"{table.key}.csv"
        write_table(table, path)
        wrote(path)
    for figure in scenes:
        for kind in KINDS:
            path = folder / "figures" / f"{figure.name}.{kind}"
            missing |= dict.fromkeys(write_figure(figure.scene, path))
            wrote(path)
    return Written(tuple(written), tuple(missing))


def tables_of(material: Material) -> tuple[Table, ...]:
    """Every table of the workbook, in its order."""
    sheets: list[Sheet] = sorted(discover("appraisal.sheets", "SHEET"), key=lambda one: one.order)
    return tuple(table for sheet in sheets for table in sheet.make(material))


def figures_of(material: Material, *, maker: str = "") -> Iterator[Named]:
    """Every figure the review has something for; those of one module alone where it is named."""
    for make in discover("appraisal.figures", "FIGURE"):
        if not maker or make.__module__ == maker:
            for figure in make(material):
                yield replace(figure, maker=make.__module__)


def write_figure(
    scene: Scene, path: Path, *, palette: Palette | None = None, width_mm: float = WIDTH_MM,
    dpi: int = DPI,
) -> tuple[str, ...]:  # fmt: skip
    """Write a figure; gives the characters that no installed font has."""
    from appraisal.figures.text import print_palette
    from stats.figures.ink import save

    missing: tuple[str, ...] = ()

    def draw(draft: Path) -> None:
        nonlocal missing
        missing = save(scene, draft, palette=palette or print_palette(), width_mm=width_mm, dpi=dpi)

    write_whole(path, draw)
    return missing


def last_change(material: Material) -> datetime:
    """The moment of the last entry: what archives are stamped with."""
    last = max((entry.at for entry in material.entries), default="")
    return datetime.fromisoformat(last) if last else datetime(2000, 1, 1, tzinfo=UTC)


def file_name(text: str) -> str:
    """A name as part of a file's: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "unnamed"
