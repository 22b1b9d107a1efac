"""Reading the words of an instrument's file: answer sets, levels, settings, ids and designs."""

import re
from dataclasses import dataclass, field
from typing import Final, cast

from appraisal.condition_file import Names, read_condition
from appraisal.conditions import NONE_TICKED
from appraisal.instrument import Level, Option, Scope, Setting, SettingType
from appraisal.instrument_table import Raw, Table
from appraisal.ledger import Value
from appraisal.subjects import DESIGNS
from resources.i18n import _

ROLES: Final = ("good", "fair", "poor", "grave", "unknown")
USUAL_ROLES: Final = {
    "low": "good",
    "good": "good",
    "some_concerns": "fair",
    "moderate": "fair",
    "unclear": "fair",
    "fair": "fair",
    "high": "poor",
    "serious": "poor",
    "poor": "poor",
    "critical": "grave",
    "very_high": "grave",
}
OPTION_LIMIT: Final = 40
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(slots=True)
class Words:
    """Answer sets and their texts, while a file is read."""

    ordered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    long: dict[str, str] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)


def read_words(top: Table) -> Words:
    """The answer sets of a file, with the texts of their answers."""
    sets = top.sub("sets")
    return Words(
        {name: sets.texts(name) for name in sets.data},
        top.named_texts("answers"),
        top.named_texts("short_answers"),
    )


def read_levels(table: Table) -> tuple[Level, ...]:
    """The levels of a file, those in order first; what it leaves out follows from their ids."""
    order, outside = table.texts("order"), table.texts("outside")
    labels, letters = table.named_texts("label"), table.named_texts("letter")
    roles = table.named_texts("role")
    made: list[Level] = []
    for rank, name in enumerate((*order, *outside)):
        role = roles.get(name) or USUAL_ROLES.get(name, "unknown")
        if role not in ROLES:
            table.fault(
                _("Level “{level}”: “{role}” is none of {choices}.").format(
                    level=name, role=role, choices=", ".join(ROLES)
                )
            )
        label = labels.get(name) or name.replace("_", " ").capitalize()
        letter = (letters.get(name) or label[:1]).strip()
        if len(letter) > 2:
            table.fault(_("Level “{level}”: its letter is longer than two.").format(level=name))
        ranked = rank if rank < len(order) else None
        made.append(Level(name, label, letter, role, ranked))
    for found in (labels, letters, roles):
        for name in found:
            if name not in order and name not in outside:
                table.fault(_("“{level}” is not in “order”.").format(level=name))
    if len({level.id for level in made}) < len(made):
        table.fault(_("A level is named twice."))
    table.finish()
    return tuple(made)


def read_setting(table: Table) -> Setting:
    """A setting, whose default has to be of its type."""
    key = table.text("key", required=True)
    kind = cast(  # word() has looked
        "SettingType",
        table.word("type", ("text", "number", "flag", "choice", "choices", "domains", "items")),
    )
    made = Setting(
        key=key,
        type=kind,
        default=cast("Value", table.raw("default")),  # checked against the type below
        required=table.flag("required"),
        label=table.text("label") or key.replace("_", " ").capitalize(),
        scope=cast("Scope", table.word("scope", ("review", "result"), default="review")),
        options=read_options(table, Words()),
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


def read_options(
    table: Table, words: Words, *, names: Names | None = None, domain: str = ""
) -> tuple[Option, ...]:
    """The answers of an item: a named set of the file, or options of its own."""
    answers = table.raw("answers")
    if answers is not None:
        codes = words.ordered.get(answers) if isinstance(answers, str) else table.texts("answers")
        if codes is None:
            table.fault(_("There is no set “{name}”.").format(name=answers))
        return _unique(table, [_worded(code, words) for code in codes or ()])
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


def _worded(code: str, words: Words) -> Option:
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


def read_directions(table: Table) -> tuple[Option, ...]:
    """The directions a bias may be said to have."""
    return tuple(Option(code, table.text(code, required=True)) for code in table.data)


def each_table(top: Table, key: str, word: str, id: str = "id") -> list[Table]:
    """The tables of a list, each placed by its id."""

    def place(at: int, raw: Raw) -> str:
        domain = f"{raw['domain']}/" if key == "item" and "domain" in raw else ""
        return f"{word} {domain}{raw[id]}" if id in raw else f"{word} {at}"

    return list(top.subs(key, place))


def read_id(table: Table) -> str:
    """The id of what a table describes."""
    name = table.text("id", required=True)
    if name and not _ID.fullmatch(name):
        table.fault(_("“id” takes letters, digits, “.”, “_” and “-”, 40 at most."))
    return name


def read_version(table: Table) -> str:
    """The version, which is part of what forms are named by."""
    version = table.text("version", default="1")
    if not _ID.fullmatch(version):
        table.fault(_("“version” takes letters, digits, “.”, “_” and “-”, 40 at most."))
    return version


def known_designs(top: Table, key: str) -> tuple[str, ...]:
    """A list of study designs."""
    designs = top.texts(key)
    for design in designs:
        if design not in DESIGNS:
            top.fault(_("“{design}” is none of the designs.").format(design=design))
    return designs
