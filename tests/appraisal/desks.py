"""Two desks for tests of the exchange: two folders, two files, two keys, one review."""

from pathlib import Path

from appraisal import drafts
from appraisal.keys import SigningKey, key_from_seed
from appraisal.ledger import Claim, Row, Value, new_id
from appraisal.parcels import SUFFIX, Outgoing, share
from appraisal.review import Review
from appraisal.store.sqlite import create, open_store
from appraisal.subjects import appraisal_form, in_seat

COHORT = "nos-cohort@1"
PEOPLE = {"ann": "Reviewer A", "bob": "Reviewer B"}
ANSWERS: dict[str, Value] = {
    "selection/S1": "a", "selection/S2": "a", "selection/S3": "a", "selection/S4": "a",
    "comparability/C1": ["a", "b"], "outcome/O1": "a", "outcome/O2": "a", "outcome/O3": "a",
}  # fmt: skip


def key(person: str) -> SigningKey:
    """The key of a person at these desks."""
    return key_from_seed(f"desk of {person}")


def form(study: str) -> str:
    """The appraisal of a study."""
    return appraisal_form(study, COHORT)


def begun(path: Path, *, studies: int = 2, people: dict[str, str] | None = None) -> Review:
    """A review as Ann sets it up."""
    review = Review(create(path, "review0000000001"))
    review.author = "ann"
    for person, name in (people or PEOPLE).items():
        fields: dict[str, Value] = {"name": name, "roles": ["reviewer"]}
        review.commit(drafts.add_person(fields, id=person)[0])
    review.commit(drafts.edit_review({"design/cohort": "nos-cohort", "readers": 2}))
    for number in range(1, studies + 1):
        facts: dict[str, Value] = {"label": f"Study {number}", "design": "cohort", "order": number}
        review.commit(drafts.add_study(facts, id=f"s{number}")[0])
    return review


def copied(review: Review, path: Path, person: str) -> Review:
    """The same review on another desk."""
    review.store.copy_to(path)
    other = Review(open_store(path))
    other.author = person
    return other


def answer(review: Review, study: str, person: str, *, marker: str = "", **said: Value) -> None:
    """Answer every item of a study."""
    for address, value in ANSWERS.items():
        item = address.partition("/")[2]
        claim = Claim(said.get(item, value), marker or f"{person} on {item}")
        review.commit(drafts.answer(in_seat(form(study), person), address, claim), author=person)


def submit(review: Review, study: str, person: str) -> None:
    """Seal the appraisal of a study."""
    subject = in_seat(form(study), person)
    review.commit(drafts.seal(review.state, subject, key=key(person)), author=person)


def both_submit(ann: Review, bob: Review, *, bobs_o1: Value = "a") -> None:
    """Answer and seal the first study at two desks; of O1 Bob may say something else."""
    answer(ann, "s1", "ann")
    submit(ann, "s1", "ann")
    answer(bob, "s1", "bob", O1=bobs_o1)
    submit(bob, "s1", "bob")


def send(review: Review, person: str, folder: Path) -> Path:
    """Write a parcel; gives its path."""
    path = folder / f"{person}-{new_id()}{SUFFIX}"
    share(review, person, path, key=key(person))
    return path


def sent(review: Review, person: str, folder: Path) -> Outgoing:
    """Write a parcel; gives what went."""
    return share(review, person, folder / f"{new_id()}{SUFFIX}", key=key(person))


def content(review: Review) -> set[tuple[str, bytes]]:
    """What a file holds: ids and hashes."""
    return {(row.id, bytes(row.hash)) for row in review.store.entries()}


def seat_rows(review: Review, subject: str) -> list[Row]:
    """Every entry of a seat."""
    return list(review.store.entries(subject=subject))
