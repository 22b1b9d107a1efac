"""The laws of merging over what three reviewers write: entries, seals, boxes, keys and marks.

Each example is a row of deeds at three desks, parcels going to and fro; then a fourth desk takes
their files in, in every order, in two groupings, twice, and as small or as large files.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from random import Random
from unittest.mock import patch

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from appraisal import drafts, large_file
from appraisal.errors import InvalidClaim
from appraisal.exchange import merge
from appraisal.ledger import Claim, Value
from appraisal.parcels import share
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.store.sqlite import open_store
from appraisal.subjects import extraction_form, in_seat
from tests.appraisal import desks

PEOPLE = ("ann", "bob", "cat")
FORMS = (desks.form("s1"), desks.form("s2"), extraction_form("s1", "o1"))
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink takes minutes
VERBS = (*["answer", "seal", "share"] * 2, *["receive"] * 3, "fact", "agree", "reopen", "sit")
Deed = tuple[str, str, int]

deeds = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(VERBS),
        st.integers(0, 5),
    ),
    min_size=6,
    max_size=24,
)


@dataclass
class World:
    """Three desks, and the parcels that were written so far."""

    folder: Path
    base: MemoryStore
    reviews: dict[str, Review] = field(default_factory=dict)
    parcels: list[Path] = field(default_factory=list)

    def do(self, deed: Deed) -> None:
        person, verb, number = deed
        review = self.reviews[person]
        form = FORMS[number % len(FORMS)]
        if verb == "share":
            path = self.folder / f"{len(self.parcels)}.ehparcel"
            share(review, person, path, key=desks.key(person))
            self.parcels.append(path)
        elif verb == "receive":
            if self.parcels:
                merge(review, self.parcels[number % len(self.parcels)])
        elif verb == "sit":
            review.note_courtesy([form], person)
        else:
            try:
                review.commit(self.draft(review, verb, form, person, number), author=person)
            except InvalidClaim:
                return  # refused by the rules: nothing was written

    def draft(self, review: Review, verb: str, form: str, person: str, number: int) -> drafts.Draft:
        subject = in_seat(form, person)
        word = f"{person} {number}"
        if verb == "seal":
            return drafts.seal(review.state, subject, key=desks.key(person))
        if verb == "reopen":
            return drafts.reopen(subject, word)
        if verb == "fact":
            return drafts.edit_study(f"s{1 + number % 2}", "year", 1990 + number)
        if form.startswith("extraction"):
            if verb == "agree":
                return drafts.agree(form, "e1", Claim(number, word))
            return drafts.extract("s1", "o1", person, {"e1": Claim(number, word)})
        address, value = ("selection/S1", "ab"[number % 2])
        if verb == "agree":
            return drafts.agree(form, f"item/{address}", Claim(value, word))
        return drafts.answer(subject, address, Claim(value, word))


def prepared() -> MemoryStore:
    store = MemoryStore("review0000000001")
    review = Review(store)
    review.author = "ann"
    for person in PEOPLE:
        fields: dict[str, Value] = {"name": person, "key": desks.key(person).public}
        review.commit(drafts.add_person(fields, id=person)[0], author=person)
    review.commit(drafts.edit_review({"design/cohort": "nos-cohort", "readers": 2}))
    for study in ("s1", "s2"):
        review.commit(drafts.add_study({"label": study, "design": "cohort"}, id=study)[0])
    review.commit(drafts.add_outcome({"name": "Relapse", "data": "counts"}, id="o1")[0])
    return store


def twin(store: MemoryStore, author: str) -> Review:
    """Another desk that holds the same."""
    made = MemoryStore("review0000000001")
    made.append(list(store.entries()))
    review = Review(made)
    review.author = author
    return review


@contextmanager
def world(done: Sequence[Deed]) -> Iterator[World]:
    with tempfile.TemporaryDirectory() as name:
        base = prepared()
        made = World(Path(name), base, {one: twin(base, one) for one in PEOPLE})
        for deed in done:
            made.do(deed)
        yield made


def picture(review: Review, *, besides: str = "") -> object:
    """All that a file holds and shows, its notes among them, whatever the order it came in.

    Of courtesy only the form counts, in the methods text too.
    """
    state = review.state
    forms = [*state.forms("appraisal"), *state.forms("extraction")]
    return (
        {(one.id, bytes(one.hash)) for one in review.store.entries()},
        {one.id for one in review.store.heads()},
        {one.id for one in review.store.rejected()},
        {
            (one.kind, one.form, one.author if one.kind != "courtesy" else "")
            for one in review.store.records()
            if one.kind != besides
        },
        {form for form in forms if state.is_open(form)},
        {subject: dict(state.fields(in_seat(subject, seat)))
         for subject in forms for seat in (*PEOPLE, "agreed")},
        {one.slot for one in state.conflicts()},
    )  # fmt: skip


def with_all(base: MemoryStore, others: Iterable[Review], author: str = "dan") -> Review:
    review = twin(base, author)
    merge(review, *(one.store for one in others))
    return review


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(deeds)
def test_files_of_three_merge_the_same_in_every_order_grouping_and_twice(done: list[Deed]) -> None:
    with world(done) as made:
        every = list(made.reviews.values())
        wanted = picture(with_all(made.base, every))
        for order in permutations(every):
            assert picture(with_all(made.base, order)) == wanted
        for alone, *pair in (every, every[::-1]):
            together = with_all(made.base, pair)
            assert picture(with_all(made.base, [alone, together])) == wanted
            assert picture(with_all(made.base, [together, alone])) == wanted
        again = with_all(made.base, every)
        assert merge(again, *(one.store for one in every)).is_nothing
        assert picture(again) == wanted
        ids = set().union(*(one.store.ids() for one in every))
        assert again.store.ids() | {one.id for one in again.store.rejected()} == ids


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(deeds, st.randoms(use_true_random=False))
def test_parcels_of_three_come_to_the_same_in_any_order_and_twice(
    done: list[Deed], chance: Random
) -> None:
    with world(done) as made:
        for person in PEOPLE:
            made.do((person, "share", 0))
        shuffled = [*made.parcels, *made.parcels]
        chance.shuffle(shuffled)
        one, two = twin(made.base, "dan"), twin(made.base, "dan")
        merge(one, *made.parcels)
        merge(one, *made.parcels)
        merge(two, *shuffled, *made.parcels)
        # what came when a form was open is courtesy, and that is a matter of when it came
        assert picture(one, besides="courtesy") == picture(two, besides="courtesy")
        assert merge(one, *made.parcels).is_nothing


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(deeds)
def test_files_of_three_come_in_the_same_as_small_and_as_large_ones(done: list[Deed]) -> None:
    with world(done) as made:
        paths = []
        for person, review in made.reviews.items():
            paths.append(made.folder / f"{person}.evenhand")
            review.store.copy_to(paths[-1])
        pictures = []
        for limit in (0, 1 << 60):
            with patch.object(large_file, "LARGE", limit):
                file = made.folder / f"dan{limit}.evenhand"
                twin(made.base, "dan").store.copy_to(file)
                dan = Review(open_store(file))
                dan.author = "dan"
                merge(dan, *paths)
                seen = picture(dan)
                dan.refresh()
                assert picture(dan) == seen
                pictures.append(seen)
                dan.close()
        assert pictures[0] == pictures[1]
