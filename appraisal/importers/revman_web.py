"""RevMan Web's data package: a zip, or the folder it unpacks to, of CSV files and a RIS.

Analyses come with their settings and results, studies with their characteristics, judgements of
risk of bias with their support. A file of the package that is missing is left out, but for the rows
of data.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from appraisal.decoding import decode, read_bytes
from appraisal.errors import UnreadableImport
from appraisal.incoming import Importer, Incoming
from appraisal.references.dialects import reference_from
from appraisal.references.tagged import Block, blocks
from appraisal.revman.content import (
    Comparison,
    Content,
    Entry,
    Judgement,
    Kind,
    Level,
    Outcome,
    Reference,
    Row,
    Study,
    Subgroup,
)
from appraisal.revman.tabular import (
    Cells,
    level,
    measure_of,
    number,
    rows_of,
    stored,
    unread,
)
from appraisal.revman.writing import incoming_of
from appraisal.store.faults import of_system
from appraisal.unzipping import members, names_in
from resources.i18n import _, ngettext

DATA: Final = "data-rows.csv"
_FILES: Final = (
    DATA,
    "overall-estimates-and-settings.csv",
    "subgroup-estimates.csv",
    "study-information.csv",
    "risk-of-bias.csv",
    "included.ris",
)
_LEVELS: Final[Mapping[str, Level]] = {
    "low risk": "low", "low": "low", "low risk of bias": "low", "yes": "low",
    "high risk": "high", "high": "high", "high risk of bias": "high", "no": "high",
    "unclear risk": "unclear", "unclear": "unclear", "unclear risk of bias": "unclear",
}  # fmt: skip
_ROW: Final = {"weight": "weight", "mean": "effect", "ci start": "lower", "ci end": "upper"}
_RESULTS: Final = {
    "mean": "effect", "ci start": "lower", "ci end": "upper", "heterogeneity tau2": "tau2",
    "heterogeneity chi2": "q", "heterogeneity df": "df", "heterogeneity p": "p_q",
    "heterogeneity i2": "i2", "effect z": "z", "effect p": "p", "subgroup chi2": "q_between",
    "subgroup p": "p_between", "subgroup i2": "i2_between", "experimental cases": "events1",
    "experimental n": "total1", "control cases": "events2", "control n": "total2",
}  # fmt: skip

Report = Callable[[int, int], None]


def looks_like(path: Path, head: bytes) -> bool:
    """Whether it is such a package, packed or not."""
    if path.is_dir():
        return any(path.rglob(f"*{DATA}"))
    if not head.startswith(b"PK"):
        return False
    return any(name.endswith(DATA) for name in names_in(read_bytes(path)))


def read(path: Path, *, report: Report | None = None) -> Content:
    """Read a package.

    Raises
    ------
    UnreadableImport
        When it is none, is damaged, or holds nothing.
    StorageError
        When it cannot be reached.
    """
    if path.is_dir():
        try:
            found = {one.name: one for one in sorted(path.rglob("*")) if one.is_file()}
        except OSError as fault:
            raise of_system(fault, path) from fault
        files = {
            name: read_bytes(one) for name, one in found.items() if name.lower().endswith(_FILES)
        }
    else:
        files = members(read_bytes(path), name=path.name, ending=_FILES)
    if report is not None:
        report(0, 1)
    return understand(files, name=path.name)


def understand(files: Mapping[str, bytes], *, name: str) -> Content:
    """What the files of a package, by name, amount to; raises as `read` does."""
    rows = {
        ending: list(rows_of(content))
        for ending in _FILES[:-1]
        if (content := _named(files, ending)) is not None and content.strip()
        and len(decode(content).text.splitlines()) > 1
    }  # fmt: skip
    if not rows.get(DATA):
        raise UnreadableImport(_("{name} holds no rows of data.").format(name=name))
    notices: list[str] = []
    studies = tuple(_studies(rows, _references(_named(files, "included.ris"))))
    entries = tuple(_entries(rows.get("risk-of-bias.csv", []), notices))
    comparisons = tuple(_comparisons(rows, notices))
    return Content(
        source=name,
        program="RevMan Web",
        studies=studies,
        entries=entries,
        comparisons=comparisons,
        notices=tuple(dict.fromkeys(notices)),
        is_trials=True,
    )


def _named(files: Mapping[str, bytes], ending: str) -> bytes | None:
    return next((one for name, one in files.items() if name.lower().endswith(ending)), None)


# -- studies ---------------------------------------------------------------------------------------


def _references(content: bytes | None) -> dict[str, list[Reference]]:
    """The reports of each study; RevMan Web names the study in a tag of its own, NS."""
    found: dict[str, list[Reference]] = {}
    if content is None:
        return found
    for block in blocks(decode(content).text.splitlines(), "ris"):
        if not isinstance(block, Block):
            continue
        study = " ".join(block.tags.get("NS", [""])[0].split())
        told = reference_from(block, "ris")
        if study and not told.is_blank:
            found.setdefault(study, []).append(
                Reference(
                    ", ".join(told.authors), told.title, told.journal, str(told.year or ""),
                    told.volume, told.issue, told.pages, told.doi, told.pmid,
                )
            )  # fmt: skip
    return found


def _studies(
    rows: Mapping[str, list[dict[str, str]]], references: dict[str, list[Reference]]
) -> Iterator[Study]:
    told = {cells.get("study", ""): cells for cells in rows.get("study-information.csv", [])}
    in_data = {cells.get("study", ""): cells.get("study year", "") for cells in rows[DATA]}
    for name in dict.fromkeys((*told, *in_data)):
        if not name:
            continue
        cells = told.get(name, {})
        facts = (
            (head.removeprefix("char:").strip().capitalize(), text)
            for head, text in cells.items()
            if head.startswith("char:") and text
        )
        yield Study(
            name,
            name,
            cells.get("year", "") or in_data.get(name, ""),
            references=tuple(references.get(name, ())),
            facts=tuple(facts),
        )


def _entries(rows: list[dict[str, str]], notices: list[str]) -> Iterator[Entry]:
    heads = [head for head in (rows[0] if rows else ()) if head.startswith("domain (judgement):")]
    blank = 0
    for head in heads:
        name = head.partition(":")[2].strip()
        support = f"domain (support): {name}"
        judged = []
        for cells in rows:
            said = cells.get(head, "").casefold()
            if said in _LEVELS:
                text = cells.get(support, "")
                judged.append(Judgement(cells.get("study", ""), _LEVELS[said], text))
            elif said:
                blank += 1
        yield Entry(name[:1].upper() + name[1:], (), tuple(judged))
    if blank:
        notices.append(
            ngettext(
                "{n} judgement that is neither low, unclear nor high (such as “not applicable”).",
                "{n} judgements that are neither low, unclear nor high (such as “not applicable”).",
                blank,
            ).format(n=blank)
        )


# -- analyses --------------------------------------------------------------------------------------


def _comparisons(
    rows: Mapping[str, list[dict[str, str]]], notices: list[str]
) -> Iterator[Comparison]:
    settings = {_key(cells): cells for cells in rows.get(_FILES[1], [])}
    parts: dict[tuple[str, str], list[dict[str, str]]] = {}
    for cells in rows[DATA]:
        parts.setdefault(_key(cells), []).append(cells)
    estimates = {
        (*_key(cells), cells.get("subgroup", "")): cells for cells in rows.get(_FILES[2], [])
    }
    groups: dict[str, list[Outcome]] = {}
    names: dict[str, str] = {}
    for key in dict.fromkeys((*settings, *parts)):
        chosen = settings.get(key, {})
        names.setdefault(key[0], chosen.get("analysis group name", "") or key[0])
        groups.setdefault(key[0], []).append(_outcome(key, chosen, parts.get(key, []), estimates))
    only_apart = sum(
        "OVERALL" not in cells.get("applicability", "OVERALL").upper() for cells in rows[DATA]
    )
    if only_apart:
        notices.append(
            ngettext(
                "{n} row counts in its subgroup only; here it counts in the total too.",
                "{n} rows count in their subgroups only; here they count in the totals too.",
                only_apart,
            ).format(n=only_apart)
        )
    for group, outcomes in groups.items():
        yield Comparison(group, names[group], tuple(outcomes))


def _key(cells: Cells) -> tuple[str, str]:
    return cells.get("analysis group", ""), cells.get("analysis number", "")


def _outcome(
    key: tuple[str, str],
    chosen: Cells,
    rows: list[dict[str, str]],
    estimates: Mapping[tuple[str, str, str], Cells],
) -> Outcome:
    kind = _kind(chosen, rows)
    place = f"{key[0]}.{key[1]}"
    bare = tuple(_row(cells, kind) for cells in rows if not cells.get("subgroup"))
    named = dict.fromkeys(cells["subgroup"] for cells in rows if cells.get("subgroup"))
    groups = []
    for order, name in enumerate(named, 1):
        found = estimates.get((*key, name), {})
        own = tuple(_row(cells, kind) for cells in rows if cells.get("subgroup") == name)
        number_ = f"{place}.{found.get('subgroup number') or order}"
        groups.append(Subgroup(number_, name, own, stored(found, _RESULTS)))
    asked = chosen.get("overall estimates", "true").casefold() != "false"
    parts = chosen.get("subgroup estimates", "true").casefold() != "false"
    name = chosen.get("analysis name", "") or (rows[0].get("analysis name", "") if rows else "")
    return Outcome(
        number=place,
        name=name,
        kind=kind,
        measure=measure_of(chosen.get("effect measure", "")),
        method="PETO" if "peto" in chosen.get("statistical method", "").casefold()
        else chosen.get("statistical method", "").upper(),
        random="random" in chosen.get("analysis model", "").casefold(),
        rows=bare,
        subgroups=tuple(groups),
        stored=stored(chosen, _RESULTS),
        totals="all" if asked else "subgroups" if parts and groups else "none",
        arms=(
            chosen.get("experimental group label") or chosen.get("experimental intervention", ""),
            chosen.get("control group label") or chosen.get("control intervention", ""),
        ),
        unit=chosen.get("unit of effect measure", ""),
        level=level(chosen, "estimate ci"),
        study_level=level(chosen, "study ci"),
        swapped=chosen.get("swap event and non-event", "").casefold() == "true",
        measure_name=chosen.get("effect measure", ""),
        tau2=_tau2(chosen),
        interval=_interval(chosen),
    )  # fmt: skip


def _kind(chosen: Cells, rows: list[dict[str, str]]) -> Kind:
    said = chosen.get("data type", "").casefold()
    if "dichotomous" in said:
        return "counts"
    if "continuous" in said:
        return "means"
    if "o-e" in said or "individual" in said:
        return "logrank"
    if "inverse" in said or "contrast" in said:
        return "inverse"
    if said:
        return "other"
    if any(number(cells, "experimental sd") for cells in rows):
        return "means"
    return "inverse" if any(number(cells, "giv se") for cells in rows) else "counts"


def _row(cells: Cells, kind: Kind) -> Row:
    columns = {
        "counts": ("experimental cases", "experimental n", "control cases", "control n"),
        "means": (
            "experimental mean", "experimental sd", "experimental n",
            "control mean", "control sd", "control n",
        ),
        "inverse": ("giv mean", "giv se"),
        "logrank": ("o-e", "variance"),
        "other": (),
    }[kind]  # fmt: skip
    return Row(
        cells.get("study", ""),
        tuple(number(cells, name) for name in columns),
        stored(cells, _ROW),
        footnote=cells.get("footnotes", ""),
        unread=unread(cells, columns),
    )


def _tau2(chosen: Cells) -> str:
    """The estimator that the settings name; older packages name none and mean the classic one."""
    said = next((text for head, text in chosen.items() if "estimator" in head and text), "").upper()
    return "REML" if "REML" in said or "RESTRICTED" in said else "DL"


def _interval(chosen: Cells) -> str:
    said = " ".join(text for head, text in chosen.items() if "method" in head).casefold()
    return "hartung_knapp" if "hksj" in said or "hartung" in said else "wald"


def _incoming(path: Path, report: Report | None) -> Incoming:
    return incoming_of(read(path, report=report), kind="revman_web")


IMPORTER = Importer("revman_web", 20, lambda: "RevMan Web (.zip)", looks_like, _incoming)
