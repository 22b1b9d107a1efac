"""What of a study is judged, asked for in one form: its kind, its name, its settings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.instrument import Instrument
from appraisal.ledger import Value
from appraisal.state import State
from appraisal.subjects import outcome_subject
from appraisal.targets import Target, kinds_for, known_names
from appraisal.views.protocol import SettingRow
from gui.dialogs import Dialog, Way
from gui.panes.setting_form import AskedSetting, read_settings
from gui.theme import space
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.known import KnownNames
from gui.widgets.page import Scroll
from gui.widgets.reason import GrowingText
from gui.widgets.text import Text
from gui.words import target_kind
from resources.i18n import NOTHING, _


@dataclass(frozen=True, slots=True)
class Asked:
    """What was given: the facts of the target, its settings, and why they change."""

    facts: dict[str, Value]
    settings: dict[str, Value]
    why: str


def ask_target(
    parent: QWidget,
    state: State,
    instrument: Instrument,
    rows: Sequence[SettingRow],
    target: Target | None = None,
    *,
    study: str = "",
) -> Asked | None:
    """Ask for something that is judged on its own; None when the person turns back.

    Names that the review knows, and `study` has not yet, can be picked.
    """
    form = _Form(parent, state, instrument, rows, target, known_names(state, instrument, study))
    return form.ask()


class _Form:
    """The dialog of one target."""

    def __init__(
        self,
        parent: QWidget,
        state: State,
        instrument: Instrument,
        rows: Sequence[SettingRow],
        target: Target | None,
        known: Sequence[str],
    ) -> None:
        self._target = target
        title = _("Another assessment of this study") if target is None else _("This assessment")
        said = _("It gets answers of its own. Figures show the one that you choose.")
        verb = _("Add assessment") if target is None else _("Save")
        self._dialog = Dialog(
            parent,
            title,
            [said] if target is None else [],
            [Way("", _("Cancel")), Way("yes", verb, "primary")],
        )
        dialog = self._dialog
        self._name = LineField(target.name if target else "", name=_("Name"), parent=dialog)
        self._name.setPlaceholderText(_("Such as: relapse at 12 months"))
        names = KnownNames(self._name, known, parent=dialog)
        names.picked.connect(self._on_picked)
        dialog.add(Field(_("Name"), names, parent=dialog))
        kinds = [(kind, target_kind(kind)) for kind in kinds_for(instrument)]
        self._kind = ListField(kinds, target.kind if target else kinds[0][0], parent=dialog)
        dialog.add(Field(_("What is judged"), self._kind, parent=dialog))
        outcomes = [(one, state.text(outcome_subject(one), "name")) for one in state.ids("outcome")]
        self._outcomes = {name: one for one, name in outcomes}
        self._outcome = ListField(
            [("", NOTHING), *outcomes], target.outcome if target else "", parent=dialog
        )
        field = Field(_("Outcome it belongs to"), self._outcome, parent=dialog)
        field.setVisible(bool(outcomes))
        dialog.add(field)
        self._asked, self._reason = _put(dialog, rows, is_rated=target is not None)

    def ask(self) -> Asked | None:
        button = self._dialog.buttons["yes"]
        lacks = _("A name tells it from the others")

        def look() -> None:
            button.set_off("" if self._name.text().strip() else lacks)

        self._name.textChanged.connect(look)
        look()
        return _until_read(self._dialog, self._asked, self._reason, self._facts)

    def _on_picked(self, name: str) -> None:
        """Let an assessment that takes the name of an outcome belong to it."""
        self._outcome.set_key(self._outcomes.get(name, self._outcome.key()))

    def _facts(self) -> dict[str, Value]:
        typed: dict[str, Value] = {
            "name": self._name.text().strip(),
            "kind": self._kind.key(),
            "outcome": self._outcome.key() or None,
        }
        former = self._target
        if former is None:
            return {key: value for key, value in typed.items() if value is not None}
        before = {"name": former.name, "kind": former.kind, "outcome": former.outcome or None}
        return {key: value for key, value in typed.items() if value != before[key]}


def _put(
    dialog: Dialog, rows: Sequence[SettingRow], *, is_rated: bool
) -> tuple[list[AskedSetting], GrowingText | None]:
    """Put the settings into a dialog, and room for the reason where answers rest on them."""
    if not rows:
        return [], None
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (0, 0, 8, 0), 8)
    asked = []
    for row in rows:
        one = AskedSetting(row, body)
        asked.append(one)
        column.addWidget(one.shown)
        if row.setting.help:
            column.addWidget(Text(row.setting.help, "caption", wrap=True, parent=body))
    column.addStretch(1)
    scroll = Scroll(body, parent=dialog)
    scroll.take_at_most(min(300, 64 * len(rows) + 12))
    dialog.add(scroll)
    if not is_rated or not any(row.is_rated for row in rows):
        return asked, None
    reason = GrowingText(_("Reason for the change"), _("Say why"), parent=dialog)
    dialog.add(Field(_("Reason, where a setting changes after rating"), reason, parent=dialog))
    return asked, reason


def _until_read(
    dialog: Dialog,
    asked: Sequence[AskedSetting],
    reason: GrowingText | None,
    facts: Callable[[], dict[str, Value]],
) -> Asked | None:
    fault = Text("", "bad", wrap=True, parent=dialog)
    fault.hide()
    dialog.add(fault)
    found: dict[str, Value] = {}

    def why() -> str:
        return reason.toPlainText().strip() if reason is not None else ""

    def is_ready(_key: str) -> bool:
        found.clear()
        changed, said = read_settings(asked, needs_reason=reason is not None, reason=why())
        found.update(changed)
        fault.setText(said)
        fault.setVisible(bool(said))
        return not said

    dialog.is_ready = is_ready
    return Asked(facts(), found, why()) if dialog.ask() == "yes" else None
