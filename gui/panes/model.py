"""The left of Synthesis: how the studies are pooled. Trying is free; keeping is its own verb."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from appraisal.choices import (
    ESTIMATORS,
    INTERVALS,
    families_for,
    family,
    has_zero_cells,
    methods_for,
)
from appraisal.plan import (
    PRESETS,
    Plan,
    fitted,
    has_model_of,
    with_method,
    with_model_of,
    with_preset,
    with_random,
    with_tau2,
)
from appraisal.subgroups import can_share_tau2
from appraisal.synthesis_text import interval_name, measure_name, tau2_name
from appraisal.views.subgroups import key_name
from gui.panes.finer import FinerChoices
from gui.theme import space
from gui.widgets.buttons import Button
from gui.widgets.fields import Field, ListField
from gui.widgets.page import Pane, Scroll
from gui.widgets.switches import Segmented
from gui.widgets.text import IconLabel, Text
from gui.widgets.toggles import show_checked
from resources.i18n import _

Pair = tuple[str, str]
OWN = "own"


@dataclass(frozen=True, slots=True)
class ModelView:
    """What the pane shows: the plan that is tried, the one kept, and the outcomes."""

    plan: Plan
    kept: Plan
    data: str
    outcomes: tuple[Pair, ...]
    outcome: str
    status: str
    differs: bool
    has_stars: bool = True
    subgroups: tuple[str, ...] = ()
    why_off: str = ""


class ModelPane(Pane):
    """Fields of a `Plan`."""

    changed = Signal(object)  # Plan
    outcome_picked = Signal(str)
    kept = Signal()
    put_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._plan = self._kept = Plan()
        self._data = "counts"
        self.preset, self.outcome, self.measure = (_list(self) for _n in range(3))
        self.random = Segmented(
            [("fixed", _("Fixed")), ("random", _("Random"))], name=_("Model"), parent=self
        )
        self.method, self.tau2, self.interval, self.zeros, self.subgroup, self.sort = (
            _list(self) for _n in range(6)
        )
        self.shared = QCheckBox(_("One τ² for all groups"), self)
        self.prediction = QCheckBox(_("Prediction interval"), self)
        self.finer = FinerChoices(self)
        self._status_icon = IconLabel("lock", "text3", 14, parent=self)
        self.status = Text("", "caption", wrap=True, parent=self)
        self.keep = Button(_("Keep as plan"), parent=self)
        self.back = Button(_("Back to plan"), "quiet", parent=self)
        self._fields = self._made_fields()
        self._lay_out()
        self._connect()

    def show_model(self, shown: ModelView) -> None:
        """Show a plan."""
        plan = self._plan = shown.plan
        self._kept = shown.kept
        _show(self.preset, self._presets(shown), self._preset(shown))
        _show(self.outcome, shown.outcomes, shown.outcome)
        measures = [(key, measure_name(key)) for key in families_for(shown.data)]
        _show(self.measure, measures, family(plan.measure))
        self.random.set_key("random" if plan.is_random else "fixed")
        self._data = shown.data
        _show(self.method, _methods(plan, shown.data), plan.method)
        _show(self.tau2, [(key, _tau2_word(key)) for key in ESTIMATORS], plan.tau2)
        _show(self.interval, [(key, interval_name(key)) for key in INTERVALS], plan.interval)
        _show(self.zeros, _zeros(plan), plan.zeros)
        _show(self.subgroup, _subgroups(shown), plan.subgroup)
        show_checked(self.shared, on=plan.subgroup_tau2 == "shared")
        self.shared.setVisible(can_share_tau2(plan))
        self._fields["subgroup"].setVisible(self.subgroup.count() > 1)
        _show(self.sort, _sorts(has_stars=shown.has_stars), plan.sort)
        show_checked(self.prediction, on=plan.prediction)
        for field in (self._fields["tau2"], self._fields["interval"], self.prediction):
            field.setVisible(plan.is_random)
        self._fields["zeros"].setVisible(has_zero_cells(shown.data))
        self.finer.show_plan(plan, shown.data)
        self.status.setText(shown.status)
        self._status_icon.set_icon(
            "pencil" if shown.differs else "lock", "accent" if shown.differs else "text3"
        )
        for button in (self.keep, self.back):
            button.setVisible(shown.differs)
        self.keep.set_off(shown.why_off)

    # -- within ----------------------------------------------------------------------------------

    def _presets(self, shown: ModelView) -> list[Pair]:
        pairs = [
            ("plan", _("This review’s plan")),
            ("revman5", "RevMan 5"),
            ("cochrane2025", "Cochrane 2025"),
        ]
        if self._preset(shown) == OWN:
            pairs.append((OWN, _("Own choices")))
        return pairs

    def _preset(self, shown: ModelView) -> str:
        if has_model_of(shown.plan, shown.kept):
            return "plan"
        return shown.plan.preset or OWN

    def _on_preset(self, key: str) -> None:
        if key in PRESETS:
            self.changed.emit(with_preset(self._plan, key))
        elif key == "plan":
            self.changed.emit(with_model_of(self._plan, self._kept))

    def _change(self, plan: Plan) -> None:
        self.changed.emit(plan)

    def _connect(self) -> None:
        self.preset.picked.connect(self._on_preset)
        self.outcome.picked.connect(self.outcome_picked)
        self.measure.picked.connect(
            lambda key: self._change(fitted(replace(self._plan, measure=key), self._data))
        )
        self.random.picked.connect(
            lambda key: self._change(with_random(self._plan, random=key == "random"))
        )
        self.method.picked.connect(lambda key: self._change(with_method(self._plan, key)))
        self.tau2.picked.connect(lambda key: self._change(with_tau2(self._plan, key)))
        self.interval.picked.connect(lambda key: self._change(replace(self._plan, interval=key)))
        self.zeros.picked.connect(lambda key: self._change(replace(self._plan, zeros=key)))
        self.subgroup.picked.connect(lambda key: self._change(replace(self._plan, subgroup=key)))
        self.shared.toggled.connect(
            lambda on: self._change(
                replace(self._plan, subgroup_tau2="shared" if on else "separate")
            )
        )
        self.sort.picked.connect(lambda key: self._change(replace(self._plan, sort=key)))
        self.prediction.toggled.connect(
            lambda on: self._change(replace(self._plan, prediction=bool(on)))
        )
        self.finer.changed.connect(self._change)
        self.keep.clicked.connect(self.kept)
        self.back.clicked.connect(self.put_back)

    def _made_fields(self) -> dict[str, QWidget]:
        return {
            "preset": Field(_("Preset"), self.preset, parent=self),
            "outcome": Field(_("Outcome"), self.outcome, parent=self),
            "measure": Field(_("Measure"), self.measure, parent=self),
            "random": Field(_("Model"), self.random, parent=self),
            "method": Field(_("Method"), self.method, parent=self),
            "tau2": Field(_("Estimator of τ²"), self.tau2, parent=self),
            "interval": Field(_("Interval"), self.interval, parent=self),
            "prediction": self.prediction,
            "zeros": Field(_("Zero cells"), self.zeros, parent=self),
            "subgroup": Field(_("Subgroups by"), self.subgroup, parent=self),
            "shared": self.shared,
            "sort": Field(_("Sort rows by"), self.sort, parent=self),
            "finer": self.finer,
        }

    def _lay_out(self) -> None:
        body = QWidget(self)
        inner = QVBoxLayout(body)
        space(inner, (16, 14, 8, 16), 8)  # beside its scroll bar
        inner.addWidget(Text(_("Model"), "heading", parent=body))
        for field in self._fields.values():
            inner.addWidget(field)
        inner.addStretch(1)
        self.column.addWidget(Scroll(body, parent=self), 1)
        status = QVBoxLayout()
        space(status, (16, 8, 16, 12), 8)
        line = QHBoxLayout()
        space(line, gap=6)
        line.addWidget(self._status_icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.status, 1)
        status.addLayout(line)
        status.addWidget(self.keep)
        status.addWidget(self.back)
        self.column.addLayout(status)  # always in view: what is tried must be seen to be tried


def _list(parent: QWidget) -> ListField:
    field = ListField(parent=parent)
    field.set_narrow()
    return field


def _show(field: ListField, pairs: Sequence[Pair], key: str) -> None:
    """Offer these and choose one; what is offered already is left alone."""
    offered = [(str(field.itemData(n)), field.itemText(n)) for n in range(field.count())]
    if offered != list(pairs):
        field.set_pairs(pairs, key)
    field.set_key(key)
    field.setToolTip(field.currentText())


def _methods(plan: Plan, data: str) -> list[Pair]:
    words = {"MH": _("Mantel-Haenszel"), "IV": _("Inverse variance"), "Peto": _("Peto")}
    known = methods_for(data, plan.measure)
    if plan.is_random:
        pairs = [("IV", words["IV"]), ("MH", _("Mantel-Haenszel Q"))]
        return [(key, text) for key, text in pairs if key in known]
    return [(key, words[key]) for key in known]


def _tau2_word(key: str) -> str:
    return key if key in ("REML", "ML") else tau2_name(key)


def _subgroups(shown: ModelView) -> list[Pair]:
    """What groups can be formed by, with what the plan says even where it forms none."""
    keys = dict.fromkeys(("", *shown.subgroups, shown.plan.subgroup))
    return [(key, key_name(key)) for key in keys]


def _zeros(plan: Plan) -> list[Pair]:
    if plan.method == "MH" and not plan.is_random:
        return [
            ("add_pool", _("Add 0.5, also in pool")),
            ("add", _("Add 0.5, rows only")),
            ("none", _("Add nothing")),
        ]
    return [
        (plan.zeros if plan.zeros != "none" else "add", _("Add 0.5")),
        ("none", _("Add nothing")),
    ]


def _sorts(*, has_stars: bool) -> list[Pair]:
    pairs = [
        ("order", _("As listed")),
        ("label", _("Name")),
        ("year", _("Year")),
        ("effect", _("Effect, smallest first")),
        ("weight", _("Weight, heaviest first")),
    ]
    return [*pairs, ("stars", _("Stars, most first"))] if has_stars else pairs
