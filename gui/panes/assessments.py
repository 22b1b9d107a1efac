"""The dialogs about a study's assessments: which to show, what to carry over, earlier ones."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from appraisal.ledger import Claim
from appraisal.views.assessments import Earlier, Offer
from gui.dialogs import Dialog, Way
from gui.theme import space
from gui.widgets.fields import Field, ListField
from gui.widgets.page import Scroll
from gui.widgets.text import Text
from resources.i18n import _, ngettext

ROW = 30


def ask_carry_over(parent: QWidget, offers: Sequence[Offer]) -> dict[str, Claim]:
    """Ask which answers are carried over; gives them with where they come from as their reason."""
    dialog = Dialog(
        parent,
        _("Carry over answers?"),
        [
            _(
                "These questions and answers mean the same here. What you tick is written as your "
                "own answer, with its reason and quotations; nothing you have answered changes."
            )
        ],
        [Way("", _("Not now")), Way("yes", _("Carry over"), "primary")],
    )
    body = QWidget()
    column = QVBoxLayout(body)
    space(column, (0, 0, 8, 0), 4)
    boxes: list[tuple[QCheckBox, str, Claim]] = []
    taken: set[str] = set()
    for offer in offers:
        fresh = [one for one in offer.answers if one.field not in taken]
        if not fresh:
            continue
        column.addWidget(Text(_("From {source}").format(source=offer.source), "strong", wrap=True))
        for one in fresh:
            taken.add(one.field)
            words = _("{item} {title}: {answer}")
            box = QCheckBox(words.format(item=one.item, title=one.title, answer=one.words), body)
            box.setChecked(True)
            box.setToolTip(box.text())
            column.addWidget(box)
            why = one.claim.why.strip() or _("Carried over from {source}").format(
                source=offer.source
            )
            boxes.append((box, one.field, Claim(one.claim.value, why, one.claim.quotes)))
    column.addStretch(1)
    scroll = Scroll(body, parent=dialog)
    scroll.take_at_most(min(360, ROW * (len(boxes) + len(offers)) + 12))
    dialog.add(scroll)
    if dialog.ask() != "yes":
        return {}
    return {field: claim for box, field, claim in boxes if box.isChecked()}


def ask_shown(parent: QWidget, pairs: Sequence[tuple[str, str]], now: str) -> str:
    """Ask which of several assessments stands for the study in figures; empty to turn back."""
    dialog = Dialog(
        parent,
        _("Which assessment do figures show?"),
        [
            _(
                "Tables and traffic lights list each assessment. The forest plot of an outcome "
                "takes the assessment that belongs to it; all else takes this one."
            )
        ],
        [Way("", _("Cancel")), Way("yes", _("Show this one"), "primary")],
    )
    field = ListField(pairs, now, parent=dialog)
    dialog.add(Field(_("Assessment"), field, parent=dialog))
    return field.key() if dialog.ask() == "yes" else ""


def ask_earlier(parent: QWidget, found: Sequence[Earlier]) -> str:
    """Ask which earlier assessment to look at; gives its form, empty to turn back."""
    dialog = Dialog(
        parent,
        _("Earlier assessments of this study"),
        [_("They are kept as they were, and can be read but not changed.")],
        [Way("", _("Cancel")), Way("yes", _("Look at it"), "primary")],
    )
    pairs = []
    for one in found:
        n = ngettext("{n} answer", "{n} answers", one.answers).format(n=one.answers)
        pairs.append((one.form, f"{one.title} · {n}"))
    field = ListField(pairs, pairs[0][0], parent=dialog)
    dialog.add(Field(_("Assessment"), field, parent=dialog))
    return field.key() if dialog.ask() == "yes" else ""
