"""The protocol: the question, who scores, which checklist serves which design, its settings."""

from dataclasses import dataclass

from appraisal.instrument import Instrument, Setting
from appraisal.ledger import Value
from appraisal.library import serving
from appraisal.ratings import Lookup
from appraisal.review_instruments import instrument_of_study
from appraisal.state import State
from appraisal.subjects import DESIGNS, REVIEW, setting_field, study_subject
from appraisal.targets import OUTCOME_GROUPS, known_names
from resources.i18n import _, number


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A design with the instrument that serves it, and how many studies have it."""

    design: str
    instrument: str
    studies: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting of an instrument in use."""

    instrument: Instrument
    setting: Setting
    value: Value
    is_missing: bool
    is_rated: bool
    known: tuple[str, ...] = ()  # names that may be picked

    @property
    def field(self) -> str:
        """Where its claim stands."""
        return setting_field(self.instrument.id, self.setting.key)

    @property
    def is_chosen(self) -> bool:
        """Whether the team has settled something else than the instrument comes with."""
        return self.value not in (None, "", []) and self.value != self.setting.default


def design_rows(state: State) -> tuple[DesignRow, ...]:
    """The designs that studies have, or that the review chose an instrument for."""
    used: dict[str, int] = {}
    for study in state.ids("study"):
        design = state.text(study_subject(study), "design")
        if design:
            used[design] = used.get(design, 0) + 1
    rows = []
    for design in DESIGNS:
        chosen = state.text(REVIEW, f"design/{design}")
        if design in used or chosen:
            rows.append(DesignRow(design, chosen, used.get(design, 0), tuple(serving(design))))
    return tuple(rows)


def setting_rows(state: State, lookup: Lookup) -> tuple[SettingRow, ...]:
    """The settings of the instruments in use, those still to be chosen marked."""
    keys = dict.fromkeys(
        key for study in state.ids("study") if (key := instrument_of_study(state, study))
    )
    return tuple(row for key in keys for row in instrument_rows(state, lookup(key)))


def instrument_rows(state: State, instrument: Instrument) -> tuple[SettingRow, ...]:
    """The settings of one instrument, those still to be chosen marked."""
    rows = []
    rated = is_rated(state, instrument.key)
    for setting in instrument.settings:
        if setting.scope == "result" and setting.type == "text":
            continue  # words of one result say nothing of the others
        value = state.value(REVIEW, setting_field(instrument.id, setting.key))
        unset = value == [] or (value is None and setting.default is None)
        missing = setting.required and unset
        known = known_names(state, instrument) if setting.key == OUTCOME_GROUPS else ()
        rows.append(SettingRow(instrument, setting, value, missing, rated, known))
    return tuple(rows)


def unset_words(state: State, instrument: Instrument) -> tuple[str, ...]:
    """What the team has yet to choose before rating with an instrument, by its label.

    What may differ from result to result is asked for by each assessment itself.
    """
    return tuple(
        row.setting.label
        for row in instrument_rows(state, instrument)
        if row.is_missing and row.setting.scope == "review"
    )


def is_rated(state: State, key: str) -> bool:
    """Whether anyone has begun a form of this instrument; a change then needs a reason."""
    return any(form.endswith(f"/{key}") for form in state.forms("appraisal"))


def needs_settings(state: State, lookup: Lookup) -> tuple[SettingRow, ...]:
    """The settings that must be chosen before rating."""
    return tuple(row for row in setting_rows(state, lookup) if row.is_missing)


def setting_text(setting: Setting, value: Value) -> str:
    """A setting's value in words, with its unit; empty while nobody has chosen it."""
    value = setting.default if value is None else value
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    named = {option.code: option.text for option in setting.options}
    parts = value if isinstance(value, list) else [value]
    said = ", ".join(
        number(part, 0 if float(part).is_integer() else 1)
        if isinstance(part, int | float)
        else named.get(str(part), str(part))
        for part in parts
    )
    return f"{said} {setting.unit}".strip()
