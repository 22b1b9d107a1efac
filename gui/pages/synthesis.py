"""Synthesis: the model, the living forest plot, and what the risk of bias changes.

It pools by the plan that is tried, else by the one that is kept. A change of the review pools again
only where it left another dataset.
"""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from appraisal.dataset import Dataset, replanned
from appraisal.further import further
from appraisal.living import Living
from appraisal.plan import Plan, with_also, with_study, without_study
from appraisal.review import Change
from appraisal.risk_mapping import scores_of
from appraisal.sensitivity import star_values
from appraisal.subgroups import keys_of
from appraisal.subjects import outcome_subject
from appraisal.synthesis import Analysis, analyse
from appraisal.synthesis_text import unsettled
from appraisal.views.plot_columns import column_choices, with_column
from appraisal.views.synthesis import card
from gui.pages import PageSpec
from gui.panes.forest import ForestPane
from gui.panes.judgement import JudgementPane
from gui.panes.long_work import LongRuns
from gui.panes.model import ModelPane, ModelView
from gui.panes.model_line import ModelLine
from gui.panes.risk import RiskPane, RiskView
from gui.panes.tried_plans import TriedPlans
from gui.panes.unsettled import Unsettled
from gui.session import Session
from gui.theme import px, space, theme
from gui.widgets.buttons import Button
from gui.widgets.page import EmptyPage, Splitter
from resources.i18n import _

NARROW, NARROWER, WIDE = 1120, 880, 1520  # of the page: the window less its rail
WIDTHS = (212, 240)
WIDE_WIDTHS = (272, 320)
CONCERNS = ("appraisal", "extraction", "study", "outcome", "plan", "review", "rule", "person")


