"""The sentences of the remarks beside a result: what was corrected, left out or is not final."""

from collections.abc import Iterable
from dataclasses import replace

from appraisal.choice_words import study_interval_name
from appraisal.dataset import Dataset, replanned
from appraisal.further_arms import SPLIT, study_of
from appraisal.plan import Plan
from appraisal.risk_mapping import mapping_in_full
from appraisal.settled import Rank
from appraisal.study_rows import StudyRow, as_extracted
from appraisal.synthesis import Analysis
from resources.i18n import _, ngettext, number

NO_BREAK = "\N{NO-BREAK SPACE}"  # a study keeps its year


def correction(analysis: Analysis) -> str:
    """What was added to which cells; empty where nothing was."""
    data = analysis.dataset
    used = [row for row in data.used if row.study in analysis.corrected]
    if not used:
        return ""
    if data.plan.measure == "RD" and data.plan.zeros == "add_pool":
        return _(
            "0.5 added to all cells of {studies} for standard errors and weights, not for the "
            "differences."
        ).format(studies=names(used))
    in_pool = data.plan.method != "MH" or data.plan.zeros == "add_pool" or data.plan.is_random
    if data.plan.zeros_share == "treatment_arm":
        return (
            _("{half} on average added to the cells of {studies} in proportion to the arms, in the "
              "pool too.")
            if in_pool
            else _("{half} on average added to the cells of {studies} in proportion to the arms, "
                   "for its own row; not in the pool.")
        ).format(half=number(0.5, 1), studies=names(used))  # fmt: skip
    sentence = (
        _("{half} added to all cells of {studies}, in the pool too.")
        if in_pool
        else _("{half} added to all cells of {studies} for its own row; not in the pool.")
    )
    return sentence.format(half=number(0.5, 1), studies=names(used))


def arms(data: Dataset) -> str:
    """What became of studies with more than two arms; empty where there are none."""
    rows = [row for row in data.used if row.further is not None and row.report is None]
    if not rows:
        return ""
    studies = names([row for row in as_extracted(data.rows) if row.study in _studies(rows)])
    if data.plan.arms == SPLIT:
        return _(
            "More than two arms, compared one by one with the comparator divided evenly between "
            "the comparisons: {studies}."
        ).format(studies=studies)
    return _("More than two arms, combined within each side: {studies}.").format(studies=studies)


def twice(data: Dataset) -> str:
    """Which studies may stand in the pool more than once; empty where none does."""
    found: dict[str, list[StudyRow]] = {}
    for row in as_extracted(data.used):
        for key in (*row.keys, f"label:{row.label.casefold()}"):
            found.setdefault(key, []).append(row)
    groups = {tuple(row.study for row in rows): rows for rows in found.values() if len(rows) > 1}
    said = "; ".join(dict.fromkeys(names(rows) for rows in groups.values()))
    if not said:
        return ""
    return _(
        "The same study may be counted twice: {studies}. Enter its groups as arms of one study, or "
        "switch one off."
    ).format(studies=said)


def _studies(rows: Iterable[StudyRow]) -> frozenset[str]:
    return frozenset(study_of(row.study) for row in rows)


def study_interval(analysis: Analysis) -> str:
    """Which interval single proportions have where it is not that of the analysis scale."""
    plan, outcome = analysis.dataset.plan, analysis.dataset.outcome
    if outcome.data != "proportion" or plan.study_interval == "wald":
        return ""
    kind = study_interval_name(plan.study_interval)
    return _("Intervals of single studies: {kind}.").format(kind=kind)


def reported(analysis: Analysis) -> str:
    """Which studies stand on a reported estimate where others stand on numbers."""
    rows = [row for row in analysis.dataset.used if row.report is not None]
    if not rows or analysis.dataset.outcome.data == "reported":
        return ""
    said = _("Reported estimate pooled in place of the numbers: {studies}.")
    if analysis.asked.plan.method != analysis.dataset.plan.method:
        said = _(
            "Reported estimate pooled in place of the numbers, so by inverse variance: {studies}."
        )
    return said.format(studies=names(rows))


