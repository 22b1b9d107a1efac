"""The checklists that can be chosen: those that ship, and the files of one's own beside them.

A file of one's own is a stranger's file: it is read within limits, can run nothing, and a faulty
one is left out of every list but the workshop's, which names its faults.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from appraisal.errors import FaultyInstrument, UserError
from appraisal.instrument import Instrument
from appraisal.instrument_file import read_instrument
from appraisal.instrument_table import SIZE_LIMIT
from appraisal.instruments import LANGUAGES, instrument_texts, shipped_key
from appraisal.shipped import shipped
from appraisal.store.places import instruments_dir
from appraisal.whole_file import write_text
from resources.i18n import _

SUFFIX: Final = ".toml"
MOST_FILES: Final = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.IGNORECASE)

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of one's own: its texts by language, what it holds, and its faults if it has any."""

    path: Path
    texts: Mapping[str, str]
    instrument: Instrument | None
    faults: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its file is called."""
        return self.path.name.removesuffix(SUFFIX)


def own_files() -> tuple[OwnFile, ...]:
    """Every file of one's own, sound or not, by name."""
    folder = instruments_dir()
    return _read_folder(folder, _stamp(folder))


def known(lang: str | None = None) -> Mapping[str, Instrument]:
    """Every instrument that can be chosen, by id, in a language (English if None)."""
    spoken = None if lang == "en" else lang
    own = {
        one.instrument.id: _in_language(one, spoken)
        for one in own_files()
        if one.instrument is not None and not one.faults
    }
    return MappingProxyType({**shipped(spoken), **own})


def serving(design: str) -> tuple[str, ...]:
    """The ids of the instruments made for a design, the usual one first, one's own next."""
    fitting = [one for one in known().values() if design in one.designs]
    ships = shipped()
    fitting.sort(key=lambda one: (design not in one.default_for or one.id not in ships,
                                  one.id in ships))  # fmt: skip
    return tuple(one.id for one in fitting)


def present_key(name: str) -> str:
    """The `id@version` of an instrument as it is here now, given its id.

    Raises
    ------
    InvalidClaim
        When none of that name is here.
    """
    found = _own(name)
    return found.key if found is not None else shipped_key(name)


def texts_of(key: str) -> dict[str, str]:
    """The texts of an instrument `id@version` by language.

    Raises
    ------
    InvalidClaim
        When that version is not here.
    """
    for one in own_files():
        if one.instrument is not None and not one.faults and one.instrument.key == key:
            return dict(one.texts)
    return instrument_texts(key)


