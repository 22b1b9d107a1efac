"""What an instrument is: domains, items, options, settings, levels, and the rules between them.

An instrument is data from a file; this module says what such data hold. Reading and proving a file
is `instrument_file`'s business, from answers to judgements `algorithm`'s; `shipped` has those that
come with the program.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from appraisal.conditions import Condition, Number, Rule, SettingRef
from appraisal.errors import UnknownName
from appraisal.ledger import Value
from resources.i18n import THIN_SPACE, _, number

ItemType = Literal["single", "multi", "text"]
Judging = Literal["algorithm", "assessor", "none"]
SettingType = Literal["text", "number", "flag", "choice", "choices", "domains", "items"]
Scope = Literal["review", "result"]
SummaryKind = Literal["sum", "count", "table"]

_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be given. `short` is for narrow tables."""

    code: str
    text: str
    score: Number = 0
    score_if: Condition | None = None
    short: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `most` is what it can earn before a cap."""

    id: str
    domain: str
    number: str
    title: str
    ask: str
    help: str
    type: ItemType
    options: tuple[Option, ...]
    ask_if: Condition | None = None
    good: frozenset[str] = frozenset()
    cap: Number | SettingRef | None = None
    critical: bool = False
    why_required: bool = False
    allow_na: bool = False
    most: Number = 0
    address: str = ""
    by_code: Mapping[str, Option] = field(default_factory=dict, compare=False, repr=False)

    def option(self, code: str) -> Option | None:
        """The option with this code."""
        return self.by_code.get(code)


@dataclass(frozen=True, slots=True)
class Block:
    """A second judgement on the same answers, such as the applicability of QUADAS-2."""

    id: str
    title: str
    ask: str
    help: str
    levels: tuple[str, ...]
    rows: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A table of rules; the first that holds decides."""

    rows: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of items, and how it is judged.

    `judgement` says who judges: the rules suggest and the assessor decides (`algorithm`), the
    assessor alone, or nobody (`none`); the rules of a domain that nobody judges give its level as
    it stands. Several parts combine to the worst of them.
    """

    id: str
    label: str
    title: str
    help: str
    max: Number | None
    show_if: Condition | None
    judgement: Judging
    levels: tuple[str, ...]
    direction: bool
    per: str
    key_domain: bool
    parts: tuple[Part, ...]
    combine: str
    blocks: tuple[Block, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the review, or each result, chooses before rating.

    `placeholder` stands in texts for a setting that nobody has chosen yet.
    """

    key: str
    type: SettingType
    default: Value
    required: bool
    label: str
    scope: Scope
    options: tuple[Option, ...]
    unit: str
    help: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Level:
    """A judgement. `rank` runs from best to worst; None for those outside the order."""

    id: str
    label: str
    letter: str
    role: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Raise:
    """A worse level that the assessor may choose by hand, with a reason, where problems add up."""

    source: str
    to: str
    if_at_least: int


