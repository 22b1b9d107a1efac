"""Who scores which study: a tick for each study and reviewer, by hand, in turn, or all at once."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from appraisal.assigned import reviewers
from appraisal.state import State
from appraisal.views.team import Assigned, assignments, changed, in_turn
from gui.dialogs import Dialog, Way
from gui.theme import hold, space
from gui.widgets.buttons import Button
from gui.widgets.page import Scroll
from gui.widgets.text import Elided, Text
from resources.i18n import _

LINE, LONGEST = 28, 300  # effective px
NAMED = 4  # studies that lack a reviewer, by name


class _Grid(QWidget):
    """A line for each study, a column for each reviewer."""

    def __init__(self, rows: Sequence[Assigned], people: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._rows = rows
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        grid = QGridLayout(self)
        space(grid, (0, 0, 8, 0), 6)
        grid.setColumnStretch(0, 1)
        for place, (_person, name) in enumerate(people):
            head = Elided(name, "caption", parent=self)
            head.setToolTip(name)
            hold(head, width=72)
            grid.addWidget(head, 0, place + 1)
        for line, row in enumerate(rows):
            label = Elided(row.label, parent=self)
            label.setToolTip(row.label)
            grid.addWidget(label, line + 1, 0)
            for place, (person, name) in enumerate(people):
                box = QCheckBox(self)
                box.setAccessibleName(f"{row.label}: {name}")
                box.setChecked(person in row.reviewers)
                box.setEnabled(not row.is_open)
                if row.is_open:
                    box.setToolTip(_("All have submitted"))
                self.boxes[row.study, person] = box
                grid.addWidget(box, line + 1, place + 1)
        grid.setRowStretch(len(rows) + 1, 1)

    def fill(self, wanted: Mapping[str, Sequence[str]]) -> None:
        """Tick these and no others, but for studies that are open."""
        for (study, person), box in self.boxes.items():
            if box.isEnabled():
                box.setChecked(person in wanted.get(study, ()))

    def ticked(self) -> dict[str, tuple[str, ...]]:
        """Who is ticked for each study."""
        found: dict[str, list[str]] = {row.study: [] for row in self._rows}
        for (study, person), box in self.boxes.items():
            if box.isChecked():
                found[study].append(person)
        return {study: tuple(people) for study, people in found.items()}

    def free(self) -> list[str]:
        """The studies that can still be assigned."""
        return [row.study for row in self._rows if not row.is_open]


def ask_assignment(parent: QWidget, state: State) -> dict[str, tuple[str, ...]]:
    """Ask who scores which study; gives the studies that changed."""
    rows, people = assignments(state), reviewers(state)
    named = [(one, state.text(f"person/{one}", "name") or one) for one in people]
    needed = state.readers_needed()
    dialog = Dialog(
        parent,
        _("Who scores which study"),
        [_("A study that all have submitted keeps its reviewers.")],
        [Way("", _("Cancel")), Way("yes", _("Assign"), "primary")],
    )
    grid = _Grid(rows, named)
    quick = QHBoxLayout()
    space(quick, gap=8)
    ways: list[tuple[str, Callable[[], Mapping[str, Sequence[str]]]]] = [
        (_("Everyone scores all"), lambda: dict.fromkeys(grid.free(), people)),
        (
            _("In turn, {n} for each study").format(n=needed),
            lambda: in_turn(grid.free(), people, needed),
        ),
        (_("Nobody"), dict),
    ]
    for words, make in ways:
        button = Button(words, "small", parent=dialog)
        button.clicked.connect(lambda _checked=False, make=make: grid.fill(make()))
        quick.addWidget(button)
    quick.addStretch(1)
    dialog.add(quick)
    scroll = Scroll(grid, parent=dialog)
    scroll.take_at_most(min(LONGEST, LINE * (len(rows) + 1) + 12))
    dialog.add(scroll)
    button = dialog.buttons["yes"]
    lacking = Text("", "bad", wrap=True, parent=dialog)
    dialog.add(lacking)
    labels = {row.study: row.label for row in rows}

    def look() -> None:
        few = [one for one, who in grid.ticked().items() if len(who) < needed and one in free]
        said = _("Each study needs {n} reviewers.").format(n=needed)
        button.set_off(said if few else "")
        names = ", ".join(labels[one] for one in few[:NAMED])
        more = ", …" if len(few) > NAMED else ""
        lacking.setText(f"{said} {names}{more}" if few else "")

    free = set(grid.free())
    for box in grid.boxes.values():
        box.toggled.connect(look)
    look()
    if dialog.ask() != "yes":
        return {}
    return changed(rows, grid.ticked())
