"""A figure's caption in the Word report: its title once, then what the picture says beyond it."""

from types import SimpleNamespace
from typing import Any

import pytest

from appraisal.exporters.word import _caption


@pytest.mark.parametrize(
    ("title", "description", "said"),
    [
        ("L'Abbé: Falls", "L'Abbé: Falls. OR 0.6", "Figure 4. L'Abbé: Falls. OR 0.6"),
        ("Risk of bias", "Risk of bias: 2 studies", "Figure 4. Risk of bias. 2 studies"),
        ("Leave one out: Falls", "Leave one out", "Figure 4. Leave one out: Falls."),
        ("Forest plot: Falls", "", "Figure 4. Forest plot: Falls."),
        ("Forest plot", "Fixed, OR 0.6", "Figure 4. Forest plot. Fixed, OR 0.6"),
    ],
)  # fmt: skip
def test_caption_says_the_title_once(title: str, description: str, said: str) -> None:
    figure: Any = SimpleNamespace(title=title, scene=SimpleNamespace(description=description))
    assert _caption(4, figure) == said
