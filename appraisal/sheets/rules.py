"""The team's own rules for items, in every version, and the calibration rounds they came from."""

from collections.abc import Iterator

from appraisal.calibration import Rule, rounds, rules
from appraisal.errors import InvalidClaim
from appraisal.instrument import Instrument
from appraisal.instruments import shipped_key
from appraisal.material import Material
from appraisal.subjects import study_subject
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.whose import names_of
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """The rules, where the team wrote any."""
    found = rules(material.entries)
    if not found:
        return
    yield Table(
        "team-rules",
        _("Team rules"),
        _("The team's own rules for items"),
        (
            Column(_("Instrument"), width=24),
            Column(_("Item"), "long", 34),
            Column(_("Version"), "count", 9),
            Column(_("Rule"), "long", 70),
            Column(_("By"), width=18),
            Column(_("On"), width=12),
            Column(_("Stands"), width=9),
        ),
        tuple(_row(material, one, found) for one in found),
        notes=tuple(_notes(material)),
        fixed=2,
    )


def _row(material: Material, one: Rule, found: tuple[Rule, ...]) -> tuple[Cell, ...]:
    last = max(
        other.version
        for other in found
        if (other.instrument, other.item) == (one.instrument, one.item)
    )
    instrument = _instrument(material, one.instrument)
    return (
        instrument.short if instrument is not None else one.instrument,
        _item(instrument, one.item),
        one.version,
        one.text or _("taken back"),
        names_of(material.state, [one.author]),
        one.at[:10],
        _("yes") if one.version == last and one.text else _("no"),
    )


def _instrument(material: Material, id: str) -> Instrument | None:
    key = next((key for key in material.instruments() if key.partition("@")[0] == id), "")
    try:
        return material.lookup(key or shipped_key(id))
    except InvalidClaim:  # an instrument of another version of the program
        return None


def _item(instrument: Instrument | None, address: str) -> str:
    item = instrument.by_address.get(address) if instrument is not None else None
    return f"{item.id} {item.title}" if item is not None else address


def _notes(material: Material) -> Iterator[str]:
    for one in rounds(material.state):
        labels = (material.state.text(study_subject(study), "label") for study in one.studies)
        yield _("Calibration round {n}: {studies}.").format(n=one.number, studies=", ".join(labels))


SHEET = Sheet(46, make)
