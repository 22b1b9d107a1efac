"""Numbers in somebody's table: which column is what, whose row it is, and what it becomes.

A row is a study; where a column names who extracted it, each person's rows become a seat of theirs
and the row of the consensus becomes what was agreed. A cell that is no number is named, never
guessed. A table gives an outcome, or several: by a column that names them, or side by side
(`table_outcomes`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from appraisal.brought_in import is_consensus, reviewers_of
from appraisal.errors import InvalidClaim
from appraisal.folding import folded
from appraisal.numbers import read_count, read_number
from appraisal.reported import MEASURES
from appraisal.subjects import COUNTS
from appraisal.table_outcomes import kind_of, name_in, numbered, outcomes_in, own_fields
from resources.i18n import _, ngettext

Row = Sequence[object]

HEADS_WITHIN: Final = 15  # rows in which the names of the columns are looked for
ABOUT: Final = ("study", "reviewer", "outcome", "year", "note")
NUMBERS: Final = (
    "e1", "b1", "n1", "e2", "b2", "n2", "m1", "sd1", "m2", "sd2", "t1", "t2", "e", "n", "r",
    "measure", "estimate", "lower", "upper", "se", "p",
)  # fmt: skip
FURTHER: Final = "345"  # groups of a study beside its two
ARM_TEXTS: Final = tuple(f"{what}{n}" for n in FURTHER for what in ("arm", "side"))
ARM_NUMBERS: Final = tuple(f"{what}{n}" for n in FURTHER for what in ("e", "m", "sd", "n"))
FIELDS: Final = (*ABOUT, *NUMBERS, *ARM_TEXTS, *ARM_NUMBERS)
_SAMPLES: Final = 5
_WHOLE: Final = (  # b: those without the event
    COUNTS | {"b1", "b2"} | {f"{what}{n}" for n in FURTHER for what in "en"}
)
_SHORT: Final = frozenset({"e1", "n1", "e2", "n2", "m1", "sd1", "m2", "sd2"})  # behind a name
_THREE: Final = 3  # digits after its only mark by which a number may be read in two ways

_SIDES: Final = {
    "1": ("1", "intervention", "experimental", "treatment", "intervencao", "tratamento", "exposed"),
    "2": ("2", "control", "comparator", "placebo", "controle", "comparison", "unexposed"),
    **{n: (n,) for n in FURTHER},
}
_GROUPS: Final = ("group", "grupo", "arm", "braco")
_EXACT: Final = {
    "tpos": "e1", "tneg": "b1", "cpos": "e2", "cneg": "b2", "ai": "e1", "bi": "b1", "ci": "e2",
    "di": "b2", "n1i": "n1", "n2i": "n2", "m1i": "m1", "m2i": "m2", "sd1i": "sd1", "sd2i": "sd2",
    "x1i": "e1", "x2i": "e2", "t1i": "t1", "t2i": "t2", "yi": "estimate", "sei": "se",
}  # fmt: skip
_ARM_HEADS: Final = {
    **{f"{word}{n}": f"arm{n}" for n in FURTHER for word in ("arm", "group", "braco", "grupo")},
    **{f"{word}{n}name": f"arm{n}" for n in FURTHER for word in ("arm", "group")},
    **{f"{word}{n}": f"side{n}" for n in FURTHER for word in ("side", "lado", "belongsto")},
    **{f"{word}{n}side": f"side{n}" for n in FURTHER for word in ("arm", "group")},
}
_STEMS: Final = {
    "e": ("events", "event", "e", "eventos", "number of events", "cases"),
    "n": ("total", "n", "participants", "sample size", "participantes", "number of participants"),
    "m": ("mean", "m", "media"),
    "sd": ("sd", "standard deviation", "desvio padrao", "dp"),
    "t": ("person time", "t", "person years", "time at risk", "pessoas ano"),
}
_PLAIN: Final = {
    "study": ("study", "study id", "study label", "estudo", "label", "author"),
    "reviewer": ("reviewer", "reviewer name", "extractor", "revisor", "assessor"),
    "outcome": ("outcome", "desfecho", "outcome name"),
    "year": ("year", "ano", "publication year"),
    "note": ("notes", "note", "comments", "observacoes", "comentarios"),
    "e": ("events", "eventos"),
    "n": ("total", "n", "sample size"),
    "r": ("r", "correlation", "correlacao"),
    "measure": ("measure", "effect measure", "medida"),
    "estimate": ("estimate", "effect", "effect estimate", "or", "rr", "hr", "estimativa"),
    "lower": ("lower", "ci lower", "lower limit", "95 ci low", "ci start", "ic inferior"),
    "upper": ("upper", "ci upper", "upper limit", "95 ci high", "ci end", "ic superior"),
    "se": ("se", "standard error", "erro padrao"),
    "p": ("p", "p value"),
}


@dataclass(frozen=True, slots=True)
class Further:
    """A group beside the two of a row; `side` as the table says it."""

    name: str
    side: str
    cells: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Extracted:
    """One row: its study, who extracted it (empty: whoever takes it in), and its fields.

    `arms` are the further arms it has, each as its name, the arm it belongs to, and its numbers;
    `kind` is the kind of data.
    """

    study: str
    reviewer: str
    outcome: str
    fields: Mapping[str, float | str]
    year: int | None = None
    note: str = ""
    arms: tuple[Further, ...] = ()
    kind: str = ""

    @property
    def is_consensus(self) -> bool:
        """Whether it is what the reviewers agreed on."""
        return is_consensus(self.reviewer)


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a map of its columns.

    `kind` is that of its first outcome, empty where no kind of data is whole.
    """

    source: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    body: tuple[Row, ...]
    kind: str
    rows: tuple[Extracted, ...]
    faults: tuple[str, ...]

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Who extracted, the consensus left out."""
        return reviewers_of(self.rows)

    @property
    def lacks(self) -> str:
        """What keeps it from coming in; empty when nothing does."""
        used = [one for one in self.columns if one in ABOUT]
        if len(set(used)) != len(used):
            return _("One field stands for two columns")
        if "study" not in used:
            return _("No column names the study")
        if not self.kind:
            return _("No kind of data has all its columns")
        return "" if self.rows else _("No row holds a number")


def guess(heads: Sequence[object]) -> tuple[str, ...]:
    """The field of each column by its name; empty for a column that is left out."""
    taken: list[str] = []
    for cell in heads:
        field = _field(_plain(cell))
        taken.append("" if field in ABOUT and field in taken else field)
    return tuple(taken)


def heads_in(rows: Sequence[Row]) -> int | None:
    """The row that names the columns of an extraction table, and of no other; None for none."""
    for place, row in enumerate(rows[:HEADS_WITHIN]):
        columns = guess(row)
        is_covidence = any(_plain(cell).startswith("covidence") for cell in row)
        if "study" in columns and (kind_of(columns) or (is_covidence and "reviewer" in columns)):
            return place
    return None


def understand(
    rows: Sequence[Row], *, source: str, known: Mapping[str, str] | None = None
) -> Table:
    """A table with its columns mapped: by names a person gave (`known`), else by guess."""
    place = heads_in(rows)
    place = 0 if place is None else place
    heads = tuple(" ".join(str(cell).split()) for cell in rows[place])
    columns = guess(heads)
    if known is not None:
        by_head = {_plain(head): field for head, field in known.items()}
        columns = tuple(by_head.get(_plain(head), "") for head in heads)
    bare = Table(source, heads, columns, tuple(rows[place + 1 :]), "", (), ())
    return mapped(bare, columns)


def mapped(table: Table, columns: Sequence[str]) -> Table:
    """The same table under another map."""
    maps = outcomes_in(columns, ABOUT)
    faults: list[str] = []
    found: list[tuple[int, Extracted]] = []
    for nth, one in enumerate(maps):
        own, kind = own_fields(one, maps, ABOUT), kind_of(one)
        rows = [_row(table, one, row, n, faults) for n, row in enumerate(table.body, 2)]
        found += [
            (nth, replace(row, kind=kind))
            for row in rows
            if row and (row.arms or own & row.fields.keys())
        ]
        faults += _two_ways(table, one)
    return replace(
        table,
        columns=tuple(columns),
        kind=kind_of(maps[0]),
        rows=_told_apart(_named(table.heads, maps, found)) if kind_of(maps[0]) else (),
        faults=_some(list(dict.fromkeys(faults))),
    )


def _told_apart(rows: Iterable[Extracted]) -> tuple[Extracted, ...]:
    """The rows; studies of one name that differ in their years are called by both."""
    kept = tuple(rows)
    years: dict[str, set[int | None]] = {}
    for row in kept:
        years.setdefault(folded(row.study), set()).add(row.year)
    return tuple(
        replace(row, study=f"{row.study} {row.year}")
        if len(years[folded(row.study)]) > 1 and row.year is not None
        else row
        for row in kept
    )


def _named(
    heads: Sequence[str], maps: Sequence[tuple[str, ...]], found: Sequence[tuple[int, Extracted]]
) -> Iterator[Extracted]:
    """The rows with the names of their outcomes: by the column of names, and by the heads."""
    known: dict[str, set[int]] = {}
    for nth, row in found:
        known.setdefault(row.outcome, set()).add(nth)
    for nth, row in found:
        if len(known[row.outcome]) == 1:
            yield row
            continue
        said = name_in(heads, maps[nth], own_fields(maps[nth], maps, ABOUT))
        parts = (row.outcome, numbered(said, nth + 1))
        yield replace(row, outcome=": ".join(part for part in parts if part))


def _row(
    table: Table, columns: Sequence[str], row: Row, number: int, faults: list[str]
) -> Extracted | None:
    about: dict[str, str] = {}
    fields: dict[str, float | str] = {}
    for place, field in enumerate(columns):
        cell = row[place] if place < len(row) else ""
        said = " ".join(str(cell if cell is not None else "").split())
        if not field or not said:
            continue
        if field in ABOUT:
            about[field] = said
            continue
        try:
            fields[field] = _value(field, cell, said)
        except InvalidClaim as fault:
            head = table.heads[place] if place < len(table.heads) else str(place + 1)
            faults.append(
                _("Row {row}, {column}: {why} The cell is left empty.").format(
                    row=number, column=head, why=fault.message
                )
            )
    if not about.get("study") or not fields:
        return None
    arms = tuple(_arms(fields, about["study"], number, faults))
    for side in "12":
        events, without = fields.get(f"e{side}"), fields.pop(f"b{side}", None)
        if isinstance(events, int) and isinstance(without, int):
            fields.setdefault(f"n{side}", events + without)
    year = about.get("year", "")
    return Extracted(
        about["study"],
        about.get("reviewer", ""),
        about.get("outcome", ""),
        fields,
        int(year) if year.isdecimal() and len(year) == 4 else None,
        about.get("note", ""),
        arms,
    )


def _arms(
    fields: dict[str, float | str], study: str, number: int, faults: list[str]
) -> Iterator[Further]:
    """The further arms of a row, taken out of its fields; numbers without a name are told."""
    for n in FURTHER:
        name, side = str(fields.pop(f"arm{n}", "")), str(fields.pop(f"side{n}", ""))
        found = {what: fields.pop(f"{what}{n}", None) for what in ("e", "m", "sd", "n")}
        cells = {cell: value for cell, value in found.items() if isinstance(value, int | float)}
        if name:
            yield Further(name, side, cells)
        elif cells:
            said = _("Row {row}, {study}: group {n} has numbers and no name. It is left out.")
            faults.append(said.format(row=number, study=study, n=n))


def _value(field: str, cell: object, said: str) -> float | str:
    """What a cell says; a spreadsheet's own number is taken as it is."""
    if field in ARM_TEXTS:
        return said
    if field == "measure":
        found = said.upper()
        if found not in MEASURES:
            raise InvalidClaim(_("“{text}” is no measure that is known.").format(text=said[:40]))
        return found
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if field in _WHOLE and (cell < 0 or not float(cell).is_integer()):
            raise InvalidClaim(_("{typed} is not a whole number from 0 on.").format(typed=said))
        return int(cell) if field in _WHOLE else cell
    return read_count(said) if field in _WHOLE else read_number(said.rstrip("%").strip())


