"""A RevMan file becomes a review: in one change, in the reader's seat, and can be undone whole."""

from pathlib import Path

import pytest

from appraisal import cli, desk, drafts, incoming
from appraisal.bundle import tables_of, write_report
from appraisal.errors import UnreadableImport, UserError
from appraisal.flow import faults
from appraisal.flow_live import flow_of
from appraisal.incoming import Choices
from appraisal.material import Material, gather
from appraisal.review import Change, Review
from appraisal.revman.content import Content, Study
from appraisal.revman.flow import flow_writes
from appraisal.state import EMPTY
from appraisal.subjects import REVIEW, appraisal_subject
from tests.appraisal import revman_files as files

ROWS = [("Ann 2001", 1, 10, 4, 12), ("Bruno 2004", 2, 9, 2, 11), ("Cleo 2010", 3, 30, 9, 31)]
KEY = "rob1-2008@1"


def source(path: Path, *outcomes: str) -> Path:
    """A review of three studies with everything in it."""
    reference = files.element("REFERENCE", {}, files.named("A title", "TI"))
    studies = [files.study(name, reference) for name, *_cells in ROWS]
    judged = [
        files.entry("Adequate sequence generation?", [("Ann 2001", "YES", "by computer")]),
        files.entry("Allocation concealment?", [("Ann 2001", "NO", "open list")]),
        files.entry(
            "Blinding?",
            [("Ann 2001|pain", "NO", "open"), ("Ann 2001|death", "YES", "hard")],
            groups=["pain", "death"],
        ),
        files.entry("Fraud?", [("Ann 2001", "UNKNOWN", "not said")]),
    ]
    excluded = [files.study("Out 1999")]
    left = files.element(
        "EXCLUDED_CHAR",
        {"STUDY_ID": "STD-Out 1999"},
        files.named("<P>not randomised</P>", "CHAR_REASON_FOR_EXCLUSION"),
    )
    text = files.review(
        *(outcomes or (files.dich(1, ROWS),)),
        studies=studies,
        excluded=excluded,
        told=[left],
        entries=judged,
    )
    path.write_text(text, encoding="utf-8")
    return path


def taken(folder: Path, path: Path, *, readers: int = 1) -> tuple[Review, str, Change]:
    """A new review that a file was taken into."""
    review, person = desk.new_review(folder / "r", title="R", name="Ana", readers=readers)
    found = incoming.read(path)
    made = incoming.take(review, found, Choices(design=found.design), reader=person)
    return review, person, review.commit(made.draft)


def material(review: Review, reader: str | None) -> Material:
    return gather(review, reader=reader, lang="en")


def test_studies_judgements_and_numbers_stand_in_the_seat(tmp_path: Path) -> None:
    review, person, _change = taken(tmp_path, source(tmp_path / "s.rm5"))
    state = review.state
    labels = [state.text(f"study/{one}", "label") for one in state.ids("study")]
    assert labels == ["Ann 2001", "Bruno 2004", "Cleo 2010"]
    ann = state.ids("study")[0]
    target = state.ids("target")[0]
    seat = appraisal_subject(ann, target, KEY, person)
    said = {field: claim.value for field, claim in state.fields(seat).items()}
    assert (said["item/D1/1"], said["item/D2/2"]) == ("yes", "no")
    claim = state.claim(seat, "item/D1/1")
    assert claim is not None
    assert claim.why == "by computer"
    assert state.text(f"study/{ann}", "field/Fraud?") == "unclear"
    analysis = material(review, person).analyses[0]
    assert analysis.totals() == (6, 49, 15, 54)
    assert (analysis.dataset.plan.method, analysis.dataset.plan.zeros) == ("MH", "add_pool")
    review.close()


