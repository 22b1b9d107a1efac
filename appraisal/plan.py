"""The analysts' choices for an outcome, as one value: read from the ledger, tried in the window.

Trying is free; `keep` turns a tried plan into the claims that make it the review's own. Presets are
those of `contracts.md` section 8, in full.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, Literal

from appraisal.choices import MANTEL_HAENSZEL, measures_for, methods_for, tau2_intervals_for
from appraisal.further_arms import study_of
from appraisal.ledger import Value
from appraisal.state import State
from appraisal.subjects import REVIEW, outcome_subject, plan_subject

Zeros = Literal["add", "add_pool", "none"]
Risk = Literal["pooled", "median", "typed"]


@dataclass(frozen=True, slots=True)
class ControlRisk:
    """The control risk a number needed to treat stands on; `value` only where it was typed."""

    kind: Risk = "pooled"
    value: float | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How an outcome is pooled and shown.

    `method` is MH, IV or Peto; `tau2` the estimator, or `none` for a fixed effect. `zeros`: 0.5 is
    added to a study with a zero cell for its own row (`add`), in the pool too (`add_pool`), or
    never (`none`); `zeros_to` says to which studies, `zeros_share` how it is shared between the
    arms, `double_zeros` what becomes of studies without any event. `study_interval` is that of a
    single proportion. `subgroup` names what groups are formed by, `subgroup_tau2` whether each has
    a tau2 of its own (`separate`) or all have one (`shared`). `excluded` and `included` pair a
    study with the reason; what is included stands against the limits: `min_stars` (None: none) and
    `worst`, the worst level let in (empty: all).

    Of what is worked out besides the pool: `fill` and `fill_side` are of trim and fill, `cumulate`
    is the order of a cumulative analysis, `clusters` names what effects belong to, `moderators` and
    `moderators_test` are of meta-regression, `selection` is the kind of a selection model. `also`
    holds the long ones (`gosh`, `permutation`) that a report makes too.

    `arms`: further arms of a study are combined with the arm of their side (`combine`), or compared
    one by one with a share of the comparator (`split`). A study that is switched off is so with all
    its comparisons.
    """

    measure: str = "OR"
    method: str = "MH"
    tau2: str = "none"
    interval: str = "wald"
    zeros: str = "add_pool"
    prediction: bool = False
    prediction_kind: str = "usual"
    tau2_interval: str = "q_profile"
    zeros_to: str = "only0"
    zeros_share: str = "equal"
    double_zeros: str = "usual"
    study_interval: str = "wald"
    subgroup: str = ""
    subgroup_tau2: str = "separate"
    sort: str = "order"
    columns: tuple[str, ...] = ("counts", "weight", "bias")
    favours: tuple[str, ...] = ()
    control_risk: ControlRisk = ControlRisk()
    excluded: tuple[tuple[str, str], ...] = ()
    included: tuple[tuple[str, str], ...] = ()
    min_stars: int | None = None
    worst: str = ""
    fill: str = "L0"
    fill_side: str = "auto"
    cumulate: str = "year"
    clusters: str = ""
    moderators: tuple[str, ...] = ()
    moderators_test: str = "usual"
    selection: str = ""
    also: tuple[str, ...] = ()
    arms: str = "combine"

    @property
    def has_limit(self) -> bool:
        """Whether the risk of bias decides which studies are used."""
        return self.min_stars is not None or bool(self.worst)

    @property
    def is_random(self) -> bool:
        """Whether effects may differ between studies."""
        return self.tau2 != "none"

    @property
    def preset(self) -> str:
        """The preset whose model this is; empty for none."""
        return next((name for name in PRESETS if with_preset(self, name) == self), "")


REVMAN_5: Final = Plan()
COCHRANE_2025: Final = Plan(
    method="IV", tau2="REML", interval="hartung_knapp", zeros="add", prediction=True
)
PRESETS: Final[Mapping[str, Plan]] = {"revman5": REVMAN_5, "cochrane2025": COCHRANE_2025}
_MODEL = (
    *("method", "tau2", "interval", "zeros", "prediction"),
    *("prediction_kind", "tau2_interval", "zeros_to", "zeros_share", "double_zeros"),
)


def fitted(plan: Plan, data: str) -> Plan:
    """The plan with a measure and a method that this kind of data has."""
    known = measures_for(data)
    measure = plan.measure if plan.measure in known or not known else known[0]
    methods = methods_for(data, measure)
    method = plan.method if plan.method in methods else methods[0]
    if plan.is_random and method == "Peto":
        method = "IV"
    limits = plan.tau2_interval
    if plan.is_random and limits not in tau2_intervals_for(plan.tau2):
        limits = "q_profile"
    made = replace(plan, measure=measure, method=method, tau2_interval=limits)
    return plan if made == plan else made


def with_preset(plan: Plan, name: str) -> Plan:
    """The plan with a preset's model; what it shows stays."""
    made = replace(plan, measure=_measure_of(name, plan.measure), **_model(PRESETS[name]))
    return made if made.measure in MANTEL_HAENSZEL else replace(made, method="IV")


def with_model_of(plan: Plan, other: Plan) -> Plan:
    """The plan with another's model; what it shows stays."""
    return replace(plan, **_model(other))


def has_model_of(plan: Plan, other: Plan) -> bool:
    """Whether two plans pool alike."""
    return _model(plan) == _model(other)


