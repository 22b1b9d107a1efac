"""The flow counted from records, from the search to the included studies, and PRISMA's own CSV."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from appraisal import desk, drafts, own_key, records, screening
from appraisal.errors import UnreadableImport
from appraisal.exporters.prisma import prisma_text
from appraisal.flow import Reason, faults
from appraisal.flow_live import flow_of, live_flow, waiting
from appraisal.importers.prisma import draft_of, read_prisma
from appraisal.ledger import Value
from appraisal.references.reading import read_references
from appraisal.review import Review
from tests.appraisal.labelled import FORMATS

needs_files = pytest.mark.skipif(FORMATS is None, reason="the real files are not here")


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    made, person = desk.new_review(tmp_path / "one.evenhand", title="One", name="Ann", readers=1)
    path = tmp_path / "search.ris"
    path.write_text(
        "".join(
            f"TY  - JOUR\nTI  - Study number {n} of ten\nDB  - Scopus\nER  - \n" for n in range(10)
        ),
        encoding="utf-8",
    )
    files = [records.chosen_of(read_references(path))]
    for draft in records.drafts_of(records.fresh(made.state, files), files):
        made.commit(draft)
    made.author = person
    yield made
    made.close()


def decide(review: Review, record: str, stage: screening.Stage, *said: str) -> None:
    review.commit(screening.decide(record, stage, review.author, *said))
    key = own_key.key_for(review.author)
    review.commit(screening.submit(review.state, [record], stage, review.author, key=key))


def test_flow_follows_each_record_to_its_end(review: Review) -> None:
    ids = records.record_ids(review.state)
    review.commit(records.merge([(ids[9], ids[8], "doi")]))
    for record in ids[:4]:
        decide(review, record, "abstract", "exclude")
    for record in ids[4:9]:
        decide(review, record, "abstract", "include")
    review.commit(screening.mark_retrieval([ids[4]], "not-retrieved"))
    decide(review, ids[5], "full-text", "exclude", "Wrong design")
    decide(review, ids[6], "full-text", "include")
    flow = live_flow(review.state)
    assert flow is not None
    assert (flow.databases, flow.duplicates, flow.screened, flow.screened_out) == (10, 1, 9, 4)
    assert (flow.sought, flow.not_retrieved, flow.assessed, flow.reports) == (5, 1, 2, 1)
    assert flow.excluded == (Reason("Wrong design", 1),)
    assert waiting(review.state).full_texts == 2
    assert len(faults(flow)) == 1  # two are still to be read
    for record in ids[7:9]:
        decide(review, record, "full-text", "include")
    done = live_flow(review.state)
    assert done is not None
    assert faults(done) == ()


def test_a_number_typed_by_hand_comes_before_the_count_and_says_so(review: Review) -> None:
    review.commit(drafts.edit_review({"flow/screened": 8}))
    flow = flow_of(review.state)
    assert (flow.databases, flow.screened) == (10, 8)
    assert any("Typed by hand" in said and "screened" in said for said in flow.told)
    assert faults(flow)


@needs_files
def test_prisma_csv_of_a_real_review_is_read(review: Review) -> None:
    assert FORMATS is not None
    numbers = read_prisma(FORMATS / "prisma" / "LSR3_H_PRISMA_2024.01.23.csv")
    assert (numbers["databases"], numbers["registers"], numbers["duplicates"]) == (6347, 126, 2511)
    assert numbers["reasons"] == [["Study design", 26], ["Intervention", 16]]
    assert numbers["full_text"] == 165  # the field that can be typed over
    assert "previous_studies" not in numbers
    assert numbers["register_list"] == [["ClinicalTrials.gov", 67], ["WHO ICTRP", 59]]
    assert ["EMBASE", 1332] in numbers["database_list"]  # type: ignore[operator]  # a list
    review.commit(draft_of(numbers, why="LSR3"))
    flow = flow_of(review.state)
    assert (flow.screened, flow.assessed) == (3962, 165)
    assert flow.other is not None
    assert flow.other.citations == 1


@needs_files
def test_the_template_is_no_review_with_other_methods() -> None:
    assert FORMATS is not None
    numbers = read_prisma(FORMATS / "prisma" / "PRISMA.csv")
    assert "websites" not in numbers
    assert "reasons" not in numbers


def test_what_we_write_we_read(review: Review, tmp_path: Path) -> None:
    ids = records.record_ids(review.state)
    for record in ids:
        decide(review, record, "abstract", "exclude")
    flow = flow_of(review.state)
    path = tmp_path / "flow.csv"
    path.write_text(prisma_text(flow), encoding="utf-8")
    numbers = read_prisma(path)
    assert (numbers["databases"], numbers["screened"], numbers["screened_out"]) == (10, 10, 10)


def test_the_boxes_of_a_previous_version_come_in_and_go_out(review: Review, tmp_path: Path) -> None:
    told: dict[str, Value] = {
        "previous_studies": 20, "previous_reports": 26, "included": 11, "reports": 14,
            "databases": 300, "database_list": [["PubMed", 180], ["Embase", 120]],
            "screened": 288,
    }  # fmt: skip
    review.commit(drafts.edit_review({f"flow/{name}": n for name, n in told.items()}))
    path = tmp_path / "flow.csv"
    path.write_text(prisma_text(flow_of(review.state)), encoding="utf-8")
    numbers = read_prisma(path)
    assert {name: numbers[name] for name in told} == told
    assert (numbers["total_studies"], numbers["total_reports"]) == (31, 40)


def test_another_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableImport, match="PRISMA2020"):
        read_prisma(path)
