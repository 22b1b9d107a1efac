"""Reading an instrument's file, naming every fault in it.

The file is data (TOML, schema 1). The tables of domains and items are read by `instrument_items`,
answer sets, levels and settings by `instrument_words`; what must hold between the tables is
`instrument_check`'s business.
"""

from typing import Final, cast

from appraisal.condition_file import Names, read_condition, read_rules, read_setting_ref
from appraisal.conditions import SettingRef
from appraisal.errors import FaultyInstrument
from appraisal.instrument import (
    Display,
    Instrument,
    Judging,
    Level,
    Overall,
    Raise,
    Summary,
    SummaryKind,
)
from appraisal.instrument_check import check
from appraisal.instrument_items import JUDGING, chosen_levels, name_items, read_blocks, read_domains
from appraisal.instrument_overlay import lay_over
from appraisal.instrument_table import Table, parse
from appraisal.instrument_words import (
    each_table,
    known_designs,
    read_directions,
    read_id,
    read_levels,
    read_setting,
    read_version,
    read_words,
)
from resources.i18n import _

SCHEMA: Final = 1
UNITS: Final = ("study", "result", "outcome-group", "index-test", "contrast")
CONFIDENCES: Final = ("A", "B", "C")
LIMITS: Final = {"domain": 40, "item": 300, "config": 40, "summary": 40}


def read_instrument(text: str, *, overlay: str | None = None) -> Instrument:
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
    names, words = Names(), read_words(top)
    levels = read_levels(top.sub("levels")) or _named_by_tables(top)
    names.sets = {name: frozenset(codes) for name, codes in words.ordered.items()}
    names.levels = frozenset(level.id for level in levels)
    settings = tuple(read_setting(one) for one in each_table(top, "config", _("setting"), "key"))
    names.settings = {one.key: one.type for one in settings}
    name_items(top, names, words)
    domains = read_domains(top, names, words, levels)
    summaries = tuple(_summary(one, names) for one in each_table(top, "summary", _("summary")))
    made = Instrument(
        id=read_id(top),
        version=read_version(top),
        title=top.text("title", required=True),
        short=top.text("short") or top.text("title"),
        unit=top.word("unit", UNITS),
        designs=known_designs(top, "designs"),
        default_for=known_designs(top, "default_for"),
        citation=top.text("citation"),
        url=top.text("url"),
        text_licence=top.text("text_licence"),
        confidence=top.word("confidence", CONFIDENCES, default="C"),
        note=top.text("note"),
        sets=names.sets,
        levels=levels,
        settings=settings,
        directions=read_directions(top.sub("directions")),
        domains=domains,
        overall=_overall(top.sub("overall"), names, levels),
        summaries=summaries,
        display=_display(top.sub("display"), names),
        by_address={item.address: item for domain in domains for item in domain.items},
    )
    top.finish()
    return made


def _named_by_tables(top: Table) -> tuple[Level, ...]:
    """The results of tables, where a file declares no levels at all."""
    silent = Table(top.data, "", [])
    found = {
        row.text("then"): None
        for one in silent.subs("summary", lambda _at, _raw: "")
        for row in one.subs("rows", lambda _at, _raw: "")
    }
    return read_levels(Table({"outside": [name for name in found if name]}, "levels", top.faults))


def _summary(table: Table, names: Names) -> Summary:
    name = read_id(table)
    kind = cast("SummaryKind", table.word("kind", ("sum", "count", "table")))
    of = table.raw("of")
    listed = () if of is None or of == "*" else table.texts("of")
    domains = tuple(name for name in listed if name in names.domains)
    items = tuple(names.address(name, "") or "" for name in listed if name not in names.domains)
    if "" in items:
        table.fault(_("“of” names something that is neither a domain nor an item."))
    codes = table.texts("in")
    most = table.number("max")
    if kind == "count" and not codes:
        table.fault(_("A count needs “in”, the answers to be counted."))
    made = Summary(
        id=name,
        title=table.text("title") or name.replace("_", " ").capitalize(),
        kind=kind,
        domains=domains,
        items=items,
        codes=frozenset(codes),
        max=most,
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
        levels=chosen_levels(table, levels),
        rows=rows,
        summary=_overall_summary(table, names),
        may_raise=tuple(_raise(one, names) for one in _raises(table)),
        direction=table.flag("direction"),
        why_required=frozenset(table.texts("why_required")),
        blocks=read_blocks(table, names, levels),
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


def _raises(table: Table) -> list[Table]:
    if isinstance(table.raw("may_raise"), dict):  # one alone may stand as a table
        return [table.sub("may_raise")]
    return list(table.subs("may_raise", lambda at, _r: _("overall, raise {n}").format(n=at)))


def _raise(table: Table, names: Names) -> Raise:
    at_least = table.number("if_at_least")
    if not table.flag("needs_reason", default=True):
        table.fault(_("A judgement raised by hand always needs a reason."))
    made = Raise(
        table.text("from", required=True), table.text("to", required=True), int(at_least or 0)
    )
    for level in (made.source, made.to):
        if level and level not in names.levels:
            table.fault(_("“{level}” is not one of the levels.").format(level=level))
    table.finish()
    return made


def _display(table: Table, names: Names) -> Display:
    robvis_levels = table.named_texts("robvis_levels")
    for level in robvis_levels.keys() - names.levels:
        table.fault(_("“{level}” is not one of the levels.").format(level=level))
    table.text("palette")  # the theme chooses colours; older files name one
    made = Display(
        table.texts("figures"),
        table.text("star", default="★"),
        table.texts("columns"),
        table.text("robvis"),
        robvis_levels,
    )
    table.finish()
    return made
