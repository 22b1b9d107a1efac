"""What a review can put out, by name, for the Report page: figures, tables, texts, scripts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from appraisal.bundle import Report, parts_of
from appraisal.material import Material
from appraisal.named import Named
from appraisal.tables import Table
from resources.i18n import _


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that can go out: a table, a figure, a text in every language, or a script."""

    key: str
    title: str
    group: str
    table: Table | None = None
    figure: Named | None = None
    texts: Mapping[str, str] | None = None
    script: str | None = None
    short: str = ""  # its name below that of its group

    @property
    def kinds(self) -> tuple[str, ...]:
        """The formats it can be written in."""
        if self.script is not None:
            return (self.key.rpartition(".")[2],)
        if self.texts is not None:
            return ("txt",)
        return ("xlsx", "csv") if self.table is not None else ("svg", "pdf", "png")


def outputs(material: Material, *, report: Report | None = None) -> tuple[Output, ...]:
    """Everything that has something to show, figures first, scripts last."""
    parts = parts_of(material, report)
    tables = tuple(
        Output(f"table:{table.key}", table.name, _("Tables"), table=table)
        for table in parts.tables
        if table.key != "cover"
    )
    figures = _figures(parts.figures)
    texts = Output("text:methods", _("Methods"), _("Texts"), texts=parts.methods)
    words = {"reproduce.R": _("Results again, in R"), "reproduce.py": _("Results again, in Python")}
    codes = tuple(
        Output(f"script:{name}", words[name], _("Texts"), script=code)
        for name, code in parts.scripts.items()
    )
    return (*figures, *tables, texts, *codes)


def _figures(figures: Sequence[Named]) -> Iterator[Output]:
    """Figures of the review, then of one outcome after another where there are several."""
    outcomes = tuple(dict.fromkeys(one.about for one in figures if one.about))
    if len(outcomes) < 2:
        for one in figures:
            yield Output(f"figure:{one.name}", one.title, _("Figures"), figure=one)
        return
    for outcome in ("", *outcomes):
        group = outcome or _("Figures")
        for one in figures:
            if one.about == outcome:
                key = f"figure:{one.name}"
                yield Output(key, one.title, group, figure=one, short=one.short)
