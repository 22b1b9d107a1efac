"""A review of trials judged by RoB 2, a result at a time: two outcomes, and what is due to each."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final

from appraisal import drafts
from appraisal.instruments import shipped_key
from appraisal.keys import key_from_seed
from appraisal.ledger import Claim, Value
from appraisal.review import Review
from appraisal.store.memory import MemoryStore
from appraisal.subjects import appraisal_subject, extraction_subject

ANN: Final = "ann"
KEY: Final = shipped_key("rob2")
DOMAINS: Final = ("D1", "D2a", "D3", "D4", "D5")
OUTCOMES: Final = (("death", "Death"), ("pain", "Pain"))
LEVELS: Final = {"l": "low", "s": "some_concerns", "h": "high"}
# A death is one whoever counts it; pain is told by who knows the drug. D1 to D5, then overall.
JUDGED: Final = {
    "Adams 2001": {"death": "lllll l", "pain": "lllhl h"},
    "Baker 2004": {"death": "sllll s", "pain": "sllsl s"},
    "Costa 2010": {"death": "llhll h", "pain": "llhhl h"},
    "Dietz 2015": {"death": "lllll l"},
}
COUNTS: Final = {
    "Adams 2001": {"death": (4, 60, 9, 61), "pain": (20, 60, 31, 61)},
    "Baker 2004": {"death": (7, 104, 11, 101), "pain": (41, 104, 52, 101)},
    "Costa 2010": {"death": (2, 35, 3, 36), "pain": (9, 35, 19, 36)},
    "Dietz 2015": {"death": (12, 240, 18, 238)},
}


def rob2_review() -> Review:
    """The review, all of it submitted by its only reviewer; the same each time."""
    ticks, ids = count(1), count(1)
    begin = datetime(2026, 3, 2, 9, tzinfo=UTC)
    review = Review(
        MemoryStore("rob2-review"),
        clock=lambda: begin + timedelta(minutes=next(ticks)),
        make_id=lambda: f"id{next(ids):014}",
    )
    review.commit(drafts.add_person({"name": "Ann", "roles": ["reviewer"]}, id=ANN)[0], author=ANN)
    review.author = ANN
    review.commit(
        drafts.edit_review(
            {"title": "Trials by result", "readers": 1, "design/rct": "rob2",
             "setting/rob2/aim": "assignment"}
        )
    )  # fmt: skip
    for order, (outcome, name) in enumerate(OUTCOMES):
        facts: dict[str, Value] = {
            "name": name, "data": "counts", "arm1": "Drug", "arm2": "Placebo",
            "event_is": "bad", "order": order,
        }  # fmt: skip
        review.commit(drafts.add_outcome(facts, id=outcome)[0])
    for order, label in enumerate(JUDGED):
        study = f"s{order}"
        facts = {"label": label, "design": "rct", "year": int(label[-4:]), "order": order}
        review.commit(drafts.add_study(facts, id=study)[0])
        for outcome, name in OUTCOMES:
            if outcome in JUDGED[label]:
                _judge(review, study, outcome, name, JUDGED[label][outcome])
                _extract(review, study, outcome, COUNTS[label][outcome])
    return review


def _judge(review: Review, study: str, outcome: str, name: str, levels: str) -> None:
    target = f"{study}-{outcome}"
    facts = {"kind": "result", "name": name, "outcome": outcome}
    review.commit(drafts.add_target(study, facts, id=target)[0])
    form = appraisal_subject(study, target, KEY, ANN)
    domains, overall = levels.split()
    for domain, level in zip(DOMAINS, domains, strict=True):
        claim = Claim(LEVELS[level], "As its report says.")
        review.commit(drafts.judge(form, f"judgement/{domain}", claim))
    review.commit(drafts.judge(form, "overall", Claim(LEVELS[overall], "The worst domain.")))
    _seal(review, form)


def _extract(review: Review, study: str, outcome: str, counts: tuple[int, int, int, int]) -> None:
    cells = dict(zip(("e1", "n1", "e2", "n2"), map(Claim, counts), strict=True))
    review.commit(drafts.extract(study, outcome, ANN, cells))
    _seal(review, extraction_subject(study, outcome, ANN))


def _seal(review: Review, seat: str) -> None:
    review.commit(drafts.seal(review.state, seat, key=key_from_seed("desk of ann")))
