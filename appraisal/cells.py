"""What several sheets put into a cell, so that no sheet needs another."""

from appraisal.instrument import Item
from appraisal.ledger import Value
from appraisal.ratings import Rating
from appraisal.settled import Rank
from appraisal.tables import Cell, Level
from resources.i18n import _


def answer_text(item: Item, value: Value) -> str:
    """An answer as it stands in a table: its letters; `none` where nothing was ticked."""
    if value == []:
        return _("none")
    if isinstance(value, list):
        return "+".join(map(str, value))
    return "" if value is None else str(value)


def rank_words(rank: Rank) -> str:
    """Whose word a value is."""
    return {
        Rank.AGREED: _("agreed answer"),
        Rank.ALIKE: _("both alike"),
        Rank.SINGLE: _("one reviewer"),
        Rank.MINE: _("own answers, not final"),
        Rank.NOTHING: _("nothing yet"),
    }[rank]


def overall_cell(rating: Rating | None) -> Cell:
    """The level a study was given, or what its star total was flagged as."""
    if rating is None or not rating.level:
        return None
    return Level(rating.letter, rating.word, rating.role)
