"""Tools that judge a result: a light for each outcome, and in its forest plot that result's own."""

import pytest

from appraisal.bundle import figures_of
from appraisal.material import gather
from appraisal.named import Named
from stats.figures.scene import Judgement
from tests.appraisal.rob2_review import JUDGED, LEVELS, rob2_review

WORDS = {"low": "Low", "some_concerns": "Some concerns", "high": "High"}


@pytest.fixture(scope="module")
def figures() -> dict[str, Named]:
    return {one.name: one for one in figures_of(gather(rob2_review(), reader=None, lang="en"))}


def said(outcome: str) -> dict[str, list[str]]:
    """What the studies were judged in an outcome: five domains, and the whole."""
    return {
        label: [WORDS[LEVELS[letter]] for letter in levels[outcome].replace(" ", "")]
        for label, levels in JUDGED.items()
        if outcome in levels
    }


@pytest.mark.parametrize(("outcome", "name"), [("death", "Death"), ("pain", "Pain")])
def test_light_of_an_outcome_holds_its_results_alone(
    figures: dict[str, Named], outcome: str, name: str
) -> None:
    light = figures[f"traffic-light-rob2-{outcome}"]
    assert (light.title, light.about) == (f"RoB 2: judgements by domain, {name}", name)
    _head, *rows = light.scene.table
    shown = {row[0]: list(row[1:]) for row in rows}
    assert shown == {f"{label}, {name}": words for label, words in said(outcome).items()}
    drawn = [mark.word for mark in light.scene.marks if isinstance(mark, Judgement)]
    rated = [word for words in said(outcome).values() for word in words]
    assert drawn[: len(rated)] == rated  # what the table says is what is drawn


def test_light_of_the_tool_holds_every_result(figures: dict[str, Named]) -> None:
    _head, *rows = figures["traffic-light-rob2"].scene.table
    assert len(rows) == sum(len(levels) for levels in JUDGED.values())


@pytest.mark.parametrize("outcome", ["death", "pain"])
def test_forest_plot_shows_the_judgement_of_its_own_outcome(
    figures: dict[str, Named], outcome: str
) -> None:
    head, *rows = figures[f"forest-{outcome}"].scene.table
    first = next(place for place, title in enumerate(head) if title.endswith("D1"))
    shown = {row[0]: list(row[first:]) for row in rows if row[0] in JUDGED}
    assert shown == said(outcome)


def test_weights_at_each_level_are_those_of_the_outcome(figures: dict[str, Named]) -> None:
    tables = [figures[f"summary-weighted-{one}"].scene.table for one in ("death", "pain")]
    assert tables[0] != tables[1]
