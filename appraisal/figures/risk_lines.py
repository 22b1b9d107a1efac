"""From the lines of a risk of bias to their small forest plot; not among the files of a report."""

from appraisal.risk_lines import RiskLine, RiskLines
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import measure_name, shown_measure
from appraisal.views.risk import Keys, between_sentence, key_label, line_label, line_text
from resources.i18n import _
from stats.figures.small_forest import SmallForest, SmallRow


def small_forest(analysis: Analysis, found: RiskLines, keys: Keys) -> SmallForest:
    """The lines side by side; the one whose studies are in use is marked."""
    used = analysis.pooled.estimate.value if analysis.pooled is not None else None
    k = len(analysis.dataset.used)
    current = next(
        (one.id for one in reversed(found.lines) if one.id != "quality" and one.k == k
         and one.estimate == used),
        "",
    )  # fmt: skip
    name = measure_name(shown_measure(analysis.dataset.plan))
    return SmallForest(
        rows=tuple(_row(analysis, line, current=line.id == current) for line in found.lines),
        heading=_("By {what}").format(what=key_label(found.key, keys)) if found.key else "",
        levels=tuple(_row(analysis, line, current=False) for line in found.levels),
        scale="log" if analysis.is_ratio else "linear",
        null=analysis.no_effect,
        title=_("Side by side: {measure}").format(measure=name),
        description=between_sentence(found),
    )


def _row(analysis: Analysis, line: RiskLine, *, current: bool) -> SmallRow:
    return SmallRow(
        line.id,
        line_label(line, analysis.dataset.plan),
        line_text(line, analysis),
        analysis.plotted(line.estimate),
        analysis.plotted(line.lower),
        analysis.plotted(line.upper),
        line.weight,
        current,
    )
