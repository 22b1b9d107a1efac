"""The report as a Word file: what the studies are, how they were judged, what they pool to.

Headings, tables and captions are Word's own, so that a journal's template takes them over. Figures
are those of the report, in their own order, cut into pages where they are higher than one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appraisal.cells import design_name
from appraisal.figures.blocks import domain_block, domain_key, item_block, item_key, rated
from appraisal.figures.grid import Block
from appraisal.instrument import Instrument
from appraisal.material import Material
from appraisal.named import Named
from appraisal.subjects import study_subject
from appraisal.synthesis_text import needed_sentence, remarks, result_sentence
from appraisal.whole_file import write_whole
from appraisal.word_table import WordCell, table_xml
from appraisal.zipped import restamp
from resources.i18n import NAMES, _, language
from stats.figures.forest_data import Cell, MarkCell, StarCell
from stats.figures.style import Palette

if TYPE_CHECKING:
    from docx.document import Document as Book

WIDTH_MM, HEIGHT_MM = 160.0, 225.0  # of a page's text, less the caption
DPI = 200
MM_PER_INCH = 25.4
PNG_LEVEL = 2  # pages of 200 studies are many pixels, and few of them differ
TWIPS = 9070  # of the width: 160 mm
WIDE_TWIPS = 13600  # of a page lying down
MANY = 12  # columns from which a page lies down
SMALL, TINY = 17, 13  # half points
LANGUAGES = {"en": "en-GB", "pt_BR": "pt-BR"}

Report = Callable[[int, int], None]


def write_word(
    material: Material,
    figures: Sequence[Named],
    path: Path,
    *,
    pictures: Mapping[str, Path],
    methods: Mapping[str, str],
    at: datetime,
    palette: Palette,
    width_mm: float = WIDTH_MM,
    report: Report | None = None,
) -> None:
    """Write the report.

    Parameters
    ----------
    pictures
        The PNG of each figure by its name, as it was written.
    methods
        The methods paragraph by language; the one in use goes in.
    palette, width_mm
        The colours of judgements, and how wide figures are; a page is the most.
    at
        The moment the file is stamped with, so that the same review gives the same file.
    report
        Called with figures drawn and figures in all; what it raises ends the work.

    Raises
    ------
    StorageError
        When it cannot be written; a former file is left as it was.
    """
    book = _new(material.title or _("Review"))
    if material.nature:
        book.add_paragraph(material.nature, style="Intense Quote")
    _paragraphs(book, _("Methods"), methods.get(language(), ""))
    _studies(book, material)
    _appraisals(book, material, palette)
    _results(book, material, figures)
    _figures(book, figures, pictures, min(width_mm, WIDTH_MM), report)
    _save(book, path, at)


def write_methods(texts: Mapping[str, str], path: Path, *, title: str, at: datetime) -> None:
    """Write the methods paragraph alone, every language under its name."""
    book = _new(_("Methods: {review}").format(review=title or _("Review")))
    for lang, text in texts.items():
        _paragraphs(book, NAMES[lang], text)
    _save(book, path, at)


def _new(title: str) -> "Book":
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    book = Document()
    book.core_properties.author = "Evenhand"
    book.core_properties.title = title[:250]
    book.core_properties.language = LANGUAGES.get(language(), "en-GB")
    book.core_properties.comments = ""
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    normal = book.styles["Normal"]
    normal.font.name = "Calibri"
    normal.font.size = Pt(10.5)
    fonts: Any = normal.element.rPr.rFonts  # Any: lxml
    fonts.set(qn("w:eastAsia"), "Calibri")
    book.add_heading(title, level=0)
    return book


def _paragraphs(book: "Book", head: str, text: str) -> None:
    if not text:
        return
    book.add_heading(head, level=1)
    for paragraph in text.split("\n\n"):
        book.add_paragraph(paragraph)


def _save(book: "Book", path: Path, at: datetime) -> None:
    stamp = at.replace(tzinfo=None, microsecond=0)
    book.core_properties.created = stamp
    book.core_properties.modified = stamp

    def write(draft: Path) -> None:
        made = BytesIO()  # not into the file: the library leaves it open where the disk is full
        book.save(made)
        draft.write_bytes(made.getvalue())
        restamp(draft, stamp)

    write_whole(path, write)


# -- the tables ------------------------------------------------------------------------------------


def _add_table(
    book: "Book", heads: Sequence[str], rows: Sequence[Sequence[WordCell]], *,
    widths: Sequence[float], wide: bool = False,
) -> None:  # fmt: skip
    """Add a table whose columns share the width of the page as `widths` say."""
    from docx.oxml import parse_xml

    room = WIDE_TWIPS if wide else TWIPS
    given = [max(1, round(room * one / sum(widths))) for one in widths]
    text = table_xml(heads, rows, widths=given, size=TINY if wide else SMALL)
    body: Any = book.element.body  # Any: lxml
    body.insert(len(body) - 1, parse_xml(text))  # before the section's own properties
    book.add_paragraph()


def _studies(book: "Book", material: Material) -> None:
    state = material.state
    if not state.ids("study"):
        return
    book.add_heading(_("Characteristics of the studies"), level=1)
    rows = []
    for study in state.ids("study"):
        subject = study_subject(study)
        rating = material.ratings.get(study)
        year = state.number(subject, "year")
        rows.append(
            [
                WordCell(state.text(subject, "label"), strong=True),
                WordCell(state.text(subject, "title")),
                WordCell(design_name(state.text(subject, "design"))),
                WordCell(state.text(subject, "country")),
                WordCell("" if year is None else str(int(year))),
                WordCell(rating.short if rating is not None else ""),
            ]
        )
    heads = (_("Study"), _("Title"), _("Design"), _("Country"), _("Year"), _("Instrument"))
    widths = (20, 36, 16, 14, 8, 18)
    told = [place for place in range(len(heads)) if place == 0 or any(r[place].text for r in rows)]
    _add_table(
        book,
        [heads[place] for place in told],
        [[row[place] for place in told] for row in rows],
        widths=[widths[place] for place in told],
    )


def _appraisals(book: "Book", material: Material, palette: Palette) -> None:
    keys = [key for key in material.instruments() if rated(material, material.lookup(key))]
    if not keys:
        return
    book.add_heading(_("Appraisal"), level=1)
    for key in keys:
        instrument = material.lookup(key)
        ratings = rated(material, instrument)
        by_domain = any(domain.role for one in ratings for domain in one.domains)
        block = (domain_block if by_domain else item_block)(material, instrument)
        _appraisal(book, instrument, block, palette)
        said = domain_key(instrument, ratings) if by_domain else item_key(instrument, block)
        book.add_paragraph(said, style="Caption")


def _appraisal(book: "Book", instrument: Instrument, block: Block, palette: Palette) -> None:
    wide = len(block.heads) > MANY
    if wide:
        _lie_down(book)
    book.add_heading(instrument.title, level=2)
    rows = []
    for row in block.rows:
        cells = [WordCell(row.label, strong=True)]
        cells += [_cell(cell, palette) for cell in row.cells]
        if block.end:
            cells.append(_whole(row.total, row.overall, palette))
        rows.append(cells)
    heads = [_("Study"), *block.heads, *([block.end] if block.end else [])]
    widths = [24.0, *([6.0 if wide else 10.0] * len(block.heads)), *([14.0] if block.end else [])]
    _add_table(book, heads, rows, widths=widths, wide=wide)
    if wide:
        _stand_up(book)


def _cell(cell: Cell, palette: Palette) -> WordCell:
    match cell:
        case StarCell():
            return WordCell("★" * cell.earned or "–", centre=True)
        case MarkCell():
            return _mark(cell, palette, text=cell.letter or cell.word)
        case str():
            return WordCell(cell, centre=True)


def _mark(mark: MarkCell, palette: Palette, *, text: str) -> WordCell:
    colours = palette.marks[mark.level]
    ink = colours.glyph.lstrip("#") if len(colours.glyph) == 7 else "000000"
    return WordCell(text, colours.fill.lstrip("#"), ink, centre=True)


def _whole(total: str, overall: MarkCell | None, palette: Palette) -> WordCell:
    if overall is None:
        return WordCell(total, centre=True, strong=True)
    said = " ".join(dict.fromkeys(part for part in (total, overall.word) if part))
    return _mark(overall, palette, text=said)


def _lie_down(book: "Book") -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section = book.add_section(WD_SECTION.NEW_PAGE)
    if section.orientation != WD_ORIENT.LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _stand_up(book: "Book") -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION

    section = book.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width


def _results(book: "Book", material: Material, figures: Sequence[Named]) -> None:
    tables = {one.title: one.scene.table for one in figures if one.name.startswith("forest")}
    found = [one for one in material.analyses if one.dataset.complete]
    if not found:
        return
    book.add_heading(_("Pooled results"), level=1)
    for analysis in found:
        name = analysis.dataset.outcome.name
        book.add_heading(name, level=2)
        book.add_paragraph(result_sentence(analysis))
        for sentence in filter(None, (needed_sentence(analysis), *remarks(analysis))):
            book.add_paragraph(sentence, style="List Bullet")
        table = tables.get(_("Forest plot: {outcome}").format(outcome=name))
        if table:
            _result_table(book, table)


def _result_table(book: "Book", table: Sequence[Sequence[str]]) -> None:
    head, *body = table
    columns = len(head)
    padded = (list(row) + [""] * (columns - len(row)) for row in body)
    rows = [
        [WordCell(cell, strong=place == 0, centre=place > 0) for place, cell in enumerate(row)]
        for row in padded
    ]
    wide = columns > MANY
    if wide:
        _lie_down(book)
    _add_table(book, head, rows, widths=[24.0] + [12.0] * (columns - 1), wide=wide)
    if wide:
        _stand_up(book)


# -- the figures -----------------------------------------------------------------------------------


def _figures(
    book: "Book",
    figures: Sequence[Named],
    pictures: Mapping[str, Path],
    width_mm: float,
    report: Report | None,
) -> None:
    from docx.shared import Mm

    if figures:
        book.add_heading(_("Figures"), level=1)
    for place, figure in enumerate(figures):
        if report is not None:
            report(place, len(figures))
        for picture, width in _pictures(figure, pictures[figure.name], width_mm):
            book.add_picture(BytesIO(picture), width=Mm(width))
            _describe(book, figure)
        book.add_paragraph(_caption(place + 1, figure), style="Caption")
    if report is not None:
        report(len(figures), len(figures))


def _caption(n: int, figure: Named) -> str:
    """The number and the title, then what the description says beyond the title."""
    title = figure.title.rstrip(".")
    beyond = figure.scene.description.removeprefix(title).lstrip(".: ")
    said = _("Figure {n}. {title}.").format(n=n, title=title)
    return f"{said} {beyond}".rstrip() if beyond not in title else said


def _pictures(figure: Named, path: Path, width_mm: float) -> Iterator[tuple[bytes, float]]:
    """A figure's own PNG, cut into pages where it is too high, each with its width in mm."""
    from PIL import Image

    from stats.figures.pages import bands

    scene = figure.scene
    with Image.open(path) as picture:
        zoom = picture.width / scene.width
        for sheet in bands(scene, HEIGHT_MM / width_mm * scene.width):
            high = sum(bottom - top for top, bottom in sheet)
            page = Image.new(picture.mode, (picture.width, round(high * zoom)), "white")
            y = 0
            for top, bottom in sheet:
                piece = picture.crop((0, round(top * zoom), picture.width, round(bottom * zoom)))
                page.paste(piece, (0, y))
                y += piece.height
            width = min(width_mm, HEIGHT_MM * scene.width / high)
            size = (width, width * high / scene.width)
            wide, tall = (round(one / MM_PER_INCH * DPI) for one in size)
            small = page.resize((wide, tall), Image.Resampling.HAMMING)
            out = BytesIO()
            small.save(out, "PNG", compress_level=PNG_LEVEL)
            yield out.getvalue(), width


def _describe(book: "Book", figure: Named) -> None:
    """Give the picture added last its alternative text."""
    shape: Any = book.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - there is no public way
    shape.set("descr", f"{figure.title}. {figure.scene.description}"[:2000])
    shape.set("title", figure.title)
