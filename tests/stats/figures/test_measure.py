"""Texts are as wide as the figure font makes them, and lines break where they may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from appraisal.figures.text import measure
from stats.figures.measure import elide, wrap
from tests.tools import figure_font

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=80)


@pytest.mark.parametrize("text", ["Achiron 2004", "0.34 [0.12, 1.02]", "τ² = 0.31; I² = 79 %"])
@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_width_is_that_of_the_font(text: str, weight: str) -> None:
    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
    units = sum(font.load_char(ord(char), flags=LoadFlags.NO_SCALE).horiAdvance for char in text)
    width = measure()(text, 13, weight == "bold")
    assert width == pytest.approx(13 * units / font.units_per_EM, rel=0.002)


def test_table_is_what_the_script_makes() -> None:
    assert figure_font.TARGET.read_text(encoding="utf-8") == figure_font.text()


def test_characters_the_font_lacks_are_named_and_still_take_room() -> None:
    assert measure().missing("王 and 李 and 王") == ("王", "李")
    assert measure()("王", 10) == 10
    assert measure()("e\u0301", 13) == pytest.approx(measure()("e", 13), abs=0.1)


@given(text=texts, width=st.floats(20, 300))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    lines = wrap(text, width, measure())
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure()(line) <= width or len(line) == 1 for line in lines)


@given(text=texts, width=st.floats(20, 300), most=st.integers(1, 4))
def test_lines_stay_below_their_most(text: str, width: float, most: int) -> None:
    lines = wrap(text, width, measure(), most=most)
    assert len(lines) <= most
    assert all(measure()(line) <= width or len(line) == 1 for line in lines)


def test_lines_break_after_hyphens() -> None:
    assert wrap("Brandt-Wouters 2016", 105, measure()) == ("Brandt-Wouters", "2016")
    assert wrap("Brandt-Wouters", 70, measure()) == ("Brandt-", "Wouters")


def test_elided_text_ends_in_an_ellipsis() -> None:
    assert elide("Achiron 2004", 70, measure()) == "Achiron…"
    assert elide("Achiron", 70, measure()) == "Achiron"
