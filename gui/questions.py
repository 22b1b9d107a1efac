"""The questions the window asks about a review, each a dialog over it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from appraisal.assigned import not_begun
from appraisal.state import State
from appraisal.subjects import Subject, appraisal_form, in_seat, parse
from appraisal.targets import assessed, targets_of
from appraisal.views.checklist_rows import Checklist
from appraisal.views.extraction import GridRow
from appraisal.whose import names_of
from gui.dialogs import Dialog, Missing, Way, ask
from gui.widgets.fields import Field, LineField
from gui.widgets.reason import GrowingText
from resources.i18n import _, ngettext


def ask_text(
    parent: QWidget, title: str, sentence: str, *, label: str, verb: str, text: str = ""
) -> str:
    """Ask for one line; empty when the person turns back."""
    dialog = Dialog(
        parent,
        title,
        [sentence] if sentence else [],
        [Way("", _("Cancel")), Way("yes", verb, "primary")],
    )
    field = LineField(text, name=label, parent=dialog)
    field.returnPressed.connect(lambda: dialog.answer("yes"))
    dialog.add(Field(label, field, parent=dialog))
    return field.text().strip() if dialog.ask() == "yes" else ""


def ask_long_text(
    parent: QWidget, title: str, sentence: str, *, label: str, verb: str, text: str = ""
) -> str | None:
    """Ask for some sentences, which may be none; None when the person turns back."""
    dialog = Dialog(parent, title, [sentence], [Way("", _("Cancel")), Way("yes", verb, "primary")])
    field = GrowingText(label, lines=3, parent=dialog)
    field.set_text(text)
    dialog.add(Field(label, field, parent=dialog))
    return field.toPlainText().strip() if dialog.ask() == "yes" else None


def ask_reason(parent: QWidget, title: str, sentence: str, verb: str) -> str:
    """Ask for a reason, which must be given; empty when the person turns back."""
    dialog = Dialog(parent, title, [sentence], [Way("", _("Cancel")), Way("yes", verb, "primary")])
    field = GrowingText(_("Reason"), _("Say why"), lines=2, parent=dialog)
    dialog.add(Field(_("Why"), field, parent=dialog))
    button = dialog.buttons["yes"]
    button.set_off(_("A reason is needed"))
    field.textChanged.connect(
        lambda: button.set_off("" if field.toPlainText().strip() else _("A reason is needed"))
    )
    return field.toPlainText().strip() if dialog.ask() == "yes" else ""


def ask_submit(parent: QWidget, shown: Checklist, state: State) -> str:
    """Ask before a form is submitted.

    Gives `yes` to go on, the field of an item to go to first, or nothing. A form that lacks
    something cannot be submitted; one whose sealing opens it for all is asked about once more.
    """
    if shown.lacking:
        return _ask_missing(parent, shown)
    if not _opens_for_all(state, shown.subject):
        return "yes"
    return ask(
        parent,
        _("Submit {study}?").format(study=shown.label),
        _opening_sentences(state, parse(shown.subject).form),
        [Way("", _("Not yet")), Way("yes", _("Submit"), "primary")],
    )


def _opening_sentences(state: State, form: str) -> list[str]:
    """What it means that a form is submitted by the last, or by its only reviewer."""
    alone = _(
        "Your answers are then shown to everyone, and the form cannot be changed any more. A "
        "second thought is entered in Reconcile, with its reason."
    )
    last = _(
        "You are the last to submit. All answers are then shown to everyone and cannot be changed "
        "any more; second thoughts go into the agreed answer, in Reconcile."
    )
    sentences = [last if len(state.seats(form)) > 1 else alone]
    idle = not_begun(state, form)
    if idle:
        sentences.append(
            _("Not begun by {names}, who can then no longer score it.").format(
                names=names_of(state, idle)
            )
        )
    return sentences


def ask_submit_numbers(parent: QWidget, rows: Sequence[GridRow], state: State) -> bool:
    """Ask before a reviewer's numbers of these studies are submitted."""
    alone = ngettext(
        "{n} study is complete.",
        "{n} studies are complete.",
        len(rows),
    )
    of_two = ngettext(
        "{n} study is complete. Its numbers can be reopened with a reason until they are shared "
        "or both have submitted.",
        "{n} studies are complete. Their numbers can be reopened with a reason until they are "
        "shared or both have submitted.",
        len(rows),
    )
    is_alone = state.readers_needed() < 2
    sentence = (alone if is_alone else of_two).format(n=len(rows))
    opening = [row.label for row in rows if _opens_for_all(state, row.subject)]
    sentences = [sentence]
    if opening:
        sentences.append(
            _(
                "These are then shown to everyone and can no longer be changed: {studies}. A "
                "second thought is entered in Reconcile, with its reason."
            ).format(studies=", ".join(opening))
        )
    way = ask(
        parent,
        _("Submit these numbers?"),
        sentences,
        [Way("", _("Not yet")), Way("yes", _("Submit"), "primary")],
    )
    return way == "yes"


