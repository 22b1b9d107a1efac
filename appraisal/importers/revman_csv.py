"""RevMan 5's "export analysis data": one CSV with a line for each comparison, outcome and row.

A line of an outcome or a subgroup is the first of its number; the lines below it are its studies.
"""

from collections.abc import Callable, Iterator
from math import log
from pathlib import Path
from typing import Final

from appraisal.decoding import decode, read_bytes
from appraisal.errors import UnreadableImport
from appraisal.incoming import Importer, Incoming
from appraisal.revman.content import (
    Comparison,
    Content,
    Kind,
    Outcome,
    Row,
    Study,
    Subgroup,
)
from appraisal.revman.tabular import (
    RATIOS,
    Cells,
    level,
    measure_of,
    number,
    rows_of,
    stored,
    unread,
)
from appraisal.revman.writing import incoming_of
from resources.i18n import _

HEAD: Final = "comparison number"
_KINDS: Final[dict[str, Kind]] = {
    "DIC": "counts", "CON": "means", "GIV": "inverse", "IV": "inverse", "OEV": "logrank",
    "IPD": "logrank", "OTH": "other",
}  # fmt: skip
_RESULTS: Final = {
    "effect estimate": "effect", "ci start": "lower", "ci end": "upper", "q": "q", "p(q)": "p_q",
    "i2(q)": "i2", "tau2": "tau2", "z": "z", "p(z)": "p", "df": "df", "qint": "q_between",
    "p(qint)": "p_between", "i2(qint)": "i2_between", "events 1": "events1", "total 1": "total1",
    "events 2": "events2", "total 2": "total2",
}  # fmt: skip
_ROW: Final = {
    "effect estimate": "effect", "ci start": "lower", "ci end": "upper", "weight": "weight",
}  # fmt: skip

Report = Callable[[int, int], None]


def looks_like(head: bytes) -> bool:
    """Whether a file that begins so is one of these."""
    text = decode(head).text.casefold()
    return HEAD in text[:200] and "outcome number" in text[:400]


def read(path: Path, *, report: Report | None = None) -> Content:
    """Read a file.

    Raises
    ------
    UnreadableImport
        When it is no such file, or holds no analysis.
    StorageError
        When it cannot be reached.
    """
    content = read_bytes(path)
    if report is not None:
        report(0, 1)
    return understand(content, name=path.name)


def understand(content: bytes, *, name: str) -> Content:
    """What the bytes of a file amount to; raises as `read` does."""
    rows = list(rows_of(content))
    if not rows or HEAD not in rows[0]:
        raise UnreadableImport(_("{name} is no analysis data of RevMan 5.").format(name=name))
    comparisons = tuple(_comparisons(rows))
    studies: dict[str, str] = {}
    for comparison in comparisons:
        for outcome in comparison.outcomes:
            for row in outcome.every_row():
                studies.setdefault(row.study, "")
    if not studies:
        raise UnreadableImport(_("{name} holds no rows of data.").format(name=name))
    years = {cells.get("name", ""): cells.get("year of study", "") for cells in rows}
    return Content(
        source=name,
        program="RevMan 5 (CSV)",
        studies=tuple(Study(study, study, years.get(study, "")) for study in studies),
        comparisons=comparisons,
        is_trials=True,
    )


def _comparisons(rows: list[dict[str, str]]) -> Iterator[Comparison]:
    parts: dict[str, list[dict[str, str]]] = {}
    for cells in rows:
        parts.setdefault(cells.get(HEAD, ""), []).append(cells)
    for place, own in parts.items():
        title = next((one.get("name", "") for one in own if one.get("outcome number") == "0"), "")
        outcomes: dict[str, list[dict[str, str]]] = {}
        for cells in own:
            if cells.get("outcome number", "0") not in ("", "0"):
                outcomes.setdefault(cells["outcome number"], []).append(cells)
        made = (_outcome(f"{place}.{key}", lines) for key, lines in outcomes.items())
        yield Comparison(place, title, tuple(made))


def _outcome(place: str, lines: list[dict[str, str]]) -> Outcome:
    head, *rest = lines
    kind = _KINDS.get(head.get("data type", "").upper(), "counts")
    measure = measure_of(head.get("effect measure", ""))
    bare: list[Row] = []
    groups: dict[str, list[dict[str, str]]] = {}
    for cells in rest:
        group = cells.get("subgroup number", "0")
        if group in ("", "0"):
            bare.append(_row(cells, kind, measure))
        else:
            groups.setdefault(group, []).append(cells)
    totals = head.get("totals", "").casefold()
    return Outcome(
        number=place,
        name=head.get("name", ""),
        kind=kind,
        measure=measure,
        method="PETO" if "peto" in head.get("statistical method", "").casefold()
        else head.get("statistical method", "").upper(),
        random=head.get("analysis model", "").casefold().startswith("random"),
        rows=tuple(bare),
        subgroups=tuple(
            Subgroup(
                f"{place}.{group}",
                own[0].get("name", ""),
                tuple(_row(cells, kind, measure) for cells in own[1:]),
                stored(own[0], _RESULTS),
            )
            for group, own in groups.items()
        ),
        stored=stored(head, _RESULTS),
        totals="none" if totals.startswith("no") else "subgroups" if "sub" in totals else "all",
        arms=(head.get("group label 1", ""), head.get("group label 2", "")),
        favours=(head.get("left graph label", ""), head.get("right graph label", "")),
        level=level(head, "total confidence interval"),
        study_level=level(head, "study confidence interval"),
        swapped=head.get("swap event and non-event", "").casefold() in ("yes", "true"),
    )  # fmt: skip


def _row(cells: Cells, kind: Kind, measure: str) -> Row:
    names = {
        "counts": ("events 1", "total 1", "events 2", "total 2"),
        "means": ("mean 1", "sd 1", "total 1", "mean 2", "sd 2", "total 2"),
        "inverse": ("effect estimate", "se"),
        "logrank": ("o-e", "variance"),
        "other": (),
    }[kind]
    values = [number(cells, name) for name in names]
    if kind == "inverse" and measure in RATIOS and values[0] is not None and values[0] > 0:
        values[0] = log(values[0])  # the estimate is printed, its standard error is of the log
    return Row(
        cells.get("name", ""), tuple(values), stored(cells, _ROW), unread=unread(cells, names)
    )


def _incoming(path: Path, report: Report | None) -> Incoming:
    return incoming_of(read(path, report=report), kind="revman_csv")


IMPORTER = Importer(
    "revman_csv",
    30,
    lambda: _("RevMan 5 analysis data (.csv)"),
    lambda _path, head: looks_like(head),
    _incoming,
)
