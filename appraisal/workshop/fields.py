"""What a form asks of each part of an instrument: one table for each kind of node."""

from collections.abc import Callable
from typing import Final

from appraisal.cells import design_name, target_kind
from appraisal.subjects import DESIGNS
from appraisal.workshop.nodes import Column, FieldSpec, tables
from appraisal.workshop.piece import Piece
from resources.i18n import _

ROLES: Final = ("good", "fair", "poor", "grave", "unknown")
UNITS: Final = ("study", "result", "outcome-group", "index-test", "contrast")
FIGURES: Final = ("star-table", "item-table", "traffic-light", "summary")
ROBVIS: Final = (
    "ROB2", "ROB2-Cluster", "ROBINS-I", "ROBINS-E", "QUADAS-2", "QUIPS", "Generic",
)  # fmt: skip


def fields_of_node(piece: Piece, kind: str) -> tuple[FieldSpec, ...]:
    """The fields of a kind of node."""
    return _FIELDS[kind](piece)


def _top(_piece: Piece) -> tuple[FieldSpec, ...]:
    units = tuple((one, target_kind(one)) for one in UNITS)
    designs = tuple((one, design_name(one)) for one in DESIGNS)
    trust = (
        ("A", _("A: agrees with the official text")),
        ("B", _("B: one secondary source")),
        ("C", _("C: unconfirmed, or our own")),
    )
    return (
        FieldSpec("title", _("Title")),
        FieldSpec("short", _("Short title")),
        FieldSpec("id", _("Id"), hint=_("Stays the same in every version.")),
        FieldSpec("version", _("Version")),
        FieldSpec("unit", _("What one assessment is of"), "choice", units),
        FieldSpec("designs", _("Study designs it is made for"), "ticks", designs),
        FieldSpec("citation", _("Citation"), "text"),
        FieldSpec("url", _("Link")),
        FieldSpec("text_licence", _("Licence of the words")),
        FieldSpec("confidence", _("Confidence"), "choice", trust),
        FieldSpec("note", _("Note for readers"), "text"),
    )


def _answers(_piece: Piece) -> tuple[FieldSpec, ...]:
    return (
        FieldSpec(
            "sets", _("Sets of answers"), "grid",
            columns=(Column("", _("Name")), Column("=", _("Answers"), "codes")),
            hint=_("Codes with spaces between. A rule may name a set, such as yes for Y and PY."),
        ),
        FieldSpec(
            "answers", _("Words of the answers"), "grid",
            columns=(Column("", _("Code")), Column("=", _("Words"))),
        ),
        FieldSpec(
            "short_answers", _("Short words, for narrow tables"), "grid",
            columns=(Column("", _("Code")), Column("=", _("Words"))),
        ),
        FieldSpec(
            "directions", _("Directions of bias"), "grid",
            columns=(Column("", _("Code")), Column("=", _("Words"))),
        ),
    )  # fmt: skip


def _levels(_piece: Piece) -> tuple[FieldSpec, ...]:
    roles = tuple((one, role_word(one)) for one in ROLES)
    return (
        FieldSpec(
            "levels", _("Levels, best first"), "grid", roles,
            columns=(
                Column("id", _("Id")), Column("label", _("Word")), Column("letter", _("Letter")),
                Column("role", _("Looks like"), "role"), Column("outside", _("No rank"), "flag"),
            ),
            hint=_("A level without rank, such as no information, is never the worst of several."),
        ),
    )  # fmt: skip


def role_word(role: str) -> str:
    """What a role looks like."""
    return {
        "good": _("good: disc"),
        "fair": _("fair: diamond"),
        "poor": _("poor: square"),
        "grave": _("grave: octagon"),
        "unknown": _("unknown: ring"),
    }[role]


