"""Leave-one-out and cumulative plots: forest plots whose rows are pools, drawn as dots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stats.figures.forest_data import Column, ForestData, Study, Summary


@dataclass(frozen=True, slots=True)
class Pool:
    """A pooled estimate without, or up to, a study; `cells` are its texts."""

    id: str
    label: str
    estimate: float | None
    lower: float | None
    upper: float | None
    cells: tuple[str, ...]
    note: str = ""


def forest_of(
    pools: Sequence[Pool],
    whole: Pool | None,
    *,
    columns: tuple[Column, ...],
    study_head: str,
    plot_head: str,
    plot_sub: str = "",
    scale: Literal["log", "linear"] = "log",
    null: float | None = 0.0,
    favours: tuple[str, str] = ("", ""),
    notes: tuple[str, ...] = (),
    title: str = "",
    description: str = "",
) -> ForestData:
    """Return the plot of such a series, with the pool of all studies below."""
    rows = tuple(
        Study(p.id, p.label, p.cells, p.estimate, p.lower, p.upper, used=True, note=p.note)
        for p in pools
    )
    total = (
        ()
        if whole is None
        else (
            Summary(
                whole.label, whole.cells, whole.estimate, whole.lower, whole.upper, id=whole.id
            ),
        )
    )
    return ForestData(
        columns=columns,
        plot_after=0,
        rows=rows,
        pools=total,
        study_head=study_head,
        plot_head=plot_head,
        plot_sub=plot_sub,
        scale=scale,
        null=null,
        favours=favours,
        notes=notes,
        title=title,
        description=description,
        point="dot",
    )
