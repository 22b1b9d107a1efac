"""The parts of an instrument that a form shows one at a time, and what can be said of each.

A node is named by a path: `("item", "2")` is the third item. Which fields a kind of node has is one
table here, so a new key of the format is a line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from appraisal.instrument_overlay import text_slots
from appraisal.instrument_table import Raw
from appraisal.workshop.piece import LISTS, Path, Piece
from resources.i18n import _

FieldKind = Literal[
    "line", "text", "number", "flag", "choice", "ticks", "codes", "grid", "condition", "rules",
    "value", "flag_on", "list",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: the key in its tables, and what heads it."""

    key: str
    label: str
    kind: Literal["line", "number", "codes", "flag", "condition", "role"] = "line"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form. `choices` are codes with their words.

    A `flag_on` holds unless the file says otherwise.
    """

    key: str
    label: str
    kind: FieldKind = "line"
    choices: tuple[tuple[str, str], ...] = ()
    columns: tuple[Column, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A part in the list at the left: where it is, what it is called, how deep it lies."""

    path: Path
    title: str
    depth: int
    kind: str


def nodes(piece: Piece) -> tuple[Node, ...]:
    """Every part, in the order a reader meets them; items stand under their domain."""
    raw = piece.raw
    found = [
        Node(("top",), _("About the instrument"), 0, "top"),
        Node(("answers",), _("Answers in common"), 0, "answers"),
        Node(("levels",), _("Levels"), 0, "levels"),
    ]
    found += _listed(raw, "config", "label", "key")
    for n, domain in enumerate(tables(raw, "domain")):
        found.append(Node(("domain", str(n)), _named(domain, "id"), 0, "domain"))
        found += [
            Node(("item", str(at)), _named(item, "id"), 1, "item")
            for at, item in enumerate(tables(raw, "item"))
            if item.get("domain") == domain.get("id")
        ]
    known = {domain.get("id") for domain in tables(raw, "domain")}
    found += [
        Node(("item", str(at)), _named(item, "id"), 0, "item")
        for at, item in enumerate(tables(raw, "item"))
        if item.get("domain") not in known
    ]
    found += _listed(raw, "summary", "title", "id")
    found.append(Node(("overall",), _("The whole"), 0, "overall"))
    found.append(Node(("display",), _("Figures and names elsewhere"), 0, "display"))
    return tuple(found)


def _listed(raw: Raw, kind: str, *_keys: str) -> list[Node]:
    ids = "key" if kind == "config" else "id"
    return [
        Node((kind, str(n)), _named(table, ids), 0, kind)
        for n, table in enumerate(tables(raw, kind))
    ]


def _named(table: Mapping[str, Any], ids: str) -> str:
    words = str(table.get("title") or table.get("label") or table.get("ask") or "")
    return f"{table.get(ids, '?')}  {words}".strip()


def tables(raw: Raw, kind: str) -> list[Raw]:
    """The tables of a list that are tables."""
    value = raw.get(kind)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def table_of(raw: Raw, path: Path) -> Raw:
    """The table of a node, made where it is not there yet."""
    if path[0] in ("top", "answers"):
        return raw
    if len(path) == 1:
        found: Raw = raw.setdefault(path[0], {})
        return found
    one: Raw = tables(raw, path[0])[int(path[1])]
    return one


def add(piece: Piece, kind: str, after: Path = ()) -> tuple[Piece, Path]:
    """A new domain, item, setting or summary, behind a node of its kind or at the end."""
    raw = piece.copy_raw()
    listed: list[Raw] = raw.setdefault(kind, [])
    at = int(after[1]) + 1 if after and after[0] == kind else len(listed)
    listed.insert(at, _fresh(raw, kind, after))
    return piece.with_raw(raw), (kind, str(at))


def _fresh(raw: Raw, kind: str, after: Path) -> Raw:
    ids = {str(one.get("key" if kind == "config" else "id")) for one in tables(raw, kind)}
    if kind == "domain":
        name = _free(ids, "D")
        return {"id": name, "label": name, "title": _("New domain")}
    if kind == "config":
        return {"key": _free(ids, "setting"), "type": "text", "label": _("New setting")}
    if kind == "summary":
        return {"id": _free(ids, "sum"), "title": _("New sum"), "kind": "sum", "of": "*"}
    domains = tables(raw, "domain")
    near = table_of(raw, after) if after and after[0] in ("item", "domain") else {}
    domain = near.get("domain") or near.get("id") or (domains[-1].get("id") if domains else "")
    sets = raw.get("sets")
    usual = next(iter(sets), "") if isinstance(sets, dict) else ""
    made: Raw = {
        "id": _free({str(one.get("id")) for one in tables(raw, "item")}, "q"),
        "domain": domain,
        "title": _("New question"),
        "ask": _("What is asked?"),
    }
    if usual:
        made["answers"] = usual
    else:
        made["options"] = [{"code": "a", "text": _("yes")}, {"code": "b", "text": _("no")}]
    return made


