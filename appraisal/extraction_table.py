"""Numbers in somebody's table: which column is what, whose row it is, and what it becomes.

A row is a study; where a column names who extracted it, each person's rows become a seat of theirs
and the row of the consensus becomes what was agreed. A cell that is no number is named, never
guessed. One table gives one outcome; another outcome of the same table is a second import.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from appraisal.brought_in import is_consensus, reviewers_of
from appraisal.errors import InvalidClaim
from appraisal.folding import folded
from appraisal.numbers import read_count, read_number
from appraisal.reported import MEASURES
from appraisal.subjects import CELLS, COUNTS
from resources.i18n import _, ngettext

Row = Sequence[object]

ABOUT: Final = ("study", "reviewer", "outcome", "year", "note")
NUMBERS: Final = (
    "e1", "b1", "n1", "e2", "b2", "n2", "m1", "sd1", "m2", "sd2", "t1", "t2", "e", "n", "r",
    "measure", "estimate", "lower", "upper", "se", "p",
)  # fmt: skip
FURTHER: Final = "345"  # groups of a study beside its two
ARM_TEXTS: Final = tuple(f"{what}{n}" for n in FURTHER for what in ("arm", "side"))
ARM_NUMBERS: Final = tuple(f"{what}{n}" for n in FURTHER for what in ("e", "m", "sd", "n"))
FIELDS: Final = (*ABOUT, *NUMBERS, *ARM_TEXTS, *ARM_NUMBERS)
KINDS: Final = ("counts", "means", "rates", "reported", "correlation", "proportion")
_LEAST: Final[Mapping[str, tuple[str, ...]]] = {**CELLS, "reported": ("estimate",)}
_SAMPLES: Final = 5
_WHOLE: Final = (  # b: those without the event
    COUNTS | {"b1", "b2"} | {f"{what}{n}" for n in FURTHER for what in "en"}
)
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

    `arms` are the further arms it has, each as its name, the arm it belongs to, and its numbers.
    """

    study: str
    reviewer: str
    outcome: str
    fields: Mapping[str, float | str]
    year: int | None = None
    note: str = ""
    arms: tuple[Further, ...] = ()

    @property
    def is_consensus(self) -> bool:
        """Whether it is what the reviewers agreed on."""
        return is_consensus(self.reviewer)


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a map of its columns. `kind` is empty where no kind of data is whole."""

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
        used = [one for one in self.columns if one]
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
        taken.append("" if field in taken else field)
    return tuple(taken)


def heads_in(rows: Sequence[Row], *, within: int = 15) -> int | None:
    """The row that names the columns of an extraction table, and of no other; None for none."""
    for place, row in enumerate(rows[:within]):
        columns = guess(row)
        is_covidence = any(_plain(cell).startswith("covidence") for cell in row)
        if "study" in columns and (_kind(columns) or (is_covidence and "reviewer" in columns)):
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
    kind = _kind(columns)
    faults: list[str] = []
    rows = [_row(table, columns, row, n, faults) for n, row in enumerate(table.body, 2)]
    kept = tuple(row for row in rows if row is not None)
    faults += _two_ways(table, columns)
    return replace(
        table, columns=tuple(columns), kind=kind, rows=kept if kind else (), faults=_some(faults)
    )


def _kind(columns: Sequence[str]) -> str:
    """The kind of data whose cells are all there."""
    there = set(columns)
    there |= {f"n{side}" for side in "12" if {f"e{side}", f"b{side}"} <= there}
    return next((kind for kind in KINDS if set(_LEAST[kind]) <= there), "")


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
    for side, names in _SIDES.items():
        for name in names:
            if name not in words:
                continue
            rest = " ".join(word for word in words if word not in (name, *_GROUPS))
            for stem, stems in _STEMS.items():
                if rest in stems and f"{stem}{side}" in FIELDS:
                    return f"{stem}{side}"
    return ""


def _plain(cell: object) -> str:
    text = folded(str(cell if cell is not None else ""))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())
