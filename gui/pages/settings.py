"""Settings: language, look, text size, who one is. They belong to the person, not to a review."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui import look
from gui.key_verbs import export_key, import_key
from gui.pages import PageSpec
from gui.session import Session
from gui.theme import hold, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.flow import Flow
from gui.widgets.page import PageHead, Scroll
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from resources.i18n import NAMES, _, language, percent


class SettingsPage(QWidget):
    """Every change takes effect at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        settings = session.settings
        self._card = Card(parent=self)
        self._language = ListField([*NAMES.items()], language())
        self._theme = Segmented(
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            settings.theme,
            name=_("Colours"),
        )
        self._palette = Segmented(
            [("cochrane", _("Cochrane colours")), ("safe", _("Colour-blind-safe"))],
            settings.palette,
            name=_("Judgement colours"),
        )
        zooms = [(str(zoom), percent(100 * zoom)) for zoom in look.ZOOMS]
        self._zoom = ListField(zooms, str(settings.text_zoom))
        self._name = LineField(settings.name, name=_("Your name"))
        for label, field in (
            (_("Language"), self._language),
            (_("Colours"), self._theme),
            (_("Judgement colours"), self._palette),
            (_("Text size"), self._zoom),
            (_("Your name, for new reviews"), self._name),
        ):
            self._card.add(Field(label, field, parent=self._card))
        self._card.add(
            Text(
                _("Judgements always show shape, letter and colour together."),
                "caption",
                wrap=True,
                parent=self._card,
            )
        )
        self._lay_out()
        self._language.picked.connect(self._on_language)
        self._theme.picked.connect(lambda key: self._set("theme", key))
        self._palette.picked.connect(lambda key: self._set("palette", key))
        self._zoom.picked.connect(lambda key: self._set("text_zoom", float(key)))
        self._name.edited.connect(lambda text: self._set("name", text.strip()))

    def _set(self, name: str, value: object) -> None:
        settings = self._session.settings
        setattr(settings, name, value)
        settings.save()
        if name != "name":
            look.apply_settings(settings)

    def _on_language(self, key: str) -> None:
        self._session.settings.language = key
        self._session.settings.save()
        self._session.language_changed.emit()

    def _lay_out(self) -> None:
        body, sheet = QWidget(), QWidget()
        beside = QHBoxLayout(body)
        space(beside, (24, 0, 24, 24))
        hold(sheet, width=480)  # of all cards at once: a column asks each how high it is at its own
        beside.addWidget(sheet)
        beside.addStretch(1)
        inner = QVBoxLayout(sheet)
        space(inner, gap=12)
        inner.addWidget(self._card)
        instruments = Card(_("Instruments"), parent=self)
        said = _("Make a checklist of your own, or import one: questions, scores, rules, words.")
        instruments.add(Text(said, "quiet", wrap=True, parent=instruments))
        to_workshop = Button(_("Open the instrument workshop"), icon="sliders", parent=instruments)
        to_workshop.clicked.connect(lambda: self._session.go("action:workshop"))
        row = QHBoxLayout()
        space(row)
        row.addWidget(to_workshop)
        row.addStretch(1)
        instruments.add(row)
        inner.addWidget(instruments)
        inner.addWidget(self._key_card())
        inner.addStretch(1)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(PageHead(_("Settings"), _("They take effect at once."), parent=self))
        column.addWidget(Scroll(body, parent=self), 1)

    def _key_card(self) -> Card:
        """The key that what one submits and shares is signed with, to and from another computer."""
        card = Card(_("Your key"), parent=self)
        said = _(
            "What you submit and share is signed with a key kept on this computer. To go on with "
            "this review on a second one, write the key to a file here and read it there."
        )
        card.add(Text(said, "quiet", wrap=True, parent=card))
        self._export = Button(_("Write my key to a file"), parent=card)
        self._import = Button(_("Read my key from a file"), parent=card)
        self._export.clicked.connect(lambda: export_key(self.window(), self._session))
        self._import.clicked.connect(lambda: import_key(self.window(), self._session))
        ways = Flow(parent=card)  # in a narrow window, or in long words, one under the other
        for button in (self._export, self._import):
            ways.add(button)
        card.add(ways)
        self._session.reader_changed.connect(self._show_key)
        self._show_key()
        return card

    def _show_key(self) -> None:
        session = self._session
        off = ""
        if session.review is None:
            off = _("No review is open.")
        elif not session.reader:
            off = _("Nobody is signed in.")
        self._export.set_off(off)
        self._import.set_off(off)

    def showEvent(self, event: QShowEvent) -> None:
        """Know who is signed in by now."""
        super().showEvent(event)
        self._show_key()


PAGE = PageSpec(
    key="settings",
    title=lambda: _("Settings"),
    icon="settings",
    order=1000,
    build=SettingsPage,
    about=lambda: _("Language, colours and text size of the program, kept on this computer."),
    needs_review=False,
)
