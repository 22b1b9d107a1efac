"""What stands in a field of a form, and what it becomes in the tables of the file.

Conditions are shown as the file writes them, `"2.1" = ["Y", "PY"]`, so that a form can say whatever
the format can. What cannot be read is refused with the reason and changes nothing.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from appraisal.errors import UserError
from appraisal.instrument_table import LINE_LIMIT, Raw
from appraisal.numbers import read_number
from appraisal.workshop.nodes import FieldSpec, table_of
from appraisal.workshop.piece import Path, Piece
from resources.i18n import _

Row = Mapping[str, Any]  # Any: what a cell of a grid holds
PART: Final = "part."  # before the number of one of several tables of rules
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def value_of(piece: Piece, path: Path, spec: FieldSpec) -> Any:  # Any: what the kind of field takes
    """What a field shows: a text, a flag, a list of codes, rows of a grid or of rules."""
    table = table_of(piece.copy_raw(), path)
    if path[0] == "levels":
        return _level_rows(table)
    if spec.key.startswith(PART):
        return _rule_rows(_part(table, spec))
    return _shown(table, spec)


def _shown(table: Raw, spec: FieldSpec) -> Any:  # Any: as above
    value = table.get(spec.key)
    match spec.kind:
        case "flag" | "flag_on":
            return value is not False if spec.kind == "flag_on" else value is True
        case "ticks":
            return _texts(value)
        case "codes" | "list" if isinstance(value, list):
            return (", " if spec.kind == "list" else " ").join(_texts(value))
        case "grid":
            is_by_level = spec.key == "robvis_levels"
            return _every_level(value, spec) if is_by_level else _grid_rows(value, spec)
        case "rules":
            return _rule_rows(table)
        case "condition":
            return condition_text(value)
        case "number" | "value":
            return _plain(value)
        case "choice" if value is None and spec.choices and "" not in dict(spec.choices):
            return spec.choices[0][0]  # what holds where the file says nothing
        case _:
            return value if isinstance(value, str) else ""


def with_value(piece: Piece, path: Path, spec: FieldSpec, value: Any) -> Piece:  # Any: as above
    """The piece with another value in a field.

    Raises
    ------
    UserError
        When it cannot be read, such as a condition that is not well formed.
    """
    raw = piece.copy_raw()
    table = table_of(raw, path)
    if path[0] == "levels":
        table.clear()
        table.update(_levels_table(value))
        return piece.with_raw(raw)
    if spec.key.startswith(PART):
        _part(table, spec)["rows"] = _rules(value)
        return piece.with_raw(raw)
    made = _typed(value, str(table.get("type"))) if spec.kind == "value" else None
    if spec.kind != "value":
        made = _read(spec, value, raw)
    if spec.kind == "grid" and isinstance(made, list):
        made = _with_the_rest(made, table.get(spec.key), spec)
    usual = {"flag": False, "flag_on": True}.get(spec.kind)
    if made in ("", [], None, {}) or made is usual:
        table.pop(spec.key, None)
    else:
        table[spec.key] = made
    if spec.key == "answers" and made and path[0] == "item":
        table.pop("options", None)
    if spec.key == "options" and made:
        table.pop("answers", None)
    return piece.with_raw(raw)


def _with_the_rest(made: list[Raw], before: object, spec: FieldSpec) -> list[Raw]:
    """What the form does not show of a row, such as the rules of a block, stays with it."""
    first, shown = spec.columns[0].key, {column.key for column in spec.columns}
    former = before if isinstance(before, list) else [before]
    known = {one.get(first): one for one in former if isinstance(one, dict)}
    return [
        {**table, **{k: v for k, v in known.get(table.get(first), {}).items() if k not in shown}}
        for table in made
    ]


def _read(spec: FieldSpec, value: Any, raw: Raw) -> Any:  # Any: as above
    match spec.kind:
        case "number":
            return _number(value)
        case "codes":
            return _codes(value, raw)
        case "list":
            return [part.strip() for part in str(value).split(",") if part.strip()]
        case "condition":
            return read_condition_text(value)
        case "rules":
            return _rules(value)
        case "grid":
            return _grid(value, spec)
        case _:
            return value


# -- conditions ------------------------------------------------------------------------------------


def condition_text(value: object) -> str:
    """A condition as the file writes it, without the outer braces."""
    if not isinstance(value, dict):
        return ""
    return ", ".join(f"{_key(name)} = {_inline(part)}" for name, part in value.items())


def read_condition_text(text: str) -> Raw:
    """The tables of a condition that was typed.

    Raises
    ------
    UserError
        When it is not well formed.
    """
    typed = text.strip()
    if not typed:
        return {}
    if len(typed) > LINE_LIMIT or "\n" in typed:
        raise UserError(_("The condition is too long for one line."))
    try:
        read: Raw = tomllib.loads(f"when = {{ {typed} }}")["when"]
    except (ValueError, RecursionError) as fault:
        raise UserError(
            _("The condition cannot be read: {why}").format(why=str(fault).partition(" (")[0]),
            remedy=_("Write it such as “1.1” = [“No”], with straight quotation marks."),
        ) from fault
    return read


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _inline(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(name)} = {_inline(part)}" for name, part in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


# -- rows ------------------------------------------------------------------------------------------


def _rule_rows(table: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = table.get("rows")
    listed = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        {"when": condition_text(row.get("when")), "then": str(row.get("then", ""))}
        for row in listed
    ]


def parts_of(piece: Piece, path: Path, spec: FieldSpec) -> tuple[FieldSpec, ...]:
    """The tables of rules of a domain, one field each; the worst of what they give counts."""
    parts = table_of(piece.copy_raw(), path).get("part")
    if not isinstance(parts, list) or not parts:
        return (spec,)
    label = _("{rules}: table {n} of {total}, the worst counts")
    return tuple(
        replace(
            spec, key=f"{PART}{n}", label=label.format(rules=spec.label, n=n + 1, total=len(parts))
        )
        for n in range(len(parts))
    )


def with_part(piece: Piece, path: Path) -> Piece:
    """A domain with one more table of rules, which gives the first level while it is empty."""
    raw = piece.copy_raw()
    table = table_of(raw, path)
    levels = raw.get("levels")
    order = levels.get("order") if isinstance(levels, dict) else None
    best = order[0] if isinstance(order, list) and order else ""
    rows = table.pop("rows", None)
    parts = table.setdefault("part", [])
    if rows:
        parts.append({"rows": rows})
    parts.append({"rows": [{"then": best}]})
    return piece.with_raw(raw)


def _part(table: Raw, spec: FieldSpec) -> Raw:
    part: Raw = table["part"][int(spec.key.removeprefix(PART))]
    return part


def _rules(rows: Sequence[Row]) -> list[Raw]:
    made: list[Raw] = []
    for row in rows:
        when = read_condition_text(str(row["when"]))
        made.append({"when": when, "then": row["then"]} if when else {"then": row["then"]})
    return made


def _grid_rows(value: object, spec: FieldSpec) -> list[dict[str, Any]]:
    if spec.columns and spec.columns[0].key == "":  # names on the left, of a table
        table = value if isinstance(value, dict) else {}
        return [{"": name, "=": _cell(part, "codes")} for name, part in table.items()]
    rows = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
    plain = [{"code": one, "text": one} if isinstance(one, str) else one for one in rows]
    return [
        {column.key: _cell(row.get(column.key), column.kind) for column in spec.columns}
        for row in plain
        if isinstance(row, dict)
    ]


def _every_level(value: object, spec: FieldSpec) -> list[dict[str, Any]]:
    """A row for each level, with the word it has or none yet."""
    said = value if isinstance(value, dict) else {}
    names = dict.fromkeys([*dict(spec.choices), *said])
    return [{"": name, "=": str(said.get(name, ""))} for name in names]


def _cell(value: object, kind: str) -> object:
    if kind == "condition":
        return condition_text(value)
    if kind == "flag":
        return value is True
    if isinstance(value, list):
        return " ".join(map(str, value))
    return _plain(value)


def _grid(rows: Sequence[Row], spec: FieldSpec) -> Any:  # Any: a table, or a list of tables
    if spec.columns and spec.columns[0].key == "":
        is_codes = spec.columns[1].kind == "codes"
        return {
            str(row[""]): str(row["="]).split() if is_codes else str(row["="])
            for row in rows
            if str(row[""]).strip() and (is_codes or str(row["="]).strip())
        }
    made: list[Raw] = []
    for row in rows:
        table: Raw = {}
        for column in spec.columns:
            value = _grid_cell(row.get(column.key), column.kind)
            if value not in ("", [], None, {}) and value is not False:
                table[column.key] = value
        if table:
            made.append(table)
    return made


def _grid_cell(value: Any, kind: str) -> Any:  # Any: as the kind of column says
    if kind == "number":
        return _number(value)
    if kind == "codes":
        return str(value or "").split()
    if kind == "condition":
        return read_condition_text(str(value or ""))
    return value


def _level_rows(table: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for key, is_outside in (("order", False), ("outside", True)):
        for name in _texts(table.get(key)):
            row: dict[str, Any] = {"id": name, "outside": is_outside}
            for column in ("label", "letter", "role"):
                named = table.get(column)
                row[column] = str(named.get(name, "")) if isinstance(named, dict) else ""
            rows.append(row)
    return rows


def _levels_table(rows: Sequence[Row]) -> Raw:
    named = [row for row in rows if str(row["id"]).strip()]
    made: Raw = {
        "order": [str(row["id"]) for row in named if not row["outside"]],
        "outside": [str(row["id"]) for row in named if row["outside"]],
    }
    for key in ("role", "label", "letter"):
        said = {str(row["id"]): str(row[key]) for row in named if row[key]}
        if said:
            made[key] = said
    return {key: value for key, value in made.items() if value}


# -- plain values ----------------------------------------------------------------------------------


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)


def _codes(text: str, raw: Raw) -> str | list[str]:
    """A list of codes; the name of a set of answers alone, or a star, stays a word."""
    words = text.replace(",", " ").split()
    sets = raw.get("sets")
    named = {"*", *(sets if isinstance(sets, dict) else ())}
    return words[0] if len(words) == 1 and words[0] in named else words


def _number(text: object) -> int | float | None:
    typed = str(text or "").strip()
    if not typed:
        return None
    number = read_number(typed)
    return int(number) if number.is_integer() else number


def _typed(text: object, kind: str) -> object:
    """A value for a setting of a type; for an item's cap, a number or `{setting}`."""
    typed = str(text or "").strip()
    if kind in ("choices", "domains", "items"):
        return typed.split()
    if kind in ("text", "choice") or not typed:
        return typed
    if typed in ("true", "false"):
        return typed == "true"
    try:
        return _number(typed)
    except UserError:
        return typed