class SynthesisPage(QWidget):
    """Pools the settled numbers of an outcome, and shows them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._living = Living(session.instrument)
        self._outcome = ""
        self._plans = TriedPlans(session)
        self._rows: Dataset | None = None  # in the order of the studies
        self.analysis: Analysis | None = None
        self._drawn: Analysis | None = None  # what the forest plot shows
        self._width = ""
        self._is_stale = False
        self._leads: dict[str, Button] = {}
        self.model = ModelPane(self)
        self._runs = LongRuns(session, self)
        self.plot = ForestPane(self._runs, self)
        self.risk = RiskPane(session, self)
        self.judgement = JudgementPane(session, self)
        self.line = ModelLine(self)
        self._unsettled = Unsettled(self)
        self._stack = QStackedWidget(self)
        self._columns = Splitter(parent=self)
        self._lay_out()
        self._connect()
        self.refresh()

    def show_target(self, outcome: str = "", study: str = "") -> None:
        """Show an outcome, and a study of it."""
        if outcome in self._session.state.ids("outcome"):
            self._on_outcome(outcome)
        if study:
            self.plot.forest.view.canvas.select(study)

    def act(self, key: str) -> None:
        """Carry out an action of this page."""
        {"keep_plan": self._keep}[key]()

    def lead(self, key: str) -> Button:
        """The button of an empty page: of `outcome` or `numbers`."""
        return self._leads[key]

    @property
    def plan(self) -> Plan:
        """The plan that is tried."""
        return self._plans.plan(self._outcome)

    # -- showing ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the review again; pool only if the dataset is another than the last."""
        state = self._session.state
        outcomes = state.ids("outcome")
        if self._outcome not in outcomes:
            self._outcome = next(iter(outcomes), "")
            self._rows = self.analysis = None
        if not self._outcome:
            self._stack.setCurrentIndex(1)
            return
        rows = self._living.unsorted(state, self._outcome)
        if not rows.rows:
            self._rows = self.analysis = None
            self._stack.setCurrentIndex(2)
            return
        self._stack.setCurrentIndex(0)
        self._rows = rows
        self._show(self.plan)

    def _show(self, plan: Plan) -> None:
        """Pool by a plan, and draw."""
        if self._rows is None:
            return
        data = replanned(self._rows, plan)
        if self.analysis is None or data != self.analysis.asked:
            self.analysis = analyse(data)
            self._unsettled.show_sentences(unsettled(self.analysis))
            self._show_plot()
            self._show_risk()
        self.risk.lines.show_analysis(self.analysis)
        self._show_model()
        self._show_card()

    def _show_plot(self) -> None:
        if self.analysis is None:
            return
        self._drawn = None
        self.plot.tools.show_columns(column_choices(self.analysis.dataset), self.plan.columns)
        self._show_tab()

    def _show_tab(self) -> None:
        """Draw the tab in front alone: the plot waits behind until it is looked at."""
        if self.analysis is None:
            return
        found = further(self.analysis, quality=scores_of(self._session.state))
        self._runs.show_analysis(self.analysis)
        if self.plot.tab != "forest":
            self.plot.show_further(found)
            return
        if self._drawn is not self.analysis:
            self._drawn = self.analysis
            shown = self.risk.show_left_out.isChecked()
            self.plot.forest.show_analysis(self.analysis, show_left_out=shown)
        if self._width == "wide":
            self.plot.forest.more.show_steps(self.analysis, found.without, found.limits)

    def _show_model(self) -> None:
        state, outcome, plan = self._session.state, self._outcome, self.plan
        pairs = tuple((one, state.text(outcome_subject(one), "name")) for one in
                      state.ids("outcome"))  # fmt: skip
        assert self._rows is not None
        view = ModelView(
            plan=plan,
            kept=self._plans.kept(outcome),
            data=self._rows.outcome.data,
            outcomes=pairs,
            outcome=outcome,
            status=self._plans.status(outcome),
            differs=self._plans.differs(outcome),
            has_stars=bool(star_values(self._rows)),
            subgroups=keys_of(self._rows),
            why_off=self._session.why_fixed,
        )
        self.model.show_model(view)
        self.line.show_model(view)

    def _show_risk(self) -> None:
        if self.analysis is None or self._rows is None:
            return
        ratings = [row.rating for row in self._rows.rows if row.rating is not None]
        self.risk.show_risk(
            RiskView(
                self.analysis,
                self._plans.kept(self._outcome),
                star_values(self.analysis.dataset),
                max((rating.max for rating in ratings), default=0),
                any(row.risk for row in self.analysis.dataset.complete),
                any(rating.answered or rating.level for rating in ratings),
            )
        )

    def _show_card(self) -> None:
        study = self.plot.forest.view.canvas.current()
        shown = None
        if self.analysis is not None and study:
            session = self._session
            shown = card(session.state, self.analysis, study, session.instrument)
        self.plot.forest.show_card(shown)

    # -- what happens ----------------------------------------------------------------------------

    def _try(self, plan: Plan) -> None:
        self._plans.attempt(self._outcome, plan)
        self._show(plan)

    def _switch(self, study: str) -> None:
        """Switch a study off, or on again though a limit leaves it out."""
        if self._rows is None or self.analysis is None:
            return
        row = next(row for row in self.analysis.dataset.rows if row.study == study)
        if row.is_used:
            self._try(without_study(self.plan, study))
            return
        plan = with_study(self.plan, study)
        again = next(row for row in replanned(self._rows, plan).rows if row.study == study)
        if row.left_out == "limit" and again.left_out == "limit":
            plan = with_study(self.plan, study, against_limit=True)
        self._try(plan)

    def _keep(self) -> None:
        if self._plans.keep(self._outcome, self.window()):
            self.refresh()

    def _pick_column(self, key: str, on: bool) -> None:  # a signal's own argument
        if self.analysis is not None:
            choices = column_choices(self.analysis.dataset)
            columns = with_column(self.plan, key, on=on, choices=choices)
            self._try(replace(self.plan, columns=columns))

    def _copy_figure(self) -> None:
        from appraisal.figures.forest import paper_scene
        from gui.copying import copy_figure

        if self.analysis is not None:
            shown = self.risk.show_left_out.isChecked()
            scene = paper_scene(self.analysis, show_left_out=shown)
            copy_figure(self._session, scene, marks=self._session.settings.palette)

    def _copy_table(self) -> None:
        from appraisal.sheets.pooled import rows_table
        from gui.copying import copy_table

        if self.analysis is not None:
            copy_table(self._session, rows_table([self.analysis]))

    def _back(self) -> None:
        self._plans.put_back(self._outcome)
        self._show(self.plan)

    def _on_report_asked(self, key: str, wanted: bool) -> None:
        self._try(with_also(self.plan, key, wanted=wanted))

    def _on_outcome(self, outcome: str) -> None:
        self._outcome = outcome
        self.analysis = None
        self.plot.forest.view.canvas.select("")
        self.judgement.leave()
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if change.concerns(*CONCERNS):
            self._living.forget(change.subjects)
            self._refresh_if_seen()

    def _on_reader_changed(self) -> None:
        self._living.forget()
        self._refresh_if_seen()

    def _refresh_if_seen(self) -> None:
        """Pool now, or when the page is next shown: an answer given elsewhere need not wait."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened elsewhere."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    # -- building --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what the width has no room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width()
        width = (
            "narrower" if wide < px(NARROWER) else "narrow" if wide < px(NARROW)
            else "wide" if wide >= px(WIDE) else "middle"
        )  # fmt: skip
        if width == self._width:
            return
        self._width = width
        self.line.setVisible(width.startswith("narrow"))
        self.line.set_risk_folded(folded=width == "narrower")
        self.model.setVisible(width in ("middle", "wide"))
        self.risk.setVisible(width != "narrower")
        left, right = WIDE_WIDTHS if width == "wide" else WIDTHS
        side = max(px(right), self.risk.least_width)
        self.risk.setMinimumWidth(max(px(216), self.risk.least_width))
        self._columns.setSizes([px(left), max(1, wide - px(left) - side), side])
        self._show_tab()

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(self._on_changed)
        session.reader_changed.connect(self._on_reader_changed)
        self.model.changed.connect(self._try)
        self.model.outcome_picked.connect(self._on_outcome)
        self.model.kept.connect(self._keep)
        self.model.put_back.connect(self._back)
        self.risk.changed.connect(self._try)
        self.plot.changed.connect(self._try)
        self.plot.report_asked.connect(self._on_report_asked)
        self.risk.left_out_shown.connect(self._show_plot)
        self.line.model_asked.connect(lambda: self.model.setVisible(not self.model.isVisible()))
        self.line.risk_asked.connect(lambda: self.risk.setVisible(not self.risk.isVisible()))
        forest = self.plot.forest
        forest.selected.connect(lambda _study: self._show_card())
        forest.toggled.connect(self._switch)
        forest.view.canvas.part_pressed.connect(self.judgement.show_part)
        forest.card.judged.connect(lambda study: self.judgement.show_part(study, "overall"))
        forest.card.switched.connect(self._switch)
        forest.card.asked.connect(lambda study, item: session.go("appraise", study=study,
                                                                 item=item))  # fmt: skip
        tools = self.plot.tools
        tools.picked.connect(self._pick_column)
        tools.figure_asked.connect(self._copy_figure)
        tools.table_asked.connect(self._copy_table)
        copy = QKeySequence(QKeySequence.StandardKey.Copy)
        within = Qt.ShortcutContext.WidgetShortcut
        QShortcut(copy, forest.view.canvas, self._copy_figure, context=within)
        self.plot.tab_picked.connect(lambda _key: self._show_tab())
        theme().changed.connect(self._fit)

    def _lay_out(self) -> None:
        self.plot.column.insertWidget(0, self.line)
        self.plot.forest.set_judgement(self.judgement)
        self.plot.column.insertWidget(1, self._unsettled)
        for widget, least in ((self.model, 184), (self.plot, 320), (self.risk, 216)):
            widget.setMinimumWidth(px(least))
            self._columns.addWidget(widget)
        self._columns.setStretchFactor(1, 1)
        self._stack.addWidget(self._columns)
        self._stack.addWidget(self._empty(
            "outcome",
            _("No outcome yet"),
            _("An outcome says what is counted and which groups are compared."),
            _("Add an outcome"),
        ))  # fmt: skip
        self._stack.addWidget(self._empty(
            "numbers",
            _("No numbers yet"),
            _("The plot draws itself as soon as a study has settled numbers for this outcome. "
              "Your own count here while you wait for the other reviewer."),
            _("Go to Extract"),
        ))  # fmt: skip
        row = QHBoxLayout(self)
        space(row)
        row.addWidget(self._stack)

    def _empty(self, key: str, title: str, sentence: str, verb: str) -> EmptyPage:
        button = self._leads[key] = Button(verb, "primary", icon="arrow-right", icon_after=True)
        button.clicked.connect(lambda: self._session.go("extract"))
        return EmptyPage(title, sentence, button, parent=self)


PAGE = PageSpec(
    key="synthesis",
    title=lambda: _("Synthesis"),
    icon="forest",
    order=70,
    build=SynthesisPage,
    about=lambda: _(
        "Choose how the studies are pooled and see what it changes. Arrows move through the rows, "
        "Space switches a study off or on, Enter shows its reasons. Trying is free and marked; the "
        "plan, which the report uses, changes by “Keep as plan” alone."
    ),
)
