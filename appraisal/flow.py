"""The flow of records as one value: what was found, screened, read, included, appraised, pooled.

The boxes are those of PRISMA 2020 (Page et al. 2021, BMJ 372:n71); those after appraisal are ours.
Whoever keeps the records fills a `FlowCounts`; `flow_told` reads what a review has typed instead.
A number that nobody told is None, and its box is left away. `faults` says where it does not add up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from resources.i18n import _, ngettext

Count = int | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why reports were excluded, and how many."""

    text: str
    n: int


@dataclass(frozen=True, slots=True)
class OtherMethods:
    """What came in besides databases and registers."""

    websites: Count = None
    organisations: Count = None
    citations: Count = None
    sought: Count = None
    not_retrieved: Count = None
    assessed: Count = None
    excluded: tuple[Reason, ...] = ()
    excluded_n: Count = None

    @property
    def identified(self) -> Count:
        """The records found, in all."""
        return total((self.websites, self.organisations, self.citations))


@dataclass(frozen=True, slots=True)
class PooledBox:
    """The last box of one outcome: the studies pooled, and those left out with why."""

    outcome: str
    n: int
    left_out: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowCounts:
    """How many records, reports and studies stood at each step.

    `identified` is the sum where databases and registers are not told apart; `sources` and
    `register_sources` are what each gave. `excluded_n` is the sum of `excluded`, or all there is
    where the reasons were not counted. `included` are studies, `reports` the reports of them; in an
    update they are the new ones, and `total_studies` counts those of the `previous` version too.
    `pooled_studies` are in a meta-analysis of any outcome. `listed` are the studies the review
    holds, `appraised` those with an appraisal all may use, `judged` what it says of them. `told`
    are sentences on where numbers come from.
    """

    databases: Count = None
    registers: Count = None
    identified: Count = None
    duplicates: Count = None
    automation: Count = None
    removed_other: Count = None
    screened: Count = None
    screened_out: Count = None
    sought: Count = None
    not_retrieved: Count = None
    assessed: Count = None
    excluded: tuple[Reason, ...] = ()
    excluded_n: Count = None
    other: OtherMethods | None = None
    included: Count = None
    reports: Count = None
    sources: tuple[Reason, ...] = ()
    register_sources: tuple[Reason, ...] = ()
    previous_studies: Count = None
    previous_reports: Count = None
    total_studies: Count = None
    total_reports: Count = None
    pooled_studies: Count = None
    listed: Count = None
    appraised: Count = None
    judged: tuple[Reason, ...] = ()
    pooled: tuple[PooledBox, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def found(self) -> Count:
        """The records identified in databases and registers."""
        parts = total((self.databases, self.registers))
        return self.identified if parts is None else parts

    @property
    def removed(self) -> Count:
        """The records removed before screening."""
        return total((self.duplicates, self.automation, self.removed_other))

    @property
    def is_update(self) -> bool:
        """Whether a previous version of the review had studies."""
        return self.previous_studies is not None or self.previous_reports is not None

    @property
    def studies_in_all(self) -> Count:
        """The studies of the review: those of the previous version, and the new ones."""
        known = self.total_studies
        return total((self.previous_studies, self.included)) if known is None else known

    @property
    def reports_in_all(self) -> Count:
        """The reports of them."""
        known = self.total_reports
        return total((self.previous_reports, self.reports)) if known is None else known

    @property
    def has_records(self) -> bool:
        """Whether anything is known of the records, so that there is a flow to draw."""
        return any(one is not None for one in (self.found, self.screened, self.assessed))


def total(counts: Iterable[Count]) -> Count:
    """The sum of what is known; None where nothing is."""
    known = [one for one in counts if one is not None]
    return sum(known) if known else None


def excluded_total(reasons: tuple[Reason, ...], n: Count) -> Count:
    """How many were excluded: as told, or the sum of the reasons."""
    return n if n is not None else total(one.n for one in reasons)


# -- whether it adds up ----------------------------------------------------------------------------


def faults(flow: FlowCounts) -> tuple[str, ...]:
    """Where the numbers do not add up, a sentence each; empty where they do."""
    gone = excluded_total(flow.excluded, flow.excluded_n)
    other = flow.other or OtherMethods()
    other_gone = excluded_total(other.excluded, other.excluded_n)
    arrived = flow.reports if flow.reports is not None else flow.included
    steps = (
        (flow.identified, (flow.databases, flow.registers), (), _("records identified")),
        (flow.databases, tuple(one.n for one in flow.sources), (), _("records from databases")),
        (flow.registers, tuple(one.n for one in flow.register_sources), (),
         _("records from registers")),
        (flow.screened, (flow.found,), (flow.removed,), _("records screened")),
        (flow.sought, (flow.screened,), (flow.screened_out,), _("reports sought")),
        (flow.assessed, (flow.sought,), (flow.not_retrieved,), _("reports assessed")),
        (flow.assessed if flow.sought is None else None, (flow.screened,),
         (flow.screened_out, flow.not_retrieved), _("reports assessed")),
        (other.assessed, (other.sought,), (other.not_retrieved,),
         _("reports assessed from other methods")),
        (arrived, (flow.assessed, other.assessed), (gone, other_gone),
         _("reports included")),
        (flow.excluded_n, tuple(one.n for one in flow.excluded), (), _("reports excluded")),
        (other.excluded_n, tuple(one.n for one in other.excluded), (),
         _("reports excluded from other methods")),
        (flow.total_studies, (flow.previous_studies, flow.included), (),
         _("studies in all")),
        (flow.total_reports, (flow.previous_reports, flow.reports), (), _("reports in all")),
    )  # fmt: skip
    said = [_fault(told, plus, minus, name) for told, plus, minus, name in steps]
    known = flow.studies_in_all
    if flow.listed is not None and known is not None and flow.listed not in (known, flow.included):
        said.append(
            ngettext(
                "The flow includes {told} studies; the review lists {n} study.",
                "The flow includes {told} studies; the review lists {n} studies.",
                flow.listed,
            ).format(told=known, n=flow.listed)
        )
    return tuple(filter(None, said))


def _fault(told: Count, plus: tuple[Count, ...], minus: tuple[Count, ...], name: str) -> str:
    """What one step lacks or has too many; empty where it is right or cannot be checked."""
    first = total(plus)
    if told is None or first is None:
        return ""
    left = first - (total(minus) or 0)
    if left == told:
        return ""
    sums = " + ".join(str(one) for one in plus if one is not None)
    for one in minus:
        sums += f" − {one}" if one is not None else ""
    if sums == str(left):
        return _("{name}: {told} are told, {left} would arrive from the step before.").format(
            name=name[:1].upper() + name[1:], told=told, left=left
        )
    return _("{name}: {told} are told, but {sums} = {left}.").format(
        name=name[:1].upper() + name[1:], told=told, sums=sums, left=left
    )