def _config(_piece: Piece) -> tuple[FieldSpec, ...]:
    kinds = (
        ("text", _("words")), ("number", _("a number")), ("flag", _("yes or no")),
        ("choice", _("one of a list")), ("choices", _("several of a list")),
        ("domains", _("some of the domains")), ("items", _("some of the items")),
    )  # fmt: skip
    scopes = (("review", _("the review")), ("result", _("each result")))
    return (
        FieldSpec("key", _("Key"), hint=_("Texts quote it between braces.")),
        FieldSpec("label", _("What is asked")),
        FieldSpec("type", _("It holds"), "choice", kinds),
        FieldSpec("scope", _("It belongs to"), "choice", scopes),
        FieldSpec("required", _("It must be chosen before rating"), "flag"),
        FieldSpec("default", _("Unless chosen"), "value"),
        FieldSpec("unit", _("Unit")),
        FieldSpec("placeholder", _("Words while it is not chosen")),
        FieldSpec("help", _("Help"), "text"),
        _options(scored=False),
    )


def _options(*, scored: bool) -> FieldSpec:
    columns = [Column("code", _("Code")), Column("text", _("Words"))]
    if scored:
        columns += [
            Column("score", _("Score"), "number"),
            Column("score_if", _("Earned only if"), "condition"),
        ]
    hint = _("A condition may hold a score back, such as a second star that needs the first.")
    return FieldSpec(
        "options", _("Options"), "grid", columns=tuple(columns), hint=hint if scored else ""
    )


def _domain(piece: Piece) -> tuple[FieldSpec, ...]:
    judging = (
        ("", _("as the rules say")),
        ("algorithm", _("the rules suggest, the assessor decides")),
        ("assessor", _("the assessor alone")),
        ("none", _("nobody: the rules give it as it is")),
    )
    per = (("", _("once a study")), *((one, target_kind(one)) for one in UNITS[2:]))
    return (
        FieldSpec("title", _("Title")),
        FieldSpec("label", _("Label")),
        FieldSpec("id", _("Id")),
        FieldSpec("help", _("Guidance"), "text"),
        FieldSpec("max", _("Most stars"), "number"),
        FieldSpec("judgement", _("Who judges it"), "choice", judging),
        FieldSpec("rows", _("Rules, the first that holds decides"), "rules", _level_pairs(piece)),
        FieldSpec(
            "combine", _("Several tables of rules"), "choice",
            (("worst-of", _("the worst of what they give is the domain's level")),),
            hint=_("It matters where parts of a domain are judged apart, in tables of their own."),
        ),
        FieldSpec("levels", _("Levels that may be given"), "ticks", _level_pairs(piece)),
        FieldSpec("direction", _("The direction of bias is asked"), "flag"),
        FieldSpec("per", _("It is judged"), "choice", per),
        FieldSpec("key_domain", _("It is a key domain, which rules for the whole may ask about"),
                  "flag_on"),
        FieldSpec("show_if", _("Shown only if"), "condition"),
        FieldSpec("block", _("Further judgements"), "grid", columns=_block_columns()),
    )  # fmt: skip


def _block_columns() -> tuple[Column, ...]:
    return (
        Column("id", _("Id")), Column("title", _("Title")), Column("ask", _("Question")),
        Column("levels", _("Levels"), "codes"),
    )  # fmt: skip


def _item(piece: Piece) -> tuple[FieldSpec, ...]:
    domains = tuple(
        (str(one.get("id")), f"{one.get('id')}  {one.get('title', '')}")
        for one in tables(piece.raw, "domain")
    )
    kinds = (
        ("single", _("one answer")), ("multi", _("several ticks")), ("text", _("words")),
    )  # fmt: skip
    sets = piece.raw.get("sets")
    names = tuple((one, one) for one in sets) if isinstance(sets, dict) else ()
    return (
        FieldSpec("title", _("Title")),
        FieldSpec("ask", _("Question"), "text"),
        FieldSpec("help", _("Guidance"), "text"),
        FieldSpec("id", _("Id"), hint=_("Stays the same in every version.")),
        FieldSpec("domain", _("Domain"), "choice", domains),
        FieldSpec("type", _("It is answered with"), "choice", kinds),
        FieldSpec("answers", _("Answers in common"), "choice", (("", _("options below")), *names)),
        _options(scored=True),
        FieldSpec("ask_if", _("Asked only if"), "condition"),
        FieldSpec("good", _("The favourable answers"), "codes"),
        FieldSpec("cap", _("At most so many stars"), "value"),
        FieldSpec("critical", _("It is critical"), "flag"),
        FieldSpec("why_required", _("A reason is required"), "flag"),
        FieldSpec("allow_na", _("It may be answered NA"), "flag"),
    )


