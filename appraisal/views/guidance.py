"""What helps with an item in its place: how this review has answered it in other studies."""

from collections import Counter
from dataclasses import dataclass

from appraisal.cells import answer_text, study_label
from appraisal.instrument import Instrument
from appraisal.ratings import Lookup, assessments, settings_of
from appraisal.review_instruments import instrument_of_study
from appraisal.settled import Rank, settled
from appraisal.state import State
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class PastDecision:
    """An answer given before to the same item, with its reason."""

    label: str
    code: str
    words: str
    why: str
    is_mine: bool


def past_decisions(
    state: State, instrument: Instrument, address: str, *, besides: str, lookup: Lookup
) -> tuple[PastDecision, ...]:
    """The answers to an item in the other assessments of this review, as this reader may see them.

    Those with a reason come first. `besides` is the form that is being filled in.
    """
    item = instrument.item(address)
    found: list[PastDecision] = []
    for study in state.ids("study"):
        if instrument_of_study(state, study) != instrument.key:
            continue
        for rating in assessments(state, study, lookup):
            claim = settled(state, rating.form).claims.get(f"item/{address}")
            if rating.form == besides or claim is None:
                continue
            settings = settings_of(state, instrument, rating.target)
            chosen = claim.value if isinstance(claim.value, list) else [claim.value]
            words = "; ".join(
                instrument.fill(option.text, settings)
                for option in item.options
                if option.code in chosen
            )
            found.append(
                PastDecision(
                    study_label(state, study, rating.place),
                    answer_text(claim.value),
                    words,
                    claim.why,
                    rating.rank == Rank.MINE,
                )
            )
    found.sort(key=lambda one: not one.why.strip())
    return tuple(found)


def tally(found: tuple[PastDecision, ...]) -> str:
    """How often each answer was given: `a 5, b 2`."""
    counts = Counter(one.code for one in found)
    return ", ".join(
        _("{answer} {n}").format(answer=code, n=n) for code, n in sorted(counts.items())
    )
