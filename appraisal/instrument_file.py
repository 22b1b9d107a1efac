"""Reading an instrument's file, naming every fault in it.

The file is data (TOML, schema 1). What it may contain is said by the functions below, one for each
kind of table; what must hold between the tables is `instrument_check`'s business.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from appraisal.condition_file import (
    Names,
    read_condition,
    read_rules,
    read_setting_ref,
)
from appraisal.conditions import NONE_TICKED, Number, Rule, SettingRef
from appraisal.errors import FaultyInstrument
from appraisal.instrument import (
    Block,
    Display,
    Domain,
    Instrument,
    Item,
    ItemType,
    Judging,
    Level,
    Option,
    Overall,
    Part,
    Raise,
    Setting,
    SettingType,
    Summary,
    SummaryKind,
)
from appraisal.instrument_check import check
from appraisal.instrument_overlay import lay_over
from appraisal.instrument_table import Raw, Table, parse
from appraisal.ledger import Value
from appraisal.subjects import DESIGNS
from resources.i18n import _

SCHEMA: Final = 1
UNITS: Final = ("study", "result", "outcome-group", "index-test", "contrast")
REPEATS: Final = ("outcome-group", "index-test", "contrast")
ROLES: Final = ("good", "fair", "poor", "grave", "unknown")
CONFIDENCES: Final = ("A", "B", "C")
JUDGING: Final = ("none", "algorithm", "assessor")
LIMITS: Final = {"domain": 40, "item": 300, "config": 40, "summary": 40}
OPTION_LIMIT: Final = 40
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(slots=True)
class _Words:
    """Answer sets and their texts, while a file is read."""

    ordered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    long: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)


def read(text: str, *, overlay: str | None = None) -> Instrument:
    """Read an instrument, in the language of an overlay if one is given.

    Raises
    ------
    FaultyInstrument
        With every fault and its place.
    """
    raw = parse(text)
    faults: list[str] = []
    if overlay is not None:
        lay_over(raw, parse(overlay), faults)
    instrument = _instrument(Table(raw, "", faults))
    if not faults:
        faults += check(instrument)
    if faults:
        name = raw.get("title") or raw.get("id") or _("This instrument")
        raise FaultyInstrument(_("{name} has faults.").format(name=name), faults)
    return instrument


def _instrument(top: Table) -> Instrument:
    if top.raw("schema") != SCHEMA:
        top.fault(_("“schema” has to be {n}.").format(n=SCHEMA))
    for key, limit in LIMITS.items():
        found = top.data.get(key)
        if isinstance(found, list) and len(found) > limit:
            top.fault(
                _("There are {n} tables “{key}”; {limit} are the most.").format(
                    n=len(found), key=key, limit=limit
                )
            )
    names, words = Names(), _words(top)
    levels = _levels(top.sub("levels"))
    names.sets = {name: frozenset(codes) for name, codes in words.ordered.items()}
    names.levels = frozenset(level.id for level in levels)
    settings = tuple(_setting(one) for one in _each(top, "config", _("setting"), "key"))
    names.settings = {one.key: one.type for one in settings}
    _name_items(top, names, words)
    domains = _domains(top, names, words, levels)
    summaries = tuple(_summary(one, names) for one in _each(top, "summary", _("summary")))
    made = Instrument(
        id=_id(top),
        version=top.text("version", required=True),
        title=top.text("title", required=True),
        short=top.text("short", required=True),
        unit=top.word("unit", UNITS),
        designs=_known_designs(top, "designs"),
        default_for=_known_designs(top, "default_for"),
        citation=top.text("citation", required=True),
        url=top.text("url"),
        text_licence=top.text("text_licence", required=True),
        confidence=top.word("confidence", CONFIDENCES),
        note=top.text("note"),
        sets=names.sets,
        levels=levels,
        settings=settings,
        directions=_directions(top.sub("directions")),
        domains=domains,
        overall=_overall(top.sub("overall"), names, levels),
        summaries=summaries,
        display=_display(top.sub("display"), names),
        by_address={item.address: item for domain in domains for item in domain.items},
    )
    top.finish()
    return made


# -- words, levels, settings -----------------------------------------------------------------------


def _words(top: Table) -> _Words:
    sets = top.sub("sets")
    return _Words(
        {name: sets.texts(name) for name in sets.data},
        top.named_texts("answers"),
        top.named_texts("short_answers"),
    )


def _levels(table: Table) -> tuple[Level, ...]:
    order, outside = table.texts("order"), table.texts("outside")
    labels, letters = table.named_texts("label"), table.named_texts("letter")
    roles = table.named_texts("role")
    made: list[Level] = []
    for rank, name in enumerate((*order, *outside)):
        for key, found in (("label", labels), ("letter", letters), ("role", roles)):
            if name not in found:
                table.fault(_("Level “{level}” has no {key}.").format(level=name, key=key))
        role = roles.get(name, "unknown")
        if role not in ROLES:
            table.fault(
                _("Level “{level}”: “{role}” is none of {choices}.").format(
                    level=name, role=role, choices=", ".join(ROLES)
                )
            )
        ranked = rank if rank < len(order) else None
        made.append(Level(name, labels.get(name, name), letters.get(name, "")[:2], role, ranked))
    for found in (labels, letters, roles):
        for name in found:
            if name not in order and name not in outside:
                table.fault(_("“{level}” is not in “order”.").format(level=name))
    if len({level.id for level in made}) < len(made):
        table.fault(_("A level is named twice."))
    table.finish()
    return tuple(made)


def _setting(table: Table) -> Setting:
    kind = cast(  # word() has looked
        "SettingType",
        table.word("type", ("text", "number", "flag", "choice", "choices", "domains", "items")),
    )
    made = Setting(
        key=table.text("key", required=True),
        type=kind,
        default=cast("Value", table.raw("default")),  # checked against the type below
        required=table.flag("required"),
        label=table.text("label", required=True),
        scope=cast(
            "Literal['review', 'target']",
            table.word("scope", ("review", "target"), default="review"),
        ),
        options=_options(table, _Words()),
        unit=table.text("unit"),
        help=table.text("help"),
        placeholder=table.text("placeholder"),
    )
    if not re.fullmatch(r"[a-z][a-z0-9_]*", made.key):
        table.fault(_("“key” takes small letters, digits and “_”."))
    if not fits(made, made.default):
        table.fault(_("“default” does not fit a setting of this type."))
    if made.type in ("choice", "choices") and not made.options:
        table.fault(_("A choice needs options."))
    table.finish()
    return made


def fits(setting: Setting, value: Value) -> bool:
    """Whether a setting can hold a value; None, unset, fits all."""
    if value is None:
        return True
    codes = [option.code for option in setting.options]
    if setting.type == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if setting.type == "flag":
        return isinstance(value, bool)
    if setting.type == "choice":
        return value in codes
    if setting.type == "choices":
        return isinstance(value, list) and all(part in codes for part in value)
    if setting.type in ("domains", "items"):
        return isinstance(value, list) and all(isinstance(part, str) for part in value)
    return isinstance(value, str)


# -- domains and items -----------------------------------------------------------------------------


def _name_items(top: Table, names: Names, words: _Words) -> None:
    """Note what can be referred to, before anything refers to it."""
    domains = top.data.get("domain")
    tables = [one for one in domains if isinstance(one, dict)] if isinstance(domains, list) else []
    names.domains = tuple(str(one.get("id")) for one in tables)
    blocks = (block for one in tables for block in one.get("block", ()) if isinstance(block, dict))
    names.blocks = frozenset(str(block.get("id")) for block in blocks)
    silent = Table({"item": top.data.get("item")}, "", [])
    for one in silent.subs("item", lambda _at, _raw: ""):
        address = f"{one.text('domain')}/{one.text('id')}"
        names.items[address] = tuple(option.code for option in _options(one, words))
        names.numbers[address] = one.text("number") or one.text("id")
        if one.flag("critical"):
            names.critical.add(names.numbers[address])


def _domains(
    top: Table, names: Names, words: _Words, levels: tuple[Level, ...]
) -> tuple[Domain, ...]:
    items: dict[str, list[Item]] = {name: [] for name in names.domains}
    for table in _each(top, "item", _("item")):
        item = _item(table, names, words)
        if item.domain not in items:
            table.fault(_("There is no domain “{name}”.").format(name=item.domain))
        items.setdefault(item.domain, []).append(item)
    made = [_domain(table, names, items, levels) for table in _each(top, "domain", _("domain"))]
    if not made:
        top.fault(_("There is no domain."))
    return tuple(made)


def _domain(
    table: Table, names: Names, items: Mapping[str, list[Item]], levels: tuple[Level, ...]
) -> Domain:
    name = _id(table)
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
    chosen = _chosen_levels(table, levels)
    made = Domain(
        id=name,
        label=table.text("label", required=True),
        title=table.text("title", required=True),
        help=table.text("help"),
        max=table.number("max"),
        show_if=read_condition(table, "show_if", names),
        judgement=cast("Judging", table.word("judgement", JUDGING, default="none")),
        levels=chosen,
        direction=table.flag("direction"),
        per=table.word("per", ("", *REPEATS), default=""),
        key_domain=table.flag("key_domain", default=True),
        parts=tuple(parts),
        combine=table.word("combine", ("worst-of",), default="worst-of"),
        blocks=_blocks(table, names, levels),
        items=tuple(items.get(name, ())),
    )
    table.finish()
    return made


def _item(table: Table, names: Names, words: _Words) -> Item:
    domain = table.text("domain", required=True)
    name = _id(table)
    kind = cast("ItemType", table.word("type", ("single", "multi", "text"), default="single"))
    options = _options(table, words, names=names, domain=domain)
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
    )
    table.finish()
    return made


def _options(
    table: Table, words: _Words, *, names: Names | None = None, domain: str = ""
) -> tuple[Option, ...]:
    answers = table.raw("answers")
    if answers is not None:
        codes = words.ordered.get(answers) if isinstance(answers, str) else table.texts("answers")
        if codes is None:
            table.fault(_("There is no set “{name}”.").format(name=answers))
        return _unique(table, [_worded(table, code, words) for code in codes or ()])
    listed = table.raw("options")
    if isinstance(listed, list) and all(isinstance(part, str) for part in listed):
        return _unique(table, [Option(str(code), str(code)) for code in listed])
    made: list[Option] = []
    for one in table.subs(
        "options", lambda at, _o: _("{place}, option {n}").format(place=table.place, n=at)
    ):
        code = one.text("code", required=True)
        score = one.number("score") or 0
        when = None if names is None else read_condition(one, "score_if", names, domain=domain)
        made.append(
            Option(code, one.text("text", required=True), score, when, one.text("short") or code)
        )
        if code == NONE_TICKED:
            one.fault(_("“none” says that nothing is ticked, so no option can be called so."))
        if score < 0:
            one.fault(_("A score cannot be negative."))
        one.raw("score_if")
        one.finish()
    return _unique(table, made)


def _worded(table: Table, code: str, words: _Words) -> Option:
    if code not in words.long:
        table.fault(_("“answers” has no text for “{code}”.").format(code=code))
    return Option(code, words.long.get(code, code), short=words.short.get(code, code))


def _unique(table: Table, options: list[Option]) -> tuple[Option, ...]:
    if len({option.code for option in options}) < len(options):
        table.fault(_("An option is named twice."))
    if len(options) > OPTION_LIMIT:
        table.fault(
            _("It has {n} options; {limit} are the most.").format(
                n=len(options), limit=OPTION_LIMIT
            )
        )
    return tuple(options)


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


def _blocks(table: Table, names: Names, levels: tuple[Level, ...]) -> tuple[Block, ...]:
    made: list[Block] = []
    for one in table.subs(
        "block", lambda at, _b: _("{place}, block {n}").format(place=table.place, n=at)
    ):
        rows: tuple[Rule, ...] = read_rules(one, names, domain="") if one.data.get("rows") else ()
        made.append(
            Block(
                _id(one),
                one.text("title", required=True),
                one.text("ask"),
                one.text("help"),
                _chosen_levels(one, levels),
                rows,
            )
        )
        one.finish()
    return tuple(made)


def _chosen_levels(table: Table, levels: tuple[Level, ...]) -> tuple[str, ...]:
    named = table.texts("levels")
    known = [level.id for level in levels]
    for name in named:
        if name not in known:
            table.fault(_("“{level}” is not one of the levels.").format(level=name))
    return named or tuple(known)


# -- summaries, the whole, display -----------------------------------------------------------------


def _summary(table: Table, names: Names) -> Summary:
    name = _id(table)
    kind = cast("SummaryKind", table.word("kind", ("sum", "count", "table")))
    of = table.raw("of")
    listed = () if of is None or of == "*" else table.texts("of")
    domains = tuple(name for name in listed if name in names.domains)
    items = tuple(names.address(name, "") or "" for name in listed if name not in names.domains)
    if "" in items:
        table.fault(_("“of” names something that is neither a domain nor an item."))
    codes = table.texts("in")
    if kind == "count" and not codes:
        table.fault(_("A count needs “in”, the answers to be counted."))
    made = Summary(
        id=name,
        title=table.text("title", required=True),
        kind=kind,
        domains=domains,
        items=items,
        codes=frozenset(codes),
        rows=read_rules(table, names, domain="") if kind == "table" else (),
        show_if=read_condition(table, "show_if", names),
    )
    if kind == "table" and not made.rows:
        table.fault(_("A table needs rows."))
    names.summaries[name] = kind  # later tables may use it, earlier ones not
    table.finish()
    return made


def _overall(table: Table, names: Names, levels: tuple[Level, ...]) -> Overall:
    rows = read_rules(table, names, domain="") if table.data.get("rows") is not None else ()
    given: Judging = "algorithm" if rows else "none"
    made = Overall(
        judgement=cast("Judging", table.word("judgement", JUDGING, default=given)),
        title=table.text("title"),
        ask=table.text("ask"),
        help=table.text("help"),
        levels=_chosen_levels(table, levels),
        rows=rows,
        summary=_overall_summary(table, names),
        may_raise=tuple(
            _raise(one, names)
            for one in table.subs("may_raise", lambda at, _r: _("overall, raise {n}").format(n=at))
        ),
        direction=table.flag("direction"),
        why_required=frozenset(table.texts("why_required")),
        blocks=_blocks(table, names, levels),
    )
    for level in made.why_required - names.levels:
        table.fault(_("“{level}” is not one of the levels.").format(level=level))
    table.finish()
    return made


def _overall_summary(table: Table, names: Names) -> str | SettingRef:
    ref = read_setting_ref(table.raw("summary"))
    if ref is not None:
        if names.settings.get(ref.key) != "choice":
            table.fault(_("“{name}” is not a setting that is a choice.").format(name=ref.key))
        return ref
    name = table.text("summary")
    if name and names.summaries.get(name) != "table":
        table.fault(_("There is no table “{name}” among the summaries.").format(name=name))
    return name


def _raise(table: Table, names: Names) -> Raise:
    at_least = table.number("if_at_least")
    made = Raise(
        table.text("from", required=True), table.text("to", required=True), int(at_least or 1)
    )
    for level in (made.source, made.to):
        if level and level not in names.levels:
            table.fault(_("“{level}” is not one of the levels.").format(level=level))
    table.finish()
    return made


def _directions(table: Table) -> tuple[Option, ...]:
    return tuple(Option(code, table.text(code, required=True)) for code in table.data)


def _display(table: Table, names: Names) -> Display:
    robvis_levels = table.named_texts("robvis_levels")
    for level in robvis_levels.keys() - names.levels:
        table.fault(_("“{level}” is not one of the levels.").format(level=level))
    made = Display(table.texts("figures"), table.text("robvis"), robvis_levels)
    table.finish()
    return made


# -- ids and places --------------------------------------------------------------------------------


def _each(top: Table, key: str, word: str, id: str = "id") -> list[Table]:
    def place(at: int, raw: Raw) -> str:
        domain = f"{raw['domain']}/" if key == "item" and "domain" in raw else ""
        return f"{word} {domain}{raw[id]}" if id in raw else f"{word} {at}"

    return list(top.subs(key, place))


def _id(table: Table) -> str:
    name = table.text("id", required=True)
    if name and not _ID.fullmatch(name):
        table.fault(_("“id” takes letters, digits, “.”, “_” and “-”, 40 at most."))
    return name


def _known_designs(top: Table, key: str) -> tuple[str, ...]:
    designs = top.texts(key)
    for design in designs:
        if design not in DESIGNS:
            top.fault(_("“{design}” is none of the designs.").format(design=design))
    return designs
