"""What a review can put out, by name, for the Report page: figures, tables, texts, scripts."""

from collections.abc import Mapping
from dataclasses import dataclass

from appraisal.bundle import figures_of, tables_of
from appraisal.material import Material
from appraisal.methods import methods_in_all
from appraisal.named import Named
from appraisal.reproduction.scripts import scripts
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

    @property
    def kinds(self) -> tuple[str, ...]:
        """The formats it can be written in."""
        if self.script is not None:
            return (self.key.rpartition(".")[2],)
        if self.texts is not None:
            return ("txt",)
        return ("xlsx", "csv") if self.table is not None else ("svg", "pdf", "png")


def outputs(material: Material) -> tuple[Output, ...]:
    """Everything that has something to show, figures first, scripts last."""
    tables = tuple(
        Output(f"table:{table.key}", table.name, _("Tables"), table=table)
        for table in tables_of(material)
        if table.key != "cover"
    )
    figures = tuple(
        Output(f"figure:{figure.name}", figure.title, _("Figures"), figure=figure)
        for figure in figures_of(material)
    )
    texts = Output("text:methods", _("Methods"), _("Texts"), texts=methods_in_all(material))
    words = {"reproduce.R": _("Results again, in R"), "reproduce.py": _("Results again, in Python")}
    codes = tuple(
        Output(f"script:{name}", words[name], _("Texts"), script=code)
        for name, code in scripts(material.analyses).items()
    )
    return (*figures, *tables, texts, *codes)
