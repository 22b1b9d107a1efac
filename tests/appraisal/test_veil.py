"""The veil: no view, export, parcel or label shows a claim of another's unopened form.

Markers are planted in values, reasons, quotations and comments. After any row of deeds everything
each reader can be shown is searched for the others' markers of forms that are not open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from appraisal import drafts
from appraisal.blind_answers import blind_answers
from appraisal.blind_numbers import blind_numbers
from appraisal.bundle import figures_of, tables_of, write_report
from appraisal.errors import InvalidClaim
from appraisal.ledger import Claim, Quote, Value
from appraisal.material import gather
from appraisal.methods import methods_in_all
from appraisal.parcels import share
from appraisal.results import results
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import extraction_form, in_seat
from appraisal.views import history, seats
from appraisal.views.agreement import agreement_rows, round_views
from appraisal.views.assessments import earlier
from appraisal.views.checklist import checklist
from appraisal.views.conflicts import conflicts
from appraisal.views.exchange import outgoing_sentences, standing
from appraisal.views.extraction import grid
from appraisal.views.guidance import past_decisions
from appraisal.views.reconcile import alike_claims, comparison, reconcile_rows
from appraisal.views.reconcile_numbers import number_rows, numbers_compared
from appraisal.views.search import search
from appraisal.views.studies import study_lines
from appraisal.views.team import assignments
from tests.appraisal import desks
from tests.appraisal.test_veil_of_files import unpacked

STUDIES, WRITERS, READERS = ("s1", "s2"), ("ann", "bob"), ("ann", "bob", "cat", None)
KINDS = ("appraisal", "extraction")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink takes minutes
Deed = tuple[str, str, str, str]

deeds = st.lists(
    st.tuples(
        st.sampled_from(WRITERS),
        st.sampled_from(STUDIES),
        st.sampled_from(KINDS),
        st.sampled_from(["write", "seal", "reopen", "agree", "undo"]),
    ),
    min_size=2,
    max_size=14,
)


def marker(person: str, study: str, kind: str) -> str:
    return f"PLANT{person}{study}{kind}"


@dataclass
class Desk:
    """One file that both write in, as the worst case for the veil."""

    review: Review
    planted: set[Deed] = field(default_factory=set)
    labels: dict[str, list[str]] = field(default_factory=dict)

    def form(self, study: str, kind: str) -> str:
        return desks.form(study) if kind == "appraisal" else extraction_form(study, "o1")

    def do(self, deed: Deed) -> None:
        person, study, kind, verb = deed
        subject = in_seat(self.form(study, kind), person)
        try:
            change = self.review.commit(self.draft(subject, deed), author=person)
        except InvalidClaim:
            return  # refused by the rules: not the veil's affair
        if verb == "undo":
            self.review.undo(change, author=person)
        self.labels.setdefault(person, []).append(change.label)

    def draft(self, subject: str, deed: Deed) -> drafts.Draft:
        person, study, kind, verb = deed
        if verb == "seal":
            return drafts.seal(self.review.state, subject, key=desks.key(person))
        if verb == "reopen":
            return drafts.reopen(subject, "a second look")
        if verb == "agree":
            name = "item/selection/S1" if kind == "appraisal" else "note"
            return drafts.agree(subject.rpartition("/")[0], name, Claim("a", "agreed"))
        word = marker(person, study, kind)
        quotes = (Quote(word, "", "1", None),)
        if kind == "extraction":
            cells = {"e1": Claim(3, word, quotes), "note": Claim(word)}
            return drafts.extract(study, "o1", person, cells)
        writes: list[drafts.Write] = []
        for address, value in desks.ANSWERS.items():
            writes += drafts.answer(subject, address, Claim(value, word, quotes)).writes
        return drafts.Draft("Answer", (*writes, *drafts.comment(subject, "selection", word).writes))


def prepared() -> Review:
    review = Review(MemoryStore("r1"))
    review.author = "ann"
    for person, name in {**desks.PEOPLE, "cat": "Third"}.items():
        roles: list[Value] = ["adjudicator", "coordinator"] if person == "cat" else ["reviewer"]
        review.commit(drafts.add_person({"name": name, "roles": roles}, id=person)[0])
    review.author = "cat"
    review.commit(drafts.edit_review({"design/cohort": "nos-cohort", "readers": 2}))
    review.author = "ann"
    for number, study in enumerate(STUDIES):
        facts: dict[str, Value] = {"label": f"Study {number}", "design": "cohort", "order": number}
        review.commit(drafts.add_study(facts, id=study)[0])
    outcome: dict[str, Value] = {"name": "Relapse", "data": "counts", "arm1": "T", "arm2": "C"}
    review.commit(drafts.add_outcome(outcome, id="o1")[0])
    return review


def shown(desk: Desk, reader: str | None) -> Iterator[tuple[str, object]]:
    """Everything the core shows one reader, by name."""
    review = desk.review
    state, who, look = review.state.seen_by(reader), reader or "", review.instrument
    yield "studies", study_lines(state, look)
    yield "worklist", seats.worklist(state, who, look)
    yield "progress", seats.progress(state, look)
    yield "reconcile", (reconcile_rows(state, look), number_rows(state), alike_claims(state, who))
    yield "agreement", (agreement_rows(state, look), round_views(state, look))
    yield "blind", (blind_answers(state, look), blind_numbers(state))
    yield "history", history.history_lines(state, review.history())
    yield "conflicts", conflicts(state)
    yield "standing", standing(state, review.store.records(), who)
    yield "assignments", assignments(state)
    yield "search", search(state, "plant")
    yield "grid", (grid(state, "o1", who), grid(state, "o1", who, "reported"))
    instrument = look(desks.COHORT)
    for study in STUDIES:
        yield "checklist", checklist(state, study, who, look)
        yield "comparison", comparison(state, study, look)
        yield "numbers", numbers_compared(state, study, "o1", look)
        yield "earlier", earlier(state, study, who, look)
        for address in desks.ANSWERS:
            form = desks.form(study)
            yield "past", past_decisions(state, instrument, address, besides=form, lookup=look)
    material = gather(review, reader=reader, lang="en")
    yield "tables", tables_of(material)
    yield "figures", [one.scene for one in figures_of(material)]
    yield "methods", methods_in_all(material)
    yield "results", results(material.state, material.analyses)
    if reader is not None:
        yield "labels", desk.labels.get(reader, [])


def hidden_from(desk: Desk, reader: str | None) -> list[str]:
    """The markers of others' forms that are not open."""
    return [
        marker(person, study, kind)
        for person in WRITERS
        for study in STUDIES
        for kind in KINDS
        if person != reader and not desk.review.state.is_open(desk.form(study, kind))
    ]


