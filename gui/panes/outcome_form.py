"""What is asked of an outcome: its kind of data, its groups, when and in what it is measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QWidget

from appraisal import drafts
from appraisal.cells import data_name
from appraisal.choices import families_for, measures_for
from appraisal.ledger import Value
from appraisal.subjects import DATA, extraction_form, outcome_subject
from appraisal.synthesis_text import measure_name
from appraisal.views.extraction import Grid
from gui.dialogs import Dialog, Way
from gui.questions import ask_reason
from gui.session import Session
from gui.theme import space
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.switches import Segmented
from resources.i18n import _

FACTS = ("name", "data", "arm1", "arm2", "measure", "unit", "time", "event_is", "points")
ONE_GROUP = ("proportion", "correlation")
MEASURED = ("means", "rates")


@dataclass(frozen=True, slots=True)
class OutcomeFields:
    """The facts of an outcome as the form shows them. `is_used`: numbers were typed for it."""

    facts: Mapping[str, str]
    is_used: bool = False


def ask_outcome(parent: QWidget, known: OutcomeFields | None = None) -> dict[str, Value]:
    """Ask for a new outcome, or for changes of one that is known; empty when one turns back."""
    return _Form(parent, known).ask()


def add_outcome(parent: QWidget, session: Session) -> str:
    """Ask for a new outcome and write it; its id, or an empty text when one turns back."""
    fields = ask_outcome(parent)
    if not fields:
        return ""
    draft, outcome = drafts.add_outcome(fields)
    return outcome if session.do(draft) else ""


def edit_outcome(parent: QWidget, session: Session, shown: Grid) -> None:
    """Ask for changes of an outcome and write them."""
    state, subject = session.state, outcome_subject(shown.outcome)
    facts = {field: state.text(subject, field) for field in FACTS}
    facts["measure"] = facts["measure"] or shown.measure
    used = any(state.seats(extraction_form(study, shown.outcome)) for study in state.ids("study"))
    form = _Form(parent, OutcomeFields(facts, is_used=used))
    fields = form.ask()
    if form.is_to_remove:
        _remove_outcome(parent, session, shown.outcome, facts["name"])
    changed = {
        field: value for field, value in fields.items() if (value or "") != facts.get(field, "")
    }
    if changed:
        session.do(drafts.edit_outcome(shown.outcome, changed))


def _remove_outcome(parent: QWidget, session: Session, outcome: str, name: str) -> None:
    why = ask_reason(
        parent,
        _("Remove the outcome “{name}”?").format(name=name),
        _("It leaves the lists, analyses and figures for everyone. Its numbers are kept."),
        _("Remove"),
    )
    if why and session.do(drafts.remove_outcome(outcome, why)):
        session.say(_("The outcome is removed."), undo=True)


class _Form:
    """The fields of the dialog; which of them show depends on the kind of data."""

    def __init__(self, parent: QWidget, known: OutcomeFields | None) -> None:
        title = _("Add outcome") if known is None else _("Edit outcome")
        verb = _("Add outcome") if known is None else _("Save")
        self._known = known or OutcomeFields({})
        self.is_to_remove = False
        ways = [Way("", _("Cancel")), Way("yes", verb, "primary")]
        if known is not None:
            ways.insert(0, Way("remove", _("Remove outcome"), "quiet"))
        self._dialog = Dialog(parent, title, (), ways)
        facts = self._known.facts
        self._data = ListField(
            [(data, data_name(data)) for data in DATA],
            facts.get("data", "counts"),
            parent=self._dialog,
        )
        self._data.setAccessibleName(_("Kind of data"))
        self._name = self._line("name", _("Name of the outcome"))
        self._arm1 = self._line("arm1", _("First group"), _("such as Treated"))
        self._arm2 = self._line("arm2", _("Second group"), _("such as Untreated"))
        self._measure = ListField(parent=self._dialog)
        self._measure.setAccessibleName(_("Measure"))
        self._unit = self._line("unit", _("Unit"), _("such as mmHg, or person-years"))
        self._time = self._line("time", _("Time"), _("such as six months"))
        self._event = Segmented(
            [("bad", _("Bad for the patient")), ("good", _("Good for the patient"))],
            facts.get("event_is") or "bad",
            name=_("The event is"),
            parent=self._dialog,
        )
        self._points = Segmented(
            [("any", _("Any number")), ("whole", _("A whole number"))],
            facts.get("points") or "any",
            name=_("Each person has"),
            parent=self._dialog,
        )
        self._fields = self._lay_out()
        self._data.picked.connect(self._on_kind)
        for field in (self._name, self._arm1, self._arm2):
            field.textChanged.connect(self._look)
        self._on_kind(self._data.key())
        self._measure.set_key(facts.get("measure", ""))

    def ask(self) -> dict[str, Value]:
        """Wait for the answer and give the facts."""
        answer = self._dialog.ask()
        self.is_to_remove = answer == "remove"
        if answer != "yes":
            return {}
        data = self._data.key()
        facts: dict[str, Value] = {
            "name": self._name.text().strip(),
            "data": data,
            "measure": self._measure.key(),
            "time": self._time.text().strip() or None,
            "event_is": self._event.key(),
        }
        if data not in ONE_GROUP:
            facts |= {
                "arm1": self._arm1.text().strip() or None,
                "arm2": self._arm2.text().strip() or None,
            }
        if data == "means" and (self._points.key() == "whole" or self._known.facts.get("points")):
            facts["points"] = self._points.key()
        if data in MEASURED:
            facts["unit"] = self._unit.text().strip() or None
        return facts

    def _line(self, key: str, name: str, placeholder: str = "") -> LineField:
        field = LineField(name=name, placeholder=placeholder, parent=self._dialog)
        field.setText(self._known.facts.get(key, ""))
        return field

    def _lay_out(self) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for key, label, field in (
            ("data", _("Kind of data"), self._data),
            ("name", _("Name of the outcome"), self._name),
            ("arm1", _("First group"), self._arm1),
            ("arm2", _("Second group, to compare with"), self._arm2),
            ("measure", _("Measure"), self._measure),
            ("unit", _("Unit"), self._unit),
            ("time", _("When it is measured"), self._time),
            ("event", _("The event is"), self._event),
            ("points", _("Each person has, as on a scale of points"), self._points),
        ):
            fields[key] = Field(label, field, parent=self._dialog)
        for row in (("data",), ("name",), ("arm1", "arm2"), ("measure",), ("unit", "time")):
            if len(row) == 1:
                self._dialog.add(fields[row[0]])
                continue
            beside = QHBoxLayout()
            space(beside, gap=12)
            for key in row:
                beside.addWidget(fields[key], 1)
            self._dialog.add(beside)
        self._dialog.add(fields["event"])
        self._dialog.add(fields["points"])
        if self._known.is_used:
            self._data.setEnabled(False)
            self._data.setToolTip(_("Numbers were typed for it: its kind of data stays."))
        return fields

    def _on_kind(self, data: str) -> None:
        keys = [*families_for(data)]
        kept = self._known.facts.get("measure", "")
        if kept in measures_for(data) and kept not in keys:
            keys.append(kept)  # a variant, chosen in Synthesis
        pairs = [(key, measure_name(key)) for key in keys]
        self._measure.set_pairs(pairs, pairs[0][0])
        for arm in ("arm1", "arm2"):
            self._fields[arm].setVisible(data not in ONE_GROUP)
        self._fields["unit"].setVisible(data in MEASURED)
        self._fields["event"].label.setText(
            _("A higher value is") if data == "means" else _("The event is")
        )
        self._fields["event"].setVisible(data != "correlation")
        self._fields["points"].setVisible(data == "means")
        self._dialog.refit()
        self._look()

    def _look(self) -> None:
        data = self._data.key()
        needed = [self._name]
        if data not in (*ONE_GROUP, "reported"):
            needed += [self._arm1, self._arm2]
        missing = not all(field.text().strip() for field in needed)
        said = _("Give a name and both groups") if len(needed) > 1 else _("Give a name")
        self._dialog.buttons["yes"].set_off(said if missing else "")
