"""What a team counts as low, unclear and high risk, one instrument at a time.

Instruments have no common scale. To ask "what without the studies at high risk?" of a review that
used several, the team says what counts as high in each: below 7 stars here, a level there. It is
kept on the review (`mapping/<instrument>`), shown wherever it is used, and changed like any fact.
Where the team said nothing, an instrument's own levels speak by their role; stars alone then count
as nothing.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any, Final, Literal

from appraisal.instrument import Instrument
from appraisal.ledger import Value
from appraisal.ratings import Rating
from appraisal.state import State
from appraisal.subjects import REVIEW
from resources.i18n import _

Risk = Literal["", "low", "unclear", "high"]

NO_RISK: Final[tuple[Risk, ...]] = ("",)
RISKS: Final[tuple[Risk, ...]] = ("low", "unclear", "high")
ROLES: Final[Table[str, str]] = {"low": "good", "unclear": "fair", "high": "poor", "": "na"}
QUALITY: Final = "mapping/quality"
_BY_ROLE: Final[Table[str, Risk]] = {
    "good": "low",
    "fair": "unclear",
    "unknown": "unclear",
    "poor": "high",
    "grave": "high",
}


@dataclass(frozen=True, slots=True)
class RiskMapping:
    """What counts as what in one instrument.

    `levels` pairs each level with its word and its risk. `high_below` and `low_from` are stars,
    None where the team set none; a total between them is unclear. `is_set` where the team did.
    """

    instrument: str
    short: str
    levels: tuple[tuple[str, str, Risk], ...]
    max: int = 0
    high_below: int | None = None
    low_from: int | None = None
    is_set: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing says yet what a study's rating counts as."""
        return self.high_below is None and not any(risk for _id, _word, risk in self.levels)


def mapping_field(instrument: str) -> str:
    """The review's field that holds an instrument's mapping; takes `id` or `id@version`."""
    return f"mapping/{instrument.partition('@')[0]}"


def mapping_of(state: State, instrument: Instrument, *, stars: int = 0) -> RiskMapping:
    """The mapping of an instrument; `stars` is the most a total can have, 0 for none."""
    kept = _kept(state, instrument.id)
    ids = instrument.overall.levels or tuple(level.id for level in instrument.levels)
    levels = tuple(
        (level.id, level.label, _level_risk(kept, level.id, level.role))
        for level in (instrument.level(one) for one in ids)
    )
    high, low = _stars(kept)
    return RiskMapping(instrument.id, instrument.short, levels, stars, high, low, bool(kept))


def mappings_met(state: State, ratings: Iterable[Rating]) -> tuple[RiskMapping, ...]:
    """What the mapping says of the levels that ratings have, an instrument at a time."""
    found: dict[str, list[Rating]] = {}
    for rating in ratings:
        found.setdefault(rating.instrument, []).append(rating)
    return tuple(_met(state, ratings) for ratings in found.values())


def _met(state: State, ratings: Sequence[Rating]) -> RiskMapping:
    one = ratings[0]
    kept = _kept(state, one.instrument)
    high, low = _stars(kept)
    met = {rating.level: rating for rating in ratings if rating.level}
    levels = tuple(
        (level, rating.word, _level_risk(kept, level, rating.role)) for level, rating in met.items()
    )
    most = max(rating.max for rating in ratings)
    return RiskMapping(one.instrument, one.short, levels, most, high, low, bool(kept))


def risk_of(state: State, rating: Rating) -> Risk:
    """What a rating counts as; empty where nothing says so, or nothing was judged."""
    kept = _kept(state, rating.instrument)
    high, low = _stars(kept)
    if rating.max and high is not None:
        if rating.total is None or not rating.is_complete:
            return ""
        if rating.total < high:
            return "high"
        return "low" if rating.total >= (low if low is not None else high) else "unclear"
    return _level_risk(kept, rating.level, rating.role) if rating.level else ""


def claim_of(mapping: RiskMapping) -> Value:
    """A mapping as the ledger keeps it."""
    if mapping.high_below is not None:
        low = mapping.low_from if mapping.low_from is not None else mapping.high_below
        return {"high_below": mapping.high_below, "low_from": low}
    return {"levels": {level: risk for level, _word, risk in mapping.levels if risk}}


def risk_word(risk: Risk) -> str:
    """A risk in words."""
    return {
        "low": _("Low"),
        "unclear": _("Unclear"),
        "high": _("High"),
        "": _("Not mapped"),
    }[risk]


def mapping_words(mapping: RiskMapping) -> str:
    """What counts as high in an instrument, as one line: `NOS cohort: below 7 of 9 stars`."""
    said = []
    if mapping.high_below is not None:
        said.append(_("below {n} of {max} stars").format(n=mapping.high_below, max=mapping.max))
    else:
        said += [word for _id, word, risk in mapping.levels if risk == "high"]
    text = ", ".join(said) if said else _("nothing yet")
    return _("{instrument}: {what}").format(instrument=mapping.short, what=text)


def mapping_in_full(mapping: RiskMapping) -> str:
    """What each level of an instrument counts as: `high below 7, low from 7 of 9 stars`."""
    high = mapping.high_below
    if high is not None:
        low = mapping.low_from if mapping.low_from is not None else high
        if low > high:
            stars = _("high below {high}, unclear below {low}, low from {low} of {max} stars")
        else:
            stars = _("high below {high}, low from {low} of {max} stars")
        return stars.format(high=high, low=low, max=mapping.max)
    said = []
    for risk in (*reversed(RISKS), *NO_RISK):
        words = [word for _id, word, of in mapping.levels if of == risk]
        if words:
            said.append(
                _("{risk} = {levels}").format(risk=risk_word(risk), levels=", ".join(words))
            )
    return "; ".join(said) or _("nothing yet")


def scores_of(state: State) -> dict[Risk, float]:
    """The quality scores the team gave to low, unclear and high; empty where it gave none."""
    value = state.value(REVIEW, QUALITY)
    if not isinstance(value, dict):
        return {}
    found = {risk: value.get(risk) for risk in RISKS}
    if not all(isinstance(one, int | float) for one in found.values()):
        return {}
    return {risk: float(one) for risk, one in found.items() if isinstance(one, int | float)}


def _kept(state: State, instrument: str) -> dict[str, Any]:  # Any: JSON
    value = state.value(REVIEW, mapping_field(instrument))
    return value if isinstance(value, dict) else {}


def _level_risk(kept: Table[str, Any], level: str, role: str) -> Risk:  # Any: JSON
    levels = kept.get("levels")
    told = levels.get(level) if isinstance(levels, dict) else None
    return next((risk for risk in RISKS if risk == told), _BY_ROLE.get(role, ""))


def _stars(kept: Table[str, Any]) -> tuple[int | None, int | None]:  # Any: JSON
    high, low = kept.get("high_below"), kept.get("low_from")
    return (high if isinstance(high, int) else None), (low if isinstance(low, int) else None)