@settings(max_examples=100, phases=PHASES)
@given(deeds)
def test_no_view_export_or_label_shows_an_unopened_claim(taken: list[Deed]) -> None:
    desk = Desk(prepared())
    for deed in taken:
        desk.do(deed)
    for reader in READERS:
        hidden = hidden_from(desk, reader)
        for name, thing in shown(desk, reader):
            said = repr(thing)
            for word in hidden:
                assert word not in said, (reader, name, word)


@settings(max_examples=100, phases=PHASES)
@given(deeds)
def test_no_byte_of_a_parcel_shows_an_unopened_claim(taken: list[Deed]) -> None:
    desk = Desk(prepared())
    for deed in taken:
        desk.do(deed)
    with TemporaryDirectory() as name:
        for sender in WRITERS:
            path = Path(name) / f"{sender}.ehparcel"
            going = share(desk.review, sender, path, key=desks.key(sender))
            said = "".join(outgoing_sentences(going, going.withheld))
            seen = path.read_bytes() + unpacked(path) + said.encode()
            everybody = [*hidden_from(desk, sender), *hidden_from(desk, None)]
            for word in everybody:  # a parcel is read by the others: own unopened claims are closed
                assert word.encode() not in seen, (sender, word)


@settings(max_examples=5, phases=PHASES)
@given(deeds)
def test_no_file_of_a_report_shows_an_unopened_claim(taken: list[Deed]) -> None:
    desk = Desk(prepared())
    for deed in taken:
        desk.do(deed)
    for reader in ("ann", None):
        hidden = hidden_from(desk, reader)
        with TemporaryDirectory() as name:
            written = write_report(gather(desk.review, reader=reader, lang="en"), Path(name))
            for path in written.paths:
                data = path.read_bytes()
                if path.suffix == ".xlsx":
                    data += unpacked(path)
                for word in hidden:
                    assert word.encode() not in data, (reader, path.name, word)


def test_the_markers_would_be_found() -> None:
    """The search itself works: once a form is open, everyone is shown what stands in it."""
    desk = Desk(prepared())
    for person in WRITERS:
        for verb in ("write", "seal"):
            desk.do((person, "s1", "appraisal", verb))
            desk.do((person, "s1", "extraction", verb))
    everything = repr([thing for _name, thing in shown(desk, None)])
    for person in WRITERS:
        for kind in KINDS:
            assert marker(person, "s1", kind) in everything
