"""What a condition may ask about from where it stands, and how one more is added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appraisal.instrument_table import Raw
from appraisal.workshop.nodes import table_of, tables
from appraisal.workshop.piece import Path, Piece
from appraisal.workshop.values import condition_text, read_condition_text
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class Askable:
    """Something with answers: its name in a condition, its words, its answers."""

    name: str
    words: str
    answers: tuple[tuple[str, str], ...]


def askables(piece: Piece, path: Path) -> tuple[Askable, ...]:
    """What may be asked about: earlier questions, settings, and for the whole the domains."""
    raw = piece.raw
    found = list(_settings(raw))
    if path[0] in ("overall", "summary"):
        found += _domains(raw)
    found += _questions(raw, path)
    return tuple(found)


def joined(before: str, name: str, codes: Sequence[str], *, way: str = "all") -> str:
    """The text of a condition with one more, joined by and, or by or."""
    one: Raw = {name: list(codes)}
    now = read_condition_text(before)
    if not now:
        return condition_text(one)
    if way == "any":
        others = now["any"] if list(now) == ["any"] else [now]
        return condition_text({"any": [*others, one]})
    if name in now:
        return condition_text({"all": [now, one]})
    return condition_text({**now, **one})


def _settings(raw: Raw) -> Iterator[Askable]:
    for table in tables(raw, "config"):
        options = table.get("options")
        listed = options if isinstance(options, list) else []
        answers = tuple(
            (str(one.get("code")), str(one.get("text", "")))
            for one in listed
            if isinstance(one, dict)
        )
        if answers:
            label = str(table.get("label", table.get("key")))
            yield Askable(
                f"config.{table.get('key')}", _("Setting {name}").format(name=label), answers
            )


def _domains(raw: Raw) -> Iterator[Askable]:
    levels = raw.get("levels")
    table = levels if isinstance(levels, dict) else {}
    words = table.get("label")
    named = words if isinstance(words, dict) else {}
    ids = [*(table.get("order") or ()), *(table.get("outside") or ())]
    answers = tuple((str(one), str(named.get(one, one))) for one in ids)
    yield Askable("some_domain", _("Some domain"), answers)
    yield Askable("all_domains", _("Every domain"), answers)
    for domain in tables(raw, "domain"):
        words_of = f"{domain.get('id')}  {domain.get('title', '')}"
        yield Askable(str(domain.get("id")), words_of, answers)


def _questions(raw: Raw, path: Path) -> Iterator[Askable]:
    """The questions before a place, the nearest last."""
    order = [str(one.get("id")) for one in tables(raw, "domain")]
    here = table_of(raw, path) if path[0] in ("item", "domain") else {}
    own = str(here.get("domain") if path[0] == "item" else here.get("id", ""))
    until = order.index(own) if own in order else len(order)
    ids = [str(one.get("id")) for one in tables(raw, "item")]
    for at, item in enumerate(tables(raw, "item")):
        domain = str(item.get("domain"))
        place = order.index(domain) if domain in order else len(order)
        if place > until or (path[0] == "item" and place == until and at >= int(path[1])):
            continue
        name = str(item.get("id"))
        is_near = domain == own or ids.count(name) == 1
        address = name if is_near else f"{domain}/{name}"
        title = str(item.get("title") or item.get("ask") or "")
        answers = _answers_of(raw, item)
        if answers:
            yield Askable(address, f"{name}  {title}", answers)


def _answers_of(raw: Raw, item: Raw) -> tuple[tuple[str, str], ...]:
    sets, words = raw.get("sets"), raw.get("answers")
    named = words if isinstance(words, dict) else {}
    if isinstance(item.get("answers"), str) and isinstance(sets, dict):
        codes = sets.get(item["answers"])
        return tuple((str(one), str(named.get(one, one))) for one in codes or ())
    options = item.get("options")
    return tuple(
        (str(one.get("code")), str(one.get("text", "")))
        for one in (options if isinstance(options, list) else [])
        if isinstance(one, dict)
    )