def _two_ways(table: Table, columns: Sequence[str]) -> Iterator[str]:
    """Columns in which every mark has three digits behind it: it may be decimal, or thousands."""
    for place, field in enumerate(columns):
        if field in (*ABOUT, *ARM_TEXTS) or field in _WHOLE or not field:
            continue
        texts = [str(row[place]) for row in table.body if place < len(row) and row[place] != ""]
        marked = [one for one in texts if "." in one or "," in one]
        ends = {len(one.replace(",", ".").rpartition(".")[2].strip()) for one in marked}
        whole = any(isinstance(row[place], float) for row in table.body if place < len(row))
        if marked and ends == {_THREE} and not whole:
            yield _(
                "{column}: every number has three digits after its mark, which is read as the "
                "decimal mark, as in {sample}."
            ).format(column=table.heads[place], sample=marked[0])


def _some(sentences: list[str]) -> tuple[str, ...]:
    more = len(sentences) - _SAMPLES
    if more <= 0:
        return tuple(sentences)
    said = ngettext("and {n} more cell", "and {n} more cells", more).format(n=more)
    return (*sentences[:_SAMPLES], said)


def _field(head: str) -> str:
    if head in _EXACT:
        return _EXACT[head]
    found = next((field for field, words in _PLAIN.items() if head in words), "")
    if found in ABOUT or (found and found not in ("e", "n")):
        return found
    sided = _sided(head)
    return sided or found


