"""What the finer choices of a plan mean in words; the main ones are named in `synthesis_text`."""

from resources.i18n import _


def variant_name(key: str) -> str:
    """A variant of a measure beside the others of its family."""
    return {
        "MD": _("Unequal SDs"),
        "MD-HO": _("Equal SDs"),
        "SMD": _("Hedges’ g, exact J, variance LS"),
        "SMD-UB": _("Hedges’ g, exact J, variance UB"),
        "SMD-LS2": _("Hedges’ g, exact J, variance LS2"),
        "SMD-RM5": _("Hedges’ g, approximate J (RevMan 5)"),
        "ROM": _("Unequal SDs"),
        "ROM-HO": _("Equal SDs"),
    }.get(key, key)


def prediction_name(key: str) -> str:
    """How a prediction interval is made."""
    return {
        "usual": _("As the interval, t with k − 1"),
        "as_interval": _("Quantile of the interval"),
        "hts_km2": _("t with k − 2 (Higgins 2009)"),
        "v_km1": _("t with k − 1"),
        "hk_km1": _("t with k − 1, Hartung-Knapp error"),
    }.get(key, key)


def tau2_interval_name(key: str) -> str:
    """How the interval of a between-study variance is made."""
    return {
        "q_profile": _("Q-profile"),
        "profile": _("Profile likelihood"),
        "biggerstaff_jackson": "Biggerstaff-Jackson",
        "jackson": "Jackson",
    }.get(key, key)


def zeros_to_name(key: str) -> str:
    """Which studies are corrected for empty cells."""
    return {
        "only0": _("Studies with a zero cell"),
        "if0all": _("All, if one has a zero cell"),
        "all": _("All studies"),
    }.get(key, key)


def zeros_share_name(key: str) -> str:
    """How a correction is shared between the arms."""
    return {
        "equal": _("0.5 to each cell"),
        "treatment_arm": _("In proportion to the arms"),
    }.get(key, key)


def double_zeros_name(key: str) -> str:
    """What becomes of studies without an event in either arm."""
    return {
        "usual": _("As the measure asks"),
        "keep": _("Keep them"),
        "drop": _("Leave them out"),
    }.get(key, key)


def arms_name(key: str) -> str:
    """How further arms of a study enter the pool."""
    return {
        "combine": _("Combined with the arm of their side"),
        "split": _("One by one, the comparator divided"),
    }.get(key, key)


def study_interval_name(key: str) -> str:
    """The interval of a single study's proportion."""
    return {
        "wald": _("Of the analysis scale"),
        "CP": _("Clopper-Pearson (exact)"),
        "WS": "Wilson",
        "WSCC": _("Wilson, corrected"),
        "AC": "Agresti-Coull",
        "SA": "Wald",
        "SACC": _("Wald, corrected"),
        "NAsm": _("Wald of the logit"),
    }.get(key, key)
