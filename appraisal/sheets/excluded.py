"""Reports that were read or sought in full and are not in the review, each with why."""

from collections.abc import Iterator

from appraisal.material import Material
from appraisal.records import record_ids, reference_at
from appraisal.subjects import REVIEW, study_subject
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.views.records import status_name, status_of
from resources.i18n import _

_LEFT = ("full-out", "not-retrieved")


def make(material: Material) -> Iterator[Table]:
    """The excluded reports, where there are any."""
    rows = (*_records(material), *_studies(material))
    if not rows:
        return
    yield Table(
        "excluded",
        _("Excluded"),
        _("Reports excluded on full text or not retrieved, and studies taken off with a reason"),
        (
            Column(_("Title"), "long", 50),
            Column(_("Authors"), "long", 26),
            Column(_("Year"), "count", 8),
            Column(_("Journal"), width=24),
            Column("DOI", width=24),
            Column("PMID", width=12),
            Column(_("State"), width=24),
            Column(_("Reason"), "long", 50),
        ),
        rows,
        lead=material.state.text(REVIEW, "records_note"),
    )


def _records(material: Material) -> Iterator[tuple[Cell, ...]]:
    state = material.state
    for record in record_ids(state) if state.count("screening") else ():
        status, reason = status_of(state, record)
        if status in _LEFT:
            one = reference_at(state, record)
            yield (
                one.title, "; ".join(one.authors), one.year, one.journal, one.doi, one.pmid,
                status_name(status), reason,
            )  # fmt: skip


def _studies(material: Material) -> Iterator[tuple[Cell, ...]]:
    """The studies that were taken off with a reason, as a file of another program has them."""
    state = material.state
    listed = set(state.ids("study"))
    for study in state.ids("study", removed=True):
        subject = study_subject(study)
        claim = state.claim(subject, "removed")
        if study in listed or claim is None or not claim.why:
            continue
        said = (state.text(subject, name) for name in ("authors", "journal", "doi", "pmid"))
        authors, journal, doi, pmid = said
        title = state.text(subject, "title") or state.text(subject, "label")
        year = state.value(subject, "year")
        yield (
            title, authors, year if isinstance(year, int) else None, journal, doi, pmid,
            _("Excluded study"), claim.why,
        )  # fmt: skip


SHEET = Sheet(85, make)