def _ask_missing(parent: QWidget, shown: Checklist) -> str:
    missing = [_missing(shown, field) for field in shown.lacking]
    sentence = ngettext(
        "{n} point is still open. A submitted form is sealed, so all must be there first.",
        "{n} points are still open. A submitted form is sealed, so all must be there first.",
        len(missing),
    ).format(n=len(missing))
    first = missing[0]
    answer = ask(
        parent,
        _("Submit {study}?").format(study=shown.label),
        [sentence],
        [
            Way("", _("Not yet")),
            Way(f"go:{first.key}", _("Go to {item}").format(item=first.code), "primary"),
        ],
        missing=missing[:8],
    )
    return answer.removeprefix("go:")


def _missing(shown: Checklist, field: str) -> Missing:
    kind, _unused, rest = field.partition("/")
    if kind == "item":
        item = shown.item(rest)
        assert item is not None
        words = (
            item.title if not item.is_answered else _("{item}: a reason").format(item=item.title)
        )
        return Missing(field, item.id, words)
    if kind == "judgement":
        judgement = shown.judgement(field)
        assert judgement is not None
        words = _("Judgement, {domain}").format(domain=judgement.title)
        if judgement.lacks_why:
            words = _("{item}: a reason").format(item=words)
        return Missing(field, judgement.code or _("Overall"), words)
    if kind == "setting":
        setting = shown.instrument.setting(rest)
        return Missing(field, _("Setting"), setting.label if setting is not None else rest)
    return Missing(field, _("Overall"), _("the judgement of the whole, with its reason"))


def _opens_for_all(state: State, subject: str) -> bool:
    """Whether this seat's sealing is the last that its group waits for."""
    parsed = parse(subject)
    others = [seat for seat in state.seats(parsed.form) if seat != parsed.seat]
    sealed = [seat for seat in others if state.is_whole(in_seat(parsed.form, seat))]
    mine = len(sealed) == len(others) and len(sealed) + 1 >= state.readers_needed()
    return mine and all(_is_submitted(state, form) for form in _together(state, parsed))


def _together(state: State, subject: Subject) -> list[str]:
    """The other assessments of the study, which open with this one."""
    if subject.kind != "appraisal":
        return []
    study, instrument = subject.ids[0], subject.instrument
    apart = {one.id for one in targets_of(state, study) if one.apart}
    if subject.ids[1] in apart:
        return []
    forms = [
        appraisal_form(study, instrument, target)
        for target in assessed(state, study, instrument)
        if target not in apart
    ]
    return [form for form in forms if form != subject.form]


def _is_submitted(state: State, form: str) -> bool:
    whole = [seat for seat in state.seats(form) if state.is_whole(in_seat(form, seat))]
    return len(whole) == len(state.seats(form)) and len(whole) >= state.readers_needed()
