"""An instrument while it is made: its tables and their translation, and the way back.

A piece is a value: each change gives another. It is kept as the tables of its file, because what is
half done has faults and still has to be shown; `library` says what they are.
"""

import copy
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from appraisal.errors import FaultyInstrument
from appraisal.instrument import Instrument
from appraisal.instrument_file import read_instrument
from appraisal.instrument_overlay import text_slots
from appraisal.instrument_table import Raw, parse
from appraisal.instruments import LANGUAGES
from appraisal.library import check_texts, known
from resources.i18n import _, speaking

LISTS: Final = ("config", "domain", "item", "summary")  # tables that repeat, in the file's order
ORDER: Final[tuple[str, ...]] = (
    "schema", "id", "version", "title", "short", "unit", "designs", "default_for", "citation",
    "url", "text_licence", "confidence", "note", "sets", "answers", "short_answers", "levels",
    "directions", "config", "domain", "item", "summary", "overall", "display",
)  # fmt: skip
Path = tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """The tables of an instrument's file, and its texts in other languages by their place.

    `origin` is the id of one's own file that it was opened from; empty for a new one.
    """

    raw: Raw
    overlays: Mapping[str, Mapping[Path, str]]
    origin: str = ""

    @property
    def title(self) -> str:
        """What it is called so far."""
        return str(self.raw.get("title") or "") or _("Instrument without a title")

    def with_raw(self, raw: Raw) -> "Piece":
        """The same with other tables; translations of what is gone go with it."""
        places = {place for place, _slot in text_slots(raw)}
        kept = {
            lang: {place: text for place, text in texts.items() if place in places}
            for lang, texts in self.overlays.items()
        }
        return replace(self, raw=raw, overlays=kept)

    def with_text(self, lang: str, place: Path, text: str) -> "Piece":
        """The same with one text in another language; empty takes it away."""
        texts = {**self.overlays.get(lang, {}), place: text}
        if not text.strip():
            del texts[place]
        return replace(self, overlays={**self.overlays, lang: texts})

    def copy_raw(self) -> Raw:
        """Tables of its own to change."""
        return copy.deepcopy(self.raw)


def begin() -> Piece:
    """An instrument with one question, to start from."""
    return Piece(
        {
            "schema": 1,
            "id": _free_id("our-checklist"),
            "version": "1",
            "title": _("Our checklist"),
            "short": _("Ours"),
            "unit": "study",
            "designs": [],
            "confidence": "C",
            "text_licence": _("own wording"),
            "sets": {"answer": ["Yes", "No", "Unclear"]},
            "levels": {
                "order": ["low", "unclear", "high"],
                "label": {"low": _("Low"), "unclear": _("Unclear"), "high": _("High")},
            },
            "domain": [
                {
                    "id": "D1",
                    "label": "D1",
                    "title": _("First domain"),
                    "rows": [
                        {"when": {"1.1": ["No"]}, "then": "high"},
                        {"when": {"1.1": ["Unclear"]}, "then": "unclear"},
                        {"then": "low"},
                    ],
                    "judgement": "algorithm",
                }
            ],
            "item": [
                {
                    "id": "1.1",
                    "domain": "D1",
                    "title": _("First question"),
                    "ask": _("What is asked?"),
                    "help": "",
                    "answers": "answer",
                }
            ],
            "overall": {
                "title": _("Overall"),
                "rows": [
                    {"when": {"some_domain": ["high"]}, "then": "high"},
                    {"when": {"some_domain": ["unclear"]}, "then": "unclear"},
                    {"then": "low"},
                ],
            },
            "display": {"figures": ["traffic-light", "summary"]},
        },
        {},
    )


def opened(texts: Mapping[str, str], *, origin: str = "") -> Piece:
    """A piece from the texts of a file.

    Raises
    ------
    FaultyInstrument
        When they are too large or no TOML; other faults are shown, not raised.
    """
    raw = parse(texts["en"])
    overlays = {
        lang: {
            place: text
            for place, text in _flat(parse(overlay))
            if place != ("instrument",) and isinstance(text, str)
        }
        for lang, overlay in texts.items()
        if lang != "en"
    }
    return Piece(raw, overlays, origin)


