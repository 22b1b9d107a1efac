"""The middle of Synthesis: the living forest plot, the card of a study, and what surrounds them."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal.further import Further
from appraisal.synthesis import Analysis
from appraisal.views.synthesis import CardView
from gui.panes.heterogeneity import HeterogeneityTab
from gui.panes.long_work import LongRuns
from gui.panes.plot_tools import PlotTools
from gui.panes.regression import RegressionTab
from gui.panes.row_card import RowCard
from gui.panes.sensitivity import SensitivityCards, SensitivityTab
from gui.panes.small_studies import SmallStudiesTab
from gui.panes.subgroups import SubgroupsTab
from gui.theme import px, set_class, space, theme
from gui.widgets.canvas import FigureView
from gui.widgets.page import Pane
from gui.widgets.switches import Tabs
from resources.i18n import _
from stats.figures.scene import Scene

NOT_STUDIES = frozenset({"", "pool", "all"})
LOW = 600  # px of height below which the card is short
JUDGED = 0.55  # of the height, for a judgement that is shown
WIDE = 960  # px of the middle from which its cards stand side by side


class ForestTab(QWidget):
    """The plot with the selected study's card, and at wide windows the tables below."""

    selected = Signal(str)
    toggled = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = QFrame(self)
        set_class(self._sheet, "head")
        self.view = FigureView(_("Forest plot"), parent=self._sheet)
        self.card = RowCard(self)
        self.card.hide()
        self.more = SensitivityCards(self)
        self.judgement: QWidget | None = None
        self._has_card = False
        self._ground = QWidget(self)
        self._lay_out()
        self.view.canvas.selected.connect(self.selected)
        self.view.canvas.toggled.connect(self._on_toggled)
        self.view.canvas.activated.connect(self._on_activated)
        self.view.installEventFilter(self)

    def show_analysis(self, analysis: Analysis, *, show_left_out: bool) -> None:
        """Draw an analysis; the selection stays on its study."""
        from appraisal.figures.forest import forest_data
        from appraisal.figures.text import measure, words
        from appraisal.figures.weight_bars import bars_scene
        from stats.figures.forest import layout
        from stats.figures.pages import stacked

        forest = forest_data(analysis, show_left_out=show_left_out)

        def lay_out(width: float) -> Scene:
            plot = layout(forest, words=words(), measure=measure(), width=width)
            bars = bars_scene(analysis, width=plot.width, standing_alone=False)
            return plot if bars is None else stacked(plot, bars)

        self.view.set_layout(lay_out)
        self._fit()

    def set_judgement(self, pane: QWidget) -> None:
        """Have a pane for the judgement behind a star or light, below the plot."""
        self.judgement = pane
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, pane)
        pane.installEventFilter(self)

    @property
    def _has_judgement(self) -> bool:
        return self.judgement is not None and not self.judgement.isHidden()

    def show_card(self, shown: CardView | None) -> None:
        """Show a study's card below the plot, or none."""
        if shown is not None:
            self.card.show_card(shown)
        self._has_card = shown is not None
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the plot's height when its width has changed."""
        if watched is self.view and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        if watched is self.judgement and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make the plot as high as it is, or as there is room; the rest scrolls."""
        wanted = self.view.canvas.sizeHint()
        bar = px(12) if wanted.width() > self.width() else 0
        self._sheet.setMaximumHeight(wanted.height() + bar + 1)
        self.view.updateGeometry()
        self.card.setVisible(self._has_card and not self._has_judgement)
        room = self.height() - wanted.height() - bar
        self.card.set_low(low=self.height() < px(LOW))
        if self.card.isVisibleTo(self):
            room -= self.card.sizeHint().height() + px(24)
        is_wide = self.width() >= px(WIDE) and room >= self.more.sizeHint().height() + px(24)
        self.more.setVisible(is_wide and self.more.has_content and not self._has_judgement)
        if self.judgement is not None:
            self.judgement.setMinimumHeight(
                round(self.height() * JUDGED) if self._has_judgement else 0
            )

    def _on_toggled(self, row: str) -> None:
        if row not in NOT_STUDIES and not row.startswith(("group/", "bar/")):
            self.toggled.emit(row)

    def _on_activated(self, row: str) -> None:
        self.selected.emit(row)
        if self.card.isVisible():
            self.card.switch.setFocus()

    def _lay_out(self) -> None:
        sheet = QVBoxLayout(self._sheet)
        space(sheet)
        sheet.addWidget(self.view)
        below = QVBoxLayout(self._ground)
        space(below, (16, 12, 16, 12), 12)
        below.addWidget(self.card)
        below.addWidget(self.more)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._sheet)
        column.addWidget(self._ground)
        column.addStretch(1)


Tab = ForestTab | HeterogeneityTab | SensitivityTab | SmallStudiesTab | SubgroupsTab | RegressionTab


class ForestPane(Pane):
    """Tabs over the plot and what is read beside it."""

    tab_picked = Signal(str)
    changed = Signal(object)  # Plan
    report_asked = Signal(str, bool)  # a long analysis, and whether a report makes it

    def __init__(self, runs: LongRuns, parent: QWidget | None = None) -> None:
        super().__init__(ground=True, parent=parent)
        pairs = [
            ("forest", _("Forest")),
            ("heterogeneity", _("Heterogeneity")),
            ("sensitivity", _("Sensitivity")),
            ("small", _("Small studies")),
            ("subgroups", _("Subgroups")),
            ("regression", _("Regression")),
        ]
        self.tabs = Tabs(pairs, name=_("Views"), parent=self)
        self.forest = ForestTab(self)
        self.heterogeneity = HeterogeneityTab(self)
        self.sensitivity = SensitivityTab(runs, self)
        self.small = SmallStudiesTab(runs, self)
        self.subgroups = SubgroupsTab(self)
        self.regression = RegressionTab(runs, self)
        self._stack = QStackedWidget(self)
        self._widgets: dict[str, Tab] = {
            "forest": self.forest,
            "heterogeneity": self.heterogeneity,
            "sensitivity": self.sensitivity,
            "small": self.small,
            "subgroups": self.subgroups,
            "regression": self.regression,
        }
        for widget in self._widgets.values():
            self._stack.addWidget(widget)
        head = QFrame(self)
        set_class(head, "head")
        self.bar = QHBoxLayout(head)
        space(self.bar, (8, 0, 12, 0), 8)
        self.bar.addWidget(self.tabs, 1)
        self.tools = PlotTools(head)
        self.bar.addWidget(self.tools)
        self.column.addWidget(head)
        self.column.addWidget(self._stack, 1)
        self.tabs.picked.connect(self._on_tab)
        for tab in (self.heterogeneity, self.sensitivity, self.small, self.regression):
            tab.asked.connect(self.show_study)
        for changing in (self.sensitivity, self.small, self.regression):
            changing.changed.connect(self.changed)
            runs.changed.connect(changing.show_run)
        for keeping in (self.sensitivity, self.regression):
            keeping.report_asked.connect(self.report_asked)
        theme().changed.connect(self.forest.updateGeometry)

    @property
    def tab(self) -> str:
        """The key of the tab in front."""
        return self.tabs.key()

    def show_further(self, found: Further) -> None:
        """Draw the tab in front, unless it is the forest plot, which the page draws itself."""
        tab = self._widgets[self.tab]
        if not isinstance(tab, ForestTab):
            tab.show_further(found)

    def show_study(self, study: str) -> None:
        """Bring a study's row to the front."""
        self.tabs.set_key("forest")
        self._on_tab("forest")
        self.forest.view.canvas.select(study)
        self.forest.view.canvas.setFocus()

    def _on_tab(self, key: str) -> None:
        self._stack.setCurrentWidget(self._widgets[key])
        self.tools.setVisible(key == "forest")
        self.tab_picked.emit(key)
