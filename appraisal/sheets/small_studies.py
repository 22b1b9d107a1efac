"""Small-study effects of each outcome: every test, trim and fill, selection, fail-safe numbers."""

from collections.abc import Iterator
from math import isfinite

from appraisal.further import Further
from appraisal.material import Material
from appraisal.small_studies import FunnelTest
from appraisal.tables import Cell, Column, Sheet, Table
from appraisal.views.selection import selection_name
from appraisal.views.small_studies import advice, caution, fault_sentence, reading, test_name
from resources.i18n import _

Figures = tuple[float | None, float | None, float | None, float | None, float | None, float | None]


def make(material: Material) -> Iterator[Table]:
    """One table of all outcomes with three studies or more."""
    found = [one for one in material.further if one.small.is_enough]
    rows = tuple(row for one in found for row in _rows(one))
    if not rows:
        return
    yield Table(
        "small_studies",
        _("Small studies"),
        _("Small-study effects"),
        (
            Column(_("Outcome"), width=28),
            Column(_("Analysis"), width=34),
            Column(_("What the value is"), width=30),
            Column(_("Studies"), "count", 8),
            Column(_("Value"), "number", 12, 4),
            Column(_("Lower"), "number", 12, 4),
            Column(_("Upper"), "number", 12, 4),
            Column(_("Statistic"), "number", 10, 3),
            Column("df", "number", 8, 0),
            Column("p", "p", 10, 4),
            Column(_("Remarks"), "long", 60),
        ),
        rows,
        notes=(
            reading(),
            _("The Cochrane Handbook (13.3.5.2) advises against fail-safe numbers; they stand here "
              "for editors who ask for them."),
        ),
        fixed=2,
    )  # fmt: skip


def _rows(one: Further) -> Iterator[tuple[Cell, ...]]:
    name, k = one.analysis.dataset.outcome.name, one.small.k
    for analysis, what, count, figures, said in (
        *_tests(one),
        *_fill(one),
        *_selected(one),
        *_excess(one),
    ):
        shown = (value if value is not None and isfinite(value) else None for value in figures)
        yield (name, analysis, what, k if count is None else count, *shown, said)


Line = tuple[str, str, int | None, Figures, str]


def _tests(one: Further) -> Iterator[Line]:
    data = one.analysis.dataset
    apt = " ".join(filter(None, [advice(one.small), caution(data.plan, data.outcome.data)]))
    for test in one.small.tests:
        yield _test(test, apt)
    for test in one.other_tests:
        yield _test(test, _("not the apt one for this measure"))


def _test(test: FunnelTest, said: str) -> Line:
    name = test_name(test.name)
    if test.fault:
        none: Figures = (None,) * 6
        return name, _("not estimable"), None, none, fault_sentence(test)
    if test.slope is not None:
        line = test.slope.slope
        figures = (line.value, line.lower, line.upper, line.statistic, line.df, line.p)
        return name, _("slope"), test.slope.k, figures, said
    assert test.rank is not None
    rank = test.rank
    return name, "τ", rank.k, (rank.tau, None, None, rank.statistic, None, rank.p), said


def _fill(one: Further) -> Iterator[Line]:
    filled, plan = one.small.filled, one.analysis.dataset.plan
    if filled is None:
        return
    name = f"{_('Trim and fill')} ({plan.fill})"
    none = (None, None, None)
    side = _("left") if filled.side == "left" else _("right")
    said = _("side: {side}").format(side=side)
    yield name, _("studies added"), None, (float(filled.missing), *none, None, None), said
    shown = filled.pooled.shown
    figures = (shown.value, shown.lower, shown.upper, None, None, filled.pooled.estimate.p)
    yield name, _("estimate with them"), filled.pooled.k, figures, _("not a correction")


def _selected(one: Further) -> Iterator[Line]:
    for found in one.selections:
        name = _("Selection model: {kind}").format(kind=selection_name(found.kind))
        made = found.made
        if made is None:
            none: Figures = (None,) * 6
            yield name, _("estimate"), None, none, _("not estimable")
            continue
        limits = (made.estimate.value, made.estimate.lower, made.estimate.upper)
        shown = [one.analysis.natural(value) for value in limits]
        p = made.estimate.p
        yield name, _("estimate"), made.k, (shown[0], shown[1], shown[2], None, None, p), ""
        test = (made.lrt, None, None, made.lrt, float(made.df), made.p)
        yield name, _("χ² against no selection"), made.k, test, ""


def _excess(one: Further) -> Iterator[Line]:
    if one.excess is None:
        return
    none = (None, None, None)
    for number in one.excess.numbers:
        name = _("Fail-safe N ({author})").format(author=number.kind)
        said = "" if isfinite(number.number) else _("no number would do")
        value = number.number if isfinite(number.number) else None
        yield name, _("studies without effect"), number.k, (value, *none, None, number.p), said
    test = one.excess.significance
    name = _("Excess significance")
    power = _("effect assumed: the fixed one by inverse variance")
    yield name, _("significant studies"), None, (float(test.observed), *none, None, test.p), power
    yield name, _("expected"), None, (test.expected, *none, None, None), ""


SHEET = Sheet(63, make)
