"""The decision on a record: include, maybe, exclude with a reason; or settling where two differ."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal import screening
from appraisal.agreement import Agreement
from appraisal.agreement_table import coefficient_words
from appraisal.screening import FULL_TEXT, Stage
from gui.session import Session
from gui.theme import hold, space
from gui.widgets.buttons import Button
from gui.widgets.card import Rule
from gui.widgets.emptying import empty
from gui.widgets.fields import Field, LineField
from gui.widgets.page import Pane, Scroll
from gui.widgets.text import KeyCap, Text
from resources.i18n import _, ngettext, number

LONGEST = 34  # letters of a reason on its button; the tooltip has the rest
Said = tuple[str, str, str]  # name, decision, reason


class Decision(Pane):
    """The buttons of one record, with their keys."""

    decided = Signal(str)  # the record

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._record = ""
        self._stage: Stage = screening.ABSTRACT
        self._seats: tuple[Said, ...] = ()
        self._reasons: tuple[str, ...] = ()
        self._said = Text("", "small", wrap=True, parent=self)
        self._buttons: dict[str, Button] = {}
        self._rows: dict[str, QWidget] = {}
        body = QWidget()
        self._column = QVBoxLayout(body)
        space(self._column, (16, 12, 16, 16), 8)
        self._column.addWidget(self._said)
        for key, words, cap in (
            ("include", _("Include"), "I"),
            ("maybe", _("Maybe"), "M"),
            ("exclude", _("Exclude"), "E"),
        ):
            button = Button(words, parent=body)
            button.clicked.connect(lambda _on=False, key=key: self.press(key))
            self._buttons[key] = button
            row = QWidget(body)
            row.setLayout(_with_cap(button, cap, row))
            self._rows[key] = row
            self._column.addWidget(row)
        self._rule = Rule(parent=body)
        self._column.addWidget(self._rule)
        self._why = Text("", "caption", wrap=True, parent=body)
        self._column.addWidget(self._why)
        self._list = QVBoxLayout()
        space(self._list, gap=4)
        self._column.addLayout(self._list)
        self._column.addWidget(Rule(parent=body))
        self._note = LineField("", parent=body)
        self._note.edited.connect(lambda text: self._annotate("note", text))
        self._labels = LineField("", placeholder=_("parted by commas"), parent=body)
        self._labels.edited.connect(lambda text: self._annotate("labels", text))
        self._column.addWidget(Field(_("Note, for everyone"), self._note, parent=body))
        self._column.addWidget(Field(_("Labels, for everyone"), self._labels, parent=body))
        self._agreement = Text("", "small", wrap=True, parent=body)
        self._column.addWidget(self._agreement)
        self._column.addStretch(1)
        self._reason_buttons: list[Button] = []
        self.column.addWidget(Scroll(body, parent=self))

    def set_stage(self, stage: Stage) -> None:
        """Decide at this stage from now on."""
        self._stage = stage

    def show_record(self, record: str, seats: Sequence[Said]) -> None:
        """Show what was decided of a record; `seats` where its reviewers differ."""
        self._record, self._seats = record, tuple(seats)
        state = self._session.state
        decision, reason, is_sealed = ("", "", False)
        if record:
            decision, reason, is_sealed = screening.decision_of(
                state, record, self._stage, self._session.reader
            )
        self._fill_reasons(screening.reasons(state))
        off = self._why_off(is_sealed=is_sealed)
        for key, button in self._buttons.items():
            button.set_kind("primary" if key == decision and not seats else "")
            button.set_off(off)
            button.setAccessibleDescription(off or (_("Chosen") if key == decision else ""))
        self._rows["maybe"].setVisible(not seats)
        for words, button in zip(self._reasons, self._reason_buttons, strict=True):
            button.set_off(off)
            button.set_kind("primary" if decision == "exclude" and words == reason else "")
        may_note = bool(record) and not self._session.read_only
        note = state.text(f"record/{record}", "note") if record else ""
        self._note.set_text(note)
        self._labels.set_text(", ".join(screening.labels_of(state, record)) if record else "")
        for field in (self._note, self._labels):
            field.setReadOnly(not may_note)
        self._said.setText(self._words(decision, reason, is_sealed=is_sealed))
        self._said.setVisible(bool(self._said.text()))

    def show_agreement(self, found: Agreement | None) -> None:
        """Say how far the reviewers agreed at this stage before they compared."""
        self._agreement.setVisible(found is not None)
        if found is None:
            return
        said = ngettext(
            "Agreement on {n} record: {percent} % [{lower}, {upper}]",
            "Agreement on {n} records: {percent} % [{lower}, {upper}]",
            found.studies,
        ).format(
            n=number(found.studies, 0),
            percent=number(found.percent, 0),
            lower=number(found.percent_lower, 0),
            upper=number(found.percent_upper, 0),
        )
        for name, value in (("κ", found.chance_corrected), ("AC1", found.ac1)):
            if value is not None:
                said += f"\n{name} {coefficient_words(value)}"
        self._agreement.setText(said)

    def press(self, key: str) -> None:
        """Take a decision, as its button and its key do."""
        if (
            not self._record
            or not self._buttons[key].isEnabled()
            or (self._seats and key == "maybe")
        ):
            return
        if key == "exclude" and self._stage == FULL_TEXT:
            self._session.say(_("Say why: choose one of the reasons, or press its figure."))
            return
        self._decide(key, "")

    def press_reason(self, nth: int) -> None:
        """Exclude for the nth reason."""
        if self._record and nth <= len(self._reasons) and self._reason_buttons[nth - 1].isEnabled():
            self._decide("exclude", self._reasons[nth - 1])

    def _annotate(self, field: Literal["note", "labels"], text: str) -> None:
        if self._record:
            self._session.do(screening.annotate(self._record, field, text))

    def _decide(self, key: str, reason: str) -> None:
        record = self._record
        if self._seats:
            draft = screening.settle(record, self._stage, key, reason)
        else:
            draft = screening.decide(record, self._stage, self._session.reader, key, reason)
        if self._session.do(draft):
            self.decided.emit(record)

    def _why_off(self, *, is_sealed: bool) -> str:
        if not self._record:
            return _("No record is chosen")
        if self._session.read_only:
            return self._session.why_fixed
        return _("You have submitted this decision") if is_sealed and not self._seats else ""

    def _words(self, decision: str, reason: str, *, is_sealed: bool) -> str:
        if self._seats:
            lines = [
                f"{name}: {decision_name(said)}" + (f" ({why})" if why else "")
                for name, said, why in self._seats
            ]
            return "\n".join([_("The reviewers differ. Settle it for both."), *lines])
        if not decision:
            return ""
        said = decision_name(decision) + (f": {reason}" if reason else "")
        return _("{decision}, submitted").format(decision=said) if is_sealed else said

    def _fill_reasons(self, reasons: tuple[str, ...]) -> None:
        if reasons == self._reasons:
            return
        self._reasons = reasons
        empty(self._list)
        self._reason_buttons = []
        self._why.setText(_("Exclude, because:"))
        for place, words in enumerate(reasons[:9], 1):
            row = QWidget(self)
            button = Button(_cut(words), "small", parent=row)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.clicked.connect(lambda _on=False, n=place: self.press_reason(n))
            self._reason_buttons.append(button)
            row.setLayout(_with_cap(button, str(place), row))
            self._list.addWidget(row)
        self._reasons = reasons[:9]


def decision_name(decision: str) -> str:
    """What a decision is called."""
    return {
        "include": _("Include"),
        "maybe": _("Maybe"),
        "exclude": _("Exclude"),
    }.get(decision, "")


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def _with_cap(button: Button, cap: str, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    space(row, gap=8)
    key = KeyCap(cap, parent=parent)
    hold(key, width=20)
    row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(button, 1)
    return row
