"""Settings in words: what was chosen for one assessment, as screens and tables say it."""

from collections.abc import Mapping

from appraisal.instrument import Instrument, Setting
from appraisal.ledger import Value
from resources.i18n import _


def settings_words(instrument: Instrument, settings: Mapping[str, Value]) -> str:
    """What was chosen for this assessment: `Aim: ...; Comparator: ...`."""
    said = [
        _("{setting}: {value}").format(setting=one.label, value=value_words(one, settings[one.key]))
        for one in instrument.settings
        if one.scope == "result" and settings.get(one.key) not in (None, "", [])
    ]
    return "; ".join(said)


def value_words(setting: Setting, value: Value) -> str:
    """A setting's value, with the words of its options."""
    named = {option.code: option.text for option in setting.options}
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    parts = value if isinstance(value, list) else [value]
    return ", ".join(named.get(str(part), str(part)) for part in parts)
