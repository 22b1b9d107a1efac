"""The instrument workshop: duplicate or begin a checklist, edit it in a form, see it at once."""

from pathlib import Path
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appraisal import library
from appraisal.errors import StorageError, UserError
from appraisal.subjects import REVIEW
from appraisal.workshop.nodes import FieldSpec, Node, add, move, remove, renamed, untranslated
from appraisal.workshop.piece import (
    Piece,
    begin,
    duplicated,
    faults_of,
    opened,
    texts_of_piece,
    version_for,
)
from appraisal.workshop.values import with_part, with_value
from gui import dialogs
from gui.dialogs import Way
from gui.pages import PageSpec
from gui.panes.workshop_export import export_instrument
from gui.panes.workshop_form import NodeForm
from gui.panes.workshop_parts import Parts
from gui.panes.workshop_preview import WorkshopPreview
from gui.panes.workshop_start import Line, WorkshopStart
from gui.session import Session
from gui.theme import space
from gui.widgets.buttons import Button, ToolButton
from gui.widgets.columns import Columns, Part
from gui.widgets.flow import FlowLayout
from gui.widgets.page import PageHead
from gui.widgets.switches import Segmented
from resources.i18n import NAMES, _, ngettext


class WorkshopPage(QWidget):
    """A list of instruments, and one of them open."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._piece: Piece | None = None
        self._saved: Piece | None = None
        self._before: list[Piece] = []
        self._after: list[Piece] = []
        self._head = PageHead("", "", parent=self)
        self._start = WorkshopStart(self)
        self._start.asked.connect(self._on_asked)
        self._parts = Parts(self)
        self._form = NodeForm(self._write, self)
        self._preview = WorkshopPreview(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._show_start()
        self._take_up()

    # -- opening ---------------------------------------------------------------------------------

    def _on_asked(self, verb: str, line: Line | None) -> None:
        try:
            if verb == "new":
                self.open_piece(begin(), is_new=True)
            elif verb == "import":
                self._import()
            elif line is not None and verb == "duplicate":
                self.open_piece(duplicated(_texts(line)), is_new=True)
            elif line is not None and verb == "edit":
                self.open_piece(opened(_texts(line), origin=line.own))
            elif line is not None and verb == "export":
                export_instrument(self.window(), self._session, _texts(line), line.id)
            elif line is not None and verb == "remove":
                self._remove(line)
        except UserError as fault:
            dialogs.tell_why(self.window(), fault)

    def open_piece(self, piece: Piece, *, is_new: bool = False) -> None:
        """Edit an instrument."""
        self._piece, self._saved = piece, None if is_new else piece
        self._before, self._after = [], []
        self._lang.set_key("en")
        self._preview.forget()
        self._stack.setCurrentIndex(1)
        self._refresh()
        self._parts.select(("top",))
        self._show_node()
        self._parts.setFocus()

    def _take_up(self) -> None:
        """Go on with what was not saved when the program ended."""
        try:
            texts = library.unsaved()
            if texts:
                self.open_piece(opened(texts), is_new=True)
                self._session.say(_("What was not saved the last time is here again."))
        except UserError as fault:
            self._session.refused.emit(fault)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put aside what is not saved: the program may end while another page is in front."""
        super().hideEvent(event)
        if self._piece is not None and self._piece != self._saved and self._before:
            try:
                library.keep_unsaved(texts_of_piece(self._piece))
            except StorageError as fault:
                self._session.faulted.emit(fault)

    def _show_start(self) -> None:
        self._piece = self._saved = None
        self._start.refresh()
        self._stack.setCurrentIndex(0)
        self._head.set_words(
            _("Instrument workshop"),
            _("Duplicate a checklist or begin one. What ships stays as it is."),
        )
        for widget in self._tools:
            widget.hide()

    # -- changing --------------------------------------------------------------------------------

    def _write(self, spec: FieldSpec, value: Any) -> None:  # Any: what the kind of field takes
        node = self._parts.current()
        if self._piece is not None and node is not None:
            self._put(with_value(self._piece, node.path, spec, value))

    def _put(self, piece: Piece, *, path: tuple[str, ...] = (), anew: bool = False) -> None:
        """Take a changed piece; `anew` where the form has to be shown again."""
        if self._piece is None or piece == self._piece:
            return
        self._before.append(self._piece)
        self._after.clear()
        self._piece = piece
        self._refresh()
        if path:
            self._parts.select(path)
        if anew or path:
            self._show_node()
        self._form.hold(piece)

    def _on_added(self, kind: str) -> None:
        node = self._parts.current()
        if self._piece is not None:
            piece, path = add(self._piece, kind, node.path if node is not None else ())
            self._put(piece, path=path)

    def _on_removed(self) -> None:
        node = self._parts.current()
        if self._piece is not None and node is not None:
            self._put(remove(self._piece, node.path), path=("top",))

    def _on_moved(self, by: int) -> None:
        node = self._parts.current()
        if self._piece is not None and node is not None:
            piece, path = move(self._piece, node.path, by)
            self._put(piece, path=path)

    def _on_renamed(self, name: str) -> None:
        node = self._parts.current()
        if self._piece is None or node is None or not name:
            return
        if node.kind in ("domain", "item", "summary"):
            self._put(renamed(self._piece, node.path, name), anew=True)
        else:
            key = "key" if node.kind == "config" else "id"
            self._put(with_value(self._piece, node.path, FieldSpec(key, ""), name))

    def _on_part_asked(self) -> None:
        node = self._parts.current()
        if self._piece is not None and node is not None:
            self._put(with_part(self._piece, node.path), anew=True)

    def _on_translated(self, place: tuple[str, ...], text: str) -> None:
        if self._piece is not None:
            self._put(self._piece.with_text(self._lang.key(), place, text))

    def _turn(self, here: list[Piece], there: list[Piece]) -> None:
        if self._piece is None or not here:
            return
        there.append(self._piece)
        self._piece = here.pop()
        self._refresh()
        self._show_node()

    # -- showing ---------------------------------------------------------------------------------

    def _refresh(self) -> None:
        piece = self._piece
        if piece is None:
            return
        faults = faults_of(piece)
        self._parts.show_piece(piece, faults)
        lang = self._lang.key()
        self._preview.show_texts(texts_of_piece(piece), is_sound=not faults, lang=lang)
        open_texts = untranslated(piece, "pt_BR")
        said = [piece.raw.get("id", ""), _("version {version}").format(
            version=piece.raw.get("version", ""))]  # fmt: skip
        if open_texts:
            words = ngettext("{n} text not translated", "{n} texts not translated", open_texts)
            said.append(words.format(n=open_texts))
        said.append(_("saved") if piece == self._saved else _("not saved yet"))
        self._head.set_words(piece.title, " · ".join(map(str, said)))
        for widget in self._tools:
            widget.show()
        self._undo.set_off("" if self._before else _("Nothing to undo"))
        self._redo.set_off("" if self._after else _("Nothing to do again"))
        fault = ngettext("{n} fault is to be mended first", "{n} faults are to be mended first",
                         len(faults)).format(n=len(faults))  # fmt: skip
        done = "" if piece != self._saved else _("Everything is saved.")
        self._save.set_off(fault if faults else done)

    def _show_node(self) -> None:
        node = self._parts.current()
        if self._piece is not None and node is not None:
            self._form.show_node(self._piece, node, lang=self._lang.key())

    def _on_language(self) -> None:
        self._refresh()
        self._show_node()

    def _on_chosen(self, node: Node) -> None:
        if self._piece is not None:
            self._form.show_node(self._piece, node, lang=self._lang.key())

    # -- files -----------------------------------------------------------------------------------

    def _keep(self) -> bool:
        if self._piece is None:
            return False
        review = self._session.review
        key = f"{self._piece.raw.get('id')}@{self._piece.raw.get('version', '1')}"
        carried = review.state.value(REVIEW, f"instrument/{key}") if review is not None else None
        text = None
        if review is not None and isinstance(carried, dict):
            text = review.store.blob(str(carried["en"]))
        piece = version_for(self._piece, text)
        try:
            library.keep(texts_of_piece(piece))
        except (UserError, StorageError) as fault:
            dialogs.tell_why(self.window(), fault)
            return False
        said = _("Saved. Overview and Studies offer it.")
        if piece is not self._piece:
            said = _("Saved as version {version}: this review holds answers of the one before.")
            said = said.format(version=piece.raw["version"])
        library.forget_unsaved()
        self._put(piece, anew=True)
        self._saved = piece
        self._refresh()
        self._session.say(said)
        return True

    def _leave(self) -> None:
        """Go back to the list, asking about what is not saved."""
        if self._piece is not None and self._piece != self._saved and self._before:
            is_sound = not faults_of(self._piece)
            ways = [Way("", _("Stay")), Way("drop", _("Leave without saving"))]
            if is_sound:
                ways.append(Way("keep", _("Save"), "primary"))
            title = _("Leave {title}?").format(title=self._piece.title)
            said = _("It was changed and is not saved.")
            way = dialogs.ask(self.window(), title, [said], ways)
            if not way or (way == "keep" and not self._keep()):
                return
            library.forget_unsaved()
        name = str(self._piece.raw.get("id", "")) if self._piece is not None else ""
        self._show_start()
        self._start.select(name)

    def _back(self) -> None:
        """Leave the workshop."""
        if self._piece is not None:
            self._leave()
        else:
            self._session.go("overview" if self._session.is_open else "start")

    def _import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(), _("Import an instrument"), "", _("Instruments (*.toml)")
        )
        if chosen:
            self.open_piece(opened(library.read_texts(Path(chosen))), is_new=True)

    def _remove(self, line: Line) -> None:
        way = dialogs.ask(
            self.window(),
            _("Remove {title}?").format(title=line.title),
            [_("Its file is deleted. Reviews that use it carry it and keep it.")],
            [Way("", _("Keep it")), Way("yes", _("Remove"), "primary")],
        )
        if way == "yes":
            library.remove(line.own)
            self._start.refresh()

    # -- layout ----------------------------------------------------------------------------------

    def _connect(self) -> None:
        parts = self._parts
        parts.chosen.connect(self._on_chosen)
        parts.added.connect(self._on_added)
        parts.removed.connect(self._on_removed)
        parts.moved.connect(self._on_moved)
        self._form.renamed.connect(self._on_renamed)
        self._form.translated.connect(self._on_translated)
        self._form.part_asked.connect(self._on_part_asked)

    def _lay_out(self) -> None:
        back = Button(_("Back"), icon="arrow-left", parent=self)
        back.clicked.connect(self._back)
        self._lang = Segmented(
            [("en", NAMES["en"]), ("pt_BR", NAMES["pt_BR"])], "en", name=_("Texts in")
        )
        self._lang.picked.connect(self._on_language)
        self._undo = ToolButton("undo-2", _("Undo"), parent=self)
        self._undo.clicked.connect(lambda: self._turn(self._before, self._after))
        self._redo = ToolButton("redo-2", _("Do again"), parent=self)
        self._redo.clicked.connect(lambda: self._turn(self._after, self._before))
        export = Button(_("Export"), icon="download", parent=self)
        export.clicked.connect(self._export_open)
        self._save = Button(_("Save the instrument"), "primary", icon="save", parent=self)
        self._save.clicked.connect(self._keep)
        self._tools = (self._lang, self._undo, self._redo, export, self._save)
        self._head.add(back)
        bar = QWidget(self)
        tools = FlowLayout(bar, gap=8)
        for widget in self._tools:
            tools.addWidget(widget)
        around = QHBoxLayout()
        space(around, (24, 0, 24, 8))
        around.addWidget(bar)
        columns = Columns(
            (
                Part("parts", _("Parts"), self._parts, 220, 240, 280),
                Part("form", _("Form"), self._form, 380, 460, 560),
                Part("preview", _("Preview"), self._preview, 420, 520, 720),
            ),
            name=_("Columns"),
            parent=self,
        )
        self._stack.addWidget(self._start)
        self._stack.addWidget(columns)
        row = QHBoxLayout()
        space(row)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        space(column)
        column.addWidget(self._head)
        column.addLayout(around)
        column.addLayout(row, 1)
        self.setFocusProxy(self._start)

    def _export_open(self) -> None:
        if self._piece is not None:
            name = str(self._piece.raw.get("id", "ours"))
            export_instrument(self.window(), self._session, texts_of_piece(self._piece), name)


def _texts(line: Line) -> dict[str, str]:
    """The texts of an instrument of the list, faulty ones too."""
    if line.own:
        return next(dict(one.texts) for one in library.own_files() if one.name == line.own)
    return library.texts_of(library.present_key(line.id))


PAGE = PageSpec(
    key="workshop",
    title=lambda: _("Instrument workshop"),
    icon="sliders",
    order=1010,
    build=WorkshopPage,
    about=lambda: _(
        "Make a checklist of your own: duplicate one that ships, or begin anew. Choose a part at "
        "the left, change it in the middle, and see at the right what it will be like. Every fault "
        "is listed with its place; an instrument with faults cannot be saved."
    ),
    in_rail=False,
    needs_review=False,
)
