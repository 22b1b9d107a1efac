"""Agreement before consensus: from sealed, opened answers, and undefined where it is."""

import pytest

from appraisal.agreement import Pair, agreement, pairs
from appraisal.instrument import Instrument, shipped_instrument
from appraisal.review import Review
from appraisal.sample import write
from appraisal.store.memory import MemoryStore


def lookup(key: str) -> Instrument:
    return shipped_instrument(key.partition("@")[0])


def made(table: dict[tuple[str, str], int]) -> list[Pair]:
    return [
        Pair("s", "i@1", "d/1", first, second)
        for (first, second), n in table.items()
        for _n in range(n)
    ]


def test_no_pair_gives_no_agreement() -> None:
    assert agreement([]) is None


def test_kappa_of_a_published_table() -> None:
    # Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, table 18.1:
    # two raters, 100 people in three categories; kappa 0.68 by their equation 18.9
    found = agreement(
        made(
            {
                ("a", "a"): 75, ("a", "b"): 1, ("a", "c"): 4,
                ("b", "a"): 5, ("b", "b"): 4, ("b", "c"): 1,
                ("c", "a"): 0, ("c", "b"): 0, ("c", "c"): 10,
            }
        )
    )  # fmt: skip
    assert found is not None
    assert found.percent == pytest.approx(89)
    assert found.kappa is not None
    assert round(found.kappa[0], 2) == 0.68


def test_kappa_without_variation_is_not_a_number_but_said() -> None:
    found = agreement(made({("a", "a"): 12}))
    assert found is not None
    assert (found.percent, found.kappa, found.ac1) == (100, None, None)


def test_unopened_answers_never_count() -> None:
    store = MemoryStore("r")
    write(store, "ivig")
    review = Review(store)
    everyone = pairs(review.state, lookup)
    assert len(everyone) == 89
    assert sum(not pair.is_same for pair in everyone) == 12
    shut = review.state.with_rows([])
    study = everyone[0].study
    form = next(f for f in shut.forms("appraisal", study))
    seat = shut.seats(form)[0]
    late = next(row for row in store.entries(subject=f"{form}/{seat}") if row.field == "sealed")
    from tests.appraisal.ledgers import row

    reopened = shut.with_rows([row(late.subject, "sealed", False, replaces=(late,))])
    assert study not in {pair.study for pair in pairs(reopened, lookup)}