def test_outcome_groups_are_judged_apart(tmp_path: Path) -> None:
    review, person, _change = taken(tmp_path, source(tmp_path / "s.rm5"))
    state, ann = review.state, review.state.ids("study")[0]
    assert not state.fields(appraisal_subject(ann, "-", KEY, person))
    named = {state.text(f"target/{one}", "name"): one for one in state.ids("target")}
    of_group = {
        name: state.value(appraisal_subject(ann, target, KEY, person), "item/D3/3")
        for name, target in named.items()
    }
    assert of_group == {"pain": "no", "death": "yes"}
    review.close()


def test_excluded_studies_are_taken_off_with_their_reasons(tmp_path: Path) -> None:
    review, _person, _change = taken(tmp_path, source(tmp_path / "s.rm5"))
    off = set(review.state.ids("study", removed=True)) - set(review.state.ids("study"))
    claims = [review.state.claim(f"study/{one}", "removed") for one in off]
    assert [claim.why for claim in claims if claim is not None] == ["not randomised"]
    review.close()


def test_what_the_file_excludes_stands_in_the_flow(tmp_path: Path) -> None:
    review, _person, _change = taken(tmp_path, source(tmp_path / "s.rm5"))
    flow = flow_of(review.state)
    assert (flow.assessed, flow.excluded_n, flow.included, flow.reports) == (4, 1, 3, 3)
    assert faults(flow) == ()
    assert any("s.rm5" in said for said in flow.told)
    table = next(one for one in tables_of(material(review, None)) if one.key == "excluded")
    assert [(row[0], row[-1]) for row in table.rows] == [("Out 1999", "not randomised")]
    review.close()


def test_numbers_of_a_flow_that_are_there_stay(tmp_path: Path) -> None:
    review, person = desk.new_review(tmp_path / "r", title="R", name="Ana")
    review.commit(drafts.edit_review({"flow/screened": 50}))
    found = incoming.read(source(tmp_path / "s.rm5"))
    review.commit(incoming.take(review, found, Choices(), reader=person).draft)
    assert (flow_of(review.state).screened, flow_of(review.state).assessed) == (50, None)
    review.close()


def test_reasons_that_several_share_are_told_apart() -> None:
    def out(name: str, reason: str) -> Study:
        return Study(name, name, "2000", "excluded", reason=reason)

    kept = Study("k", "k", "2001")
    gone = [out("a", "No control."), out("b", "No control"), out("c", "Cough only")]
    content = Content(source="x.rm5", program="RevMan", title="", studies=(kept, *gone))
    written = {one.slot.field: one.claim.value for one in flow_writes(content, EMPTY)}
    assert written["flow/reasons"] == [
        ["No control", 2], ["Other reasons, said with each study", 1]
    ]  # fmt: skip
    assert written["flow/full_text"] == 4


def test_one_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    review, person, change = taken(tmp_path, source(tmp_path / "s.rm5"))
    assert review.undo(change) is not None
    assert (review.state.ids("study"), review.state.ids("outcome")) == ((), ())
    assert not material(review, person).analyses
    again = incoming.read(source(tmp_path / "s.rm5"))
    made = incoming.take(review, again, Choices(), reader=person)
    review.commit(made.draft)
    assert len(review.state.ids("study")) == 3
    review.close()


def test_the_same_file_comes_in_once(tmp_path: Path) -> None:
    path = source(tmp_path / "s.rm5")
    review, person, _change = taken(tmp_path, path)
    with pytest.raises(UserError, match="in this review already"):
        incoming.take(review, incoming.read(path), Choices(), reader=person)
    review.close()


def test_studies_of_the_same_name_are_not_made_twice(tmp_path: Path) -> None:
    review, person, _change = taken(tmp_path, source(tmp_path / "s.rm5"))
    other = source(tmp_path / "t.rm5", files.dich(1, ROWS[:2], RANDOM="YES"))
    made = incoming.take(review, incoming.read(other), Choices(), reader=person)
    review.commit(made.draft)
    assert (len(review.state.ids("study")), len(review.state.ids("outcome"))) == (3, 2)
    review.close()


