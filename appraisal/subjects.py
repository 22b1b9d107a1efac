"""What can be spoken of: with `fields`, which says what of it, the only schema of a review.

A subject is `kind/ids...`; a field of it holds one claim. Kinds in `VEILED` speak for a seat, and
stay hidden from everyone but its holder until their form is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from appraisal.errors import InvalidClaim
from resources.i18n import _

AGREED: Final = "agreed"
REFERRED: Final = "referred/"  # before a field of the agreed seat: for the adjudicator, no answer
CONFIRMED: Final = "confirmed/"  # person/field of the agreed seat: stands behind it, no answer
UNDER: Final = "under/"  # before the key of a setting: a confirmation, no answer
NO_ANSWER: Final = (UNDER, REFERRED, CONFIRMED)
ITSELF: Final = "-"
REVIEW: Final = "review/-"
VEILED: Final = frozenset({"appraisal", "extraction", "screening"})

DESIGNS: Final = (
    "rct",
    "cluster-rct",
    "crossover",
    "cohort",
    "case-control",
    "cross-sectional",
    "case-series",
    "before-after",
    "diagnostic",
    "prognostic",
    "review",
    "animal",
    "other",
)
DATA: Final = ("counts", "means", "rates", "correlation", "proportion", "reported")
DECISIONS: Final = ("include", "maybe", "exclude")
ROLES: Final = ("reviewer", "adjudicator", "coordinator")

CELLS: Final[Mapping[str, tuple[str, ...]]] = {
    "counts": ("e1", "n1", "e2", "n2"),
    "means": ("m1", "sd1", "n1", "m2", "sd2", "n2"),
    "rates": ("e1", "t1", "e2", "t2"),
    "proportion": ("e", "n"),
    "correlation": ("r", "n"),
    "reported": (
        "measure",
        "estimate",
        "lower",
        "upper",
        "level",
        "se",
        "p",
        "scale",
        "adjusted",
    ),
}
ARM: Final = "arm/"  # before the id of a further arm and the name of its cell
ARM_CELLS: Final[Mapping[str, tuple[str, ...]]] = {"counts": ("e", "n"), "means": ("m", "sd", "n")}
SIDES: Final = ("arm1", "arm2")
NO_SIDE: Final = "none"  # agreed on where readers settle that an arm is none of the study's
COUNTS: Final = frozenset({"e", "n", "e1", "n1", "e2", "n2"})
TEXTS: Final = frozenset({"measure", "scale", "adjusted", "use"})


@dataclass(frozen=True, slots=True)
class Subject:
    """A parsed subject."""

    kind: str
    ids: tuple[str, ...]

    @property
    def veiled(self) -> bool:
        """Whether it speaks for a seat."""
        return self.kind in VEILED

    @property
    def seat(self) -> str:
        """Who it speaks for; empty for shared subjects."""
        return self.ids[-1] if self.veiled else ""

    @property
    def form(self) -> str:
        """The subject without its seat."""
        return "/".join((self.kind, *self.ids[:-1]))

    @property
    def group(self) -> str:
        """What opens together: the forms of one kind of one study."""
        return f"{self.kind}/{self.ids[0]}"

    @property
    def instrument(self) -> str:
        """The `id@version` of an appraisal's instrument."""
        return self.ids[2]


_SIZES: Final = {
    "review": 1,
    "person": 1,
    "study": 1,
    "outcome": 1,
    "target": 1,
    "record": 1,
    "rule": 2,
    "plan": 1,
    "appraisal": 4,
    "extraction": 3,
    "screening": 3,
}


def parse(subject: str) -> Subject:
    """Take a subject apart.

    Raises
    ------
    InvalidClaim
        When it is none of the kinds, or has the wrong number of parts.
    """
    kind, *ids = subject.split("/")
    if _SIZES.get(kind) != len(ids) or not all(ids):
        raise InvalidClaim(_("No such subject: {subject}").format(subject=subject))
    return Subject(kind, tuple(ids))


def is_form(text: str) -> bool:
    """Whether a text names something that has seats, without one."""
    try:
        return parse(in_seat(text, AGREED)).veiled
    except InvalidClaim:
        return False


def study_subject(study: str) -> str:
    """The shared facts of a study."""
    return f"study/{study}"


def person_subject(person: str) -> str:
    """The shared facts of a person."""
    return f"person/{person}"


def target_subject(target: str) -> str:
    """What of a study is judged: a result, an outcome group, an index test, a contrast."""
    return f"target/{target}"


def outcome_subject(outcome: str) -> str:
    """The shared facts of an outcome."""
    return f"outcome/{outcome}"


def plan_subject(outcome: str) -> str:
    """The analysts' plan for an outcome."""
    return f"plan/{outcome}"


def record_subject(record: str) -> str:
    """The shared facts of a record."""
    return f"record/{record}"


def screening_form(record: str, stage: str) -> str:
    """The screening of a record at a stage, without its seat."""
    return f"screening/{record}/{stage}"


def rule_subject(instrument: str, item: str) -> str:
    """The team's rule for an item; `item` is `domain/item`, written with a dot here."""
    return f"rule/{instrument}/{item.replace('/', '.')}"


def appraisal_form(study: str, instrument: str, target: str = ITSELF) -> str:
    """An appraisal without its seat; `instrument` is `id@version`."""
    return f"appraisal/{study}/{target}/{instrument}"


def appraisal_subject(study: str, target: str, instrument: str, seat: str) -> str:
    """One seat's appraisal."""
    return f"{appraisal_form(study, instrument, target)}/{seat}"


def extraction_form(study: str, outcome: str) -> str:
    """An extraction without its seat."""
    return f"extraction/{study}/{outcome}"


def extraction_subject(study: str, outcome: str, seat: str) -> str:
    """One seat's extraction."""
    return f"{extraction_form(study, outcome)}/{seat}"


def in_seat(form: str, seat: str) -> str:
    """The subject of a form in a seat."""
    return f"{form}/{seat}"


def item_field(address: str) -> str:
    """The field that holds the answer to the item at `domain/item`."""
    return f"item/{address}"


def setting_field(instrument: str, key: str) -> str:
    """The field of the review that holds a setting of an instrument."""
    return f"setting/{instrument}/{key}"


def under_field(key: str) -> str:
    """The field of a seat that says under which value of a setting its answers are confirmed."""
    return f"{UNDER}{key}"
