"""Putting an instrument into another language.

An overlay names the same things by the same ids and holds only texts. It can add nothing, change no
rule, and a text of it quotes the same settings as the text it stands for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from appraisal.instrument import fields_of
from appraisal.instrument_table import Raw, parse
from resources.i18n import _

Path = tuple[str, ...]
Slot = tuple[Any, Any]  # Any: TOML; the table that holds a text and its key, or a list and a place

_TOP = ("title", "short", "note", "text_licence")
_CONFIG = ("label", "placeholder", "unit", "help")
_DOMAIN = ("label", "title", "help")
_BLOCK = ("title", "ask", "help")
_ITEM = ("title", "ask", "help")


def lay_over(raw: Raw, overlay: Raw, faults: list[str]) -> None:
    """Replace the texts of a read file by those of an overlay; note what does not fit."""
    slots = dict(text_slots(raw))
    for place, text in _texts(overlay):
        if place == ("instrument",):
            if text != raw.get("id"):
                faults.append(
                    _("The translation is of “{other}”, not of “{id}”.").format(
                        other=text, id=raw.get("id")
                    )
                )
            continue
        slot = slots.get(place)
        if slot is None:
            faults.append(
                _("Translation, {place}: there is no such text.").format(place=_said(place))
            )
        elif not isinstance(text, str):
            faults.append(
                _("Translation, {place}: it has to be a text.").format(place=_said(place))
            )
        elif fields_of(text) != fields_of(slot[0][slot[1]]):
            faults.append(
                _(
                    "Translation, {place}: it quotes other settings than the text it stands for."
                ).format(place=_said(place))
            )
        else:
            slot[0][slot[1]] = text


def untranslated(text: str, overlay: str) -> tuple[str, ...]:
    """The texts of an instrument file that an overlay leaves in the first language."""
    done = {place for place, _text in _texts(parse(overlay))}
    return tuple(_said(place) for place, _slot in text_slots(parse(text)) if place not in done)


def text_slots(raw: Raw) -> Iterator[tuple[Path, Slot]]:
    """Every text that people see, with its path in an overlay."""
    yield from _fields((), raw, _TOP)
    for name in ("answers", "short_answers", "directions"):
        yield from _words((name,), raw.get(name))
    levels = _table(raw.get("levels"))
    for name in ("label", "letter"):
        yield from _words(("levels", name), levels.get(name))
    for one in _tables(raw.get("config")):
        place = ("config", str(one.get("key")))
        yield from _fields(place, one, _CONFIG)
        yield from _options(place, one)
    for one in _tables(raw.get("domain")):
        yield from _judged(("domain", str(one.get("id"))), one, _DOMAIN)
    for one in _tables(raw.get("item")):
        place = ("item", f"{one.get('domain')}/{one.get('id')}")
        yield from _fields(place, one, _ITEM)
        yield from _options(place, one)
    for one in _tables(raw.get("summary")):
        yield from _fields(("summary", str(one.get("id"))), one, ("title",))
    yield from _judged(("overall",), _table(raw.get("overall")), _BLOCK)
    heads = _table(raw.get("display")).get("columns")
    for n, head in enumerate(heads if isinstance(heads, list) else []):
        if isinstance(head, str) and head:
            yield ("display", "columns", str(n + 1)), (heads, n)


def _judged(place: Path, table: Raw, fields: tuple[str, ...]) -> Iterator[tuple[Path, Slot]]:
    yield from _fields(place, table, fields)
    for block in _tables(table.get("block")):
        yield from _fields((*place, "block", str(block.get("id"))), block, _BLOCK)


def _options(place: Path, table: Raw) -> Iterator[tuple[Path, Slot]]:
    for option in _tables(table.get("options")):
        code = str(option.get("code"))
        if option.get("text"):
            yield (*place, "options", code), (option, "text")
        if option.get("short"):
            yield (*place, "short", code), (option, "short")


def _fields(place: Path, table: Raw, fields: tuple[str, ...]) -> Iterator[tuple[Path, Slot]]:
    for name in fields:
        if isinstance(table.get(name), str) and table[name]:
            yield (*place, name), (table, name)


def _words(place: Path, words: object) -> Iterator[tuple[Path, Slot]]:
    table = _table(words)
    for name, text in table.items():
        if isinstance(text, str):
            yield (*place, name), (table, name)


def _texts(value: Mapping[str, Any], place: Path = ()) -> Iterator[tuple[Path, object]]:
    for name, part in value.items():
        if isinstance(part, dict):
            yield from _texts(part, (*place, name))
        else:
            yield (*place, name), part


def _table(value: object) -> Raw:
    return value if isinstance(value, dict) else {}


def _tables(value: object) -> list[Raw]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _said(place: Path) -> str:
    return " ".join(place)
