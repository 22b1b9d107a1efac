"""Instruments in words: the list, one in full, and the faults of a file, for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from appraisal.errors import FaultyInstrument, UserError
from appraisal.instrument import Domain, Instrument, Item, Setting
from appraisal.instrument_file import read_instrument
from appraisal.instrument_overlay import untranslated
from appraisal.library import known, read_text_file
from resources.i18n import _, ngettext


def find_instrument(name: str, lang: str | None = None) -> Instrument:
    """A shipped instrument by its id, with or without `@version`, or one from a file's path.

    Raises
    ------
    UserError
        When there is none; FaultyInstrument when the file has faults.
    """
    file = Path(name)
    if name.endswith(".toml"):
        overlay = file.with_suffix(f".{lang}.toml") if lang not in (None, "en") else None
        return read_instrument(
            read_text_file(file),
            overlay=read_text_file(overlay) if overlay and overlay.is_file() else None,
        )
    id_, _at, version = name.partition("@")
    found = known(lang).get(id_)
    if found is not None and version in ("", found.version):
        return found
    raise UserError(
        _("There is no instrument “{name}”.").format(name=name),
        remedy=_("Those that are here: {names}.").format(names=", ".join(known())),
    )


def list_instruments(instruments: Mapping[str, Instrument]) -> str:
    """A table of instruments: id, items, confidence, designs, title."""
    rows = [[_("id"), _("items"), _("confidence"), _("designs"), _("title")]]
    rows += [
        [one.key, str(len(one.by_address)), one.confidence, " ".join(one.designs), one.title]
        for one in instruments.values()
    ]
    return "\n".join(_columns(rows))


def show_instrument(instrument: Instrument) -> str:
    """An instrument in full: what it asks, what it takes, what it makes of it."""
    lines = [
        f"{instrument.title} ({instrument.key})",
        *(text for text in (instrument.note, instrument.citation, instrument.url) if text),
        _("Unit: {unit}. Confidence: {confidence}. Text: {licence}.").format(
            unit=instrument.unit,
            confidence=instrument.confidence,
            licence=instrument.text_licence,
        ),
    ]
    if instrument.settings:
        lines += ["", _("Settings")]
        lines += [_setting(one) for one in instrument.settings]
    for domain in instrument.domains:
        lines += ["", *_domain(domain, instrument)]
    if instrument.levels:
        lines += ["", _("Levels")]
        lines += [
            f"  {one.id}: {instrument.fill(one.label, {})} ({one.letter}, {one.role})"
            for one in instrument.levels
        ]
    if instrument.summaries:
        lines += ["", _("Summaries")]
        lines += [f"  {one.id}: {one.title}" for one in instrument.summaries]
    if instrument.overall.title:
        lines += ["", f"{instrument.overall.title}: {instrument.overall.help}".rstrip(": ")]
    return "\n".join(lines)


def check_file(file: Path) -> tuple[str, ...]:
    """The faults of an instrument file and of the translations beside it; none if it is sound.

    Raises
    ------
    UserError
        When the file cannot be read at all.
    """
    text = read_text_file(file)
    faults = _faults(text, None)
    for overlay in sorted(file.parent.glob(f"{file.stem}.*.toml")):
        said = read_text_file(overlay)
        found = _faults(text, said)
        if not found:
            found = [
                _("{place}: it is not translated.").format(place=place)
                for place in untranslated(text, said)
            ]
        known = set(faults)
        faults += [f"{overlay.name}: {fault}" for fault in found if fault not in known]
    return tuple(faults)


def checked(file: Path) -> str:
    """What a check says of a file, in words."""
    faults = check_file(file)
    if not faults:
        one = read_instrument(read_text_file(file))
        return _("{file} is sound: {title}, {items}.").format(
            file=file.name, title=one.title, items=_items(len(one.by_address))
        )
    head = ngettext("{file} has one fault.", "{file} has {n} faults.", len(faults))
    return "\n".join([head.format(file=file.name, n=len(faults)), *faults])


def _faults(text: str, overlay: str | None) -> list[str]:
    try:
        read_instrument(text, overlay=overlay)
    except FaultyInstrument as fault:
        return list(fault.faults)
    return []


def _items(n: int) -> str:
    return ngettext("{n} item", "{n} items", n).format(n=n)


def _setting(one: Setting) -> str:
    parts = [f"  {one.key}: {one.label}"]
    if one.options:
        parts.append(f"[{', '.join(option.code for option in one.options)}]")
    if one.default is not None:
        default = one.default
        said = "+".join(map(str, default)) if isinstance(default, list) else str(default).lower()
        parts.append(_("(default {value})").format(value=said))
    elif one.required:
        parts.append(_("(to be chosen)"))
    return " ".join(parts)


def _domain(domain: Domain, instrument: Instrument) -> Iterator[str]:
    head = f"{domain.label}: {domain.title}" if domain.label != domain.title else domain.title
    yield (
        head if domain.max is None else _("{domain}, at most {n}").format(domain=head, n=domain.max)
    )
    for item in domain.items:
        yield from _item(item, instrument)


def _item(item: Item, instrument: Instrument) -> Iterator[str]:
    yield f"  {item.id}  {instrument.fill(item.ask, {})}"
    codes = [
        option.code + "*" * int(option.score) if option.score else option.code
        for option in item.options
    ]
    yield "      " + " ".join(codes)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  ".join([*cells, row[-1]])
