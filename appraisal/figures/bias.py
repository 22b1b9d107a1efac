"""Risk of bias beside an estimate: columns of stars and marks, from the studies' ratings.

Studies may have been appraised by different instruments. Star columns are shared by place (S, C and
O or E), marks by place as D1, D2 ...; what an instrument does not have stays empty.
"""

from collections.abc import Sequence

from appraisal.ratings import DomainRating, Rating
from appraisal.views.judgement import MARK, OVERALL, STARS
from resources.i18n import NOTHING, _
from stats.figures.forest_data import Cell, Column, MarkCell, StarCell
from stats.figures.shapes import LEVELS

Ratings = Sequence[Rating | None]
LONGEST_LABEL = 3
MARKS_DROP, STARS_DROP, OVERALL_DROP = 1, 2, 3


def bias_columns(ratings: Ratings) -> tuple[Column, ...]:
    """Return the columns that these ratings need."""
    starred = [rating for rating in ratings if rating is not None and rating.max]
    judged = [rating for rating in ratings if rating is not None and not rating.max]
    columns: list[Column] = []
    if starred:
        group = _("Stars ({instrument})").format(instrument=_family(starred))
        columns += [
            Column(sub=head, kind="stars", group=group, drop=STARS_DROP, key=f"{STARS}/{place}")
            for place, head in enumerate(_star_heads(starred))
        ]
    most = max((sum(bool(d.role) for d in rating.domains) for rating in judged), default=0)
    columns += [
        Column(
            sub=f"D{i + 1}",
            kind="mark",
            group=_("Risk of bias"),
            drop=MARKS_DROP,
            key=f"{MARK}/{i}",
        )
        for i in range(most)
    ]
    if any(rating is not None and rating.role for rating in ratings):
        drop = OVERALL_DROP if starred and not most else 0
        head = _("Overall") if most else ""
        columns.append(Column(sub=head, kind="mark", overall=bool(most), drop=drop, key=OVERALL))
    if starred:
        columns.append(Column(sub=_("Total"), strong=True))
    return tuple(columns)


def _family(ratings: Sequence[Rating]) -> str:
    """Return the one short name, or the word that all short names begin with."""
    names = {rating.short for rating in ratings}
    first = {name.split()[0] for name in names}
    return next(iter(names)) if len(names) == 1 else "/".join(sorted(first))


def _star_heads(ratings: Sequence[Rating]) -> list[str]:
    """Return the domains' labels by place, as `O/E` where the instruments differ."""
    most = max(len(rating.domains) for rating in ratings)
    return [
        "/".join(dict.fromkeys(_short(r.domains[i].label) for r in ratings if i < len(r.domains)))
        for i in range(most)
    ]


def _short(label: str) -> str:
    """Return a domain's label, or the initial of one that is a word."""
    return label if len(label) <= LONGEST_LABEL else label[0]


def bias_key(ratings: Ratings) -> tuple[str, ...]:
    """Return a sentence for each instrument family that says what the columns' heads stand for."""
    starred = [rating for rating in ratings if rating is not None and rating.max]
    judged = {rating.instrument: rating for rating in ratings if rating and not rating.max}
    keys = [
        dict.fromkeys(f"{_short(d.label)} {d.title}" for r in starred for d in r.domains),
        *(
            {f"D{i + 1} {d.title}": None for i, d in enumerate(d for d in r.domains if d.role)}
            for r in judged.values()
        ),
    ]
    return tuple(", ".join(key) + "." for key in keys if key)


def bias_cells(rating: Rating | None, columns: Sequence[Column]) -> tuple[Cell, ...]:
    """Return a study's cells for the columns of bias among all columns."""
    stars = iter(_star_cells(rating))
    marks = iter(_mark_cells(rating))
    cells: list[Cell] = []
    for column in columns:
        if column.kind == "stars":
            cells.append(next(stars, ""))
        elif column.kind == "mark" and column.drop == MARKS_DROP:
            cells.append(next(marks, ""))
        elif column.kind == "mark":
            cells.append(_overall(rating))
        elif column.strong:
            cells.append(_total(rating))
    return tuple(cells)


def _star_cells(rating: Rating | None) -> list[Cell]:
    if rating is None or not rating.max or not rating.is_complete:
        return []
    return [StarCell(domain.score or 0, domain.max) for domain in rating.domains]


def _mark_cells(rating: Rating | None) -> list[Cell]:
    if rating is None or rating.max:
        return []
    return [_mark(domain) for domain in rating.domains if domain.role]


def _mark(domain: DomainRating) -> MarkCell:
    return MarkCell(domain.role, domain.word, domain.letter)


def _overall(rating: Rating | None) -> Cell:
    if rating is None or not rating.role:
        return ""
    return MarkCell(rating.role, rating.word, rating.letter)


def _total(rating: Rating | None) -> str:
    if rating is None or not rating.max:
        return ""
    if not rating.is_complete or rating.total is None:
        return NOTHING
    return _("{n}/{total}").format(n=rating.total, total=rating.max)


def bias_legend(ratings: Ratings, columns: Sequence[Column]) -> tuple[tuple[str, str], ...]:
    """Return the roles in use with the words that instruments have for them."""
    if not any(column.kind == "mark" for column in columns):
        return ()
    found: dict[str, dict[str, None]] = {}
    for rating in ratings:
        if rating is None:
            continue
        pairs = [(domain.role, domain.word) for domain in rating.domains]
        for role, word in [*pairs, (rating.role, rating.word)]:
            if role and word:
                found.setdefault(role, {})[word] = None
    return tuple((level, ", ".join(found[level])) for level in LEVELS if level in found)
