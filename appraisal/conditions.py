"""The small language in which an instrument says when something holds.

A condition is plain data read from a file: which items have which answers, which settings are
chosen, how many stars there are. Nothing in it is evaluated as code. It holds, or it does not, or
it is *undecided* because it rests on a question that is asked and still open, or on a setting that
nobody has chosen. How conditions are read from a file is `condition_file`'s business.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from appraisal.ledger import Value

Number = int | float
Truth = bool | None  # None: undecided
NA: Final = "NA"
NONE_TICKED: Final = "none"
COMPARATORS: Final = ("lt", "le", "gt", "ge", "eq")


@dataclass(frozen=True, slots=True)
class SettingRef:
    """A value that the review chooses: `"{threshold}"` in a file."""

    key: str


@dataclass(frozen=True, slots=True)
class Bound:
    """One comparison with a number or with a setting."""

    op: str
    value: Number | SettingRef


@dataclass(frozen=True, slots=True)
class ItemIs:
    """The answer to an item is one of these codes."""

    address: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class SettingIs:
    """A setting has, or a list in it shares, one of these values."""

    key: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SummaryIs:
    """A summary came out as one of these levels."""

    name: str
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class NumberIs:
    """The stars of a domain, or a sum, lie within these bounds."""

    name: str
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class ItemCount:
    """So many items have one of these answers; each group counts once.

    `which` names the groups of items that a review may choose itself: `critical` and
    `not critical`. It is empty where the file lists them.
    """

    groups: tuple[tuple[str, ...], ...]
    codes: frozenset[str]
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class CriticalCount:
    """So many critical (or other) items have one of these answers; a setting says which are."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]  # number, addresses
    setting: str
    by_file: frozenset[str]
    critical: bool
    codes: frozenset[str]
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class DomainsAre:
    """Some, or all, or a number of the domains have one of these levels.

    `of` is empty for every domain that is shown, or names them, or is the setting that does.
    """

    levels: frozenset[str]
    quantifier: str  # some, all, count
    of: tuple[str, ...] | SettingRef = ()
    block: str = ""
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


