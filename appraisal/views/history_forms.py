"""What the history says of a checklist: its items, levels and settings, as pages call them.

The file keeps `rob2@1` and `item/D3/3.2`; people read "RoB 2" and "3.2 Missing data". What the
review no longer carries, or a stranger's file names, stays as it was written.
"""

from collections.abc import Callable, Iterator, Mapping

from appraisal.errors import InvalidClaim
from appraisal.instrument import Instrument
from appraisal.ledger import Value
from appraisal.library import present_key
from appraisal.option_words import answer_words
from appraisal.setting_words import value_words as setting_value_words
from appraisal.state import State
from appraisal.subjects import CONFIRMED, REFERRED, REVIEW, UNDER, Subject
from appraisal.views.reconcile import choices_of, title_of
from resources.i18n import _

Lookup = Callable[[str], Instrument]
Instruments = Mapping[str, Instrument]
ABOUT = ("setting", "mapping", "instrument")  # a field of the review whose next part is one
JUDGED = ("judgement", "comment", "direction")


def named_instruments(state: State, lookup: Lookup) -> dict[str, Instrument]:
    """Every instrument the review names, by its key and by its id."""
    found: dict[str, Instrument] = {}
    for name in dict.fromkeys(_names(state)):
        try:
            key = name if "@" in name else present_key(name)
            found[name] = lookup(key)
        except InvalidClaim:  # of another program, and never used here: it keeps its name
            continue
        found.setdefault(found[name].id, found[name])
    return found


def _names(state: State) -> Iterator[str]:
    for field, claim in state.fields(REVIEW).items():
        kind, _between, rest = field.partition("/")
        if kind == "instrument":
            yield rest
        elif kind in ABOUT:
            yield rest.partition("/")[0]
        elif kind == "design" and isinstance(claim.value, str):
            yield claim.value
    for subject in state.subjects("appraisal"):
        yield subject.split("/")[3]
    for study in state.ids("study"):
        yield state.text(f"study/{study}", "instrument")


def short_name(instruments: Instruments, key: str) -> str:
    """What an instrument is called for short."""
    found = _found(instruments, key)
    return key if found is None else found.short


def _found(instruments: Instruments, key: str) -> Instrument | None:
    return instruments.get(key) or instruments.get(key.partition("@")[0])


def form_field(instruments: Instruments, subject: Subject, field: str) -> str:
    """A field of an appraisal or of the review that an instrument names; empty for any other."""
    if subject.kind == "appraisal":
        found = _found(instruments, subject.instrument)
        return "" if found is None else _field_of(found, field)
    if subject.kind == "review":
        return _field_of_review(instruments, field)
    return ""


def _field_of(instrument: Instrument, field: str) -> str:
    if field.startswith(REFERRED):
        what = _field_of(instrument, field.removeprefix(REFERRED))
        return what and _("For the adjudicator: {item}").format(item=what)
    if field.startswith(CONFIRMED):
        what = _field_of(instrument, field.split("/", 2)[2])
        return what and _("Confirmed: {item}").format(item=what)
    kind, _between, rest = field.partition("/")
    if kind == "item":
        item = instrument.by_address.get(rest)
        return "" if item is None else f"{item.id} {item.title}".strip()
    if field.startswith(UNDER) or kind == "setting":
        setting = instrument.setting(rest.rpartition("/")[2])
        if setting is None:
            return ""
        words = _("Confirmed under: {name}") if kind != "setting" else _("Setting {name}")
        return words.format(name=setting.label)
    if kind in JUDGED and rest:
        title = title_of(instrument, field)
        words = {
            "judgement": _("Judgement, {domain}"),
            "comment": _("Comment, {domain}"),
            "direction": "{domain}",
        }[kind]
        return words.format(domain=title)
    return ""


def _field_of_review(instruments: Instruments, field: str) -> str:
    kind, _between, rest = field.partition("/")
    name, _between, last = rest.partition("/")
    found = _found(instruments, name) if kind in ABOUT else None
    if found is None:
        return ""
    if kind == "instrument":
        return _("Instrument {name}").format(name=found.short)
    if kind == "mapping":
        return _("What counts as high risk, {instrument}").format(instrument=found.short)
    setting = found.setting(last)
    label = last.replace("_", " ") if setting is None else setting.label
    return _("{instrument}: {setting}").format(instrument=found.short, setting=label)


def form_value(instruments: Instruments, subject: Subject, field: str, value: Value) -> str:
    """A value that an instrument gives its words; empty for any other."""
    kind, _between, rest = field.partition("/")
    if value is None or isinstance(value, dict):
        return ""
    if subject.kind == "appraisal":
        found = _found(instruments, subject.instrument)
        return "" if found is None else _answer(found, field, value)
    if kind == "design" or (subject.kind == "study" and field == "instrument"):
        return short_name(instruments, str(value))
    if subject.kind == "review" and kind == "setting":
        name, _between, last = rest.partition("/")
        found = _found(instruments, name)
        setting = None if found is None else found.setting(last)
        return "" if setting is None else setting_value_words(setting, value)
    return ""


def _answer(instrument: Instrument, field: str, value: Value) -> str:
    kind, _between, rest = field.partition("/")
    item = instrument.by_address.get(rest) if kind == "item" else None
    if item is not None and item.options:
        texts = {one.code: instrument.fill(one.text, {}) for one in item.options}
        codes = value if isinstance(value, list) else [value]
        said = [answer_words(str(code), texts.get(str(code), str(code))) for code in codes]
        return "; ".join(said) or _("None of these")
    setting = instrument.setting(rest) if kind == "setting" else None
    if setting is not None:
        return setting_value_words(setting, value)
    return dict(choices_of(instrument, field)).get(str(value), "")


def rule_name(instruments: Instruments, subject: Subject) -> str:
    """What a team's rule is on: the instrument and its item."""
    key, address = subject.ids
    found = _found(instruments, key)
    item = None if found is None else found.by_address.get(address.replace(".", "/", 1))
    title = address if item is None else f"{item.id} {item.title}"
    return _("{instrument}, {item}").format(instrument=short_name(instruments, key), item=title)
