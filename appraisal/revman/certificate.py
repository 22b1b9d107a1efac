"""The parity certificate in words: a line an analysis, a line a number, and what it comes to.

The same tables stand on screen, in the workbook, in the CSV files and in the terminal.
"""

from collections.abc import Iterator

from appraisal.revman.content import Outcome
from appraisal.revman.parity import RELATIVE, Certificate, Line, Pair, Shown
from appraisal.revman.recompute import plan_of
from appraisal.synthesis import Analysis
from appraisal.synthesis_text import measure_sign, method_name
from appraisal.tables import Cell, Column, Level, Table
from resources.i18n import _, interval, ngettext, number


def summary(found: Certificate) -> tuple[str, ...]:
    """What the certificate comes to, in sentences."""
    totals = len(found.totals)
    parts = len(found.lines) - totals
    same, differs = found.count("same"), found.count("differs")
    said = [
        _("{source}, written by {program}: {totals} analyses and {parts} subgroups.").format(
            source=found.source, program=found.program, totals=totals, parts=parts
        ),
        _(
            "Of {n} stored results that can be compared, {same} are the same here and {differs} "
            "differ; {rest} cannot be compared."
        ).format(n=same + differs, same=same, differs=differs, rest=found.count("not_compared")),
    ]
    widest = found.widest
    if widest is not None:
        line, pair = widest
        said.append(
            _(
                "{n} numbers were compared. The largest difference is {difference}: {what} of "
                "{number}, stored as {stored}."
            ).format(
                n=found.pairs,
                difference=_scientific(pair.difference),
                what=_of_row(pair),
                number=line.number,
                stored=pair.stored.text,
            )
        )
    said.append(
        _(
            "The same means: within {limit} of the stored number, or within half a unit of its "
            "last digit. Tail probabilities are compared as they stand."
        ).format(limit=_scientific(RELATIVE))
    )
    return tuple(said)


def overview(found: Certificate) -> Table:
    """One line for each analysis and subgroup, with today's methods beside it."""
    said = summary(found)
    return Table(
        "parity",
        _("Parity"),
        _("Stored results beside ours: {source}").format(source=found.source),
        (
            Column(_("Analysis"), width=10),
            Column(_("Name"), "long", 48),
            Column(_("Stored"), width=24),
            Column(_("Ours"), width=24),
            Column(_("Difference"), width=12),
            Column(_("Verdict"), "level", 14),
            Column("k", "count", 6),
            Column(_("Today (Cochrane 2025)"), width=28),
            Column(_("Prediction interval"), width=20),
            Column(_("Rule"), width=34),
            Column(_("Why, or where"), "long", 40),
        ),
        tuple(_row(line) for line in found.lines),
        notes=(said[0], *said[2:], *rules(found)),
        lead=said[1],
        fixed=2,
    )


def details(found: Certificate) -> Table:
    """One line for each number that was compared."""
    return Table(
        "parity-numbers",
        _("Parity, numbers"),
        _("Every stored number beside ours: {source}").format(source=found.source),
        (
            Column(_("Analysis"), width=10),
            Column(_("Study"), width=24),
            Column(_("Number"), width=24),
            Column(_("Stored"), width=24),
            Column(_("Ours"), width=24),
            Column(_("Difference"), width=14),
            Column(_("Verdict"), "level", 14),
        ),
        tuple(
            (
                line.number,
                pair.row,
                pair_name(pair.name),
                pair.stored.text,
                repr(pair.ours),
                _scientific(pair.difference),
                _verdict("same" if pair.is_same else "differs"),
            )
            for line in found.lines
            for pair in line.pairs
        ),
        lead=summary(found)[1],
        fixed=2,
    )


def text(found: Certificate) -> str:
    """The certificate as plain text, for a file and for the terminal."""
    lines = [found.title or found.source, "", *summary(found), ""]
    for line in found.lines:
        lines.append(f"{line.number}  {_name(line)}")
        lines.append("    " + rule(line))
        lines.append("    " + " | ".join(_beside(line)))
    lines += ["", *rules(found)]
    return "\n".join(lines) + "\n"


def rules(found: Certificate) -> tuple[str, ...]:
    """The rules that the recomputation keeps to, those that were used."""
    said = [
        _(
            "Mantel-Haenszel, inverse variance and Peto as in RevMan 5; Q is taken around the "
            "pooled value in use; random effects take τ² by DerSimonian and Laird from that Q; "
            "intervals and tests are normal."
        )
    ]
    if any(line.zeros for line in found.lines):
        said.append(
            _("A study with an empty cell gets 0.5 in all four, for its own row and in the pool.")
        )
    if any(line.double_zeros for line in found.lines):
        said.append(
            _(
                "Studies with no event, or only events, in both groups are left out of odds and "
                "risk ratios and stay in risk differences."
            )
        )
    said.append(
        _(
            "Today: the same data by inverse variance, τ² by REML, Hartung-Knapp intervals and a "
            "prediction interval (Cochrane 2025)."
        )
    )
    return tuple(said)


