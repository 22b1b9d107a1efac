"""Settings as people type them: in a terminal, in a cell of a table."""

from collections.abc import Sequence

from appraisal.errors import UserError
from appraisal.instrument import Instrument, Setting
from appraisal.instrument_words import fits
from appraisal.ledger import Value
from appraisal.numbers import read_number
from resources.i18n import _

_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})


def read_settings(instrument: Instrument, pairs: Sequence[str]) -> dict[str, Value]:
    """The settings of `key=value` pairs.

    Raises
    ------
    UserError
        When a key is not one of the instrument's, or a value does not fit it.
    """
    chosen: dict[str, Value] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        setting = instrument.setting(key.strip())
        if not equals or setting is None:
            keys = ", ".join(one.key for one in instrument.settings) or _("none")
            raise UserError(
                _("“{pair}” sets nothing of {instrument}.").format(
                    pair=pair, instrument=instrument.title
                ),
                remedy=_("Write KEY=VALUE; the keys are: {keys}.").format(keys=keys),
            )
        chosen[setting.key] = read_value(instrument, setting, text.strip())
    return chosen


def read_value(instrument: Instrument, setting: Setting, text: str) -> Value:
    """The value that a text gives a setting; lists are joined by `+`.

    Raises
    ------
    UserError
        When it does not fit.
    """
    value = _value(setting, text)
    names = _names(instrument, setting)
    is_empty = setting.required and value == []
    is_known = not names or not isinstance(value, list) or set(value) <= set(names)
    if value is None or is_empty or not is_known or not fits(setting, value):
        raise UserError(
            _("“{value}” does not fit the setting {key}.").format(value=text, key=setting.key),
            remedy=_remedy(setting, names),
        )
    return value


def _names(instrument: Instrument, setting: Setting) -> list[str]:
    """What of the instrument a setting can name; nothing where it names none of it."""
    if setting.type == "domains":
        return [domain.id for domain in instrument.domains]
    if setting.type == "items":
        return list(dict.fromkeys(item.number for item in instrument.items()))
    return []


def _value(setting: Setting, text: str) -> Value:
    if setting.type == "number":
        try:
            number = read_number(text)
        except UserError:
            return None
        return int(number) if number.is_integer() else number
    if setting.type == "flag":
        wanted = text.casefold()
        return wanted in _YES if wanted in _YES | _NO else None
    if setting.type in ("choices", "domains", "items"):
        return [part.strip() for part in text.split("+") if part.strip()]
    return text


def _remedy(setting: Setting, names: Sequence[str]) -> str:
    if setting.options:
        codes = ", ".join(option.code for option in setting.options)
        return _("It takes {codes}.").format(codes=codes)
    if setting.type == "number":
        return _("It takes a number.")
    if setting.type == "flag":
        return _("It takes true or false.")
    return _("It takes ids joined by +: {names}.").format(names="+".join(names))
