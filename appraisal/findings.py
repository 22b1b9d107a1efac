"""What a check found in a study's numbers: a value that names the cells and says what to do.

An *error* contradicts itself. A *warning* is possible but unusual; it is shown and may be dismissed
with a reason, which is kept as the claim `warning/<code>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from appraisal.ledger import Value

Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a study's numbers: where, what, and what to do."""

    code: str
    kind: Literal["error", "warning"]
    cells: tuple[str, ...]
    title: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Words:
    """How an outcome's event is called, for the sentences."""

    label: str
    arm1: str
    arm2: str


def figure(cells: Cells, name: str) -> float | None:
    """The number in a cell; None where there is none."""
    value = cells.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def text(cells: Cells, name: str) -> str:
    """The words in a cell; empty where there are none."""
    value = cells.get(name)
    return value if isinstance(value, str) else ""
