"""The instruments that come with the program, read once a language, and the designs they serve."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from appraisal.instrument import Instrument
from appraisal.instrument_file import read_instrument
from resources import path


@cache
def shipped(lang: str | None = None) -> Mapping[str, Instrument]:
    """The instruments that come with the program, by id, in a language (English if None)."""
    names = sorted(
        file.name.removesuffix(".toml")
        for file in path("instruments").iterdir()
        if file.suffix == ".toml" and "." not in file.name.removesuffix(".toml")
    )
    return MappingProxyType({name: shipped_instrument(name, lang) for name in names})


@cache
def shipped_instrument(name: str, lang: str | None = None) -> Instrument:
    """One instrument that comes with the program.

    Raises
    ------
    FileNotFoundError
        When none of that name is shipped.
    """
    text = path("instruments", f"{name}.toml").read_text("utf-8")
    overlay = path("instruments", f"{name}.{lang}.toml")
    translated = lang not in (None, "en") and overlay.is_file()
    return read_instrument(text, overlay=overlay.read_text("utf-8") if translated else None)


def for_design(design: str) -> str | None:
    """The id of the instrument that serves a design unless the review says otherwise."""
    return next((one.id for one in shipped().values() if design in one.default_for), None)
