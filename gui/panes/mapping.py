"""What the team counts as low, unclear and high risk, asked instrument by instrument."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from appraisal.errors import InvalidClaim
from appraisal.ledger import Value
from appraisal.numbers import read_number
from appraisal.risk_mapping import (
    QUALITY,
    RISKS,
    Risk,
    RiskMapping,
    claim_of,
    mapping_field,
    risk_word,
)
from gui.dialogs import Dialog, Way
from gui.theme import px, space
from gui.widgets.fields import Field, LineField, ListField
from gui.widgets.page import Scroll
from gui.widgets.reason import GrowingText
from gui.widgets.text import Text
from resources.i18n import _, number


class StarsAsked:
    """The two limits of a star scale."""

    def __init__(self, mapping: RiskMapping, parent: QWidget) -> None:
        self._mapping = mapping
        name, shown = mapping.short, (mapping.high_below, mapping.low_from)
        self.high, self.low = (
            LineField("" if limit is None else str(limit), name=f"{name}: {label}", right=True)
            for limit, label in zip(shown, (_("High below, stars"), _("Low from, stars")),
                                    strict=True)
        )  # fmt: skip
        self.shown = QWidget(parent)
        row = QHBoxLayout(self.shown)
        space(row, gap=12)
        row.addWidget(Field(_("High below, stars"), self.high, parent=self.shown))
        row.addWidget(Field(_("Low from, stars"), self.low, parent=self.shown))

    def value(self) -> RiskMapping:
        """The mapping as it stands.

        Raises
        ------
        InvalidClaim
            When a limit is no number of stars, or low begins below high.
        """
        high, low = self._stars(self.high.text()), self._stars(self.low.text())
        if high is None and low is not None:
            raise InvalidClaim(_("Say below how many stars the risk is high."))
        if high is not None and low is not None and low < high:
            raise InvalidClaim(_("Low cannot begin below what is high."))
        return replace(self._mapping, high_below=high, low_from=low)

    def _stars(self, text: str) -> int | None:
        if not text.strip():
            return None
        value = read_number(text)
        if not value.is_integer() or not 0 <= value <= self._mapping.max:
            raise InvalidClaim(_("Stars go from 0 to {max}.").format(max=self._mapping.max))
        return int(value)


class LevelsAsked:
    """What each level counts as."""

    def __init__(self, mapping: RiskMapping, parent: QWidget) -> None:
        self._mapping = mapping
        self.shown = QWidget(parent)
        row = QHBoxLayout(self.shown)
        space(row, gap=12)
        pairs = [(risk, risk_word(risk)) for risk in (*RISKS, "")]
        self.fields: dict[str, ListField] = {}
        for level, word, risk in mapping.levels:
            field = ListField(pairs, risk, parent=self.shown)
            field.setAccessibleName(f"{mapping.short}: {word}")
            self.fields[level] = field
            row.addWidget(Field(word, field, parent=self.shown))
        row.addStretch(1)

    def value(self) -> RiskMapping:
        """The mapping as it stands."""
        levels = tuple(
            (level, word, next(one for one in (*RISKS, _NONE) if one == self.fields[level].key()))
            for level, word, _risk in self._mapping.levels
        )
        return replace(self._mapping, levels=levels)


_NONE: Risk = ""


class MappingDialog(Dialog):
    """Asks for all of it; `fields` are the changed claims of the review."""

    def __init__(
        self, parent: QWidget, mappings: Sequence[RiskMapping], scores: Mapping[Risk, float]
    ) -> None:
        super().__init__(
            parent,
            _("What counts as high risk?"),
            [
                _(
                    "Each instrument keeps its own scale. This says what counts as low, unclear "
                    "and high when studies are let in or divided by risk of bias. It is shown "
                    "beside the results, and every change is kept with its reason."
                )
            ],
            [Way("", _("Cancel")), Way("yes", _("Set the mapping"), "primary")],
        )
        body = QWidget()
        column = QVBoxLayout(body)
        space(column, (0, 0, 8, 0), 8)
        self._mappings = tuple(mappings)
        self.asked: list[StarsAsked | LevelsAsked] = []
        for mapping in mappings:
            column.addWidget(Text(mapping.short, "strong", parent=body))
            one = StarsAsked(mapping, body) if mapping.max else LevelsAsked(mapping, body)
            self.asked.append(one)
            column.addWidget(one.shown)
        column.addWidget(Text(_("Scores for quality effects"), "strong", parent=body))
        said = _("Three numbers from 0 up, or none: stars then give the score.")
        column.addWidget(Text(said, "caption", wrap=True, parent=body))
        self.scores = self._score_fields(scores, column)
        self._before = dict(scores)
        column.addStretch(1)
        self.first = next(iter(body.findChildren(LineField)), None)
        scroll = Scroll(body, parent=self)
        scroll.take_at_most(320)
        self.add(scroll)
        self.reason = GrowingText(_("Reason"), _("Say why"), parent=self)
        self.add(Field(_("Reason"), self.reason, parent=self))
        self._fault = Text("", "bad", wrap=True, parent=self)
        self._fault.hide()
        self.add(self._fault)
        self.fields: dict[str, Value] = {}
        self.is_ready = self._is_ready

    @property
    def why(self) -> str:
        """The reason given."""
        return self.reason.toPlainText().strip()

    def _score_fields(
        self, scores: Mapping[Risk, float], column: QVBoxLayout
    ) -> dict[Risk, LineField]:
        line = QWidget()
        row = QHBoxLayout(line)
        space(row, gap=12)
        found: dict[Risk, LineField] = {}
        for risk in RISKS:
            text = number(scores[risk], 2) if risk in scores else ""
            field = LineField(text, name=risk_word(risk), right=True)
            field.setMaximumWidth(px(96))
            found[risk] = field
            row.addWidget(Field(risk_word(risk), field, parent=line))
        row.addStretch(1)
        column.addWidget(line)
        return found

    def _is_ready(self, _key: str) -> bool:
        said = ""
        try:
            self.fields = self._read()
        except InvalidClaim as fault:
            said = str(fault)
        if not said and self.fields and not self.why:
            said = _("Say why: the numbers have been seen.")
        self._fault.setText(said)
        self._fault.setVisible(bool(said))
        return not said

    def _read(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for before, one in zip(self._mappings, self.asked, strict=True):
            made = one.value()
            if made != before:
                found[mapping_field(made.instrument)] = claim_of(made)
        texts = {risk: field.text().strip() for risk, field in self.scores.items()}
        scores = {risk: read_number(text) for risk, text in texts.items() if text}
        if scores and (len(scores) < len(RISKS) or min(scores.values()) < 0):
            raise InvalidClaim(_("Give three scores of 0 or more, or none."))
        if scores and max(scores.values()) == 0:
            raise InvalidClaim(_("One score at least is above 0."))
        if scores != self._before:
            found[QUALITY] = {str(risk): score for risk, score in scores.items()} or None
        return found
