"""A person's key taken to a second computer: to a file under a passphrase, and read back."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from appraisal import own_key
from appraisal.errors import AppraisalError
from gui import dialogs
from gui.dialogs import Dialog, Way
from gui.session import Session
from gui.widgets.fields import Field, LineField
from resources.i18n import _

SHORTEST = 8  # characters of a passphrase
KINDS = "*.pem"


def export_key(window: QWidget, session: Session) -> None:
    """Write the key of who is signed in to a file that only a passphrase opens."""
    passphrase = _ask_passphrase(
        window,
        _("Take your key to another computer"),
        _("The file is of no use without this passphrase. Nobody can find it again for you."),
        verb=_("Choose a place"),
        twice=True,
    )
    if not passphrase:
        return
    name = f"{session.name_of(session.reader)} - key.pem"
    chosen, _kind = QFileDialog.getSaveFileName(
        window, _("Where should the key lie?"), str(Path.home() / name), _kinds()
    )
    if not chosen:
        return
    try:
        own_key.export_key(session.state, session.reader, Path(chosen), passphrase)
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    session.say(_("The key is written: {name}").format(name=Path(chosen).name))


def import_key(window: QWidget, session: Session) -> None:
    """Read the key of who is signed in from a file, so that this computer signs as them."""
    chosen, _kind = QFileDialog.getOpenFileName(
        window, _("Which file holds your key?"), str(Path.home()), _kinds()
    )
    if not chosen:
        return
    passphrase = _ask_passphrase(
        window,
        _("Bring your key to this computer"),
        _("Type the passphrase you chose when the file was written."),
        verb=_("Read the key"),
    )
    if not passphrase:
        return
    try:
        own_key.import_key(session.state, session.reader, Path(chosen), passphrase)
    except AppraisalError as fault:
        dialogs.tell_why(window, fault)
        return
    session.say(_("Your key is here: you can submit and share on this computer."))


def _kinds() -> str:
    return _("Keys ({kinds})").format(kinds=KINDS)


def _ask_passphrase(
    window: QWidget, title: str, sentence: str, *, verb: str, twice: bool = False
) -> str:
    """Ask for a passphrase, a new one twice; empty when the person turns back."""
    ways = [Way("", _("Cancel")), Way("yes", verb, "primary")]
    dialog = Dialog(window, title, [sentence], ways)
    labels = (_("Passphrase"), _("The same again")) if twice else (_("Passphrase"),)
    fields: list[tuple[LineField, Field]] = []
    for label in labels:
        line = LineField(name=label, parent=dialog)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.returnPressed.connect(lambda: dialog.answer("yes"))
        field = Field(label, line, parent=dialog)
        dialog.add(field)
        fields.append((line, field))

    def is_ready(_key: str) -> bool:
        typed = [line.text() for line, _field in fields]
        short = _("At least {n} characters.").format(n=SHORTEST) if twice else _("Type it first.")
        fields[0][1].set_error(short if len(typed[0]) < (SHORTEST if twice else 1) else "")
        fields[-1][1].set_error(_("The two are not the same.")) if typed[0] != typed[-1] else None
        return len(typed[0]) >= (SHORTEST if twice else 1) and typed[0] == typed[-1]

    dialog.is_ready = is_ready
    return fields[0][0].text() if dialog.ask() == "yes" else ""
