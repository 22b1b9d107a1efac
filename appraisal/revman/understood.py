"""What was understood of a RevMan file, in sentences for the preview."""

from collections import Counter
from collections.abc import Iterator

from appraisal.revman.content import Content
from appraisal.revman.risk import instrument_of, outcome_groups, unsupported
from appraisal.shipped import shipped_instrument
from resources.i18n import _, language, ngettext


def understood(content: Content) -> tuple[str, ...]:
    """How much of everything a file holds."""
    return tuple(_sentences(content))


def unread(content: Content) -> tuple[str, ...]:
    """The cells of data whose text is no number, each in a sentence."""
    names = {study.id: study.name for study in content.studies}
    return tuple(
        _("{outcome}, {study}: “{text}” is no number; this cell stays empty.").format(
            outcome=outcome.number or outcome.name, study=names.get(row.study, row.study), text=text
        )
        for _comparison, outcome in content.outcomes()
        for row in outcome.every_row()
        for text in row.unread
    )


def _sentences(content: Content) -> Iterator[str]:
    yield _("Written by {program}.").format(program=content.program)
    studies = Counter(study.status for study in content.studies)
    references = sum(bool(one.line) for study in content.studies for one in study.references)
    yield _(
        "Studies: {n} ({included} included, {excluded} excluded, {other} awaiting or ongoing); "
        "references: {references}."
    ).format(
        n=len(content.studies),
        included=studies["included"],
        excluded=studies["excluded"],
        other=studies["awaiting"] + studies["ongoing"],
        references=references,
    )
    if content.judgements:
        yield from _risk(content)
    comparisons, outcomes = len(content.comparisons), sum(1 for _one in content.outcomes())
    yield _(
        "Comparisons: {comparisons}; outcomes: {outcomes}; subgroups: {subgroups}; rows of data: "
        "{rows}."
    ).format(
        comparisons=comparisons,
        outcomes=outcomes,
        subgroups=sum(len(outcome.subgroups) for _c, outcome in content.outcomes()),
        rows=content.rows,
    )
    notes = sum(
        bool(row.footnote) for _c, outcome in content.outcomes() for row in outcome.every_row()
    )
    if notes:
        yield ngettext("{n} row has a footnote.", "{n} rows have a footnote.", notes).format(
            n=notes
        )


def _risk(content: Content) -> Iterator[str]:
    name = instrument_of(content)
    title = shipped_instrument(name, language()).title
    yield ngettext(
        "{n} judgement of risk of bias, on {instrument}: “yes” is low risk, “no” is high.",
        "{n} judgements of risk of bias, on {instrument}: “yes” is low risk, “no” is high.",
        content.judgements,
    ).format(n=content.judgements, instrument=title)
    bare = unsupported(content)
    if bare:
        yield ngettext(
            "{n} of them is “unclear” without a word of support, which RevMan leaves empty in its "
            "figures.",
            "{n} of them are “unclear” without a word of support, which RevMan leaves empty in its "
            "figures.",
            bare,
        ).format(n=bare)
    groups = outcome_groups(content)
    if groups:
        yield _("Outcome groups: {groups}.").format(groups=", ".join(groups))
