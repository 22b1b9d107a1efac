"""Where the shipped instruments lie, and which version a name means."""

import re
from functools import cache

from appraisal.errors import InvalidClaim
from resources import path, read_toml
from resources.i18n import _

LANGUAGES = ("pt_BR",)
_is_name = re.compile("[a-z0-9][a-z0-9-]{0,39}").fullmatch


@cache
def shipped_key(name: str) -> str:
    """The `id@version` of a shipped instrument, given its id.

    Raises
    ------
    InvalidClaim
        When none of that name is shipped.
    """
    # a file from elsewhere may ask for any name: none leads out of the folder, or to an overlay
    if not (_is_name(name) and path("instruments", f"{name}.toml").is_file()):
        raise InvalidClaim(_("There is no instrument “{name}”.").format(name=name))
    read = read_toml("instruments", f"{name}.toml")
    return f"{name}@{read['version']}"


@cache
def instrument_texts(key: str) -> dict[str, str]:
    """The text of a shipped instrument by language (`en` is the file, others overlay it).

    Raises
    ------
    InvalidClaim
        When that version is not shipped.
    """
    name = key.partition("@")[0]
    if shipped_key(name) != key:
        raise InvalidClaim(
            _("This Evenhand does not hold the instrument {key}.").format(key=key),
            remedy=_("Open the review with the version that made it."),
        )
    texts = {"en": path("instruments", f"{name}.toml").read_text("utf-8")}
    for lang in LANGUAGES:
        overlay = path("instruments", f"{name}.{lang}.toml")
        if overlay.is_file():
            texts[lang] = overlay.read_text("utf-8")
    return texts
