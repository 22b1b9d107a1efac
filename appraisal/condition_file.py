"""Reading conditions: from the tables of a file to the data that `conditions` works with.

A name in a condition is looked for near first: an item of the same domain, then an item that is
the only one of its name, then a summary, then a domain. What cannot be found is a fault.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from appraisal.conditions import (
    COMPARATORS,
    NA,
    NONE_TICKED,
    AllOf,
    AnyOf,
    Bound,
    Condition,
    CriticalCount,
    DomainsAre,
    ItemCount,
    ItemIs,
    Number,
    NumberIs,
    Rule,
    SettingIs,
    SettingRef,
    SummaryIs,
)
from appraisal.instrument_table import Table, is_number
from resources.i18n import _

CRITICAL_SETTING = "critical_items"
KEY_DOMAINS = "key_domains"  # what a rule calls those that the file marks


@dataclass(slots=True)
class Names:
    """What a condition may speak of."""

    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)  # key to type
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)  # address to codes
    numbers: dict[str, str] = field(default_factory=dict)  # address to the printed number
    critical: set[str] = field(default_factory=set)  # numbers
    domains: tuple[str, ...] = ()
    key_domains: tuple[str, ...] = ()
    blocks: frozenset[str] = frozenset()
    summaries: dict[str, str] = field(default_factory=dict)  # id to kind, those before
    levels: frozenset[str] = frozenset()

    def address(self, name: str, domain: str) -> str | None:
        """The address of an item named from within a domain."""
        near = f"{domain}/{name}"
        if near in self.items:
            return near
        if name in self.items:
            return name
        found = [address for address in self.items if address.partition("/")[2] == name]
        return found[0] if len(found) == 1 else None


def read_rules(table: Table, names: Names, *, domain: str, key: str = "rows") -> tuple[Rule, ...]:
    """The rows of a table of rules; the last of them has no condition, the others have one."""
    rules: list[Rule] = []
    rows = list(
        table.subs(key, lambda at, _row: _("{place}, row {n}").format(place=table.place, n=at))
    )
    for at, row in enumerate(rows, 1):
        then = row.text("then", required=True)
        if then and then not in names.levels:
            row.fault(_("“{level}” is not one of the levels.").format(level=then))
        has_when = row.raw("when") is not None
        if at == len(rows) and has_when:
            row.fault(_("The last row has to hold always, so it takes no “when”."))
        if at < len(rows) and not has_when:
            row.fault(_("Only the last row can do without “when”."))
        rules.append(Rule(read_condition(row, "when", names, domain=domain), then))
        row.finish()
    return tuple(rules)


def read_condition(table: Table, key: str, names: Names, *, domain: str = "") -> Condition | None:
    """The condition under a key; None if there is none, or it is faulty."""
    if table.raw(key) is None:
        return None
    return _all(table.sub(key), names, domain)


def read_setting_ref(value: object) -> SettingRef | None:
    """What a text such as `{threshold}` refers to."""
    if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
        return SettingRef(value[1:-1])
    return None


def _all(table: Table, names: Names, domain: str) -> Condition | None:
    parts = [
        part
        for key in table.data
        for part in (_one(table, key, names, domain),)
        if part is not None
    ]
    if not table.data:
        table.fault(_("The condition is empty."))
    if len(parts) == 1:
        return parts[0]
    return AllOf(tuple(parts)) if parts else None


def _one(table: Table, key: str, names: Names, domain: str) -> Condition | None:
    if key in ("any", "all"):
        made = [
            _all(part, names, domain)
            for part in table.subs(key, lambda at, _p: f"{table.place}, {key} {at}")
        ]
        parts = tuple(part for part in made if part is not None)
        return AnyOf(parts) if key == "any" else AllOf(parts)
    if key == "config":  # config.aim = [...] without quotes is a table within
        inner = table.sub(key, table.place)
        settings = tuple(_setting(inner, name, name, names) for name in inner.data)
        return settings[0] if len(settings) == 1 else AllOf(settings)
    if key.startswith("config."):
        return _setting(table, key, key.removeprefix("config."), names)
    if key == "count":
        return _count(table.sub(key), names, domain)
    if key in ("some_domain", "all_domains", "count_domains"):
        return _domains(table, key, names)
    return _named(table, key, names, domain)


def _named(table: Table, key: str, names: Names, domain: str) -> Condition | None:
    value = table.raw(key)
    if isinstance(value, dict):
        if key not in names.domains and names.summaries.get(key) not in ("sum", "count"):
            table.fault(_("“{name}” is not a number that is known here.").format(name=key))
        return NumberIs(key, _bounds(table.sub(key), names))
    address = names.address(key, domain)
    if address is not None:
        allowed = {*names.items[address], NA, NONE_TICKED}
        return ItemIs(address, _codes(table, key, names, allowed))
    if names.summaries.get(key) == "table":
        return SummaryIs(key, _codes(table, key, names, names.levels))
    if key in names.domains:
        return DomainsAre(_codes(table, key, names, names.levels), "some", (key,))
    table.fault(_("Nothing is called “{name}”, or more than one thing is.").format(name=key))
    return None


def _setting(table: Table, key: str, name: str, names: Names) -> Condition:
    value = table.raw(key)
    if name not in names.settings:
        table.fault(_("There is no setting “{name}”.").format(name=name))
    values: list[object] = value if isinstance(value, list) else [value]
    return SettingIs(name, tuple(values))


def _count(table: Table, names: Names, domain: str) -> Condition | None:
    of = table.raw("of")
    bounds = _bounds(table, names)
    if of in ("critical", "not critical"):
        return _critical_count(table, names, critical=of == "critical", bounds=bounds)
    groups: list[tuple[str, ...]] = []
    for group in of if isinstance(of, list) else []:
        found = [
            names.address(str(name), domain)
            for name in (group if isinstance(group, list) else [group])
        ]
        if None in found:
            table.fault(_("“of” names {group}, which is no item.").format(group=group))
        groups.append(tuple(address for address in found if address is not None))
    if not groups:
        table.fault(_("“of” has to be a list of items, or “critical”, or “not critical”."))
    allowed = {code for group in groups for one in group for code in names.items[one]} | {NA}
    codes = _codes(table, "in", names, allowed)
    table.finish()
    return ItemCount(tuple(groups), codes, bounds)


def _critical_count(
    table: Table, names: Names, *, critical: bool, bounds: tuple[Bound, ...]
) -> Condition:
    groups: dict[str, list[str]] = {}
    for address, number in names.numbers.items():
        groups.setdefault(number, []).append(address)
    allowed = {code for codes in names.items.values() for code in codes}
    codes = _codes(table, "in", names, allowed)
    table.finish()
    return CriticalCount(
        tuple((number, tuple(group)) for number, group in groups.items()),
        CRITICAL_SETTING,
        frozenset(names.critical),
        critical,
        codes,
        bounds,
    )


def _domains(table: Table, key: str, names: Names) -> Condition:
    quantifier = key.partition("_")[0] if key != "count_domains" else "count"
    value = table.raw(key)
    if not isinstance(value, dict):
        return DomainsAre(_codes(table, key, names, names.levels), quantifier)
    inner = table.sub(key)
    of = inner.raw("of")
    chosen: tuple[str, ...] | SettingRef = read_setting_ref(of) or ()
    if isinstance(chosen, SettingRef):
        if names.settings.get(chosen.key) != "domains":
            inner.fault(_("“{name}” is not a setting that holds domains.").format(name=chosen.key))
    elif of == KEY_DOMAINS:
        chosen = names.key_domains
        if not chosen:
            inner.fault(_("No domain is marked as a key domain."))
    elif of is not None:
        chosen = inner.texts("of")
        for name in chosen:
            if name not in names.domains:
                inner.fault(_("There is no domain “{name}”.").format(name=name))
    block = inner.text("block")
    if block and block not in names.blocks:
        inner.fault(_("There is no block “{name}”.").format(name=block))
    bounds = _bounds(inner, names) if quantifier == "count" else ()
    levels = _codes(inner, "in", names, names.levels)
    inner.finish()
    return DomainsAre(levels, quantifier, chosen, block, bounds)


def _bounds(table: Table, names: Names) -> tuple[Bound, ...]:
    bounds: list[Bound] = []
    for op in COMPARATORS:
        value = table.raw(op)
        if value is None:
            continue
        ref = read_setting_ref(value)
        if ref is not None:
            if names.settings.get(ref.key) != "number":
                table.fault(
                    _("“{name}” is not a setting that holds a number.").format(name=ref.key)
                )
            bounds.append(Bound(op, ref))
        elif is_number(value):
            bounds.append(Bound(op, _as_number(value)))
        else:
            table.fault(_("“{key}” has to be a number or a setting.").format(key=op))
    if not bounds:
        table.fault(
            _("A comparison is missing: one of {choices}.").format(choices=", ".join(COMPARATORS))
        )
    return tuple(bounds)


def _as_number(value: object) -> Number:
    assert isinstance(value, int | float)
    return value


def _codes(table: Table, key: str, names: Names, allowed: Iterable[str]) -> frozenset[str]:
    value = table.raw(key)
    if isinstance(value, str):
        if value not in names.sets:
            table.fault(_("There is no set “{name}”.").format(name=value))
        return names.sets.get(value, frozenset())
    codes: Sequence[object] = value if isinstance(value, list) else ()
    if not codes or not all(isinstance(code, str) for code in codes):
        table.fault(_("“{key}” has to be a set, or a list of answers or levels.").format(key=key))
    known = frozenset(allowed)
    for code in codes:
        if isinstance(code, str) and code not in known:
            table.fault(_("“{key}” cannot be “{value}”.").format(key=key, value=code))
    return frozenset(str(code) for code in codes)
