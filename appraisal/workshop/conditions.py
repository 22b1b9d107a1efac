"""What a condition may ask about from where it stands, and how one more is added to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from appraisal.condition_file import KEY_DOMAINS
from appraisal.instrument_table import Raw
from appraisal.workshop.nodes import table_of, tables
from appraisal.workshop.piece import Path, Piece
from appraisal.workshop.values import condition_text, read_condition_text
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class Askable:
    """Something with answers: its name in a condition, its words, its answers.

    `of` narrows a question about domains; the answers of a setting that is on or off are `true` and
    `false`, which the file writes without quotation marks.
    """

    name: str
    words: str
    answers: tuple[tuple[str, str], ...]
    of: str = ""
    is_flag: bool = False

    def condition(self, codes: Sequence[str]) -> Raw:
        """What the file says for one of these answers."""
        given = [code == "true" for code in codes] if self.is_flag else list(codes)
        return {self.name: {"of": self.of, "in": given} if self.of else given}


def askables(piece: Piece, path: Path, *, with_own: bool = False) -> tuple[Askable, ...]:
    """What may be asked about: earlier questions, settings, and for the whole the domains.

    A score may rest on the other answers of its own question, so that may be asked `with_own`.
    """
    raw = piece.raw
    found = list(_settings(raw))
    if path[0] in ("overall", "summary"):
        found += _domains(raw)
    found += _questions(raw, path, with_own=with_own)
    return tuple(found)


def joined(before: str, one: Raw, *, way: str = "all") -> str:
    """The text of a condition with one more, joined by and, or by or."""
    now = read_condition_text(before)
    if not now:
        return condition_text(one)
    if way == "any":
        others = now["any"] if list(now) == ["any"] else [now]
        return condition_text({"any": [*others, one]})
    if not now.keys().isdisjoint(one):
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
        is_flag = table.get("type") == "flag"
        if is_flag:
            answers = (("true", _("yes")), ("false", _("no")))
        if answers:
            label = _("Setting {name}").format(name=table.get("label", table.get("key")))
            yield Askable(f"config.{table.get('key')}", label, answers, is_flag=is_flag)


def _domains(raw: Raw) -> Iterator[Askable]:
    levels = raw.get("levels")
    table = levels if isinstance(levels, dict) else {}
    words = table.get("label")
    named = words if isinstance(words, dict) else {}
    ids = [*(table.get("order") or ()), *(table.get("outside") or ())]
    answers = tuple((str(one), str(named.get(one, one))) for one in ids)
    yield Askable("some_domain", _("Some domain"), answers)
    yield Askable("all_domains", _("Every domain"), answers)
    if any(domain.get("key_domain") is False for domain in tables(raw, "domain")):
        yield Askable("some_domain", _("Some key domain"), answers, of=KEY_DOMAINS)
        yield Askable("all_domains", _("Every key domain"), answers, of=KEY_DOMAINS)
    for domain in tables(raw, "domain"):
        words_of = f"{domain.get('id')}  {domain.get('title', '')}"
        yield Askable(str(domain.get("id")), words_of, answers)


def _questions(raw: Raw, path: Path, *, with_own: bool) -> Iterator[Askable]:
    """The questions before a place, the nearest last."""
    order = [str(one.get("id")) for one in tables(raw, "domain")]
    here = table_of(raw, path) if path[0] in ("item", "domain") else {}
    own = str(here.get("domain") if path[0] == "item" else here.get("id", ""))
    until = order.index(own) if own in order else len(order)
    ids = [str(one.get("id")) for one in tables(raw, "item")]
    for at, item in enumerate(tables(raw, "item")):
        domain = str(item.get("domain"))
        place = order.index(domain) if domain in order else len(order)
        last = int(path[1]) if path[0] == "item" else at
        is_later = place == until and (at > last or (at == last and not with_own))
        if place > until or (path[0] == "item" and is_later):
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
