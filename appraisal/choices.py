"""What can be chosen for an outcome: measures and their variants, methods, estimators, intervals.

Tables of keys alone, the usual choice first; what a key means in words stands in `choice_words`.
What a plan holds of them stands in `plan`.
"""

from collections.abc import Mapping
from typing import Final

from appraisal.reported import MEASURES as REPORTED

_MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "counts": ("OR", "RR", "RD", "AS"),
    "means": (
        *("MD", "MD-HO", "SMD", "SMD-UB", "SMD-LS2", "SMD-RM5"),
        *("SMDH", "SMD1", "ROM", "ROM-HO", "VR", "CVR"),
    ),
    "rates": ("IRR", "IRD", "IRSD"),
    "proportion": ("PLO", "PFT", "PAS", "PLN", "PR"),
    "correlation": ("ZCOR", "COR"),
    "reported": REPORTED,
}
MANTEL_HAENSZEL: Final = frozenset({"OR", "RR", "RD", "IRR", "IRD"})
ESTIMATORS: Final = ("DL", "REML", "PM", "ML", "EB", "SJ", "HE", "HS", "HSk", "PMM")
LIKELIHOODS: Final = ("REML", "ML")
INTERVALS: Final = (
    "wald",
    "t",
    "hartung_knapp",
    "hartung_knapp_floor",
    "hartung_knapp_wider",
    "hartung_knapp_iqwig",
)
FIXED_INTERVALS: Final = ("wald", "t")
PREDICTIONS: Final = ("usual", "as_interval", "hts_km2", "v_km1", "hk_km1")
TAU2_INTERVALS: Final = ("q_profile", "profile", "biggerstaff_jackson", "jackson")
ZEROS_TO: Final = ("only0", "if0all", "all")
ZEROS_SHARES: Final = ("equal", "treatment_arm")
ARMS: Final = ("combine", "split")
DOUBLE_ZEROS: Final = ("usual", "keep", "drop")
STUDY_INTERVALS: Final = ("wald", "CP", "WS", "WSCC", "AC", "SA", "SACC", "NAsm")
_COUNTED: Final = ("counts", "rates")


def measures_for(data: str) -> tuple[str, ...]:
    """The measures that an outcome of this kind of data can be pooled with."""
    return _MEASURES.get(data, ())


def family(measure: str) -> str:
    """The measure of which another is a variant; a measure alone is its own."""
    return measure.partition("-")[0]


def families_for(data: str) -> tuple[str, ...]:
    """The measures of a kind of data without their variants."""
    return tuple(dict.fromkeys(family(key) for key in measures_for(data)))


def variants_of(data: str, measure: str) -> tuple[str, ...]:
    """A measure with its variants, the usual first."""
    return tuple(key for key in measures_for(data) if family(key) == family(measure))


def methods_for(data: str, measure: str) -> tuple[str, ...]:
    """The methods that can pool a measure of this kind of data."""
    if data not in _COUNTED or measure not in MANTEL_HAENSZEL:
        return ("IV",)
    return ("MH", "IV", "Peto") if measure == "OR" else ("MH", "IV")


def has_zero_cells(data: str) -> bool:
    """Whether empty cells are a matter for the plan."""
    return data in ("counts", "rates", "proportion")


def tau2_intervals_for(tau2: str) -> tuple[str, ...]:
    """The intervals of a between-study variance that go with its estimator."""
    return tuple(kind for kind in TAU2_INTERVALS if kind != "profile" or tau2 in LIKELIHOODS)