Condition = (
    ItemIs
    | SettingIs
    | SummaryIs
    | NumberIs
    | ItemCount
    | CriticalCount
    | DomainsAre
    | AllOf
    | AnyOf
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a table: the level it gives, and when."""

    when: Condition | None
    then: str


@dataclass(slots=True)
class Facts:
    """What is known of one assessment, filled in from the first question to the last.

    An answer, level or value of None is open. A number is the least and the most it can become.
    """

    settings: Mapping[str, Value]
    answers: dict[str, Value] = field(default_factory=dict)
    levels: dict[str, str | None] = field(default_factory=dict)  # domain, or domain/block
    numbers: dict[str, tuple[Number, Number]] = field(default_factory=dict)
    values: dict[str, str | None] = field(default_factory=dict)


def holds(condition: Condition, facts: Facts) -> Truth:
    """Whether a condition holds, or None while that is undecided."""
    return _HOLDS[type(condition)](condition, facts)


def first_match(rules: Sequence[Rule], facts: Facts) -> str | None:
    """The level of the first rule that holds; None if an undecided one comes before it."""
    for rule in rules:
        if rule.when is None:
            return rule.then
        held = _HOLDS[type(rule.when)](rule.when, facts)
        if held:
            return rule.then
        if held is None:
            return None
    return None


def resolved(value: Number | SettingRef, facts: Facts) -> Number | None:
    """A number, or the number that a setting holds."""
    if not isinstance(value, SettingRef):
        return value
    chosen = facts.settings.get(value.key)
    return chosen if isinstance(chosen, int | float) and not isinstance(chosen, bool) else None


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and everything within it."""
    yield condition
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from walk(part)


def addresses(condition: Condition) -> Iterator[str]:
    """The items a condition rests on."""
    for part in walk(condition):
        if isinstance(part, ItemIs):
            yield part.address
        elif isinstance(part, ItemCount):
            for group in part.groups:
                yield from group
        elif isinstance(part, CriticalCount):
            for _number, group in part.groups:
                yield from group


# -- how each kind holds ---------------------------------------------------------------------------


def _item_is(condition: ItemIs, facts: Facts) -> Truth:
    answer = facts.answers[condition.address]
    if answer is None:
        return None
    if isinstance(answer, list):
        ticked = answer or [NONE_TICKED]
        return any(code in condition.codes for code in ticked)
    return answer in condition.codes


def _setting_is(condition: SettingIs, facts: Facts) -> Truth:
    chosen = facts.settings.get(condition.key)
    if chosen is None:
        return None
    if isinstance(chosen, list):
        return any(value in condition.values for value in chosen)
    return chosen in condition.values


def _summary_is(condition: SummaryIs, facts: Facts) -> Truth:
    if condition.name not in facts.values:  # it is not shown
        return False
    value = facts.values[condition.name]
    return None if value is None else value in condition.levels


def _number_is(condition: NumberIs, facts: Facts) -> Truth:
    least, most = facts.numbers[condition.name]
    return _within(least, most, condition.bounds, facts)


def _item_count(condition: ItemCount, facts: Facts) -> Truth:
    hits = [_any_item(group, condition.codes, facts) for group in condition.groups]
    return _count_within(hits, condition.bounds, facts)


def _critical_count(condition: CriticalCount, facts: Facts) -> Truth:
    chosen = facts.settings.get(condition.setting)
    critical: Set[str] = condition.by_file
    if isinstance(chosen, list) and chosen:  # an empty list names nothing: the file's stand
        critical = frozenset(map(str, chosen))
    hits = [
        _any_item(group, condition.codes, facts)
        for number, group in condition.groups
        if _is_critical(number, group, critical) is condition.critical
    ]
    return _count_within(hits, condition.bounds, facts)


def _is_critical(number: str, group: Sequence[str], critical: Set[str]) -> bool:
    """Whether it is among them, by its number, or by its address as earlier files name it."""
    return number in critical or not critical.isdisjoint(group)


def _domains_are(condition: DomainsAre, facts: Facts) -> Truth:
    levels = _levels_of(condition, facts)
    if not levels:
        return None
    hits: list[Truth] = [None if lv is None else lv in condition.levels for lv in levels]
    if condition.quantifier == "some":
        return _some(hits)
    if condition.quantifier == "all":
        return _every(hits)
    return _count_within(hits, condition.bounds, facts)


def _levels_of(condition: DomainsAre, facts: Facts) -> list[str | None]:
    names: object = condition.of
    if isinstance(condition.of, SettingRef):
        names = facts.settings.get(condition.of.key)
        if not isinstance(names, list):
            return []
    tail = f"/{condition.block}" if condition.block else ""
    if names:
        assert isinstance(names, list | tuple)
        return [facts.levels[name + tail] for name in names if name + tail in facts.levels]
    return [level for name, level in facts.levels.items() if name.partition("/")[2] == tail[1:]]


def _all_of(condition: AllOf, facts: Facts) -> Truth:
    result: Truth = True
    for part in condition.parts:
        held = _HOLDS[type(part)](part, facts)
        if held is False:
            return False
        if held is None:
            result = None
    return result


def _any_of(condition: AnyOf, facts: Facts) -> Truth:
    result: Truth = False
    for part in condition.parts:
        held = _HOLDS[type(part)](part, facts)
        if held:
            return True
        if held is None:
            result = None
    return result


def _some(hits: Sequence[Truth]) -> Truth:
    if any(hits):
        return True
    return None if None in hits else False


def _every(hits: Sequence[Truth]) -> Truth:
    if False in hits:
        return False
    return None if None in hits else True


def _any_item(group: Sequence[str], codes: frozenset[str], facts: Facts) -> Truth:
    return _some([_item_is(ItemIs(address, codes), facts) for address in group])


def _count_within(hits: Sequence[Truth], bounds: Sequence[Bound], facts: Facts) -> Truth:
    sure = sum(hit is True for hit in hits)
    return _within(sure, sure + sum(hit is None for hit in hits), bounds, facts)


def _within(least: Number, most: Number, bounds: Sequence[Bound], facts: Facts) -> Truth:
    return _every([_compare(least, most, bound, facts) for bound in bounds])


def _compare(least: Number, most: Number, bound: Bound, facts: Facts) -> Truth:
    value = resolved(bound.value, facts)
    if value is None:
        return None
    at_best, at_worst = {
        "lt": (least < value, most < value),
        "le": (least <= value, most <= value),
        "gt": (most > value, least > value),
        "ge": (most >= value, least >= value),
        "eq": (least <= value <= most, least == value == most),
    }[bound.op]
    if at_worst:
        return True
    return None if at_best else False


_HOLDS: dict[type, Callable[..., Truth]] = {  # each takes its own kind
    ItemIs: _item_is,
    SettingIs: _setting_is,
    SummaryIs: _summary_is,
    NumberIs: _number_is,
    ItemCount: _item_count,
    CriticalCount: _critical_count,
    DomainsAre: _domains_are,
    AllOf: _all_of,
    AnyOf: _any_of,
}
