"""What stands behind one light or star of a plot: its items, with what was said and agreed."""

from dataclasses import dataclass

from appraisal.instrument import Instrument
from appraisal.ratings import Lookup, Rating, rate
from appraisal.state import State
from appraisal.views.reconcile import Point, comparison
from resources.i18n import _

STARS, MARK, OVERALL = "stars", "mark", "overall"  # what a column of the plot is keyed by


@dataclass(frozen=True, slots=True)
class JudgementView:
    """A part of a study's form. `parts` pairs every domain with its title.

    `points` is empty where the form is not open to all; `why_not` then says what to do. `item` is
    where Appraise goes to.
    """

    study: str
    label: str
    short: str
    parts: tuple[tuple[str, str], ...]
    part: str
    form: str
    points: tuple[Point, ...]
    item: str
    why_not: str


def judgement(state: State, study: str, key: str, lookup: Lookup) -> JudgementView | None:
    """What stands behind a column of a study's row; None for a study without an instrument.

    `key` is a column's (`stars/0`, `mark/2`, `overall`) or a domain's id.
    """
    rating = rate(state, study, lookup)
    if rating is None:
        return None
    instrument = lookup(rating.instrument)
    part = part_of(rating, key)
    found = comparison(state, study, lookup)
    points = found.points if found is not None else ()
    shown = tuple(point for point in points if _belongs(point.field, part))
    if not shown and part == OVERALL:  # a total that nobody judged: its first domain
        part = rating.domains[0].id if rating.domains else part
        shown = tuple(point for point in points if _belongs(point.field, part))
    parts = [(domain.id, domain.title) for domain in rating.domains]
    if any(point.field == OVERALL for point in points):
        parts.append((OVERALL, _("Overall")))
    return JudgementView(
        study,
        found.label if found is not None else state.text(f"study/{study}", "label"),
        rating.short,
        tuple(parts),
        part,
        found.form if found is not None else "",
        shown,
        _first_item(instrument, part),
        "" if shown else _not_open(has_form=found is not None),
    )


def part_of(rating: Rating, key: str) -> str:
    """The domain that a column's key means in this rating, or `overall`."""
    kind, _between, place = key.partition("/")
    if kind not in (STARS, MARK):
        return key
    domains = [one for one in rating.domains if kind == STARS or one.role]
    return domains[int(place)].id if int(place) < len(domains) else OVERALL


def _belongs(field: str, part: str) -> bool:
    if part == OVERALL:
        return field == OVERALL
    return field.startswith((f"item/{part}/", f"judgement/{part}/")) or field == f"judgement/{part}"


def _first_item(instrument: Instrument, part: str) -> str:
    for domain in instrument.domains:
        if domain.id == part and domain.items:
            return domain.items[0].address
    return ""


def _not_open(*, has_form: bool) -> str:
    if has_form:
        return _("Nothing was answered here.")
    return _("This form is not open to all yet: its answers are given and changed in Appraise.")
