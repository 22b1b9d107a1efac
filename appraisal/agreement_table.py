"""Agreement before consensus as a table: for the workbook, the CSV file and the terminal."""

from appraisal.agreement import Agreement, Pair, agreement
from appraisal.tables import Column, Table
from resources.i18n import _


def agreement_table(found: tuple[Pair, ...]) -> Table:
    """Agreement by item of each instrument, by instrument, and overall."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in found:
        groups.setdefault((pair.instrument, pair.item), []).append(pair)
        groups.setdefault((pair.instrument, ""), []).append(pair)
    rows = [_row(name, item, agreement(group)) for (name, item), group in groups.items()]
    return Table(
        "agreement",
        _("Agreement"),
        _("Agreement before consensus"),
        (
            Column(_("Instrument"), width=24),
            Column(_("Item"), width=20),
            Column(_("Answers"), "count", 10),
            Column(_("Same"), "count", 8),
            Column(_("Per cent"), "number", 10, 1),
            Column(_("95 % CI low"), "number", 12, 1),
            Column(_("95 % CI high"), "number", 12, 1),
            Column(_("Cohen's κ"), "number", 10, 3),
            Column(_("κ low"), "number", 10, 3),
            Column(_("κ high"), "number", 10, 3),
            Column(_("Gwet's AC1"), "number", 10, 3),
        ),
        (*rows, _row(_("All"), "", agreement(found))),
        notes=(
            _("From sealed answers before consensus; the same option counts, not the same score."),
            _("κ is empty where both gave the same answer throughout: it cannot be estimated."),
        ),
    )


def _row(name: str, item: str, found: Agreement | None) -> tuple[str | int | float | None, ...]:
    assert found is not None  # no group is empty
    kappa = found.kappa or (None, None, None)
    return (
        name, item, found.pairs, found.same, round(found.percent, 1),
        round(found.percent_lower, 1), round(found.percent_upper, 1),
        *(None if value is None else round(value, 3) for value in kappa),
        round(found.ac1[0], 3) if found.ac1 is not None else None,
    )  # fmt: skip
