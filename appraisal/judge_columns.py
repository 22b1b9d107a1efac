"""What the columns of a table of answers mean to an instrument, and what its cells say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from appraisal.algorithm import Assessment, Memory
from appraisal.conditions import NA, NONE_TICKED
from appraisal.errors import UserError
from appraisal.instrument import Domain, Instrument, Item
from appraisal.ledger import Value
from resources.i18n import _

OVERALL: Final = "overall"
_NAME = re.compile(r"(?P<name>[^\[\]]+?)\s*(?:\[(?P<block>[^\[\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that means something: an item (at one of some addresses), a level or a setting."""

    at: int
    title: str
    block: str
    items: tuple[Item, ...] = ()
    level: str = ""  # a domain, a domain/block, or overall
    setting: str = ""
    read: dict[str, dict[str, Value]] = field(default_factory=dict, compare=False)

    def answers(self, text: str) -> dict[str, Value]:
        """The answers a cell gives, by address; cells repeat, so each text is read once."""
        found = self.read.get(text)
        if found is None:
            given = [(item.address, read_answer(item, text)) for item in self.items]
            found = {address: answer for address, answer in given if answer is not None}
            self.read[text] = found
        return found


@dataclass(slots=True)
class Plan:
    """What the columns of a file mean, worked out once."""

    instrument: Instrument
    columns: list[Column]
    blocks: tuple[str, ...]
    added: list["Added"] = field(default_factory=list)
    answering: dict[str, list[Column]] = field(default_factory=dict)  # by block
    judging: dict[str, list[Column]] = field(default_factory=dict)  # by block
    setting: list[Column] = field(default_factory=list)
    alike: list[list[str]] = field(default_factory=list)  # domains with one label
    memories: dict[tuple[str, ...], Memory] = field(default_factory=dict)  # by typed settings

    def clashes(self, found: Assessment) -> bool:
        """Whether two domains are shown that share a label, and so the numbers of their items."""
        return any(sum(found.domains[id_].shown for id_ in alike) > 1 for alike in self.alike)


@dataclass(frozen=True, slots=True)
class Added:
    """A column that is added, or stands in place of one of the same name."""

    title: str
    block: str
    says: Callable[[Assessment], str]


def plan_columns(instrument: Instrument, header: Sequence[str]) -> Plan:
    """Find out what each column is.

    Raises
    ------
    UserError
        When no column is one of the instrument's, or two are the same.
    """
    columns = [
        column
        for at, title in enumerate(header)
        for column in (_column(instrument, at, title, header),)
        if column is not None
    ]
    if not any(column.items or column.level for column in columns):
        wanted = ", ".join(item.id for item in list(instrument.items())[:4])
        raise UserError(
            _("No column is one of {instrument}.").format(instrument=instrument.title),
            remedy=_("Name the columns by item, such as {items}.").format(items=wanted),
        )
    _refuse_twice(columns)
    blocks = tuple(dict.fromkeys(column.block for column in columns if column.block)) or ("",)
    plan = Plan(instrument, columns, blocks)
    plan.added = _added(plan)
    for block in blocks:
        own = [one for one in columns if one.block in ("", block)]
        plan.answering[block] = [one for one in own if one.items]
        plan.judging[block] = [one for one in own if one.level]
    plan.setting = [one for one in columns if one.setting]
    labels = [domain.label for domain in instrument.domains]
    plan.alike = [
        [domain.id for domain in instrument.domains if domain.label == label]
        for label in dict.fromkeys(labels)
        if labels.count(label) > 1
    ]
    return plan


def _column(instrument: Instrument, at: int, title: str, header: Sequence[str]) -> Column | None:
    named = _NAME.fullmatch(title)
    if named is None:
        return None
    name, block = named["name"], named["block"] or ""
    items = _items(instrument, name)
    if items:
        return Column(at, title, block, items=items)
    key = name.removeprefix("config.")
    if instrument.setting(key) is not None:
        return Column(at, title, block, setting=key)
    if name == OVERALL or name.startswith(f"{OVERALL}/"):
        judged = instrument.overall_is_judged
        return Column(at, title, block, level=name) if judged else None
    return _level_column(instrument, at, title, header)


def _level_column(
    instrument: Instrument, at: int, title: str, header: Sequence[str]
) -> Column | None:
    named = _NAME.fullmatch(title)
    assert named is not None
    label, _slash, second = named["name"].partition("/")
    block = named["block"] or ""
    for domain in instrument.domains:
        if label not in (domain.id, domain.label):
            continue
        if second:
            known = any(one.id == second for one in domain.blocks)
            return Column(at, title, block, level=f"{domain.id}/{second}") if known else None
        if domain.judgement == "assessor":
            return Column(at, title, block, level=domain.id)
        alone = domain.judgement == "none" and len(domain.items) == 1
        if alone and title.replace(label, domain.items[0].id, 1) not in header:
            return Column(at, title, block, items=domain.items)
    return None


