"""The settings an instrument needs before rating, asked for in one form."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from appraisal.errors import InvalidClaim
from appraisal.instrument import Instrument
from appraisal.ledger import Value
from appraisal.numbers import read_number
from appraisal.views.protocol import SettingRow
from gui.dialogs import Dialog, Way, tell
from gui.theme import space
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.known import KnownNames
from gui.widgets.page import Scroll
from gui.widgets.reason import GrowingText
from gui.widgets.text import Text
from resources.i18n import NOTHING, _


class AskedSetting:
    """One setting in a form."""

    def __init__(self, row: SettingRow, parent: QWidget) -> None:
        self.row = row
        value = row.setting.default if row.value is None else row.value
        self._before = value
        kind = row.setting.type
        name = f"{row.instrument.short}: {row.setting.label}"
        self.field: QWidget
        shown: QWidget | None = None
        if kind == "flag":
            box = QCheckBox(row.setting.label, parent)
            box.setAccessibleName(name)
            box.setChecked(bool(value))
            self.field = box
        elif kind == "choice":
            pairs = [("", NOTHING), *((one.code, one.text) for one in row.setting.options)]
            self.field = ListField(pairs, str(value or ""), parent=parent)
        elif kind in ("choices", "domains", "items"):
            self.field = _Ticks(row, value, parent)
        else:
            text = "" if value is None else _plain(value)
            self.field = LineField(text, name=name, parent=parent)
            if row.known:
                shown = KnownNames(self.field, row.known, several=True, parent=parent)
        label = (
            f"{row.setting.label} ({row.setting.unit})" if row.setting.unit else row.setting.label
        )
        self.shown: QWidget = (
            self.field if kind == "flag" else Field(label, shown or self.field, parent=parent)
        )

    def value(self) -> Value:
        """What stands in the form.

        Raises
        ------
        InvalidClaim
            When a number cannot be read.
        """
        field = self.field
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, ListField):
            return field.key() or None
        if isinstance(field, _Ticks):
            return field.value()
        assert isinstance(field, LineField)
        text = field.text().strip()
        if not text:
            return None
        if self.row.setting.type != "number":
            return text
        number = read_number(text)
        return int(number) if number.is_integer() else number

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what the review had."""
        now = self.value()
        nothing: tuple[Value, ...] = (None, "", [])
        return now != self._before and not (now in nothing and self._before in nothing)


class _Ticks(QWidget):
    """Several of a list."""

    def __init__(self, row: SettingRow, value: Value, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        space(column, gap=2)
        chosen = value if isinstance(value, list) else []
        self._boxes: dict[str, QCheckBox] = {}
        for code, words in _offered(row):
            box = QCheckBox(words, self)
            box.setChecked(code in chosen)
            column.addWidget(box)
            self._boxes[code] = box

    def value(self) -> Value:
        """The codes that are ticked."""
        return [code for code, box in self._boxes.items() if box.isChecked()]


def _preset(row: SettingRow) -> str:
    """What holds until the team chooses, said where it must not pass for their choice."""
    default = row.setting.default
    if row.value is not None or row.setting.type != "choice" or default is None:
        return ""
    words = {one.code: one.text for one in row.setting.options}
    return _("Not chosen yet. Until it is: {preset}.").format(
        preset=words.get(str(default), str(default))
    )


def ask_settings(parent: QWidget, rows: Sequence[SettingRow]) -> tuple[dict[str, Value], str]:
    """Ask for the settings; gives the changed ones as fields of the review, and the reason."""
    if not rows:
        tell(
            parent,
            _("Settings before rating"),
            [
                _("Instruments in use say what they need to know. None in use here asks anything."),
                _("Add studies and give each its design first."),
            ],
        )
        return {}, ""
    dialog = Dialog(
        parent,
        _("Settings before rating"),
        [_("They are printed under every table, and a change after rating needs a reason.")],
        [Way("", _("Cancel")), Way("yes", _("Save the settings"), "primary")],
    )
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (0, 0, 8, 0), 8)
    asked: list[AskedSetting] = []
    before = ""
    for row in rows:
        if row.instrument.id != before:
            column.addWidget(Text(row.instrument.short, "strong", parent=body))
            before = row.instrument.id
        one = AskedSetting(row, body)
        asked.append(one)
        column.addWidget(one.shown)
        if row.setting.help:
            column.addWidget(Text(row.setting.help, "caption", wrap=True, parent=body))
        if preset := _preset(row):
            column.addWidget(Text(preset, "caption", wrap=True, parent=body))
    column.addStretch(1)
    dialog.first = next((one.field for one in asked if one.row.is_missing), asked[0].field)
    scroll = Scroll(body, parent=dialog)
    scroll.take_at_most(340)
    dialog.add(scroll)
    reason = GrowingText(_("Reason for the change"), _("Say why"), parent=dialog)
    asks_why = Field(_("Reason, as rating has begun"), reason, parent=dialog)
    dialog.add(asks_why)
    rated = any(row.is_rated for row in rows)
    asks_why.setVisible(rated)
    fault = Text("", "bad", wrap=True, parent=dialog)
    fault.hide()
    dialog.add(fault)
    found: dict[str, Value] = {}

    def is_ready(_key: str) -> bool:
        found.clear()
        changed, said = read_settings(
            asked, needs_reason=rated, reason=reason.toPlainText().strip()
        )
        found.update(changed)
        fault.setText(said)
        fault.setVisible(bool(said))
        return not said

    dialog.is_ready = is_ready
    if dialog.ask() != "yes":
        return {}, ""
    return found, reason.toPlainText().strip()


def read_settings(
    asked: Sequence[AskedSetting], *, needs_reason: bool, reason: str
) -> tuple[dict[str, Value], str]:
    """The changed settings, and what is wrong with them."""
    changed: dict[str, Value] = {}
    for one in asked:
        try:
            if one.is_changed:
                changed[one.row.field] = one.value()
        except InvalidClaim as fault:
            return {}, f"{one.row.setting.label}: {fault}"
    for one in asked:
        if one.row.setting.required and changed.get(one.row.field) == []:
            return {}, _("{setting}: tick one at least.").format(setting=one.row.setting.label)
    if changed and needs_reason and not reason:
        return {}, _("Say why a setting changes after rating has begun.")
    return changed, ""


def _offered(row: SettingRow) -> list[tuple[str, str]]:
    if row.setting.type == "domains":
        return [(domain.id, domain.title) for domain in row.instrument.domains]
    if row.setting.type == "items":
        return _numbered(row.instrument)
    return [(option.code, option.text) for option in row.setting.options]


def _numbered(instrument: Instrument) -> list[tuple[str, str]]:
    """The items by the number they are printed with, which is what a setting names them by."""
    titles: dict[str, list[str]] = {}
    for item in instrument.items():
        titles.setdefault(item.number, []).append(item.title)
    return [(number, f"{number}  {' / '.join(said)}") for number, said in titles.items()]


def _plain(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
