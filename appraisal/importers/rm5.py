"""A review of RevMan 5 (`.rm5`): studies, risk of bias, every analysis with its stored results.

Every version of RevMan 5 stores the answers of the risk-of-bias table as YES, NO and UNKNOWN,
whatever its screen said: YES is low risk of bias, NO is high. The older wording ("adequate?",
"free of?") asked for that directly; the newer one prints levels.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from appraisal.decoding import check_size
from appraisal.errors import UnreadableImport
from appraisal.incoming import Importer, Incoming
from appraisal.revman.content import (
    CELLS,
    Comparison,
    Content,
    Entry,
    Figure,
    Judgement,
    Kind,
    Level,
    Outcome,
    Reference,
    Row,
    Status,
    Stored,
    Study,
    Subgroup,
)
from appraisal.revman.writing import incoming_of
from appraisal.safe_xml import read_xml
from appraisal.store.faults import of_system
from resources.i18n import _, ngettext

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROOT: Final = "COCHRANE_REVIEW"
_PICTURES: Final = frozenset({"FILE", "EXTENSIONS"})
_LEVELS: Final[dict[str, Level]] = {"YES": "low", "NO": "high", "UNKNOWN": "unclear"}
_PLACES: Final[tuple[tuple[str, Status], ...]] = (
    ("INCLUDED_STUDIES", "included"),
    ("EXCLUDED_STUDIES", "excluded"),
    ("AWAITING_STUDIES", "awaiting"),
    ("ONGOING_STUDIES", "ongoing"),
)
_KINDS: Final[dict[str, Kind]] = {
    "DICH": "counts",
    "CONT": "means",
    "IV": "inverse",
    "IPD": "logrank",
    "OTHER": "other",
}
_CELLS: Final[dict[str, str]] = {
    "e1": "EVENTS_1", "n1": "TOTAL_1", "e2": "EVENTS_2", "n2": "TOTAL_2", "m1": "MEAN_1",
    "sd1": "SD_1", "m2": "MEAN_2", "sd2": "SD_2", "estimate": "ESTIMATE", "se": "SE",
    "o_e": "O_E", "variance": "VAR",
}  # fmt: skip
_RESULTS: Final[dict[str, str]] = {
    "EFFECT_SIZE": "effect", "CI_START": "lower", "CI_END": "upper", "CHI2": "q", "TAU2": "tau2",
    "DF": "df", "I2": "i2", "Z": "z", "P_CHI2": "p_q", "P_Z": "p", "WEIGHT": "weight",
    "Q": "q_between", "P_Q": "p_between", "I2_Q": "i2_between", "STUDIES": "studies",
    "EVENTS_1": "events1", "TOTAL_1": "total1", "EVENTS_2": "events2", "TOTAL_2": "total2",
}  # fmt: skip
_TOTALS: Final = {"YES": "all", "SUB": "subgroups", "NO": "none"}
_PROTOCOL: Final = (
    ("question", "OBJECTIVES"),
    ("population", "CRIT_PARTICIPANTS"),
    ("intervention", "CRIT_INTERVENTIONS"),
    ("result", "CRIT_OUTCOMES"),
    ("eligibility", "CRIT_STUDIES"),
)

Report = Callable[[int, int], None]


def looks_like(head: bytes) -> bool:
    """Whether a file that begins so is one of these."""
    return b"<" + ROOT.encode() in head.replace(b"\0", b"")


def read(path: Path, *, report: Report | None = None) -> Content:
    """Read a file.

    Raises
    ------
    UnreadableImport
        When it is no RevMan 5 file, is damaged, or holds nothing.
    StorageError
        When it cannot be reached.
    """
    check_size(path)
    try:
        return understand(path, name=path.name, report=report)
    except OSError as fault:
        raise of_system(fault, path) from fault


def understand(content: Path | bytes, *, name: str, report: Report | None = None) -> Content:
    """What a file, or its bytes, amounts to; raises as `read` does."""
    root = read_xml(content, name=name, skip=_PICTURES, report=report)
    if root.tag != ROOT:
        raise UnreadableImport(_("{name} is no RevMan 5 file.").format(name=name))
    studies = tuple(_studies(root))
    comparisons = tuple(_comparison(one) for one in root.iter("COMPARISON"))
    if not studies and not comparisons:
        raise UnreadableImport(_("{name} holds no study and no analysis.").format(name=name))
    entries = tuple(_entry(one) for one in root.iter("QUALITY_ITEM"))
    version = root.get("REVMAN_SUB_VERSION", "").strip() or root.get("REVMAN_VERSION", "")
    return Content(
        source=name,
        program=f"RevMan {version}".strip(),
        title=_said(root.find("COVER_SHEET/TITLE")),
        studies=studies,
        entries=entries,
        comparisons=comparisons,
        protocol=tuple(
            (field, text) for field, tag in _PROTOCOL if (text := _said(next(root.iter(tag), None)))
        ),
        left=tuple(_left(root)),
        is_trials=root.get("TYPE") == "INTERVENTION",
    )


def _incoming(path: Path, report: Report | None) -> Incoming:
    return incoming_of(read(path, report=report), kind="rm5")


IMPORTER = Importer(
    "rm5", 10, lambda: "RevMan 5 (.rm5)", lambda _path, head: looks_like(head), _incoming
)


# -- studies ---------------------------------------------------------------------------------------


def _studies(root: "Element") -> Iterator[Study]:
    told = {
        one.get("STUDY_ID", ""): one
        for part in root.iter("CHARACTERISTICS_OF_STUDIES")
        for one in part.iter()
        if one.tag.endswith("_CHAR")
    }
    for place, status in _PLACES:
        for one in root.iterfind(f"STUDIES_AND_REFERENCES/STUDIES/{place}/STUDY"):
            yield _study(one, status, told.get(one.get("ID", "")))


def _study(one: "Element", status: Status, told: "Element | None") -> Study:
    facts = [(part.tag, _said(part)) for part in told] if told is not None else []
    reason = next((text for tag, text in facts if tag == "CHAR_REASON_FOR_EXCLUSION"), "")
    return Study(
        id=one.get("ID", ""),
        name=one.get("NAME", "").strip(),
        year=one.get("YEAR", "").strip(),
        status=status,
        references=tuple(_reference(ref) for ref in one.iterfind("REFERENCE")),
        facts=tuple(
            (_heading(tag), text)
            for tag, text in facts
            if text and tag.startswith("CHAR_") and tag != "CHAR_REASON_FOR_EXCLUSION"
        ),
        reason=reason,
    )


def _reference(one: "Element") -> Reference:
    found = {
        known.get("TYPE", ""): known.get("VALUE", "").strip()
        for known in one.iterfind("IDENTIFIERS/IDENTIFIER")
    }
    authors, title, journal, year, volume, issue, pages = (
        _said(one.find(tag)) for tag in ("AU", "TI", "SO", "YR", "VL", "NO", "PG")
    )
    return Reference(
        authors,
        title,
        journal,
        year,
        volume,
        issue,
        pages,
        doi=found.get("DOI", ""),
        pmid=found.get("PUBMED", found.get("MEDLINE", "")),
        primary=one.get("PRIMARY") == "YES",
    )


def _heading(tag: str) -> str:
    known = {
        "CHAR_METHODS": _("Methods"),
        "CHAR_PARTICIPANTS": _("Participants"),
        "CHAR_INTERVENTIONS": _("Interventions"),
        "CHAR_OUTCOMES": _("Outcomes"),
        "CHAR_NOTES": _("Notes"),
    }
    return known.get(tag, tag.removeprefix("CHAR_").replace("_", " ").capitalize())


def _entry(one: "Element") -> Entry:
    groups = {
        group.get("ID", ""): _said(group.find("NAME"))
        for group in one.iterfind("QUALITY_ITEM_DATA_ENTRY_GROUP")
    }
    return Entry(
        name=_said(one.find("NAME")),
        groups=tuple(groups.values()),
        judgements=tuple(
            Judgement(
                made.get("STUDY_ID", ""),
                _LEVELS.get(made.get("RESULT", ""), ""),
                _said(made.find("DESCRIPTION")),
                groups.get(made.get("GROUP_ID", ""), ""),
            )
            for made in one.iterfind("QUALITY_ITEM_DATA/QUALITY_ITEM_DATA_ENTRY")
        ),
        help=_said(one.find("DESCRIPTION")),
    )


# -- analyses --------------------------------------------------------------------------------------


def _comparison(one: "Element") -> Comparison:
    number = one.get("NO", "")
    return Comparison(
        number,
        _said(one.find("NAME")),
        tuple(_outcome(part, number) for part in one if part.tag.endswith("_OUTCOME")),
    )


def _outcome(one: "Element", comparison: str) -> Outcome:
    prefix = one.tag.removesuffix("_OUTCOME")
    kind = _KINDS.get(prefix, "other")
    number = f"{comparison}.{one.get('NO', '')}"
    labels = {tag: _said(one.find(tag)) for tag in ("GROUP_LABEL_1", "GROUP_LABEL_2")}
    favours = {tag: _said(one.find(tag)) for tag in ("GRAPH_LABEL_1", "GRAPH_LABEL_2")}
    notes = _footnotes(one)
    return Outcome(
        number=number,
        name=_said(one.find("NAME")),
        kind=kind,
        measure=one.get("EFFECT_MEASURE", ""),
        method=one.get("METHOD", ""),
        random=one.get("RANDOM") == "YES",
        rows=tuple(_row(row, kind, notes) for row in one.iterfind(f"{prefix}_DATA")),
        subgroups=tuple(
            Subgroup(
                f"{number}.{part.get('NO', '')}",
                _said(part.find("NAME")),
                tuple(
                    _row(row, kind, {**notes, **_footnotes(part)})
                    for row in part.iterfind(f"{prefix}_DATA")
                ),
                _stored(part),
            )
            for part in one.iterfind(f"{prefix}_SUBGROUP")
        ),
        stored=_stored(one),
        totals=_TOTALS.get(one.get("TOTALS", "YES"), "all"),
        arms=(labels["GROUP_LABEL_1"], labels["GROUP_LABEL_2"]),
        favours=(favours["GRAPH_LABEL_1"], favours["GRAPH_LABEL_2"]),
        unit=one.get("UNITS", ""),
        level=_number(one.get("CI_TOTAL")) or 95.0,
        study_level=_number(one.get("CI_STUDY")) or 95.0,
        swapped=one.get("SWAP_EVENTS") == "YES",
        measure_name=_said(one.find("EFFECT_MEASURE")),
    )


def _row(one: "Element", kind: Kind, notes: dict[str, str]) -> Row:
    marks = [mark.strip() for mark in one.get("FOOTNOTE", "").split(",") if mark.strip()]
    own = _said(one.find("FOOTNOTE"))
    texts = [(one.get(_CELLS[cell]) or "").strip() for cell in CELLS[kind]]
    return Row(
        study=one.get("STUDY_ID", ""),
        cells=tuple(map(_number, texts)),
        stored=_stored(one),
        text="\n".join(_said(part) for part in one if part.tag in ("TR", "P", "OTHER_TEXT")),
        footnote=own or " ".join(notes.get(mark, mark) for mark in marks),
        order=_number(one.get("ORDER")) or 0.0,
        unread=tuple(text for text in texts if text and _number(text) is None),
    )


def _footnotes(one: "Element") -> dict[str, str]:
    """The footnotes below an analysis, by their marks: `(1) What it says`."""
    found = {}
    for part in one.iterfind("FOOTNOTES"):
        for line in _said(part).splitlines():
            mark, _space, text = line.strip().partition(" ")
            if text:
                found[mark.strip("().")] = text
    return found


def _stored(one: "Element") -> Stored:
    figures = tuple(
        (name, Figure(text))
        for attribute, name in _RESULTS.items()
        if (text := (one.get(attribute) or "").strip()) and _number(text) is not None
    )
    return Stored(figures, estimable=one.get("ESTIMABLE", "YES") != "NO")


def _number(text: str | None) -> float | None:
    from math import isfinite

    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None


# -- what is told ----------------------------------------------------------------------------------


def _said(one: "Element | None") -> str:
    """The text of an element, a paragraph or a list item a line."""
    if one is None:
        return ""
    lines = (" ".join(line.split()) for line in "".join(_pieces(one)).split("\n\n"))
    return "\n".join(line for line in lines if line)


def _pieces(one: "Element") -> Iterator[str]:
    if one.text:
        yield one.text.replace("\n\n", " ")
    for child in one:
        if child.tag in ("P", "LI", "TR", "BR", "HEADING", "SUBSECTION"):
            yield "\n\n"
        yield from _pieces(child)
        if child.tag in ("P", "LI", "TR", "HEADING", "SUBSECTION"):
            yield "\n\n"
        if child.tail:
            yield child.tail.replace("\n\n", " ")


def _left(root: "Element") -> Iterator[str]:
    """What is in the file and has no place in a review of ours."""
    text = sum(1 for part in root.iterfind("MAIN_TEXT//P"))
    if text:
        yield _("The text of the review beyond its objectives and criteria.")
    counts = {
        tag: sum(1 for _part in root.iter(tag))
        for tag in ("SOF_TABLE", "ADDITIONAL_TABLE", "FIGURE", "FEEDBACK_ITEM", "APPENDIX")
    }
    tables = counts["SOF_TABLE"] + counts["ADDITIONAL_TABLE"]
    if tables:
        yield ngettext("{n} table of the text.", "{n} tables of the text.", tables).format(n=tables)
    figures = counts["FIGURE"]
    if figures:
        yield ngettext("{n} figure.", "{n} figures.", figures).format(n=figures)
    rest = counts["FEEDBACK_ITEM"] + counts["APPENDIX"]
    if rest:
        yield ngettext(
            "{n} appendix or comment by readers.", "{n} appendices and comments by readers.", rest
        ).format(n=rest)
    n = len(root.findall("STUDIES_AND_REFERENCES/OTHER_REFERENCES//REFERENCE"))
    if n:
        yield ngettext(
            "{n} reference that belongs to no study.",
            "{n} references that belong to no study.",
            n,
        ).format(n=n)