def check_texts(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Every fault of an instrument's texts, those between it and what ships among them."""
    faults = list(_faults(texts["en"], None))
    if not faults:
        for lang, overlay in texts.items():
            if lang != "en":
                faults += [f"{lang}: {fault}" for fault in _faults(texts["en"], overlay)]
    if not faults and read_instrument(texts["en"]).id in shipped():
        faults.append(_("“id”: an instrument that ships has this id; choose another."))
    return tuple(faults)


def keep(texts: Mapping[str, str]) -> Path:
    """Write an instrument among one's own; a file of the same id is replaced.

    Raises
    ------
    UserError
        When it has faults, or there are too many files.
    StorageError
        When it cannot be written.
    """
    faults = check_texts(texts)
    if faults:
        raise UserError(_("The instrument has faults."), remedy=faults[0])
    name = read_instrument(texts["en"]).id
    if not _NAME.fullmatch(name):
        raise UserError(_("“{id}” cannot be the name of a file.").format(id=name))
    path = instruments_dir() / f"{name}{SUFFIX}"
    if not path.exists() and len(own_files()) >= MOST_FILES:
        raise UserError(
            _("There are {n} instruments of your own; that is the most.").format(n=MOST_FILES)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES:
        overlay = path.with_name(f"{name}.{lang}{SUFFIX}")
        if texts.get(lang):
            write_text(overlay, texts[lang])
        else:
            overlay.unlink(missing_ok=True)
    write_text(path, texts["en"])
    return path


def remove(name: str) -> None:
    """Take a file of one's own away, with its translations; reviews that carry it keep it."""
    for one in own_files():
        if one.name == name:
            for lang in LANGUAGES:
                one.path.with_name(f"{name}.{lang}{SUFFIX}").unlink(missing_ok=True)
            one.path.unlink(missing_ok=True)


def keep_unsaved(texts: Mapping[str, str]) -> None:
    """Put what is being made aside, faults and all, until it is saved or given up.

    Raises
    ------
    StorageError
        When it cannot be written.
    """
    for lang, text in texts.items():
        write_text(_unsaved(lang), text)


def unsaved() -> dict[str, str]:
    """What was put aside; empty where nothing was."""
    files = {lang: _unsaved(lang) for lang in ("en", *LANGUAGES)}
    found = {lang: read_text_file(file) for lang, file in files.items() if file.is_file()}
    return found if "en" in found else {}


def forget_unsaved() -> None:
    """What was put aside is saved, or given up."""
    for lang in ("en", *LANGUAGES):
        _unsaved(lang).unlink(missing_ok=True)


def _unsaved(lang: str) -> Path:
    return instruments_dir() / "unsaved" / f"{lang}{SUFFIX}"


def read_texts(file: Path) -> dict[str, str]:
    """The texts of an instrument's file and the translations beside it.

    Raises
    ------
    UserError
        When the file is too large or no text.
    """
    texts = {"en": read_text_file(file)}
    stem = file.name.removesuffix(SUFFIX)
    for lang in LANGUAGES:
        overlay = file.with_name(f"{stem}.{lang}{SUFFIX}")
        if overlay.is_file():
            texts[lang] = read_text_file(overlay)
    return texts


def read_text_file(file: Path) -> str:
    """The text of an instrument's file, which is small.

    Raises
    ------
    UserError
        When it is too large, or no text.
    """
    if file.stat().st_size > SIZE_LIMIT:  # before it fills the memory
        raise UserError(
            _("{file} is too large to be an instrument: {limit} kB are the most.").format(
                file=file.name, limit=SIZE_LIMIT // 1024
            )
        )
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as fault:
        raise UserError(_("{file} is not UTF-8 text.").format(file=file.name)) from fault


def _own(name: str) -> Instrument | None:
    found = (one.instrument for one in own_files() if not one.faults)
    return next((one for one in found if one is not None and one.id == name), None)


def _stamp(folder: Path) -> Stamp:
    if not folder.is_dir():
        return ()
    found = []
    for file in sorted(folder.glob(f"*{SUFFIX}"))[: MOST_FILES * 2]:
        about = file.stat()
        found.append((file.name, about.st_mtime_ns, about.st_size))
    return tuple(found)


@lru_cache(maxsize=4)
def _read_folder(folder: Path, stamp: Stamp) -> tuple[OwnFile, ...]:
    made: list[OwnFile] = []
    for name, _at, _size in stamp:
        stem = name.removesuffix(SUFFIX)
        if not any(stem.endswith(f".{lang}") for lang in LANGUAGES):
            made.append(_read_own(folder / name))
    return tuple(made)


def _read_own(path: Path) -> OwnFile:
    try:
        texts = read_texts(path)
    except UserError as fault:
        return OwnFile(path, {}, None, (str(fault),))
    faults = check_texts(texts)
    try:
        instrument = read_instrument(texts["en"])
    except FaultyInstrument:
        return OwnFile(path, texts, None, faults)
    return OwnFile(path, texts, instrument, faults)


def _in_language(one: OwnFile, lang: str | None) -> Instrument:
    return _read(one.texts["en"], one.texts.get(lang) if lang else None)


@lru_cache(maxsize=512)
def _read(text: str, overlay: str | None) -> Instrument:
    return read_instrument(text, overlay=overlay)


def _faults(text: str, overlay: str | None) -> tuple[str, ...]:
    try:
        read_instrument(text, overlay=overlay)
    except FaultyInstrument as fault:
        return tuple(fault.faults)
    return ()
