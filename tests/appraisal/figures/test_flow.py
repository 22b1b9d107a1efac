"""The flow of records: what stands in its boxes, that it adds up, and what it hands to others."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from appraisal.exporters.prisma import write_prisma
from appraisal.figures import flow as figure
from appraisal.figures.text import measure
from appraisal.flow import FlowCounts, OtherMethods, PooledBox, Reason, faults
from appraisal.flow_told import counts_of
from appraisal.flow_typed import typed_flow
from appraisal.material import gather
from stats.figures.scene import Box, Scene, Text
from tests.appraisal import desks
from tests.appraisal.materials import sample_material

WHOLE = FlowCounts(
    databases=300,
    registers=21,
    duplicates=33,
    screened=288,
    screened_out=260,
    sought=28,
    not_retrieved=6,
    assessed=22,
    excluded=(Reason("No original data", 8), Reason("Wrong population", 5)),
    included=11,
    other=OtherMethods(citations=4, sought=4, not_retrieved=1, assessed=3,
                       excluded=(Reason("Abstract only", 1),)),
)  # fmt: skip


def boxes(scene: Scene) -> list[str]:
    """The text of each box, its lines joined."""
    made = []
    for box in scene.marks:
        if isinstance(box, Box) and box.fill == "ground":
            inside = [
                mark.text
                for mark in scene.marks
                if isinstance(mark, Text)
                and box.x <= mark.x <= box.x + box.w
                and box.y <= mark.y <= box.y + box.h
            ]
            made.append(" ".join(inside).replace("\u00a0", " "))
    return made


def test_sample_goes_from_the_paper_to_what_is_pooled_here() -> None:
    material = sample_material()
    found = boxes(figure.layout(counts_of(material), measure=measure()))
    assert found[:6] == [
        "Records identified (n = 321)",
        "Records removed before screening (n = 33) Duplicates (n = 33)",
        "Records screened (n = 288)",
        "Records excluded (n = 266)",
        "Reports assessed for eligibility (n = 22)",
        "Reports excluded (n = 11)",
    ]
    assert "Studies included in the review (n = 11)" in found
    assert any(text.startswith("Studies pooled") and text.endswith("(n = 4)") for text in found)
    flow = typed_flow(material.state)
    assert "Pooled: 6 in the paper; 4 reconstructed here." in flow.told
    assert faults(flow) == ()


def test_own_open_answers_are_no_settled_appraisal(tmp_path: Path) -> None:
    review = desks.begun(tmp_path / "review")
    try:
        for person in ("ann", "bob"):
            desks.answer(review, "s1", person)
            alone = counts_of(gather(review, reader="ann", lang="en"))
            assert (alone.appraised, alone.judged) == (0, ())
        for person in ("ann", "bob"):
            desks.submit(review, "s1", person)
        assert counts_of(gather(review, reader="ann", lang="en")).appraised == 1
        assert counts_of(gather(review, reader=None, lang="en")).appraised == 1
    finally:
        review.close()


def test_flow_that_adds_up_has_no_fault() -> None:
    assert faults(replace(WHOLE, included=11)) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"screened": 290, "screened_out": 262},
         "Records screened: 290 are told, but 321 − 33 = 288."),
        ({"sought": 30, "not_retrieved": 8}, "Reports sought: 30 are told, but 288 − 260 = 28."),
        ({"included": 12}, "Reports included: 12 are told, but 22 + 3 − 13 − 1 = 11."),
        ({"reports": 11, "included": 9, "listed": 10},
         "The flow includes 9 studies; the review lists 10 studies."),
        ({"excluded_n": 14, "included": 10},
         "Reports excluded: 14 are told, but 8 + 5 = 13."),
        ({"identified": 400}, "Records identified: 400 are told, but 300 + 21 = 321."),
    ],
)  # fmt: skip
def test_fault_is_named_with_its_sum(change: dict[str, int], said: str) -> None:
    assert faults(replace(WHOLE, **change)) == (said,)  # type: ignore[arg-type]


def test_number_nobody_told_has_no_box() -> None:
    found = boxes(figure.layout(FlowCounts(identified=5, screened=5), measure=measure()))
    assert found == ["Records identified (n = 5)", "Records screened (n = 5)"]


def test_no_box_overlaps_another_and_all_lie_inside() -> None:
    reasons = tuple(
        Reason(f"A reason that is rather long, number {i}, Ελληνικά", i) for i in range(9)
    )
    flow = replace(WHOLE, excluded=reasons, excluded_n=None, included=None)
    scene = figure.layout(flow, measure=measure())
    found = [mark for mark in scene.marks if isinstance(mark, Box) and mark.fill == "ground"]
    for n, one in enumerate(found):
        assert one.x >= 0
        assert one.x + one.w <= scene.width
        assert one.y + one.h <= scene.height
        for two in found[:n]:
            apart = one.x >= two.x + two.w or two.x >= one.x + one.w
            assert apart or one.y >= two.y + two.h or two.y >= one.y + one.h


def test_csv_has_the_template_s_keys_and_the_numbers(tmp_path: Path) -> None:
    path = tmp_path / "flow.csv"
    write_prisma(WHOLE, path)
    rows = {
        row["data"]: row for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    }
    assert rows["database_results"]["n"] == "300"
    assert rows["register_results"]["n"] == "21"
    assert rows["dbr_excluded"]["n"] == "No original data, 8; Wrong population, 5"
    assert rows["dbr_excluded"]["node"] == "node14"
    assert rows["other_assessed"]["n"] == "3"
    assert rows["website_results"]["n"] == "NA"
    assert rows["new_studies"]["n"] == "11"
    assert len(rows) - 1 == 31  # the keys of the template; headings share NA


def test_review_without_records_has_no_flow_figure() -> None:
    assert list(figure.make(sample_material("bcg"))) == []


UPDATE = replace(
    WHOLE, sources=(Reason("PubMed", 180), Reason("Embase", 120)), reports=14, included=11,
    assessed=25, sought=31, screened_out=257, previous_studies=20, previous_reports=26,
)  # fmt: skip


def test_an_update_has_the_previous_version_beside_it_and_both_in_all() -> None:
    scene = figure.layout(UPDATE, measure=measure())
    found = boxes(scene)
    assert (
        "Studies of the previous version (n = 20) Reports of the previous version (n = 26)" in found
    )
    assert (
        "New studies included in the review (n = 11) Reports of included studies (n = 14)" in found
    )
    assert "Studies included in the review (n = 31) Reports of included studies (n = 40)" in found
    assert any("\u2013 PubMed (n = 180) \u2013 Embase (n = 120)" in text for text in found)
    grounds = [mark for mark in scene.marks if isinstance(mark, Box) and mark.fill == "ground"]
    assert all(one.x >= 0 and one.x + one.w <= scene.width for one in grounds)
    assert faults(UPDATE) == ()
    assert faults(replace(UPDATE, total_studies=30)) == (
        "Studies in all: 30 are told, but 20 + 11 = 31.",
    )


def test_many_outcomes_share_a_box_on_one_page() -> None:
    many = tuple(
        PooledBox(f"Outcome {n} at the end of treatment", n, (Reason("switched off", 1),))
        for n in range(1, 22)
    )
    scene = figure.layout(
        replace(WHOLE, other=None, pooled=many, pooled_studies=27), measure=measure()
    )
    found = boxes(scene)
    assert any(
        text.startswith("Studies pooled for any outcome (n = 27)")
        and "Outcome 6 at the end of treatment (n = 6)" in text
        and "Further outcomes (n = 15)" in text
        for text in found
    )
    assert scene.height < scene.width * 1.45  # an upright page
