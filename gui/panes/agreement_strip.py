"""Agreement before consensus, in three figures with their intervals and a sentence of help."""

from math import isnan

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from appraisal.agreement import Agreement
from appraisal.views.agreement import reading
from gui.theme import px, space, theme
from gui.widgets.card import Card
from gui.widgets.text import Elided, Text
from resources.i18n import _, interval, number, percent

WIDE = 125  # letters of the sentence that the strip holds where the sentence stands beside


class _Track(QWidget):
    """An interval on a line from nothing to full agreement."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._values: tuple[float, float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: tuple[float, float, float] | None) -> None:
        """Show an estimate and its limits, each from 0 to 1."""
        self._values = values
        self.update()

    def sizeHint(self) -> QSize:
        """Want this much room."""
        return QSize(px(120), px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, wide = self.height() / 2, self.width() - px(6)
        painter.setPen(QPen(theme().token("line"), 1))
        painter.drawLine(QPointF(px(3), middle), QPointF(px(3) + wide, middle))
        for tick in range(6):
            across = px(3) + wide * tick / 5
            painter.drawLine(QPointF(across, middle - 2), QPointF(across, middle + 2))
        if self._values is None:
            return
        ends_out = self._values[1] < 0, self._values[2] > 1
        outside = self._values[0] < 0  # worse than chance: the estimate itself is off the line
        value, lower, upper = (min(1.0, max(0.0, x)) for x in self._values)
        painter.setPen(QPen(theme().token("text"), 1.4))
        painter.drawLine(
            QPointF(px(3) + wide * lower, middle), QPointF(px(3) + wide * upper, middle)
        )
        painter.setBrush(theme().token("text"))
        painter.setPen(Qt.PenStyle.NoPen)
        for is_out, tip, way in zip(ends_out, (0.0, self.width()), (1, -1), strict=True):
            if is_out:  # as in the forest plot: an arrowhead where the line ends before the limit
                back = tip + way * px(6)
                painter.drawPolygon([QPointF(tip, middle), QPointF(back, middle - px(4)),
                                     QPointF(back, middle + px(4))])  # fmt: skip
        if outside:
            return
        radius = px(4)
        centre = QPointF(px(3) + wide * value, middle)
        painter.drawEllipse(
            QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        )


class _Figure(QWidget):
    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._value = Text("", "figure", parent=self)
        self._limits = Elided("", "small", parent=self)
        self._track = _Track(self)
        row = QHBoxLayout()
        space(row, gap=8)
        row.addWidget(self._value)
        row.addWidget(self._limits, 1)
        column = QVBoxLayout(self)
        space(column, gap=2)
        self._name = Text(name, "caption", parent=self)
        column.addWidget(self._name)
        column.addLayout(row)
        column.addWidget(self._track)

    def set_name(self, name: str) -> None:
        """Say what is shown."""
        self._name.setText(name)

    def show_figure(
        self, value: str, limits: str, track: tuple[float, float, float] | None
    ) -> None:
        """Show an estimate with its limits."""
        self._value.setText(value)
        self._limits.setText(limits)
        self._track.show_values(track)


class AgreementStrip(Card):
    """Per cent, Cohen's kappa and Gwet's AC1 of some blind answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.has_figures = False
        self._is_wanted = self._has_answers = True
        self._percent = _Figure(_("Same answer"), self)
        self._kappa = _Figure(_("Cohen's κ"), self)
        self._ac1 = _Figure(_("Gwet's AC1"), self)
        self._words = Text(_("Working out the agreement"), "small", wrap=True, parent=self)
        figures = QHBoxLayout()
        space(figures, gap=24)
        for figure in (self._percent, self._kappa, self._ac1):
            figures.addWidget(figure, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        space(self._row, gap=24)
        self._row.addLayout(figures, 2)
        self._row.addWidget(self._words, 1)
        self.add(self._row)
        self._place_words()
        for figure in (self._percent, self._kappa, self._ac1):  # until they are worked out
            figure.show_figure("…", " ", None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sentence under the figures where it would be a narrow column beside them."""
        super().resizeEvent(event)
        self._place_words()

    def _place_words(self) -> None:
        one = self._words.fontMetrics()
        is_wide = self.width() >= WIDE * one.averageCharWidth()
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)
        self._row.setSpacing(px(24) if is_wide else px(8))
        # the sentence takes so many lines: what is below stays where it is when it comes
        self._words.setMinimumHeight((4 if is_wide else 2) * one.lineSpacing())

    def want(self, is_wanted: bool) -> None:
        """Show it or not: the figures are of answers, and say nothing of numbers."""
        self._is_wanted = is_wanted
        self.setVisible(is_wanted and self._has_answers)

    def show_agreement(self, found: Agreement | None) -> None:
        """Show how far the reviewers agreed before they talked."""
        self.has_figures = self._has_answers = found is not None
        self.want(self._is_wanted)
        if found is None:
            return
        share = found.percent / 100
        limits = f"{interval(found.percent_lower, found.percent_upper, 0)}  " + _(
            "{n} of {total}"
        ).format(n=found.same, total=found.pairs)
        track = (share, found.percent_lower / 100, found.percent_upper / 100)
        self._percent.show_figure(percent(found.percent), limits, track)
        self._kappa.set_name(_("Cohen's κ") if found.readers == 2 else _("Fleiss' κ"))
        for figure, made in ((self._kappa, found.chance_corrected), (self._ac1, found.ac1)):
            if made is None:
                figure.show_figure("–", _("cannot be estimated"), None)
            else:
                has_limits = not isnan(made[1])
                limits = interval(made[1], made[2], 2) if has_limits else _("no interval")
                figure.show_figure(number(made[0], 2), limits, made if has_limits else None)
        self._words.setText(reading(found))