def test_subgroups_become_a_field_or_outcomes_of_their_own(tmp_path: Path) -> None:
    def group(number: int, *names: str) -> str:
        rows = [
            files.element("DICH_DATA", {"STUDY_ID": f"STD-{name}", "EVENTS_1": 1, "TOTAL_1": 9,
                                        "EVENTS_2": 2, "TOTAL_2": 8})
            for name in names
        ]  # fmt: skip
        return files.element("DICH_SUBGROUP", {"NO": number}, files.named(f"G{number}"), *rows)

    usual = {"EFFECT_MEASURE": "RR", "METHOD": "MH", "RANDOM": "YES", "SUBGROUPS": "YES"}
    apart = files.outcome(
        "DICH_OUTCOME",
        {**usual, "NO": 1},
        group(1, "Ann 2001"),
        group(2, "Bruno 2004", "Cleo 2010"),
    )
    shared = files.outcome(
        "DICH_OUTCOME", {**usual, "NO": 2}, group(1, "Ann 2001"), group(2, "Ann 2001", "Cleo 2010")
    )
    review, person, _change = taken(tmp_path, source(tmp_path / "s.rm5", apart, shared))
    found = material(review, person).analyses
    assert [one.dataset.outcome.name for one in found] == ["Outcome", "Outcome: G1", "Outcome: G2"]
    plan = found[0].dataset.plan
    assert (plan.subgroup, plan.tau2, plan.measure) == ("field/1.1 Outcome", "DL", "RR")
    assert [dict(row.facts)[plan.subgroup] for row in found[0].dataset.rows] == ["G1", "G2", "G2"]
    review.close()


def test_an_analysis_that_nothing_can_be_pooled_of_goes_out_too(tmp_path: Path) -> None:
    path = source(tmp_path / "s.rm5", files.dich(1, [("Ann 2001", 0, 9, 0, 9)], ESTIMABLE="NO"))
    review, person, _change = taken(tmp_path, path)
    found = write_report(material(review, person), tmp_path / "out")
    assert any(one.name == "parity.csv" for one in found.paths)
    review.close()


def test_the_certificate_stays_in_the_review_and_goes_out_with_it(tmp_path: Path) -> None:
    path = source(tmp_path / "s.rm5", files.dich(1, ROWS, EFFECT_SIZE="9.99"))
    review, _person, _change = taken(tmp_path, path)
    copy = tmp_path / "copy.evenhand"
    review.store.copy_to(copy)
    review.close()
    again = desk.open_review(copy, read_only=True)
    tables = {table.key: table for table in tables_of(material(again, None))}
    row = tables["parity"].rows[0]
    assert (row[0], getattr(row[5], "word", "")) == ("1.1", "differs")
    assert tables["parity-numbers"].rows[0][3] == "9.99"
    again.close()


def test_the_terminal_makes_a_review_and_says_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_HOME", str(tmp_path / "home"))
    path = source(tmp_path / "s.rm5")
    made, table = tmp_path / "new.evenhand", tmp_path / "certificate.csv"
    assert cli.main(["import", str(made), str(path), "--dry-run"]) == 0
    assert not made.exists()
    wanted = ["import", str(made), str(path), "--as", "Ana", "--submit"]
    assert cli.main([*wanted, "--certificate", str(table)]) == 0
    assert "3 studies" not in capsys.readouterr().err
    assert "1.1" in table.read_text("utf-8-sig")
    review = desk.open_review(made, read_only=True)
    assert review.state.text(REVIEW, "title") == "A small review"
    assert material(review, None).analyses[0].pooled is not None
    review.close()
    assert cli.main(["import", str(made), str(path)]) == 1
    wrong = source(tmp_path / "w.rm5", files.dich(1, ROWS, EFFECT_SIZE="9.99"))
    assert cli.main(["import", str(made), str(wrong), "--dry-run"]) == 3


def test_a_file_of_no_known_kind_is_refused_with_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "notes.rm5"
    path.write_text("<html><body>not found</body></html>")
    with pytest.raises(UnreadableImport, match=r"RevMan 5"):
        incoming.read(path)