def _sided(head: str) -> str:
    """A number of one of the groups: `events intervention`, `n2`, `control sd`, `events 3`."""
    compact = head.replace(" ", "")
    if compact in _ARM_HEADS:
        return _ARM_HEADS[compact]
    for stem in _STEMS:
        for side in _SIDES:
            if compact == f"{stem}{side}" and compact in FIELDS:
                return compact
    words = head.split()
    if len(words) > 1 and words[-1] in _SHORT:
        return words[-1]
    for side, names in _SIDES.items():
        for name in names:
            if name not in words:
                continue
            rest = [word for word in words if word not in (name, *_GROUPS)]
            stem = _stem(rest)
            if stem and f"{stem}{side}" in FIELDS:
                return f"{stem}{side}"
    return ""


def _stem(words: list[str]) -> str:
    """What a head without its group counts; the outcome may stand before or behind it."""
    whole = " ".join(words)
    for stem, stems in _STEMS.items():
        if whole in stems:
            return stem
    for stem, stems in _STEMS.items():
        longer = [one for one in stems if len(one) > 1 or one == "n"]
        if any(f" {whole} ".startswith(f" {one} ") or whole.endswith(f" {one}") for one in longer):
            return stem
    return ""


def _plain(cell: object) -> str:
    text = folded(str(cell if cell is not None else ""))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())
