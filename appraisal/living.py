"""The living line from a judgement to the estimate: only what a change touches is read again.

A `Living` keeps the row of every study of one outcome. A change of the plan reads nothing, a
judgement reads one study. What it gives equals what `dataset.dataset` gives.
"""

from collections.abc import Iterable

from appraisal.dataset import Dataset, dataset_of, outcome_of, replanned, studies, study_row
from appraisal.plan import Plan
from appraisal.ratings import Lookup, rate
from appraisal.state import State
from appraisal.study_rows import Outcome, StudyRow
from appraisal.subjects import parse

OF_ALL = frozenset({"review", "rule", "person", "outcome", "target"})


class Living:
    """The rows of an outcome, kept from one change to the next."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._facts: Outcome | None = None
        self._rows: dict[str, StudyRow | None] = {}

    def forget(self, subjects: Iterable[str] | None = None) -> None:
        """Read again what these subjects touch; without any, everything."""
        if subjects is None:
            self._rows.clear()
            return
        for subject in map(parse, subjects):
            if subject.kind in OF_ALL:
                self._rows.clear()
            elif subject.kind != "plan":
                self._rows.pop(subject.ids[0], None)

    def dataset(self, state: State, outcome: str, plan: Plan) -> Dataset:
        """The dataset of an outcome, in the order of the studies and of the plan."""
        return replanned(self.unsorted(state, outcome), plan)

    def unsorted(self, state: State, outcome: str) -> Dataset:
        """The rows in the order of the studies, before any plan."""
        facts = outcome_of(state, outcome)
        if facts != self._facts:
            self._facts = facts
            self._rows.clear()
        found = {study: self._row(state, study, facts) for study in studies(state, outcome)}
        return dataset_of(state, facts, Plan(), found)

    def _row(self, state: State, study: str, facts: Outcome) -> StudyRow | None:
        if study not in self._rows:
            rating = rate(state, study, self._lookup, facts.id)
            self._rows[study] = study_row(state, study, facts, rating=rating)
        return self._rows[study]
