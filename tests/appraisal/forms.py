"""Forms of shipped instruments, filled in and assessed, that several tests ask about."""

from appraisal.algorithm import Assessment, assess
from appraisal.ledger import Value
from appraisal.shipped import shipped_instrument

BEST_COHORT: dict[str, Value] = {
    "selection/S1": "a",
    "selection/S2": "a",
    "selection/S3": "a",
    "selection/S4": "a",
    "comparability/C1": ["a", "b"],
    "outcome/O1": "a",
    "outcome/O2": "a",
    "outcome/O3": "a",
}


def cohort(settings: dict[str, Value] | None = None, **changes: Value) -> Assessment:
    """A cohort form with all stars but for what changes."""
    nos = shipped_instrument("nos-cohort")
    answers = {**BEST_COHORT, **{str(nos.address_of(k)): v for k, v in changes.items()}}
    return assess(nos, answers, settings=settings or {}, judgements={})


def rob2(
    aim: str = "assignment", judgements: dict[str, str] | None = None, **answers: str
) -> Assessment:
    """A RoB 2 form; `D1_2=…` answers item 1.2."""
    tool = shipped_instrument("rob2")
    named = {f"{k.split('_')[0]}/{k[1]}.{k.split('_')[1]}": v for k, v in answers.items()}
    return assess(tool, named, settings={"aim": aim}, judgements=judgements or {})
