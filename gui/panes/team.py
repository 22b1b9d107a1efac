"""The team: who is in it with which roles, and how many score a study; asked for in one form."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.assigned import reviewers
from appraisal.desk import initials
from appraisal.drafts import Draft
from appraisal.ledger import Value
from appraisal.state import State
from appraisal.subjects import ROLES
from appraisal.views.team import Member, may_lead, members, missing_reviewers, role_name, role_words
from gui.dialogs import Dialog, Way
from gui.panes.assigning import ask_assignment
from gui.session import Session
from gui.theme import px, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.fields import Field, LineField
from gui.widgets.page import Scroll
from gui.widgets.states import Reviewer
from gui.widgets.switches import Segmented
from gui.widgets.text import Text
from resources.i18n import _, ngettext


class TeamCard(Card):
    """Everyone with their roles, and the ways to change that."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Team"), parent=parent)
        self._session = session
        self._edit = Button(_("Edit"), "link", icon="pencil", parent=self)
        self._edit.setAccessibleName(_("Edit the team"))
        self._edit.clicked.connect(self._edit_team)
        self.add_to_head(self._edit)
        self._body = QVBoxLayout()
        space(self._body, gap=6)
        self.add(self._body)
        self._assign = Button(_("Who scores which study"), "link", parent=self)
        self._assign.clicked.connect(self._assign_studies)
        row = QHBoxLayout()
        space(row)
        row.addWidget(self._assign)
        row.addStretch(1)
        self.add(row)

    def refresh(self) -> None:
        """Show who is in the team now."""
        session = self._session
        empty(self._body)
        for one in members(session.state):
            self._body.addWidget(self._line(one))
        n = session.state.readers_needed()
        said = ngettext("{n} reviewer scores each study.", "{n} reviewers score each study.", n)
        self._body.addWidget(Text(said.format(n=n), "caption", wrap=True, parent=self))
        missing = missing_reviewers(session.state)
        if missing:
            words = ngettext(
                "{n} study has too few reviewers.", "{n} studies have too few reviewers.",
                len(missing),
            )  # fmt: skip
            text = Text(words.format(n=len(missing)), "small", wrap=True, parent=self)
            text.setToolTip(", ".join(missing))
            self._body.addWidget(text)
        off = session.why_fixed
        if not off and not may_lead(session.state, session.reader):
            off = _("Only a coordinator can change this")
        for button in (self._edit, self._assign):
            button.set_off(off)

    def _line(self, one: Member) -> QWidget:
        line = QWidget(self)
        column = QVBoxLayout(line)
        space(column, gap=0)
        name = _("{name} (you)").format(name=one.name) if self._is_me(one) else one.name
        people = reviewers(self._session.state)
        first = not people or people[0] == one.person
        column.addWidget(Reviewer(name, initials(one.name), filled=first, parent=line))
        words = _("has left") if one.has_left else role_words(one.roles)
        column.addWidget(Text(words, "caption", wrap=True, parent=line))
        return line

    def _is_me(self, one: Member) -> bool:
        return one.person == self._session.reader

    def _edit_team(self) -> None:
        for draft in ask_team(self.window(), self._session.state):
            self._session.do(draft)

    def _assign_studies(self) -> None:
        found = ask_assignment(self.window(), self._session.state)
        if found and self._session.do(drafts.assign(found)):
            n = len(found)
            said = ngettext("{n} study assigned.", "{n} studies assigned.", n)
            self._session.say(said.format(n=n), undo=True)


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of one person in the form."""

    person: str
    before: Member | None
    name: LineField
    roles: dict[str, QCheckBox]
    left: QCheckBox | None

    def fields(self) -> dict[str, Value]:
        """What changed."""
        name = self.name.text().strip()
        roles: list[Value] = [role for role, box in self.roles.items() if box.isChecked()]
        before = self.before
        found: dict[str, Value] = {}
        if name and (before is None or name != before.name):
            found |= {"name": name, "initials": initials(name)}
        if name and (before is None or tuple(roles) != before.roles):
            found["roles"] = roles or ["reviewer"]
        if (
            before is not None
            and self.left is not None
            and self.left.isChecked() != before.has_left
        ):
            found["left"] = self.left.isChecked()
        return found


class _People(QWidget):
    """A line for each person, and one more for each that is added."""

    def __init__(self, people: tuple[Member, ...]) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self._grid = QGridLayout(self)
        space(self._grid, (0, 0, 8, 0), 8)
        self._grid.setColumnStretch(0, 1)
        for one in people:
            self._add(one)

    def add(self) -> None:
        """Make room for one more."""
        self._add(None)
        self.rows[-1].name.setFocus()

    def layout_now(self) -> None:
        """Take the height of all that was added."""
        self._grid.activate()
        self.adjustSize()

    def _add(self, one: Member | None) -> None:
        place = 2 * len(self.rows)
        number = sum(row.before is None for row in self.rows) + 1
        who = one.name if one is not None else _("New person {n}").format(n=number)
        name = LineField(one.name if one else "", name=_("{person}: name").format(person=who),
                         placeholder=_("Name"), parent=self)  # fmt: skip
        roles = {}
        line = QHBoxLayout()
        space(line, gap=12)
        for role in ROLES:
            box = QCheckBox(role_name(role), self)
            box.setAccessibleName(f"{who}: {role_name(role)}")
            box.setChecked(role in one.roles if one is not None else role == "reviewer")
            roles[role] = box
            line.addWidget(box)
        left = None
        if one is not None:
            left = QCheckBox(_("Has left"), self)
            left.setAccessibleName(_("{person}: has left").format(person=who))
            left.setChecked(one.has_left)
            line.addWidget(left)
        line.addStretch(1)
        for each in (name, *roles.values()):
            each.show()  # before the layout is asked for its height: it counts what shows
        name.setCursorPosition(0)
        self._grid.addWidget(name, place, 0)
        self._grid.addLayout(line, place + 1, 0)
        self._grid.setRowStretch(place, 0)
        self._grid.setRowStretch(place + 2, 1)  # room below, not between
        self.rows.append(_Row(one.person if one else "", one, name, roles, left))


def ask_team(parent: QWidget, state: State) -> tuple[Draft, ...]:
    """Ask for names, roles and how many score a study; gives the drafts of what changed."""
    dialog = Dialog(
        parent,
        _("Team"),
        [
            _(
                "Reviewers score, each alone. An adjudicator settles what two reviewers cannot. A "
                "coordinator assigns studies and gives roles. Nobody sees unopened answers early."
            )
        ],
        [Way("", _("Cancel")), Way("yes", _("Save the team"), "primary")],
    )
    people = _People(members(state))
    dialog.first = people.rows[0].name if people.rows else None
    scroll = Scroll(people, parent=dialog)
    _fit(scroll, people)
    dialog.add(scroll)

    def add() -> None:
        people.add()
        _fit(scroll, people)
        dialog.refit()
        QTimer.singleShot(0, scroll, show_last)

    def show_last() -> None:
        last = people.rows[-1]
        for one in (*last.roles.values(), last.name):  # the name last: the whole row comes
            scroll.ensureWidgetVisible(one, 0, px(8))

    more = Button(_("Add a person"), icon="user-plus", parent=dialog)
    more.clicked.connect(add)
    row = QHBoxLayout()
    row.addWidget(more)
    row.addStretch(1)
    dialog.add(row)
    needed = state.readers_needed()
    counts = Segmented(
        [("1", _("One reviewer")), ("2", _("Two reviewers"))],
        str(min(needed, 2)),
        name=_("Who scores each study"),
        parent=dialog,
    )
    dialog.add(Field(_("Who scores each study"), counts, parent=dialog))
    if dialog.ask() != "yes":
        return ()
    return _drafts(people.rows, needed, int(counts.key()))


def _fit(scroll: Scroll, people: _People) -> None:
    """Give the list the room of its people, as far as the window has it."""
    people.layout_now()
    scroll.take_at_most(round(people.sizeHint().height() * 100 / px(100)) + 8)


def _drafts(rows: list[_Row], before: int, needed: int) -> tuple[Draft, ...]:
    found = []
    for row in rows:
        fields = row.fields()
        if fields and row.before is not None:
            found.append(drafts.edit_person(row.person, fields))
        elif fields:
            found.append(drafts.add_person(fields)[0])
    if needed != before and not (before > 2 and needed == 2):
        changed: dict[str, Value] = {"readers": needed}
        found.append(drafts.edit_review(changed, label=_("Say how many score each study")))
    return tuple(found)
