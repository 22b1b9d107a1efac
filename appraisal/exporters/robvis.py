"""Judgements by domain as the CSV that robvis reads: full words, never letters.

robvis keeps the first letter of every word, so each level goes out by the word its template has for
it (`display.robvis_levels` of the instrument). Its colours and glyphs are its own affair.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from appraisal.errors import UserError
from appraisal.further_arms import study_of
from appraisal.instrument import Instrument
from appraisal.material import Material
from appraisal.ratings import Rating
from appraisal.subjects import study_subject
from appraisal.tables import safe
from appraisal.whole_file import write_text
from resources.i18n import _

GENERIC = "Generic"
MISSING = "Not applicable"


@dataclass(frozen=True, slots=True)
class RobvisTable:
    """The rows for one template; `name` is that of its file."""

    name: str
    template: str
    rows: tuple[tuple[str, ...], ...]


def robvis_tables(material: Material) -> Iterator[RobvisTable]:
    """A table for every instrument that robvis has a template for, and whose judgements stand."""
    weights = _weights(material)
    for key in material.instruments():
        instrument = material.lookup(key)
        rated = [
            one
            for one in material.assessments
            if one.instrument == key and any(domain.level for domain in one.domains)
        ]
        if instrument.display.robvis and rated:
            yield RobvisTable(
                instrument.id,
                instrument.display.robvis,
                tuple(_rows(material, instrument, rated, weights)),
            )


def write_robvis(table: RobvisTable, path: Path) -> None:
    """Write one table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(table.rows)
    write_text(path, out.getvalue())


def _rows(
    material: Material,
    instrument: Instrument,
    rated: Sequence[Rating],
    weights: Mapping[str, float],
) -> Iterator[tuple[str, ...]]:
    names = _labels(material, rated)
    labels = {domain.label: domain.title for one in rated for domain in one.domains}
    heads = list(labels)
    generic = instrument.display.robvis == GENERIC
    titles = [_dotted(labels[head]) for head in heads] if generic else [
        f"D{place + 1}" for place in range(len(heads))
    ]  # fmt: skip
    yield ("Study", *titles, "Overall", "Weight")
    for one, name in zip(rated, names, strict=True):
        by_label = {domain.label: domain.level for domain in one.domains}
        cells = [_word(instrument, by_label.get(head, "")) for head in heads]
        weight = f"{weights.get(one.study, 0.0):.4g}"
        yield (str(safe(name)), *cells, _word(instrument, one.level), weight)


def _labels(material: Material, rated: Sequence[Rating]) -> list[str]:
    """A name for every row, told apart where a study stands twice."""
    found: list[str] = []
    for one in rated:
        name = material.state.text(study_subject(one.study), "label")
        named = f"{name} ({one.place})" if one.place else name
        count = sum(earlier.partition("\u00a0")[0] == named for earlier in found)
        found.append(f"{named}\u00a0{count + 1}" if count else named)
    return found


def _word(instrument: Instrument, level: str) -> str:
    """A level in the template's word.

    Raises
    ------
    UserError
        When the instrument's file has no word for it: guessing would change the judgement.
    """
    if not level:
        return MISSING
    word = instrument.display.robvis_levels.get(level)
    if word is None:
        raise UserError(
            _("{instrument} has no robvis word for the level “{level}”.").format(
                instrument=instrument.short, level=level
            ),
            remedy=_("Add it to robvis_levels in the instrument's file."),
        )
    return word


def _weights(material: Material) -> dict[str, float]:
    """The weights of the first outcome that is pooled, per cent: what robvis weighs its bars by."""
    for analysis in material.analyses:
        if analysis.pooled is not None:
            pairs = zip(analysis.dataset.rows, analysis.effects, strict=True)
            made: dict[str, float] = {}
            for row, effect in pairs:
                if row.is_used:  # a study's comparisons weigh together
                    made[study_of(row.study)] = made.get(study_of(row.study), 0.0) + effect.weight
            return made
    return {}


def _dotted(title: str) -> str:
    return ".".join("".join(c if c.isalnum() else " " for c in title).split())