def duplicated(texts: Mapping[str, str]) -> Piece:
    """A copy that is one's own: another id and title, and nobody's usual instrument."""
    piece = opened(texts)
    raw = piece.copy_raw()
    raw["id"] = _free_id(f"{raw.get('id', 'copy')}-copy")
    raw["version"] = "1"
    raw["confidence"] = "C"
    raw.pop("default_for", None)
    overlays = {
        lang: {**said, **{(key,): text for key, text in _own_names(lang, raw, said).items()}}
        for lang, said in piece.overlays.items()
    }
    raw.update(_own_names("en", raw, {}))
    return Piece(raw, overlays, piece.origin).with_raw(raw)


def _own_names(lang: str, raw: Raw, said: Mapping[Path, str]) -> dict[str, str]:
    """What a copy is called in a language, whichever one the window speaks."""
    title, short, note = (
        said.get((key,)) or str(raw.get(key) or "") for key in ("title", "short", "note")
    )
    with speaking(lang if lang in LANGUAGES else "en"):
        ours = _("{title} (our copy)")
        after = _("Changed by the team after {title}. {note}")
    return {
        "title": ours.format(title=title),
        "short": ours.format(title=short or title),
        "note": after.format(title=title, note=note).strip(),
    }


def texts_of_piece(piece: Piece) -> dict[str, str]:
    """The texts of its file and overlays, by language."""
    import tomli_w

    raw = {key: piece.raw[key] for key in ORDER if key in piece.raw}
    raw |= {key: value for key, value in piece.raw.items() if key not in raw}
    texts = {"en": tomli_w.dumps(_bare(raw))}
    for lang in LANGUAGES:
        said = piece.overlays.get(lang)
        if said:
            tables: Raw = {"instrument": str(piece.raw.get("id", ""))}
            for place, text in said.items():
                _put(tables, place, text)
            texts[lang] = tomli_w.dumps(tables)
    return texts


def faults_of(piece: Piece) -> tuple[str, ...]:
    """Every fault, with its place, as it stands now."""
    try:
        return check_texts(texts_of_piece(piece))
    except FaultyInstrument as fault:
        return tuple(fault.faults)


def instrument_of(piece: Piece, lang: str = "en") -> Instrument | None:
    """The instrument it makes; None while it has faults."""
    texts = texts_of_piece(piece)
    try:
        return read_instrument(texts["en"], overlay=texts.get(lang) if lang != "en" else None)
    except FaultyInstrument:
        return None


def version_for(piece: Piece, carried: str | None) -> Piece:
    """The piece with the next version, where a review carries this one with another text.

    `carried` is the text that stands there under its id and version; None for none.
    """
    if carried is None or tomllib.loads(carried) == tomllib.loads(texts_of_piece(piece)["en"]):
        return piece
    raw = piece.copy_raw()
    raw["version"] = next_version(str(raw.get("version", "1")))
    return piece.with_raw(raw)


def next_version(version: str) -> str:
    """The version after this one: the last number in it, raised by one."""
    head = version.rstrip("0123456789")
    tail = version[len(head) :]
    return f"{head}{int(tail) + 1}" if tail else f"{version}.2"


def _free_id(wanted: str) -> str:
    taken = known()
    name, n = wanted[:36], 2
    while name in taken:
        name, n = f"{wanted[:33]}-{n}", n + 1
    return name


def _bare(value: Any) -> Any:  # Any: TOML nests
    """Without empty texts, lists and tables, which say nothing in a file."""
    if isinstance(value, dict):
        made = {key: _bare(part) for key, part in value.items()}
        return {key: part for key, part in made.items() if part not in ("", [], {}, None)}
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return value


def _flat(table: Mapping[str, Any], place: Path = ()) -> list[tuple[Path, object]]:
    found: list[tuple[Path, object]] = []
    for name, part in table.items():
        if isinstance(part, dict):
            found += _flat(part, (*place, name))
        else:
            found.append(((*place, name), part))
    return found


def _put(tables: Raw, place: Path, text: str) -> None:
    *way, last = place
    for name in way:
        tables = tables.setdefault(name, {})
    tables[last] = text
