"""Reading the domains and items of an instrument's file."""

from collections.abc import Mapping
from typing import Final, cast

from appraisal.condition_file import Names, read_condition, read_rules, read_setting_ref
from appraisal.conditions import Number, Rule, SettingRef
from appraisal.instrument import Block, Domain, Item, ItemType, Judging, Level, Option, Part
from appraisal.instrument_table import Table
from appraisal.instrument_words import Words, each_table, read_id, read_options
from resources.i18n import _

REPEATS: Final = ("outcome-group", "index-test", "contrast")
JUDGING: Final = ("none", "algorithm", "assessor")


def name_items(top: Table, names: Names, words: Words) -> None:
    """Note what can be referred to, before anything refers to it."""
    silent = Table(top.data, "", [])  # faults are noted when each table is read in full
    domains = list(silent.subs("domain", lambda _at, _raw: ""))
    names.domains = tuple(one.text("id") for one in domains)
    names.key_domains = tuple(
        one.text("id") for one in domains if one.flag("key_domain", default=True)
    )
    names.blocks = frozenset(
        block.text("id") for one in domains for block in one.subs("block", lambda _at, _raw: "")
    )
    for one in silent.subs("item", lambda _at, _raw: ""):
        address = f"{one.text('domain')}/{one.text('id')}"
        names.items[address] = tuple(option.code for option in read_options(one, words))
        names.numbers[address] = one.text("number") or one.text("id")
        if one.flag("critical"):
            names.critical.add(names.numbers[address])


def read_domains(
    top: Table, names: Names, words: Words, levels: tuple[Level, ...]
) -> tuple[Domain, ...]:
    """The domains of a file with their items."""
    items: dict[str, list[Item]] = {name: [] for name in names.domains}
    for table in each_table(top, "item", _("item")):
        item = _item(table, names, words)
        if item.domain not in items:
            table.fault(_("There is no domain “{name}”.").format(name=item.domain))
        items.setdefault(item.domain, []).append(item)
    made = [
        _domain(table, names, items, levels) for table in each_table(top, "domain", _("domain"))
    ]
    if not made:
        top.fault(_("There is no domain."))
    return tuple(made)


def _domain(
    table: Table, names: Names, items: Mapping[str, list[Item]], levels: tuple[Level, ...]
) -> Domain:
    name = read_id(table)
    parts = [
        Part(read_rules(part, names, domain=name))
        for part in table.subs(
            "part", lambda at, _p: _("{place}, part {n}").format(place=table.place, n=at)
        )
    ]
    for part in table.subs("part", lambda _at, _p: ""):
        part.raw("rows")
    if table.raw("rows") is not None:
        parts.append(Part(read_rules(table, names, domain=name)))
    title = table.text("title", required=True)
    given = "algorithm" if parts else "none"
    made = Domain(
        id=name,
        label=table.text("label") or title,
        title=title,
        help=table.text("help"),
        max=table.number("max"),
        show_if=read_condition(table, "show_if", names),
        judgement=cast("Judging", table.word("judgement", JUDGING, default=given)),
        levels=chosen_levels(table, levels),
        direction=table.flag("direction"),
        per=table.word("per", ("", *REPEATS), default=""),
        key_domain=table.flag("key_domain", default=True),
        parts=tuple(parts),
        combine=table.word("combine", ("worst-of",), default="worst-of"),
        blocks=read_blocks(table, names, levels),
        items=tuple(items.get(name, ())),
    )
    table.finish()
    return made


def _item(table: Table, names: Names, words: Words) -> Item:
    domain = table.text("domain", required=True)
    name = read_id(table)
    kind = cast("ItemType", table.word("type", ("single", "multi", "text"), default="single"))
    options = read_options(table, words, names=names, domain=domain)
    most = (sum if kind == "multi" else max)([option.score for option in options] or [0])
    if kind != "text" and not options:
        table.fault(_("It has no answers."))
    made = Item(
        id=name,
        domain=domain,
        number=table.text("number") or name,
        title=table.text("title"),
        ask=table.text("ask", required=True),
        help=table.text("help"),
        type=kind,
        options=options,
        ask_if=read_condition(table, "ask_if", names, domain=domain),
        good=_good(table, names, options),
        cap=_cap(table, names),
        critical=table.flag("critical"),
        why_required=table.flag("why_required"),
        allow_na=table.flag("allow_na"),
        most=most,
        address=f"{domain}/{name}",
        by_code={option.code: option for option in options},
    )
    table.finish()
    return made


def _good(table: Table, names: Names, options: tuple[Option, ...]) -> frozenset[str]:
    value = table.raw("good")
    if isinstance(value, str):
        if value not in names.sets:
            table.fault(_("There is no set “{name}”.").format(name=value))
        return names.sets.get(value, frozenset())
    good = frozenset(table.texts("good"))
    for code in good.difference(option.code for option in options):
        table.fault(_("“good” names “{code}”, which is no answer here.").format(code=code))
    return good


def _cap(table: Table, names: Names) -> Number | SettingRef | None:
    ref = read_setting_ref(table.raw("cap"))
    if ref is None:
        return table.number("cap")
    if names.settings.get(ref.key) != "number":
        table.fault(_("“{name}” is not a setting that holds a number.").format(name=ref.key))
    return ref


def read_blocks(table: Table, names: Names, levels: tuple[Level, ...]) -> tuple[Block, ...]:
    """Further judgements on the same answers."""
    made: list[Block] = []
    for one in table.subs(
        "block", lambda at, _b: _("{place}, block {n}").format(place=table.place, n=at)
    ):
        rows: tuple[Rule, ...] = read_rules(one, names, domain="") if one.data.get("rows") else ()
        made.append(
            Block(
                read_id(one),
                one.text("title", required=True),
                one.text("ask"),
                one.text("help"),
                chosen_levels(one, levels),
                rows,
            )
        )
        one.finish()
    return tuple(made)


def chosen_levels(table: Table, levels: tuple[Level, ...]) -> tuple[str, ...]:
    """The levels that may be given here, best first; all of them unless some are named."""
    named = table.texts("levels")
    known = [level.id for level in levels]
    for name in named:
        if name not in known:
            table.fault(_("“{level}” is not one of the levels.").format(level=name))
    return named or tuple(known)