def _summary(piece: Piece) -> tuple[FieldSpec, ...]:
    kinds = (
        ("sum", _("a sum of stars")), ("count", _("a count of answers")),
        ("table", _("a table that gives a level")),
    )  # fmt: skip
    return (
        FieldSpec("title", _("Title")),
        FieldSpec("id", _("Id")),
        FieldSpec("kind", _("It is"), "choice", kinds),
        FieldSpec("of", _("Of these domains or items"), "codes", hint=_("* for all of them.")),
        FieldSpec("in", _("Answers that are counted"), "codes"),
        FieldSpec("max", _("Most"), "number"),
        FieldSpec("rows", _("Rules, the first that holds decides"), "rules", _level_pairs(piece)),
        FieldSpec("show_if", _("Shown only if"), "condition"),
    )


def _overall(piece: Piece) -> tuple[FieldSpec, ...]:
    judging = (
        ("", _("as the rules say")),
        ("algorithm", _("the rules suggest, the assessor decides")),
        ("assessor", _("the assessor alone")),
        ("none", _("nobody: the rules give it as it is")),
    )
    pairs = _level_pairs(piece)
    return (
        FieldSpec("title", _("Title")),
        FieldSpec("ask", _("Question"), "text"),
        FieldSpec("help", _("Guidance"), "text"),
        FieldSpec("judgement", _("Who judges it"), "choice", judging),
        FieldSpec("rows", _("Rules, the first that holds decides"), "rules", pairs),
        FieldSpec("levels", _("Levels that may be given"), "ticks", pairs),
        FieldSpec("summary", _("Or: as this sum says"), hint=_("The id of a table.")),
        FieldSpec(
            "may_raise", _("May be raised by hand"), "grid",
            columns=(
                Column("from", _("From")), Column("to", _("To")),
                Column("if_at_least", _("If so many domains"), "number"),
            ),
        ),
        FieldSpec("why_required", _("Levels that need a reason"), "codes"),
        FieldSpec("direction", _("The direction of bias is asked"), "flag"),
        FieldSpec("block", _("Further judgements"), "grid", columns=_block_columns()),
    )  # fmt: skip


def _display(piece: Piece) -> tuple[FieldSpec, ...]:
    figures = (
        ("star-table", _("star table")), ("item-table", _("table of answers")),
        ("traffic-light", _("traffic light")), ("summary", _("summary bars")),
    )  # fmt: skip
    return (
        FieldSpec("figures", _("Figures offered"), "ticks", figures),
        FieldSpec("star", _("Sign of a star")),
        FieldSpec(
            "columns", _("Headings of the domains in figures"), "list",
            hint=_("One for each domain, with commas between. Without them, the labels stand."),
        ),
        FieldSpec(
            "robvis", _("Template in robvis"), "choice",
            (("", _("it is not written for robvis")), *((one, one) for one in ROBVIS)),
        ),
        FieldSpec(
            "robvis_levels", _("Words of the levels in robvis"), "grid", _level_pairs(piece),
            columns=(Column("", _("Level")), Column("=", _("Word in robvis"))),
            hint=_("In full words, such as Low, Some concerns, High, Serious or Critical."),
        ),
    )  # fmt: skip


def _level_pairs(piece: Piece) -> tuple[tuple[str, str], ...]:
    levels = piece.raw.get("levels")
    levels = levels if isinstance(levels, dict) else {}
    words = levels.get("label") if isinstance(levels.get("label"), dict) else {}
    ids = [*_texts(levels.get("order")), *_texts(levels.get("outside"))]
    return tuple((one, str((words or {}).get(one, one))) for one in ids)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


_FIELDS: Final[dict[str, Callable[[Piece], tuple[FieldSpec, ...]]]] = {
    "top": _top,
    "answers": _answers,
    "levels": _levels,
    "config": _config,
    "domain": _domain,
    "item": _item,
    "summary": _summary,
    "overall": _overall,
    "display": _display,
}
