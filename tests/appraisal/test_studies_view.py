from appraisal.instrument import Instrument
from appraisal.shipped import shipped
from appraisal.state import state_of
from appraisal.views.studies import study_lines
from tests.appraisal.ledgers import row


def test_lines_follow_a_change_of_a_study_and_of_what_its_design_asks_for() -> None:
    known = shipped("en")

    def lookup(key: str) -> Instrument:
        return known[key.partition("@")[0]]

    label, design = row("study/s1", "label", "A 1999"), row("study/s1", "design", "cohort")
    state = state_of([label, design, row("study/s2", "label", "B"), row("study/s2", "order", 2)])
    before = study_lines(state, lookup)
    renamed = state.with_rows([row("study/s1", "label", "A 2000", replaces=(label,))])
    after = study_lines(renamed, lookup)
    assert [line.label for line in before] == ["B", "A 1999"]
    assert [line.label for line in after] == ["B", "A 2000"]
    assert after[0] is before[0]  # what did not change is not made anew
    asked = renamed.with_rows([row("review/-", "design/cohort", "robins-e")])
    assert study_lines(asked, lookup)[1].instrument.startswith("robins-e@")
