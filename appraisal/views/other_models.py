"""What is said of the same studies by other models: the name of each row, and how to read them."""

from collections.abc import Sequence

from appraisal.other_models import OtherModel
from appraisal.synthesis_text import interval_name, tau2_name
from resources.i18n import _

GROUPS = ("fixed", "random", "interval", "further")


def group_name(key: str) -> str:
    """A heading over models of one sort."""
    return {
        "fixed": _("Fixed effect"),
        "random": _("By estimator of τ²"),
        "interval": _("By kind of interval"),
        "further": _("Other models"),
    }[key]


def model_label(row: OtherModel) -> str:
    """The name of a model among those of its group."""
    if row.group == "random":
        name = tau2_name(row.key)
        return name[:1].upper() + name[1:]
    if row.group == "interval":
        return interval_name(row.key)
    return {
        "MH": _("Mantel-Haenszel"),
        "IV": _("Inverse variance"),
        "Peto": _("Peto"),
        "three_level": _("Three-level model (REML)"),
        "cr1": _("Three-level, robust CR1"),
        "cr2": _("Three-level, robust CR2"),
        "glmm": _("Logit model, random intercept"),
        "quality": _("Quality effects (Doi)"),
    }[row.key]


def caution(rows: Sequence[OtherModel]) -> tuple[str, ...]:
    """How such a list may be read, and what is known against single rows of it."""
    said = [
        _(
            "A look at how far the result rests on the model. The model is chosen in the plan, "
            "before the numbers are seen, not from this list."
        )
    ]
    keys = {row.key for row in rows}
    if "quality" in keys:
        said.append(
            _(
                "Quality effects: the Cochrane Handbook (7.6.2) advises against weights by quality "
                "scores, which mix reporting with bias and tell no direction of bias."
            )
        )
    if "three_level" in keys:
        said.append(
            _(
                "Three-level model: effects of one cluster may be alike. Robust intervals hold "
                "even where its split is wrong; with few clusters CR2 is the one to read."
            )
        )
    return tuple(said)
