"""All studies in one table: instrument, domains, total or level. No scale spans instruments."""

from collections.abc import Iterator

from appraisal.cells import design_name, overall_cell, rank_words, standing_words
from appraisal.material import Material
from appraisal.ratings import Rating
from appraisal.subjects import study_subject
from appraisal.tables import Cell, Column, Sheet, Table
from resources.i18n import _


def make(material: Material) -> Iterator[Table]:
    """One row a study."""
    if not material.state.ids("study"):
        return
    yield Table(
        "studies",
        _("Summary"),
        _("All studies"),
        (
            Column(_("Study"), width=24),
            Column(_("Title"), "long", 40),
            Column(_("Design"), width=16),
            Column(_("Authors"), width=36),
            Column(_("Year"), "count", 8),
            Column(_("Country"), width=14),
            Column(_("Instrument"), width=20),
            Column(_("Stars"), "count", 8),
            Column(_("Of"), "count", 6),
            Column(_("Overall"), "level", 18),
            Column(_("By domain"), "long", 40),
            Column(_("Rests on"), width=20),
        ),
        tuple(_row(material, study) for study in material.state.ids("study")),
        notes=tuple(
            note
            for note in (
                _("Totals of different instruments cannot be compared."),
                standing_words(material.state, material.ratings.values()),
            )
            if note
        ),
    )


def domain_words(rating: Rating) -> str:
    """`Selection 3/4, Comparability 2/2` or `Sequence: Low, ...`."""
    said = [
        f"{domain.title} {domain.score or 0}/{domain.max}"
        if domain.max
        else f"{domain.title}: {domain.word}"
        for domain in rating.domains
        if domain.max or domain.word
    ]
    return ", ".join(said)


def _row(material: Material, study: str) -> tuple[Cell, ...]:
    state, subject = material.state, study_subject(study)
    rating = material.ratings.get(study)
    year = state.number(subject, "year")
    scored = rating is not None and rating.is_complete and rating.max > 0
    return (
        state.text(subject, "label"),
        state.text(subject, "title"),
        design_name(state.text(subject, "design")),
        state.text(subject, "authors"),
        int(year) if year is not None else None,
        state.text(subject, "country"),
        rating.short if rating is not None else "",
        rating.total if rating is not None and scored else None,
        rating.max if rating is not None and scored else None,
        overall_cell(rating) if rating is not None and rating.answered else None,
        domain_words(rating) if rating is not None and rating.answered else "",
        rank_words(rating.rank) if rating is not None else "",
    )


SHEET = Sheet(10, make)