def _items(instrument: Instrument, name: str) -> tuple[Item, ...]:
    if name in instrument.by_address:
        return (instrument.item(name),)
    label, slash, item = name.rpartition("/")
    labels = {domain.id: domain.label for domain in instrument.domains}
    return tuple(
        one
        for one in instrument.items()
        if one.id == item and (not slash or labels[one.domain] == label)
    )


def _refuse_twice(columns: Sequence[Column]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for column in columns:
        key = (column.block, column.level, column.setting, tuple(i.address for i in column.items))
        if key in seen:
            raise UserError(
                _("Columns “{one}” and “{other}” say the same thing.").format(
                    one=seen[key], other=column.title
                ),
                remedy=_("Keep one of them."),
            )
        seen[key] = column.title


def _added(plan: Plan) -> list[Added]:
    made: list[Added] = []
    labels = dict.fromkeys(d.label for d in plan.instrument.domains if _speaks(d))
    for label in labels:
        domains = [one for one in plan.instrument.domains if one.label == label]
        for block in plan.blocks if any(one.per for one in domains) else plan.blocks[:1]:
            title = f"{label}[{block}]" if block and domains[0].per else label
            made.append(Added(title, block, _domain_says(domains)))
        made += [
            Added(f"{label}/{name}", plan.blocks[0], _block_says(domains[0].id, name))
            for name in dict.fromkeys(block.id for one in domains for block in one.blocks)
        ]
    made += [
        Added(one.id, plan.blocks[0], _summary_says(one.id)) for one in plan.instrument.summaries
    ]
    made += [
        Added(f"{OVERALL}[{block}]" if block else OVERALL, block, _overall_says)
        for block in plan.blocks
    ]
    made += [
        Added(f"{OVERALL}/{block.id}", plan.blocks[0], _overall_block_says(block.id))
        for block in plan.instrument.overall.blocks
    ]
    return made


def _speaks(domain: Domain) -> bool:
    """Whether a domain has anything to say: stars, rules, or an assessor."""
    return bool(domain.max or domain.parts or domain.judgement == "assessor")


# -- what they say ---------------------------------------------------------------------------------


def _domain_says(domains: Sequence[Domain]) -> Callable[[Assessment], str]:
    def says(found: Assessment) -> str:
        for domain in domains:
            result = found.domains[domain.id]
            if not result.shown:
                continue
            if result.chosen:
                return result.chosen
            if result.provisional:
                return ""
            if domain.parts:
                return result.suggested or ""
            return "" if result.score is None else f"{result.score:g}"
        return ""

    return says


def _block_says(domain: str, name: str) -> Callable[[Assessment], str]:
    return lambda found: found.domains[domain].blocks.get(name) or ""


def _summary_says(name: str) -> Callable[[Assessment], str]:
    def says(found: Assessment) -> str:
        result = found.summaries.get(name)
        if result is None or result.value is None or result.provisional:
            return ""
        return result.value if isinstance(result.value, str) else f"{result.value:g}"

    return says


def _overall_block_says(name: str) -> Callable[[Assessment], str]:
    return lambda found: found.overall.blocks.get(name) or ""


def _overall_says(found: Assessment) -> str:
    overall = found.overall
    if overall.chosen:
        return overall.chosen
    waiting = any(
        result.shown and result.provisional and not result.chosen
        for result in found.domains.values()
    )
    return "" if waiting else overall.suggested or ""


# -- cells and files -------------------------------------------------------------------------------


def read_answer(item: Item, text: str) -> Value:
    """The answer a cell gives, None where it gives none that the item has."""
    if item.type == "text":
        return text
    if item.type == "multi":
        if text.lower() == NONE_TICKED:
            return []
        ticked = [_code(item, part.strip()) for part in text.split("+")]
        return None if None in ticked else list(dict.fromkeys(ticked))
    return _code(item, text)


def _code(item: Item, text: str) -> str | None:
    if text in item.by_code:
        return text
    if text == NA:
        return NA
    wanted = text.casefold()
    found = [
        option.code
        for option in item.options
        if wanted in (option.code.casefold(), option.text.casefold())
    ]
    return found[0] if len(found) == 1 else None


def levels_at(instrument: Instrument, place: str) -> tuple[str, ...]:
    """The levels that may be given to a domain, a block of it, or the whole."""
    name, _slash, block = place.partition("/")
    if name == OVERALL:
        blocks = instrument.overall.blocks
        levels = instrument.overall.levels
    else:
        domain = instrument.domain(name)
        blocks, levels = domain.blocks, domain.levels
    return next((one.levels for one in blocks if one.id == block), levels)
