"""The looks of cells in the workbook, each made once: the library is slow at making one a cell."""

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from resources import read_toml

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Kind = Literal[
    "title", "said", "head", "head-centre", "head-right", "text", "mark", "number", "level"
]
FONT = "Calibri"
GREY, EDGE, HAIR, HEAD = "595959", "767676", "A9A9A9", "EFEFEF"


class Look(NamedTuple):
    """What a cell looks like. `quoted` keeps a text a text when somebody edits it."""

    kind: Kind
    number_format: str = "General"
    role: str = ""
    quoted: bool = False


class Looks:
    """The looks of one sheet."""

    def __init__(self, sheet: "Worksheet") -> None:
        self._sheet = sheet
        self._marks = read_toml("theme", "print.toml")["marks"]["cochrane"]
        self._made: dict[Look, Any] = {}  # Any: the library's own array of numbers

    def give(self, cell: Any, look: Look) -> None:  # Any: the stubs do not know its style
        """Give a cell a look."""
        made = self._made.get(look)
        if made is None:
            made = self._made[look] = self._make(look)
        # Shared, because no cell is given another look afterwards; each part would cost ten times
        # more, a copy a cell a tenth of the whole.
        cell._style = made  # noqa: SLF001

    def _make(self, look: Look) -> Any:
        from openpyxl.cell import Cell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = Cell(self._sheet, row=1, column=1)
        is_head = look.kind.startswith("head")
        side = "right" if look.kind == "head-right" else None
        side = "center" if look.kind in ("head-centre", "mark", "level") else side
        indent = 1 if look.kind in ("head", "text") else 0  # apart from the numbers before them
        cell.alignment = Alignment(
            horizontal="left" if indent else side,
            vertical="top",
            wrap_text=look.kind != "number",
            indent=indent,
        )
        cell.font = Font(name=FONT, size=11, bold=is_head)
        if look.kind == "title":
            cell.font = Font(name=FONT, size=14, bold=True)
        elif look.kind == "said":
            cell.font = Font(name=FONT, size=10, color=GREY)
        elif is_head:
            cell.fill = PatternFill("solid", fgColor=HEAD)
            cell.border = Border(bottom=Side(style="thin", color=EDGE))
        else:
            cell.border = Border(bottom=Side(style="hair", color=HAIR))
        ink = self._marks.get(look.role)
        if ink is not None:
            cell.fill = PatternFill("solid", fgColor=ink["fill"].lstrip("#"))
            cell.font = Font(name=FONT, size=11, bold=True, color=ink["glyph"].lstrip("#")[:6])
        cell.number_format = look.number_format
        cell.quotePrefix = look.quoted
        return cell._style  # noqa: SLF001 - as above
