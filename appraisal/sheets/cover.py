"""The cover: what this workbook is, the settings before rating, and what the marks mean."""

from collections.abc import Iterator

from appraisal import __version__
from appraisal.material import Material
from appraisal.subjects import REVIEW, person_subject
from appraisal.tables import Cell, Column, Sheet, Table
from resources.i18n import _, moment_text

Line = tuple[Cell, ...]


def make(material: Material) -> Iterator[Table]:
    """The cover of a review."""
    yield Table(
        "cover",
        _("Cover"),
        material.title or _("Review"),
        (Column(_("What"), width=30), Column(_("Value"), "long", 90)),
        tuple(line for line in _lines(material) if line[1]),
        fixed=0,
    )


def _lines(material: Material) -> Iterator[Line]:
    state = material.state
    yield _("Question"), state.text(REVIEW, "question")
    yield _("Population"), state.text(REVIEW, "population")
    yield _("Intervention"), state.text(REVIEW, "intervention")
    yield _("Comparison"), state.text(REVIEW, "comparison")
    yield _("Outcome"), state.text(REVIEW, "result")
    yield _("Eligibility"), state.text(REVIEW, "eligibility")
    yield _("After"), state.text(REVIEW, "source")
    yield _("Nature of the answers"), state.text(REVIEW, "nature_note")
    people = (state.text(person_subject(person), "name") for person in state.ids("person"))
    yield _("Reviewers"), ", ".join(people)
    yield from _instruments(material)
    yield (
        _("Legend"),
        _("Judgement cells hold a letter and a colour; the sheet beside spells them out."),
    )
    last = max((entry.at for entry in material.entries), default="")
    yield _("Last change"), moment_text(last) if last else ""
    yield _("Program"), f"Evenhand {__version__}"


def _instruments(material: Material) -> Iterator[Line]:
    for key in material.instruments():
        instrument = material.lookup(key)
        yield instrument.title, f"{instrument.citation} {instrument.url}".strip()
        for setting in instrument.settings:
            value = material.state.value(REVIEW, f"setting/{instrument.id}/{setting.key}")
            value = setting.default if value is None else value
            if value is not None:
                yield f"{instrument.short}: {setting.label}", _shown(value, setting.unit)


def _shown(value: object, unit: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text} {unit}".strip()


SHEET = Sheet(0, make)
