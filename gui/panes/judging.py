"""What the assessor judges: a domain, or the whole, with the suggestion beside and a reason."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from appraisal.instrument import Instrument, Level
from appraisal.ledger import Claim
from appraisal.views.checklist import Checklist, DomainView
from gui.theme import space
from gui.widgets.answers import OptionList
from gui.widgets.card import Card
from gui.widgets.options import Choice
from gui.widgets.reason import ReasonField
from gui.widgets.text import Text
from resources.i18n import _


class _Judging(QWidget):
    """Levels to choose from and a reason, for one field."""

    judged = Signal(str, object)  # field, Claim

    def __init__(
        self, field: str, levels: Sequence[Level], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._claim = Claim(None)
        self._suggested = Text("", "small", wrap=True, parent=self)
        self._options = OptionList(
            [Choice(level.id, level.label) for level in levels], name, shape="compact", parent=self
        )
        self._options.answered.connect(self._on_answered)
        self._reason = ReasonField(_("Why"), name=_("Why, {item}").format(item=name), parent=self)
        self._reason.edited.connect(self._on_reasoned)
        column = QVBoxLayout(self)
        space(column, gap=8)
        column.addWidget(self._suggested)
        column.addWidget(self._options)
        column.addWidget(self._reason)

    def show_claim(self, claim: Claim | None, *, suggested: str, sealed: bool) -> None:
        """Show what was judged, and what the rules suggest."""
        self._claim = claim or Claim(None)
        self._suggested.setText(
            _("Suggested: {level}").format(level=suggested) if suggested else ""
        )
        self._suggested.setVisible(bool(suggested))
        self._options.set_value(self._claim.value)
        self._options.set_sealed(sealed=sealed)
        if not self._reason.field.hasFocus():
            self._reason.set_text(self._claim.why)
        self._reason.set_sealed(sealed=sealed)

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        self._reason.flush()

    def _on_answered(self, value: object) -> None:
        level = value if isinstance(value, str) else None
        self._claim = Claim(level, self._reason.text(), self._claim.quotes)
        self.judged.emit(self._field, self._claim)

    def _on_reasoned(self, text: str) -> None:
        self._claim = Claim(self._claim.value, text, self._claim.quotes)
        self.judged.emit(self._field, self._claim)


class DomainJudging(QWidget):
    """The judgement of one domain."""

    judged = Signal(str, object)

    def __init__(self, domain: DomainView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = _("Judgement, {domain}").format(domain=domain.title)
        self._judging = _Judging(f"judgement/{domain.id}", domain.levels, name, self)
        self._judging.judged.connect(self.judged)
        column = QVBoxLayout(self)
        space(column, (16, 12, 16, 14), 8)
        column.addWidget(Text(_("Judgement"), "strong", parent=self))
        column.addWidget(self._judging)

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        self._judging.flush()

    def show_domain(self, domain: DomainView, *, sealed: bool) -> None:
        """Show what the domain holds."""
        words = {level.id: level.label for level in domain.levels}
        self._judging.show_claim(
            domain.judged, suggested=words.get(domain.suggested, ""), sealed=sealed
        )


class OverallJudging(Card):
    """The judgement of the whole, on a card below the domains."""

    judged = Signal(str, object)

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(instrument.overall.title or _("Overall"), parent=parent)
        levels = [instrument.level(one) for one in instrument.overall.levels]
        if instrument.overall.ask:
            self.add(Text(instrument.overall.ask, "quiet", wrap=True, parent=self))
        self._judging = _Judging("overall", levels, _("Overall judgement"), self)
        self._judging.judged.connect(self.judged)
        self.add(self._judging)

    def flush(self) -> None:
        """Say what is typed and not yet said."""
        self._judging.flush()

    def show_overall(self, shown: Checklist, *, sealed: bool) -> None:
        """Show what was judged of the whole."""
        suggested = shown.suggested_overall
        words = shown.instrument.level(suggested).label if suggested else ""
        self._judging.show_claim(shown.overall, suggested=words, sealed=sealed)