def _free(taken: set[str], head: str) -> str:
    n = len(taken) + 1
    while f"{head}{n}" in taken:
        n += 1
    return f"{head}{n}"


def remove(piece: Piece, path: Path) -> Piece:
    """Without a node; a domain goes with its items."""
    raw = piece.copy_raw()
    gone = tables(raw, path[0])[int(path[1])]
    raw[path[0]] = [one for one in raw[path[0]] if one is not gone]
    if path[0] == "domain":
        raw["item"] = [one for one in tables(raw, "item") if one.get("domain") != gone.get("id")]
    return piece.with_raw(raw)


def move(piece: Piece, path: Path, by: int) -> tuple[Piece, Path]:
    """A node one place up or down; an item among those of its domain."""
    raw = piece.copy_raw()
    listed = raw[path[0]]
    at = int(path[1])
    alike = [
        n
        for n, one in enumerate(listed)
        if path[0] != "item" or one.get("domain") == listed[at].get("domain")
    ]
    place = alike.index(at) + by
    if not 0 <= place < len(alike):
        return piece, path
    other = alike[place]
    listed[at], listed[other] = listed[other], listed[at]
    return piece.with_raw(raw), (path[0], str(other))


def renamed(piece: Piece, path: Path, new: str) -> Piece:
    """A domain or item by another id; items follow their domain, and translations their item."""
    raw = piece.copy_raw()
    table = table_of(raw, path)
    old = str(table.get("id", ""))
    table["id"] = new
    kind = path[0]
    if kind == "domain":
        for item in tables(raw, "item"):
            if item.get("domain") == old:
                item["domain"] = new
    changed = {
        lang: {_moved(place, kind, old, new): text for place, text in texts.items()}
        for lang, texts in piece.overlays.items()
    }
    return Piece(piece.raw, changed, piece.origin).with_raw(raw)


def _moved(place: Path, kind: str, old: str, new: str) -> Path:
    if len(place) < 2 or place[0] not in ("domain", "item", "summary"):
        return place
    name = place[1]
    if place[0] == kind and kind != "item" and name == old:
        return (place[0], new, *place[2:])
    domain, slash, item = name.partition("/")
    if place[0] == "item" and kind == "domain" and domain == old:
        return ("item", f"{new}{slash}{item}", *place[2:])
    if place[0] == "item" and kind == "item" and item == old:
        return ("item", f"{domain}/{new}", *place[2:])
    return place


def translations(piece: Piece, path: Path, lang: str) -> tuple[tuple[Path, str, str], ...]:
    """The texts of a node: their place, the text in English, the text in a language."""
    wanted = [place for place, _slot in text_slots(piece.raw) if _is_of(place, piece.raw, path)]
    slots = dict(text_slots(piece.raw))
    said = piece.overlays.get(lang, {})
    return tuple(
        (place, str(slots[place][0][slots[place][1]]), said.get(place, "")) for place in wanted
    )


def untranslated(piece: Piece, lang: str) -> int:
    """How many texts have no words in a language yet."""
    said = piece.overlays.get(lang, {})
    return sum(place not in said for place, _slot in text_slots(piece.raw))


def _is_of(place: Path, raw: Raw, path: Path) -> bool:
    kind = path[0]
    if kind == "top":
        return len(place) == 1
    if kind == "answers":
        return place[0] in ("answers", "short_answers", "directions")
    if kind in LISTS:
        table = table_of(raw, path)
        name = table.get("key" if kind == "config" else "id")
        if kind == "item":
            name = f"{table.get('domain')}/{name}"
        return place[0] == kind and len(place) > 1 and place[1] == str(name)
    return place[0] == kind


def node_of_fault(piece: Piece, fault: str) -> Path:
    """The node that a fault speaks of; the instrument itself where it names none."""
    best: tuple[int, Path] = (0, ("top",))
    for name, path in _spoken(piece):
        if name in fault and len(name) > best[0]:
            best = (len(name), path)
    return best[1]


def _spoken(piece: Piece) -> Iterator[tuple[str, Path]]:
    """What faults call each node."""
    raw = piece.raw
    words: Final = {
        "config": _("setting"),
        "domain": _("domain"),
        "item": _("item"),
        "summary": _("summary"),
    }
    for kind, word in words.items():
        for n, table in enumerate(tables(raw, kind)):
            name = str(table.get("key" if kind == "config" else "id", n + 1))
            path = (kind, str(n))
            if kind == "item":
                address = f"{table.get('domain')}/{name}"
                yield f"{word} {address}", path
                yield _("item {address}").format(address=address), path
                yield f"item {address}", path
            yield f"{word} {name}", path
            yield f"{kind} {name}", path
    yield _("overall:"), ("overall",)
    yield "overall", ("overall",)
    yield "levels", ("levels",)
    yield "sets", ("answers",)
    yield "display", ("display",)
