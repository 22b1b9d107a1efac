"""A figure or a table onto the clipboard: as it goes out, ready for a document or a spreadsheet."""

from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from appraisal.figure_files import DPI, WIDTH_MM
from appraisal.figures.text import print_palette
from appraisal.tables import Cell, Column, Level, Table
from gui.session import Session
from resources.i18n import MINUS, _, number
from stats.figures.scene import Scene

FIGURES = ("count", "number", "p")


def copy_figure(session: Session, scene: Scene, *, marks: str) -> None:
    """Draw a figure beside the window in the colours of print, and copy it as a picture."""

    def draw(_report: object) -> bytes:
        from stats.figures.ink import render

        palette = print_palette("safe" if marks == "safe" else "cochrane")
        png, _missing = render(scene, "png", palette=palette, width_mm=WIDTH_MM, dpi=DPI)
        return png

    def copy(png: bytes) -> None:
        QGuiApplication.clipboard().setImage(QImage.fromData(png))
        session.say(_("The figure is copied: paste it into a document."))

    session.jobs.run(_("Drawing the figure"), draw, done=copy)


def copy_table(session: Session, table: Table) -> None:
    """Copy a table, with its heads, as a spreadsheet and as a document take it."""
    heads = [column.title for column in table.columns]
    rows = [
        [_text(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    data = QMimeData()
    data.setText("\n".join("\t".join(map(_plain, line)) for line in (heads, *rows)))
    data.setHtml(_html(table, heads, rows))
    QGuiApplication.clipboard().setMimeData(data)
    session.say(_("The table is copied: paste it into a spreadsheet or a document."))


def _text(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Level):
        return cell.word
    if isinstance(cell, str):
        return cell
    said = number(cell, column.digits if column.kind in ("number", "p") else 0)
    return said.replace(MINUS, "-")  # a spreadsheet knows no other minus


def _plain(text: str) -> str:
    """A text that stays in its cell."""
    return text.replace("\t", " ").replace("\n", " ")


def _html(table: Table, heads: list[str], rows: list[list[str]]) -> str:
    right = [column.kind in FIGURES for column in table.columns]

    def line(cells: list[str], tag: str) -> str:
        made = (
            f"<{tag}{' align=right' if aside else ''}>{escape(cell)}</{tag}>"
            for cell, aside in zip(cells, right, strict=True)
        )
        return f"<tr>{''.join(made)}</tr>"

    return f"<table>{line(heads, 'th')}{''.join(line(row, 'td') for row in rows)}</table>"