def limit_words(plan: Plan) -> str:
    """Why a limit leaves studies out, with a place for their names."""
    if plan.min_stars is None:
        return {
            "good": _("Left out, not at low risk of bias: {studies}."),
            "fair": _("Left out, at high risk of bias or not judged: {studies}."),
        }.get(plan.worst, "{studies}")
    limit = plan.min_stars
    return ngettext(
        "Left out by the limit of {n} star: {{studies}}.",
        "Left out by the limit of {n} stars: {{studies}}.",
        limit,
    ).format(n=limit)


def mapping(data: Dataset) -> str:
    """What counts as high, unclear and low where that decides who is in, or in which group."""
    if not (data.plan.worst or data.plan.subgroup == "risk") or not data.mappings:
        return ""
    said = [
        _("{instrument}: {what}.").format(instrument=one.short, what=mapping_in_full(one))
        for one in data.mappings
    ]
    return " ".join([_("Risk of bias, as mapped."), *said])


def exclusions(rows: Iterable[StudyRow]) -> list[str]:
    """A sentence on each study switched off."""
    return [
        _("{study} left out: {why}").format(
            study=row.label, why=row.why or _("switched off, no reason given.")
        )
        for row in rows
        if row.left_out == "excluded"
    ]


def inclusions(data: Dataset) -> list[tuple[str, str]]:
    """Studies that a limit would leave out, were they not included by hand."""
    chosen = dict(data.plan.included)
    if not data.plan.has_limit:
        return []
    bare = {row.study: row for row in replanned(data, replace(data.plan, included=())).rows}
    return [
        (
            _("{study} included in spite of the limit: {why}").format(
                study=row.label, why=chosen[row.study] or _("no reason given.")
            ),
            row.study,
        )
        for row in data.rows
        if row.study in chosen and row.is_used and bare[row.study].left_out == "limit"
    ]


def not_final(rows: Iterable[StudyRow]) -> str:
    """How many studies rest on what the reader has not submitted: own numbers, own answers."""
    shown = [*rows]
    mine = [row for row in shown if row.rank == Rank.MINE]
    rated = [row for row in shown if is_own_rating(row)]
    said = []
    if mine:
        said.append(
            ngettext(
                "{n} study rests on your own numbers, not final.",
                "{n} studies rest on your own numbers, not final.",
                len(mine),
            ).format(n=len(mine))
        )
    if rated:
        said.append(
            ngettext(
                "{n} study is rated by your own answers, not final.",
                "{n} studies are rated by your own answers, not final.",
                len(rated),
            ).format(n=len(rated))
        )
    return " ".join(said)


def is_own_rating(row: StudyRow) -> bool:
    """Whether a study's rating is made of answers that its reader has not submitted."""
    return row.rating is not None and row.rating.rank == Rank.MINE and row.rating.answered > 0


def single(data: Dataset) -> str:
    """Which studies rest on one reviewer; all of them, where each has one by plan."""
    alone = [row for row in data.used if "single" in (row.numbers, row.appraisal)]
    if not alone:
        return ""
    if len(alone) == len(data.used):
        return _("Every study rests on one reviewer alone.")
    return _("Rests on one reviewer alone: {studies}.").format(studies=names(alone))


def unreconciled(data: Dataset) -> str:
    """Which studies' forms differ between reviewers; what differs is not used until agreed."""
    numbers = [row for row in data.rows if row.numbers == "differs"]
    appraisals = [row for row in data.rows if row.appraisal == "differs"]
    said = []
    if numbers:
        said.append(_("Numbers not reconciled: {studies}.").format(studies=names(numbers)))
    if appraisals:
        said.append(_("Appraisal not reconciled: {studies}.").format(studies=names(appraisals)))
    return " ".join(said)


def waiting(data: Dataset) -> str:
    """Which studies were extracted and have nothing settled yet."""
    if not data.waiting:
        return ""
    said = ", ".join(label.replace(" ", NO_BREAK) for label in data.waiting)
    return _("No settled numbers yet: {studies}.").format(studies=said)


def names(rows: Iterable[StudyRow]) -> str:
    """Names in a row, each kept with its year."""
    return ", ".join(row.label.replace(" ", NO_BREAK) for row in rows)
