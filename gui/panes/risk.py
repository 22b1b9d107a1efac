"""The right of Synthesis: which studies the risk of bias lets in, and what that changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import fill

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.errors import InvalidClaim
from appraisal.numbers import read_number
from appraisal.plan import ControlRisk, Plan
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import control_risk_words, needed_name, needed_parts, risk_text
from appraisal.views.synthesis import changes, limit_words
from gui.panes.risk_lines import RiskLinesBox
from gui.session import Session
from gui.theme import px, set_class, space
from gui.widgets.card import Rule
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.page import Pane, Scroll
from gui.widgets.slider import LimitSlider
from gui.widgets.text import Text
from resources.i18n import _, ngettext, percent

CHECK_CHARS = 30  # what one line of the check box holds


@dataclass(frozen=True, slots=True)
class RiskView:
    """What the pane shows; `stars` are the totals of the studies, `most` the highest there is."""

    analysis: Analysis
    kept: Plan
    stars: tuple[int, ...]
    most: int
    has_levels: bool
    is_appraised: bool  # whether any study is, by stars, levels or domains


class RiskPane(Pane):
    """Fields of a `Plan`, and what follows from them."""

    changed = Signal(object)  # Plan
    left_out_shown = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._plan = Plan()
        self._limit = Text("", "strong", parent=self)
        self.slider = LimitSlider(_("Use studies with at least so many stars"), 0, 9, 0,
                                  parent=self)  # fmt: skip
        self.levels = ListField(
            [("", _("All studies")), ("fair", _("Not at high risk")), ("good", _("Only low risk"))],
            parent=self,
        )
        self.levels.set_narrow()
        self._by_stars = self._star_box()
        self._by_level = Field(_("Use studies"), self.levels, parent=self)
        self._none = Text("", "caption", wrap=True, parent=self)
        self._used = Text("", "caption", wrap=True, parent=self)
        words = fill(_("Show studies left out, greyed"), CHECK_CHARS)  # a check box cannot wrap
        self.show_left_out = QCheckBox(words, self)
        self.show_left_out.setChecked(True)
        self._changes = Changes(self)
        self.lines = RiskLinesBox(session, self)
        self.needed = NeededBox(self)
        self._lay_out()
        self.slider.valueChanged.connect(self._on_slid)
        self.levels.picked.connect(lambda key: self.changed.emit(replace(self._plan, worst=key)))
        self.show_left_out.toggled.connect(self.left_out_shown)
        self.needed.changed.connect(
            lambda risk: self.changed.emit(replace(self._plan, control_risk=risk))
        )

    def show_risk(self, shown: RiskView) -> None:
        """Show what an analysis lets in."""
        plan = self._plan = shown.analysis.dataset.plan
        self._by_stars.setVisible(bool(shown.stars))
        self._by_level.setVisible(shown.has_levels)
        self._none.setVisible(not shown.stars and not shown.has_levels)
        self._none.setText(
            _("No study here has an overall judgement or stars, so there is no limit to set.")
            if shown.is_appraised
            else _("No study is appraised yet.")
        )
        stars = plan.min_stars or 0
        self.slider.blockSignals(True)  # showing is not choosing
        self.slider.setRange(0, max(shown.most, stars))
        self.slider.setValue(stars)
        self.slider.blockSignals(False)
        if shown.stars != tuple(self.slider.property("studies") or ()):
            self.slider.setProperty("studies", list(shown.stars))
            self.slider.set_studies(shown.stars)
        self._limit.setText(
            ngettext("{n} star", "{n} stars", stars).format(n=stars) if stars else _("no limit")
        )
        self.levels.set_key(plan.worst)
        self._used.setText(_used_words(shown))
        self._changes.show_changes(limit_words(plan), changes(shown.analysis))
        self.needed.show_needed(shown.analysis)

    def _on_slid(self, value: int) -> None:
        self.changed.emit(replace(self._plan, min_stars=value or None))

    def _star_box(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        space(column, gap=4)
        line = QHBoxLayout()
        space(line, gap=8)
        label = Text(_("Use studies with at least"), "quiet", wrap=True, parent=box)
        label.setBuddy(self.slider)
        line.addWidget(label, 1)
        line.addWidget(self._limit)
        column.addLayout(line)
        column.addWidget(self.slider)
        return box

    def _lay_out(self) -> None:
        body = QWidget(self)
        inner = QVBoxLayout(body)
        space(inner, (16, 14, 16, 16), 8)
        inner.addWidget(Text(_("Risk of bias"), "heading", parent=body))
        for widget in (
            self._by_stars,
            self._by_level,
            self._none,
            self._used,
            self.show_left_out,
            Rule(parent=body),
            self._changes,
            Rule(parent=body),
            self.lines,
            Rule(parent=body),
            self.needed,
        ):
            inner.addWidget(widget)
        inner.addStretch(1)
        self._body = body
        self.column.addWidget(Scroll(body, parent=self))

    @property
    def least_width(self) -> int:
        """The width below which something here would be cut, in the type in use."""
        return self._body.minimumSizeHint().width() + 2


class Changes(QWidget):
    """The numbers in use beside those of all studies."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        space(self._grid, gap=4)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setColumnStretch(0, 1)
        self._cells: list[tuple[Text, Text, Text]] = []
        column = QVBoxLayout(self)
        space(column, gap=6)
        column.addWidget(Text(_("What it changes"), "strong", parent=self))
        column.addLayout(self._grid)
        self._row("", "small", "small")

    def show_changes(self, head: str, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show these rows under the name of the limit."""
        self.setVisible(bool(rows))
        for texts, cells in zip(
            [("", head, _("All")), *rows], self._enough(len(rows) + 1), strict=True
        ):
            for text, cell in zip(texts, cells, strict=True):
                cell.setText(text)

    def _enough(self, count: int) -> list[tuple[Text, Text, Text]]:
        while len(self._cells) < count:
            self._row("quiet", "strong", "quiet")
        for place, cells in enumerate(self._cells):
            for cell in cells:
                cell.setVisible(place < count)
        return self._cells[:count]

    def _row(self, *looks: str) -> None:
        right = Qt.AlignmentFlag.AlignRight
        made = tuple(Text("", look, parent=self) for look in looks)  # type: ignore[arg-type]
        for place, cell in enumerate(made):
            align = right if place else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(cell, len(self._cells), place, align)
        self._cells.append((made[0], made[1], made[2]))


class NeededBox(QWidget):
    """The number needed to treat, and the control risk it stands on."""

    changed = Signal(object)  # ControlRisk

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._risk = ControlRisk()
        self._name = Text(_("Number needed to treat"), "strong", parent=self)
        self._value = Text("", "title", parent=self)
        self._limits = Text("", "quiet", wrap=True, parent=self)
        self.risk = LineField(name=_("Control risk in per cent"), right=True, parent=self)
        self.risk.setMaximumWidth(px(72))
        self._error = Text("", "bad", wrap=True, parent=self)
        self._from = Text("", "caption", wrap=True, parent=self)
        self.kind = ListField(
            [
                ("pooled", _("All control arms together")),
                ("median", _("Median of the studies")),
                ("typed", _("Typed here")),
            ],
            parent=self,
        )
        self.kind.set_narrow()
        self.source = LineField(placeholder=_("Where it is from"), parent=self)
        self._source = Field(_("Source"), self.source, parent=self)
        self.risk.edited.connect(self._on_typed)
        self.kind.picked.connect(self._on_kind)
        self.source.edited.connect(
            lambda text: self.changed.emit(replace(self._risk, source=text.strip()))
        )
        self._lay_out()

    def show_needed(self, analysis: Analysis) -> None:
        """Show what an analysis gives."""
        self._risk = analysis.dataset.plan.control_risk
        value, limits = needed_parts(analysis)
        risk = analysis.control_risk
        self.setVisible(analysis.dataset.outcome.data == "counts")
        self._name.setText(needed_name(analysis))
        self._value.setText(value)
        self._value.setVisible(bool(value))
        self._limits.setText(limits or _("There is none without a pooled estimate and a risk."))
        self.risk.set_text(_typed_text(self._risk) or ("" if risk is None else risk_text(risk)))
        self.kind.set_key(self._risk.kind)
        typed = self._risk.kind == "typed"
        self._from.setText(control_risk_words(analysis) if not typed and risk is not None else "")
        self._from.setVisible(bool(self._from.text()))
        self._source.setVisible(typed)
        self.source.set_text(self._risk.source)
        self._say("")

    def _on_typed(self, text: str) -> None:
        try:
            share = read_number(text.replace("%", "")) / 100
        except InvalidClaim as fault:
            self._say(str(fault))
            return
        if not 0 < share < 1:
            self._say(_("A control risk lies between 0 and 100 %."))
            return
        self._say("")
        source = self._risk.source if self._risk.kind == "typed" else ""
        self.changed.emit(ControlRisk("typed", share, source))

    def _on_kind(self, key: str) -> None:
        if key == "typed":
            self.risk.setFocus(Qt.FocusReason.OtherFocusReason)
            self.risk.selectAll()
            self.kind.set_key(self._risk.kind)  # until a number is typed
        else:
            self.changed.emit(ControlRisk("median" if key == "median" else "pooled"))

    def _say(self, message: str) -> None:
        self._error.setText(message)
        self._error.setVisible(bool(message))
        self.risk.setToolTip(message)
        self.risk.setAccessibleDescription(message)
        set_class(self.risk, "", state="error" if message else "")

    def _lay_out(self) -> None:
        figure = QHBoxLayout()
        space(figure, gap=8)
        figure.addWidget(self._value)
        figure.addWidget(self._limits, 1)
        line = QHBoxLayout()
        space(line, gap=8)
        label = Text(_("at a control risk of"), "quiet", wrap=True, parent=self)
        label.setBuddy(self.risk)
        line.addWidget(label, 1)
        line.addWidget(self.risk)
        column = QVBoxLayout(self)
        space(column, gap=8)
        column.addWidget(self._name)
        column.addLayout(figure)
        column.addLayout(line)
        column.addWidget(self._error)
        column.addWidget(self._from)
        column.addWidget(Field(_("Control risk from"), self.kind, parent=self))
        column.addWidget(self._source)


def _typed_text(risk: ControlRisk) -> str:
    """A typed risk with all the decimals it was typed with, up to four."""
    if risk.value is None:
        return ""
    digits = next(
        d for d in range(5) if d == 4 or abs(round(100 * risk.value, d) - 100 * risk.value) < 1e-9
    )
    return percent(100 * risk.value, digits)


def _used_words(shown: RiskView) -> str:
    data, kept = shown.analysis.dataset, shown.kept
    said = [_("{n} of {total} studies used.").format(n=len(data.used), total=len(data.complete))]
    if data.plan.min_stars != kept.min_stars:
        said.append(
            _("The plan has no limit.")
            if kept.min_stars is None
            else ngettext("The plan says {n} star.", "The plan says {n} stars.", kept.min_stars)
            .format(n=kept.min_stars)
        )  # fmt: skip
    return " ".join(said)