def rule(line: Line) -> str:
    """How a line was pooled, and what was done with empty cells."""
    said = [_method(line.outcome)]
    if line.zeros:
        said.append(
            ngettext("0.5 added in {n} study", "0.5 added in {n} studies", line.zeros).format(
                n=line.zeros
            )
        )
    if line.double_zeros and plan_of(line.outcome).measure != "RD":
        said.append(
            ngettext(
                "{n} study without events left out",
                "{n} studies without events left out",
                line.double_zeros,
            ).format(n=line.double_zeros)
        )
    return "; ".join(said)


def reason(line: Line) -> str:
    """Why a line was not compared, or where it lies furthest apart."""
    if line.why:
        return {
            "no_numbers": _("A table of words: it has no numbers to pool."),
            "not_estimable": _("The file says that nothing can be estimated."),
            "no_total": _("The file asks for no total."),
            "nothing_stored": _("The file holds no result for it."),
            "not_pooled": _("It cannot be pooled here."),
        }[line.why]
    if line.verdict == "same":
        return ""
    worst = line.widest
    return "" if worst is None else _of_row(worst)


def shown_text(shown: Shown | None) -> str:
    """An effect with its interval."""
    if shown is None:
        return ""
    return f"{number(shown.effect, 4)} {interval(shown.lower, shown.upper, 4)}"


def today_text(line: Line) -> str:
    """The pooled effect under today's methods, with its measure."""
    analysis = line.today
    if analysis is None or analysis.pooled is None:
        return ""
    shown = analysis.pooled.shown
    made = Shown(shown.value, shown.lower, shown.upper)
    return f"{measure_sign(analysis.dataset.plan.measure)} {shown_text(made)}"


def prediction_text(analysis: Analysis | None) -> str:
    """Where a further study is expected, under today's methods."""
    pooled = None if analysis is None else analysis.pooled
    ahead = None if pooled is None else pooled.prediction_shown
    return "" if ahead is None else interval(ahead.lower, ahead.upper, 4)


def pair_name(name: str) -> str:
    """What a compared number is."""
    return {
        "effect": _("Effect"),
        "lower": _("Lower limit"),
        "upper": _("Upper limit"),
        "q": "Q",
        "tau2": "τ²",
        "df": "df",
        "i2": "I²",
        "z": "z",
        "p": "p",
        "p_q": _("p of Q"),
        "weight": _("Weight"),
        "q_between": _("Q between subgroups"),
        "p_between": _("p between subgroups"),
        "i2_between": _("I² between subgroups"),
        "events1": _("Events 1"),
        "total1": _("Total 1"),
        "events2": _("Events 2"),
        "total2": _("Total 2"),
    }.get(name, name)


def verdict_word(verdict: str) -> str:
    """A verdict in a word."""
    return {"same": _("same"), "differs": _("differs")}.get(verdict, _("not compared"))


def _row(line: Line) -> tuple[Cell, ...]:
    worst = line.widest
    return (
        line.number,
        _name(line),
        shown_text(line.stored),
        shown_text(line.ours),
        "" if line.why or worst is None else _scientific(worst.difference),
        _verdict(line.verdict),
        line.k,
        today_text(line),
        prediction_text(line.today),
        rule(line),
        reason(line),
    )


def _beside(line: Line) -> Iterator[str]:
    if line.stored is not None:
        yield _("stored {effect}").format(effect=shown_text(line.stored))
    if line.ours is not None:
        yield _("ours {effect}").format(effect=shown_text(line.ours))
    yield verdict_word(line.verdict) + (f" ({_scientific(worst)})" if (worst := _far(line)) else "")
    if reason(line):
        yield reason(line)
    if today_text(line):
        yield _("today {effect}").format(effect=today_text(line))


def _far(line: Line) -> float | None:
    worst = line.widest
    return None if line.why or worst is None else worst.difference


def _verdict(verdict: str) -> Level:
    role = {"same": "good", "differs": "poor"}.get(verdict, "unknown")
    letter = {"same": "=", "differs": "≠"}.get(verdict, "–")
    return Level(letter, verdict_word(verdict), role)


def _name(line: Line) -> str:
    return line.subgroup or line.name


def _of_row(pair: Pair) -> str:
    name = pair_name(pair.name)
    return f"{name} ({pair.row})" if pair.row else name


def _method(outcome: Outcome) -> str:
    plan = plan_of(outcome)
    return f"{measure_sign(plan.measure)}, {method_name(plan)}"


def _scientific(value: float) -> str:
    return "0" if value == 0 else f"{value:.0e}"