@dataclass(frozen=True, slots=True)
class Overall:
    """How the whole is judged: by rows, by the assessor, or as a summary that a setting names."""

    judgement: Judging
    title: str
    ask: str
    help: str
    levels: tuple[str, ...]
    rows: tuple[Rule, ...]
    summary: str | SettingRef
    may_raise: tuple[Raise, ...]
    direction: bool
    why_required: frozenset[str]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A sum of stars, a count of answers, or a table that names a level.

    `domains` and `items` say what is added up; both empty means everything.
    """

    id: str
    title: str
    kind: SummaryKind
    domains: tuple[str, ...]
    items: tuple[str, ...]
    codes: frozenset[str]
    max: Number | None
    rows: tuple[Rule, ...]
    show_if: Condition | None


@dataclass(frozen=True, slots=True)
class Display:
    """Which figures suit the instrument, its stars, its headings, and its names in robvis.

    `columns` head the domains in figures, one for each label in order; without, the labels do.
    """

    figures: tuple[str, ...]
    star: str
    columns: tuple[str, ...]
    robvis: str
    robvis_levels: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Instrument:
    """A checklist as its file describes it, in one language."""

    id: str
    version: str
    title: str
    short: str
    unit: str
    designs: tuple[str, ...]
    default_for: tuple[str, ...]
    citation: str
    url: str
    text_licence: str
    confidence: str
    note: str
    sets: Mapping[str, frozenset[str]]
    levels: tuple[Level, ...]
    settings: tuple[Setting, ...]
    directions: tuple[Option, ...]
    domains: tuple[Domain, ...]
    overall: Overall
    summaries: tuple[Summary, ...]
    display: Display
    by_address: Mapping[str, Item] = field(repr=False)

    @property
    def key(self) -> str:
        """What appraisals name it by: `id@version`."""
        return f"{self.id}@{self.version}"

    def item(self, address: str) -> Item:
        """The item at `domain/item`.

        Raises
        ------
        KeyError
            When there is none.
        """
        return self.by_address[address]

    def items(self) -> Iterator[Item]:
        """Every item, in order."""
        return iter(self.by_address.values())

    def domain(self, id: str) -> Domain:
        """The domain with this id.

        Raises
        ------
        UnknownName
            When there is none.
        """
        for domain in self.domains:
            if domain.id == id:
                return domain
        raise UnknownName(
            _("{instrument} has no domain “{name}”.").format(instrument=self.short, name=id)
        )

    def level(self, id: str) -> Level:
        """The level with this id.

        Raises
        ------
        UnknownName
            When there is none.
        """
        for level in self.levels:
            if level.id == id:
                return level
        raise UnknownName(
            _("{instrument} has no level “{name}”.").format(instrument=self.short, name=id)
        )

    def setting(self, key: str) -> Setting | None:
        """The setting with this key."""
        return next((one for one in self.settings if one.key == key), None)

    @property
    def overall_is_judged(self) -> bool:
        """Whether the assessor alone judges the whole."""
        return self.overall.judgement == "assessor"

    def heading(self, domain: Domain) -> str:
        """What heads a domain's column in figures: the file's own heading, else its label."""
        labels = dict.fromkeys(one.label for one in self.domains)
        return dict(zip(labels, self.display.columns, strict=False)).get(domain.label, domain.label)

    def address_of(self, item: str) -> str | None:
        """The address of an item named by its id, where only one has it."""
        if item in self.by_address:
            return item
        found = [address for address, one in self.by_address.items() if one.id == item]
        return found[0] if len(found) == 1 else None

    def with_defaults(self, settings: Mapping[str, Value]) -> dict[str, Value]:
        """The chosen settings, with the defaults of those nobody chose.

        Where something has to be chosen, an empty list is no choice, and no default stands for it.
        """
        chosen: dict[str, Value] = {}
        for setting in self.settings:
            value = settings.get(setting.key)
            if value == [] and setting.required:
                chosen[setting.key] = None
            else:
                chosen[setting.key] = setting.default if value is None or value == "" else value
        return chosen

    def fill(self, text: str, settings: Mapping[str, Value]) -> str:
        """A text with its `{fields}` replaced by the settings, or by plain words while unset."""
        if "{" not in text:
            return text
        chosen = self.with_defaults(settings)
        return _FIELD.sub(lambda found: self._said(found, chosen), text)

    def _said(self, found: re.Match[str], chosen: Mapping[str, Value]) -> str:
        setting = self.setting(found.group(1))
        if setting is None:
            return found.group()
        value = chosen[setting.key]
        if value is None or value == []:
            return setting.placeholder or setting.label
        parts = value if isinstance(value, list) else [value]
        said = ", ".join(_word(part, setting) for part in parts)
        follows = found.string[found.end() :].lstrip()
        if not setting.unit or follows.startswith(setting.unit):
            return said
        return f"{said}{THIN_SPACE if setting.unit == '%' else ' '}{setting.unit}"


def fields_of(text: str) -> frozenset[str]:
    """The settings a text quotes."""
    return frozenset(_FIELD.findall(text))


def _word(value: object, setting: Setting) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number(value, 0 if float(value).is_integer() else 1)
    named = (option.text for option in setting.options if option.code == value)
    return next(named, str(value))
