"""Star table, traffic light and summary show what the studies' forms add up to."""

import pytest

from appraisal import sample
from appraisal.bundle import figures_of
from appraisal.figures import appraisal_table, star_table, summary_bars, traffic_light
from appraisal.figures.grid import Block, Grid, GridRow, layout
from appraisal.figures.text import measure
from appraisal.instruments import instrument_texts, shipped_key
from appraisal.material import Material, gather
from appraisal.named import Named
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.workshop.preview import Trial, figures, tried
from stats.figures.forest_data import MarkCell
from stats.figures.pages import pages
from stats.figures.scene import Box, Judgement, Scene, Stars, Text


@pytest.fixture(scope="module")
def materials() -> dict[str, Material]:
    made = {}
    for which in ("ivig", "bcg"):
        store = MemoryStore("a-review")
        sample.write(store, which)
        made[which] = gather(Review(store), reader=None, lang="en")
    return made


def named(figures: list[Named], name: str) -> Scene:
    (found,) = [figure.scene for figure in figures if figure.name == name]
    return found


def row_y(scene: Scene, label: str) -> float:
    return next(row.y for row in scene.rows if row.says.startswith(label))


def test_star_table_adds_up_to_its_total(materials: dict[str, Material]) -> None:
    scene = named(list(star_table.make(materials["ivig"])), "star-table-nos-cohort")
    for label, total in (("Achiron 1996", 7), ("Achiron 2004", 8), ("Orvieto 1999", 5)):
        y = row_y(scene, label)
        earned = sum(m.earned for m in scene.marks if isinstance(m, Stars) and y <= m.y < y + 26)
        assert earned == total
        texts = [m.text for m in scene.marks if isinstance(m, Text) and y <= m.y < y + 26]
        assert f"{total}/9" in texts


def test_each_instrument_has_its_own_table(materials: dict[str, Material]) -> None:
    names = {figure.name for figure in star_table.make(materials["ivig"])}
    assert names == {
        "star-table-nos-cohort",
        "star-table-nos-case-control",
        "star-table-nos-cross-sectional-9",
        "item-table-nih-case-series",
    }


def test_answers_stand_where_there_are_no_stars(materials: dict[str, Material]) -> None:
    scene = named(list(star_table.make(materials["ivig"])), "item-table-nih-case-series")
    rows = {row[0]: row for row in scene.table}
    assert rows["Fragoso 2009"][1] == "Yes"
    assert rows["Durelli 2004"][-1] == "Poor"


def test_traffic_light_has_a_mark_for_each_judgement(materials: dict[str, Material]) -> None:
    (figure,) = traffic_light.make(materials["bcg"])
    marks = [mark for mark in figure.scene.marks if isinstance(mark, Judgement)]
    assert len(marks) == 13 * 8 + 3
    grounds = [m for m in figure.scene.marks if isinstance(m, Box) and m.fill == "overall"]
    assert len(grounds) == 13


def test_bars_are_as_long_as_the_shares(materials: dict[str, Material]) -> None:
    figure = next(one for one in summary_bars.make(materials["bcg"]))
    pieces = [mark for mark in figure.scene.marks if isinstance(mark, Box)]
    first = [mark for mark in pieces if mark.y == pieces[0].y]
    assert [mark.fill for mark in first] == ["good", "poor"]
    assert first[0].w / first[1].w == pytest.approx(7 / 6)
    whole = {m.id: sum(n.w for n in pieces if n.id == m.id) for m in pieces}
    assert len({round(length, 6) for length in whole.values()}) == 1
    assert figure.scene.table[0][1:] == ("Low risk 7/13", "High risk 6/13")


def test_report_has_every_figure_under_its_own_name(materials: dict[str, Material]) -> None:
    names = [figure.name for figure in figures_of(materials["ivig"])]
    assert len(names) == len(set(names))
    assert {"forest", "star-table-nos-cohort", "traffic-light-rob1-2011"} <= set(names)


def test_long_table_is_cut_between_rows_with_its_head_on_each_page() -> None:
    rows = tuple(GridRow(str(i), f"Trial {i}", (MarkCell("good", "Low"),) * 5) for i in range(80))
    heads = tuple(f"D{i}" for i in range(5))
    scene = layout(Grid((Block("RoB 2", heads, rows),)), measure=measure(), width=760)
    sheets = pages(scene, 900)
    texts = [[m.text for m in sheet.marks if isinstance(m, Text)] for sheet in sheets]
    assert len(sheets) > 1
    assert all(found.count("RoB 2") == 1 for found in texts)
    labels = [text for found in texts for text in found if text.startswith("Trial")]
    assert labels == [f"Trial {i}" for i in range(80)]
    assert sum(isinstance(m, Judgement) for sheet in sheets for m in sheet.marks) == 400


def test_many_columns_make_the_table_wider() -> None:
    row = GridRow("a", "A study with quite a long name 2004", ("NR",) * 40)
    heads = tuple(str(i) for i in range(40))
    scene = layout(Grid((Block("Long", heads, (row,)),)), measure=measure(), width=400)
    cells = [m for m in scene.marks if isinstance(m, Text) and m.text == "NR"]
    assert len(cells) == 40
    assert all(0 < m.x < scene.width - 16 for m in cells)


def test_one_table_holds_every_instrument(materials: dict[str, Material]) -> None:
    (figure,) = appraisal_table.make(materials["ivig"])
    assert len(figure.scene.rows) == 11
    assert list(appraisal_table.make(materials["bcg"])) == []


def test_bar_leaves_what_is_not_judged_blank() -> None:
    bar = summary_bars.Bar("d1", "Sequence", (("good", 1), ("poor", 1)), 4)
    scene = summary_bars.layout([bar], legend=(), note="", title="", measure=measure(), width=760.0)
    good, poor, blank = (mark for mark in scene.marks if isinstance(mark, Box))
    assert blank.fill == ""
    assert blank.w == pytest.approx(good.w + poor.w)
    assert scene.table[0][-1] == "not judged 2/4"


def drawn(instrument: str, name: str) -> Scene:
    """A figure of two studies whose answers are made up."""
    review, _shown = tried(instrument_texts(shipped_key(instrument)), Trial(), lang="en")
    return named(list(figures(review, lang="en")), name)


def said(scene: Scene) -> str:
    return " ".join(mark.text for mark in scene.marks if isinstance(mark, Text))


def test_codes_of_answers_are_spelt_out_under_their_table() -> None:
    words = said(drawn("nih-case-series", "item-table-nih-case-series"))
    assert "CD Cannot determine, NA Not applicable, NR Not reported." in words
    assert "Yes Yes" not in words
    words = said(drawn("amstar2", "item-table-amstar2"))
    assert "NoMA No meta-analysis" in words


def test_bars_of_applicability_stand_after_those_of_risk_of_bias() -> None:
    scene = drawn("quadas2", "summary-quadas2")
    places = [row.id for row in scene.rows]
    assert places == [
        "D1", "D2", "D3", "D4", "overall",
        "D1/applicability", "D2/applicability", "D3/applicability", "overall/applicability",
    ]  # fmt: skip
    assert scene.rows[5].says.startswith("Concerns about applicability: Patient selection: ")
