"""What is said of an exchange: a report in sentences, and what people call a form."""

from dataclasses import dataclass

from appraisal.state import ConflictingHeads, State
from appraisal.subjects import outcome_subject, record_subject, study_subject
from resources.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What came in from one file, ready to be said."""

    name: str
    new: int
    aside: int
    altered: int
    opened: tuple[str, ...]
    boxes: tuple[str, ...]
    courtesy: tuple[str, ...]
    refused: tuple[str, ...]
    conflicts: tuple[ConflictingHeads, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing came that was not here."""
        said = (self.new, self.aside, self.altered, self.opened, self.boxes, self.refused)
        return not any(said)


def sentences(report: MergeReport) -> list[str]:
    """A report in words."""
    said = []
    if report.is_nothing:
        said.append(_("Nothing new."))
    if report.new:
        said.append(
            ngettext("{n} change came in.", "{n} changes came in.", report.new).format(n=report.new)
        )
    if report.boxes:
        said.append(
            ngettext(
                "{n} answer sheet came in closed; it opens once both have submitted and shared.",
                "{n} answer sheets came in closed; they open once both have submitted and shared.",
                len(report.boxes),
            ).format(n=len(report.boxes))
        )
    if report.opened:
        said.append(
            ngettext(
                "{n} answer sheet was opened.", "{n} answer sheets were opened.", len(report.opened)
            ).format(n=len(report.opened))
        )
    if report.courtesy:
        said.append(courtesy_sentence(len(report.courtesy)))
    said += report.refused
    if report.altered:
        said.append(
            ngettext(
                "{n} change is not as it was written; it was set aside.",
                "{n} changes are not as they were written; they were set aside.",
                report.altered,
            ).format(n=report.altered)
        )
    kept = report.aside - report.altered
    if kept:
        said.append(
            ngettext(
                "{n} change says something else than the one here, or may not stand where it "
                "does: ours was kept, theirs set aside.",
                "{n} changes say something else than those here, or may not stand where they "
                "do: ours were kept, theirs set aside.",
                kept,
            ).format(n=kept)
        )
    if report.conflicts:
        said.append(
            ngettext(
                "{n} fact now stands in two versions: it is to be decided.",
                "{n} facts now stand in two versions: they are to be decided.",
                len(report.conflicts),
            ).format(n=len(report.conflicts))
        )
    return said


def form_name(state: State, form: str) -> str:
    """What people call a form: its study, and its outcome where it has one."""
    kind, study, *rest = form.split("/")
    if kind == "screening":  # of a record, which goes by its title
        value = state.value(record_subject(study), "imported")
        title = value.get("title") if isinstance(value, dict) else None
        return title[:80] if isinstance(title, str) else study
    label = state.text(study_subject(study), "label") or study
    if kind == "extraction":
        outcome = state.text(outcome_subject(rest[0]), "name") or rest[0]
        return _("{study}, {outcome}").format(study=label, outcome=outcome)
    return label


def courtesy_sentence(n: int) -> str:
    """How many forms are blind by courtesy alone."""
    return ngettext(
        "{n} form will be reported as blind by courtesy.",
        "{n} forms will be reported as blind by courtesy.",
        n,
    ).format(n=n)
