"""The finer choices of a model, folded away: who needs none of them never meets them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.choice_words import (
    arms_name,
    double_zeros_name,
    prediction_name,
    study_interval_name,
    tau2_interval_name,
    variant_name,
    zeros_share_name,
    zeros_to_name,
)
from appraisal.choices import (
    ARMS,
    DOUBLE_ZEROS,
    FIXED_INTERVALS,
    PREDICTIONS,
    STUDY_INTERVALS,
    ZEROS_SHARES,
    ZEROS_TO,
    family,
    has_zero_cells,
    tau2_intervals_for,
    variants_of,
)
from appraisal.plan import Plan
from appraisal.subjects import ARM_CELLS
from appraisal.synthesis_text import interval_name
from gui.icons import icon
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.fields import Field, LineField, ListField
from resources.i18n import _

Offer = Callable[[Plan, str], Sequence[str]]  # what a plan for this kind of data can choose


@dataclass(frozen=True, slots=True)
class Finer:
    """A choice: the field of the plan, its label, what is offered, and each offer in words."""

    field: str
    label: str
    offer: Offer
    words: Callable[[str], str]


class FinerChoices(QWidget):
    """A fold of lists, each shown where its choice has a meaning."""

    changed = Signal(object)  # Plan

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan, self._data, self._choices = Plan(), "counts", _choices()
        self.head = Button(_("Finer choices"), "quiet", icon="chevron-right", parent=self)
        self.head.setCheckable(True)
        self.head.setMinimumWidth(px(48))  # the pane is narrow, and its fields end with it
        self.head.toggled.connect(self._fold)
        self.fields: dict[str, ListField] = {}
        self._places: dict[str, Field] = {}
        column = QVBoxLayout(self)
        space(column, gap=8)
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        self._body = QWidget(self)
        inner = QVBoxLayout(self._body)
        space(inner, gap=8)
        for one in self._choices:
            field = ListField(parent=self._body)
            field.set_narrow()
            field.picked.connect(lambda key, name=one.field: self._pick(name, key))
            self.fields[one.field] = field
            self._places[one.field] = Field(one.label, field, parent=self._body)
            inner.addWidget(self._places[one.field])
        self.favours = (
            LineField("", placeholder=_("left of no effect"), name=_("Words left of no effect")),
            LineField("", placeholder=_("right of no effect"), name=_("Words right of no effect")),
        )
        sides = QWidget(self._body)
        both = QVBoxLayout(sides)
        space(both, gap=4)
        for side in self.favours:
            side.edited.connect(lambda _text: self._say_sides())
            both.addWidget(side)
        self._sides = Field(_("Words under the axis"), sides, parent=self._body)
        inner.addWidget(self._sides)
        column.addWidget(self._body)
        self._body.hide()

    def show_plan(self, plan: Plan, data: str) -> None:
        """Offer what has a meaning for a plan, and say how many choices are not the usual one."""
        self._plan, self._data = plan, data
        offered, unusual = 0, 0
        for one in self._choices:
            keys = tuple(one.offer(plan, data))
            self._places[one.field].setVisible(len(keys) > 1)
            if len(keys) < 2:
                continue
            offered += 1
            key = str(getattr(plan, one.field))
            unusual += key != keys[0]
            if self.head.isChecked():  # a closed fold is filled when it opens: choosing is quick
                _show(self.fields[one.field], [(each, one.words(each)) for each in keys], key)
        has_sides = data != "proportion"
        self._sides.setVisible(has_sides)
        said = plan.favours if len(plan.favours) == 2 else ("", "")
        unusual += has_sides and any(said)
        for side, text in zip(self.favours, said, strict=True):
            side.set_text(text)
        self.setVisible(offered > 0 or has_sides)
        words = _("Finer choices ({n})").format(n=unusual) if unusual else _("Finer choices")
        self.head.set_text(words)

    def _fold(self, open_: bool) -> None:
        self.show_plan(self._plan, self._data)
        self._body.setVisible(open_)
        self.head.setIcon(icon("chevron-down" if open_ else "chevron-right", "text"))

    def _say_sides(self) -> None:
        said = tuple(side.text().strip() for side in self.favours)
        self.changed.emit(replace(self._plan, favours=said if any(said) else ()))

    def _pick(self, name: str, key: str) -> None:
        one: dict[str, Any] = {name: key}  # Any: each field of a plan has its own type
        self.changed.emit(replace(self._plan, **one))


def _choices() -> tuple[Finer, ...]:
    return (
        Finer("measure", _("Variant"), lambda plan, data: variants_of(data, plan.measure),
              variant_name),
        Finer("interval", _("Interval"), _fixed_intervals, interval_name),
        Finer("prediction_kind", _("Prediction by"),
              lambda plan, _data: PREDICTIONS if plan.is_random and plan.prediction else (),
              prediction_name),
        Finer("tau2_interval", _("Interval of τ²"),
              lambda plan, _data: tau2_intervals_for(plan.tau2) if plan.is_random else (),
              tau2_interval_name),
        Finer("zeros_to", _("0.5 to which studies"),
              lambda plan, data: ZEROS_TO if _adds(plan, data) else (), zeros_to_name),
        Finer("zeros_share", _("0.5 shared how"),
              lambda plan, data: ZEROS_SHARES if _adds(plan, data) and data != "proportion" else (),
              zeros_share_name),
        Finer("double_zeros", _("Studies without events"),
              lambda _plan, data: DOUBLE_ZEROS if data in ("counts", "rates") else (),
              double_zeros_name),
        Finer("arms", _("Further arms"),
              lambda _plan, data: ARMS if data in ARM_CELLS else (), arms_name),
        Finer("study_interval", _("Interval by study"),
              lambda _plan, data: STUDY_INTERVALS if data == "proportion" else (),
              study_interval_name),
    )  # fmt: skip


def _fixed_intervals(plan: Plan, _data: str) -> Sequence[str]:
    return FIXED_INTERVALS if not plan.is_random and plan.method == "IV" else ()


def _adds(plan: Plan, data: str) -> bool:
    """Whether anything is added to empty cells: what has no logarithm of nought needs nothing."""
    return (
        has_zero_cells(data)
        and plan.zeros != "none"
        and plan.method != "Peto"
        and family(plan.measure) not in ("AS", "IRSD", "PFT", "PAS")
    )


def _show(field: ListField, pairs: Sequence[tuple[str, str]], key: str) -> None:
    """Offer these and choose one; what is offered already is left alone."""
    offered = [(str(field.itemData(n)), field.itemText(n)) for n in range(field.count())]
    if offered != list(pairs):
        field.set_pairs(pairs, key)
    field.set_key(key)
    field.setToolTip(field.currentText())
