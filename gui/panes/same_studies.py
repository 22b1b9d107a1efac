"""Studies that carry the same DOI or PMID, both shown, to say whether they are one or two."""

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from appraisal import drafts
from appraisal.views.same_studies import SameStudies, StudySide, apart_from, same_studies
from gui.session import Session
from gui.theme import set_class, space
from gui.widgets.buttons import Button
from gui.widgets.card import Card
from gui.widgets.emptying import empty
from gui.widgets.text import Text
from resources.i18n import _, ngettext

MOST = 5  # pairs shown at once: the next comes as one is decided


class SameStudiesCard(Card):
    """Hidden while there is nothing to decide."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("One study or two?"), parent=parent)
        self._session = session
        said = _(
            "The study that goes gives way to the one you keep: what was answered for it stays in "
            "the file, but no longer counts. Undo brings it back."
        )
        self.add(Text(said, "small", wrap=True, parent=self))
        self._body = QVBoxLayout()
        space(self._body, gap=12)
        self.add(self._body)

    def refresh(self) -> None:
        """Show the pairs that wait now."""
        found = same_studies(self._session.state)
        self.setVisible(bool(found))
        empty(self._body)
        for pair in found[:MOST]:
            self._body.addWidget(self._block(pair))
        if len(found) > MOST:
            more = ngettext("and {n} more", "and {n} more", len(found) - MOST)
            said = more.format(n=len(found) - MOST)
            self._body.addWidget(Text(said, "caption", parent=self))

    def _block(self, pair: SameStudies) -> QWidget:
        block = QWidget(self)
        column = QVBoxLayout(block)
        space(column, gap=6)
        title = _("Both carry {kind} {number}").format(kind=pair.kind, number=pair.number)
        column.addWidget(Text(title, "strong", wrap=True, parent=block))
        row = QHBoxLayout()
        space(row, gap=12)
        for place in (0, 1):
            row.addWidget(self._side(pair, place, block), 1)
        column.addLayout(row)
        apart = Button(_("They are two studies"), "link", parent=block)
        apart.set_off(self._why_off())
        apart.clicked.connect(partial(self._keep_both, pair))
        last = QHBoxLayout()
        space(last)
        last.addWidget(apart)
        last.addStretch(1)
        column.addLayout(last)
        return block

    def _side(self, pair: SameStudies, place: int, parent: QWidget) -> QFrame:
        side = pair.sides[place]
        box = QFrame(parent)
        set_class(box, "card")
        column = QVBoxLayout(box)
        space(column, (12, 10, 12, 10), 4)
        column.addWidget(Text(side.label, "name", wrap=True, parent=box))
        if side.title:
            column.addWidget(Text(side.title, "small", wrap=True, parent=box))
        if made_by := _made_by(side):
            column.addWidget(Text(made_by, "caption", wrap=True, parent=box))
        answers = ngettext("{n} answer or number", "{n} answers and numbers", side.answers)
        column.addWidget(Text(answers.format(n=side.answers), "caption", parent=box))
        button = Button(_("Keep this one"), "small", parent=box)
        named = _("Keep {study}, {n} of 2").format(study=side.label, n=place + 1)
        button.setAccessibleName(named)
        button.set_off(self._why_off())
        button.clicked.connect(partial(self._keep, side, pair.sides[1 - place]))
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return box

    def _why_off(self) -> str:
        if self._session.read_only:
            return self._session.why_fixed
        return "" if self._session.reader else _("Nobody is signed in.")

    def _keep(self, kept: StudySide, gone: StudySide) -> None:
        if self._session.do(drafts.merge_study(gone.study, kept.study)):
            said = _("{study}: the two count as one study now.").format(study=kept.label)
            self._session.say(said, undo=True)

    def _keep_both(self, pair: SameStudies) -> None:
        first, second = (side.study for side in pair.sides)
        others = {*apart_from(self._session.state, first), second}
        if self._session.do(drafts.keep_studies_apart(first, sorted(others))):
            self._session.say(_("They stay two studies."), undo=True)


def _made_by(side: StudySide) -> str:
    return ", ".join(part for part in (side.authors, str(side.year or "")) if part)