def with_random(plan: Plan, *, random: bool) -> Plan:
    """The plan with effects that may differ between studies, or with one effect for all."""
    if random == plan.is_random:
        return plan
    if random:
        if plan.method == "MH":
            return replace(plan, tau2="DL")
        return replace(plan, tau2="REML", method="IV")
    return replace(plan, tau2="none", interval="wald", prediction=False)


def with_method(plan: Plan, method: str) -> Plan:
    """The plan with another method; Q around the Mantel-Haenszel value needs its own estimator."""
    tau2 = "DL" if method == "MH" and plan.is_random else plan.tau2
    return replace(plan, method=method, tau2=tau2)


def with_tau2(plan: Plan, tau2: str) -> Plan:
    """The plan with another estimator; only that of DerSimonian and Laird knows other weights."""
    method = plan.method if tau2 == "DL" else "IV"
    limits = plan.tau2_interval if plan.tau2_interval in tau2_intervals_for(tau2) else "q_profile"
    return replace(plan, tau2=tau2, method=method, tau2_interval=limits)


def with_also(plan: Plan, key: str, *, wanted: bool) -> Plan:
    """The plan with a long analysis that a report makes too, or not."""
    others = tuple(one for one in plan.also if one != key)
    return replace(plan, also=(*others, key) if wanted else others)


def without_study(plan: Plan, study: str, *, why: str = "") -> Plan:
    """The plan with a study switched off."""
    study = study_of(study)
    return replace(
        plan,
        excluded=(*_others(plan.excluded, study), (study, why)),
        included=_others(plan.included, study),
    )


def with_study(plan: Plan, study: str, *, against_limit: bool = False, why: str = "") -> Plan:
    """The plan with a study switched on; `against_limit`, though a limit leaves it out."""
    study = study_of(study)
    included = _others(plan.included, study)
    return replace(
        plan,
        excluded=_others(plan.excluded, study),
        included=(*included, (study, why)) if against_limit else included,
    )


def reasoned(plan: Plan, why: str) -> Plan:
    """The plan with this reason at every study that is switched off or on without one."""
    return replace(
        plan,
        excluded=tuple((study, known or why) for study, known in plan.excluded),
        included=tuple((study, known or why) for study, known in plan.included),
    )


def _others(pairs: tuple[tuple[str, str], ...], study: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[0] != study)


def planned_at(state: State, outcome: str) -> str:
    """When a choice of this plan was last kept; empty where none was."""
    subject = plan_subject(outcome)
    rows = (state.row(subject, field) for field in state.fields(subject))
    return max((row.at for row in rows if row is not None), default="")


def plan_of(state: State, outcome: str) -> Plan:
    """The plan an outcome has; where it has none, the review's preset."""
    data = state.text(outcome_subject(outcome), "data", "counts")
    base = PRESETS.get(state.text(REVIEW, "preset"), REVMAN_5)
    usual = state.text(outcome_subject(outcome), "measure")
    known = measures_for(data)
    base = replace(base, measure=usual if usual in known else next(iter(known), base.measure))
    kept = {field: claim.value for field, claim in state.fields(plan_subject(outcome)).items()}
    preset = kept.pop("preset", None)
    if isinstance(preset, str) and preset in PRESETS:
        base = with_preset(base, preset)
    return fitted(replace(base, **_read(kept)), data)


def has_plan(state: State, outcome: str) -> bool:
    """Whether a plan was kept for this outcome."""
    return bool(state.fields(plan_subject(outcome)))


def changed_fields(plan: Plan, other: Plan) -> dict[str, Value]:
    """The fields in which a plan differs from another, as the ledger keeps them."""
    return {
        part.name: _json(getattr(plan, part.name))
        for part in fields(Plan)
        if getattr(plan, part.name) != getattr(other, part.name)
    }


def _measure_of(preset: str, measure: str) -> str:
    """The measure as a preset computes it: RevMan 5 has a standardised difference of its own."""
    if preset == "revman5" and measure == "SMD":
        return "SMD-RM5"
    return "SMD" if preset != "revman5" and measure == "SMD-RM5" else measure


def _model(plan: Plan) -> dict[str, Any]:  # Any: a field's own type
    return {name: getattr(plan, name) for name in _MODEL}


def _read(kept: Mapping[str, Value]) -> dict[str, Any]:  # Any: a field's own type
    known = {part.name for part in fields(Plan)}
    read: dict[str, Any] = {}
    for name, value in kept.items():
        if name not in known:
            continue
        if name == "control_risk" and isinstance(value, dict):
            read[name] = _risk(value)
        elif name in ("excluded", "included") and isinstance(value, list):
            read[name] = tuple((str(pair[0]), str(pair[1])) for pair in value)
        elif isinstance(value, list):
            read[name] = tuple(map(str, value))
        else:
            read[name] = value
    return read


def _risk(value: Mapping[str, Any]) -> ControlRisk:  # Any: JSON
    typed = value.get("value")
    if isinstance(typed, int | float):
        return ControlRisk("typed", float(typed), str(value.get("source") or ""))
    kind: Risk = "median" if typed == "median" else "pooled"
    return ControlRisk(kind, None, str(value.get("source") or ""))


def _json(value: Any) -> Value:  # Any: a field's own type
    if isinstance(value, ControlRisk):
        kept = asdict(value)
        return {
            "value": kept["value"] if value.kind == "typed" else value.kind,
            "source": value.source,
        }
    if isinstance(value, tuple):
        return [list(part) if isinstance(part, tuple) else part for part in value]
    made: Value = value
    return made
