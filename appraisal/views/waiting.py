"""Domains that wait for a setting: until it is chosen nobody can say which form is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from appraisal.algorithm import Assessment
from appraisal.conditions import SettingIs, walk
from appraisal.instrument import Domain, Instrument


@dataclass(frozen=True, slots=True)
class Waiting:
    """A domain that is left out for now; it belongs before the card at `place`."""

    label: str
    title: str
    place: int
    setting: str


def waiting_domains(instrument: Instrument, found: Assessment) -> tuple[Waiting, ...]:
    """The domains that wait, each once: several forms of one, such as D2a and D2b, are one."""
    waits: dict[str, Waiting] = {}
    place = 0
    for domain in instrument.domains:
        if found.domains[domain.id].shown:
            place += 1
            continue
        for key in _settings(domain):
            setting = instrument.setting(key)
            if key in found.unset and setting is not None:
                former = waits.get(domain.label)
                title = _common(former.title, domain.title) if former else domain.title
                waits[domain.label] = Waiting(domain.label, title, place, setting.label)
    return tuple(waits.values())


def _settings(domain: Domain) -> Iterator[str]:
    if domain.show_if is not None:
        for part in walk(domain.show_if):
            if isinstance(part, SettingIs):
                yield part.key


def _common(one: str, other: str) -> str:
    """What two titles say alike, up to the comma after which they differ."""
    alike = []
    for first, second in zip(one.split(", "), other.split(", "), strict=False):
        if first != second:
            break
        alike.append(first)
    return ", ".join(alike) or one
