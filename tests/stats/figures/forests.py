"""Forest plots to test with: the sample's four studies, many rows, and what lays them out."""

from math import exp, inf, log, sqrt

from appraisal.figures.text import measure
from resources.i18n import interval, number, percent
from stats.figures.forest import Column, ForestData, StarCell, Study, Summary, layout
from stats.figures.scene import Scene
from stats.figures.style import ForestStyle, Words

WORDS = Words(
    number=number,
    texts={
        "left out": "left out",
        "unnamed": "Unnamed: {studies}.",
        "some unnamed": "{n} of {of} unnamed.",
    },
)
STARS = tuple(Column(sub=letter, kind="stars", group="Stars (NOS)", drop=1) for letter in "SCO")
COLUMNS = (
    Column("Treated", "n/N"),
    Column("Untreated", "n/N"),
    Column("OR [95 % CI]"),
    Column("Weight"),
    *STARS,
    Column(sub="Total", strong=True),
)


def study(
    name: str,
    counts: tuple[int, int, int, int],
    *,
    weight: float,
    used: bool,
    stars: tuple[int, int, int],
) -> Study:
    """A row with the odds ratio of its counts, 0.5 added where one is nought."""
    treated, n1, untreated, n2 = counts
    cells = [treated, n1 - treated, untreated, n2 - untreated]
    a, b, c, d = (cell + 0.5 * (0 in cells) for cell in cells)
    value, half = log(a * d / (b * c)), 1.959964 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    lower, upper = value - half, value + half
    shown = f"{number(exp(value))} {interval(exp(lower), exp(upper))}"
    texts = (f"{treated}/{n1}", f"{untreated}/{n2}", shown, percent(weight, 1) if used else "–")
    given = tuple(StarCell(n, of) for n, of in zip(stars, (4, 2, 3), strict=True))
    total = f"{sum(stars)}/9"
    return Study(
        name.lower().replace(" ", "-"),
        name,
        (*texts, *given, total),
        value,
        lower,
        upper,
        weight,
        used,
    )


def sample() -> ForestData:
    """The four reconstructed studies of the sample, at a limit of 7 stars."""
    return ForestData(
        columns=COLUMNS,
        plot_after=2,
        rows=(
            study("Achiron 1996", (0, 3, 12, 18), weight=25.1, used=True, stars=(3, 2, 2)),
            study("Achiron 2004", (6, 41, 13, 39), weight=74.9, used=True, stars=(3, 2, 3)),
            study("Hellwig 2008", (5, 14, 39, 74), weight=45.0, used=False, stars=(2, 1, 2)),
            study("Orvieto 1999", (0, 14, 1, 1), weight=20.0, used=False, stars=(3, 0, 2)),
        ),
        pools=(
            Summary(
                "7+ stars (2)",
                ("6/44", "25/57", "0.28 [0.10, 0.76]", "100 %"),
                log(0.28),
                log(0.10),
                log(0.76),
                id="pool",
            ),
            Summary(
                "All (4)",
                ("11/72", "65/132", "0.32 [0.15, 0.67]", "–"),
                log(0.3185),
                log(0.1515),
                log(0.6693),
                "comparison",
                id="all",
            ),
        ),
        study_head="Study",
        plot_head="Odds ratio",
        plot_sub="Mantel-Haenszel, fixed",
        favours=("Favours treated", "Favours untreated"),
        footer=("Fixed effect, Mantel-Haenszel: OR 0.28 [0.10, 0.76], z = −2.50, p = 0.012.",),
        notes=("0.5 added to all cells of Achiron 1996.", "Counts are a reconstruction."),
        title="Relapse within six months",
        description="Odds ratio 0.28 [0.10, 0.76] of two studies.",
    )


def many(k: int, *, name: str = "Study") -> ForestData:
    """So many plain rows."""
    rows = tuple(
        Study(f"s{i}", f"{name} {i}", ("1.00",), 0.1 * (i % 7) - 0.3, -0.9, 0.8, 1.0 + i % 5)
        for i in range(k)
    )
    pool = Summary(f"All ({k})", ("1.00",), 0.0, -0.1, 0.1, id="pool")
    return ForestData((Column("OR"),), 0, rows, (pool,), "Study", "Odds ratio", footer=("Fixed.",))


def only(*limits: tuple[float, float, float]) -> ForestData:
    """Rows of estimate, lower and upper limit, without any column."""
    rows = tuple(
        Study(f"s{i}", f"Study {i}", (), value, lower, upper, 1.0)
        for i, (value, lower, upper) in enumerate(limits)
    )
    return ForestData((), 0, rows)


def scene(forest: ForestData, width: float = 760.0, style: ForestStyle | None = None) -> Scene:
    """Lay a forest plot out as the program does."""
    return layout(forest, words=WORDS, measure=measure(), width=width, style=style)


OPEN = (-inf, inf)
