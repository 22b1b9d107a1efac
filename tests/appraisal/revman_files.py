"""Small reviews as RevMan 5 writes them, and where the real ones lie on a machine that has them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

FOLDERS = [parent / "shared" / "data" / "formats" for parent in Path(__file__).resolve().parents]

Attributes = Mapping[str, object]


def real(name: str) -> Path:
    """A real file, or skip where this machine has none."""
    found = next((folder / name for folder in FOLDERS if (folder / name).exists()), None)
    if found is None:
        pytest.skip(f"{name} is not here")
    return found


def element(tag: str, attributes: Attributes, *inner: str) -> str:
    """One element."""
    said = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<{tag}{said}>{''.join(inner)}</{tag}>"


def named(text: str, tag: str = "NAME") -> str:
    """A name."""
    return element(tag, {}, text)


def study(name: str, *inner: str, year: int = 2001) -> str:
    """A study with its references."""
    return element("STUDY", {"ID": f"STD-{name}", "NAME": name, "YEAR": year}, *inner)


def dich(
    number: int,
    rows: Sequence[tuple[str, int, int, int, int]],
    *,
    row_results: Sequence[Attributes] = (),
    **attributes: object,
) -> str:
    """A dichotomous outcome."""
    data = [
        element(
            "DICH_DATA",
            {
                "STUDY_ID": f"STD-{name}", "EVENTS_1": e1, "TOTAL_1": n1, "EVENTS_2": e2,
                "TOTAL_2": n2, **(row_results[place] if row_results else {}),
            },
        )
        for place, (name, e1, n1, e2, n2) in enumerate(rows)
    ]  # fmt: skip
    usual = {"NO": number, "EFFECT_MEASURE": "OR", "METHOD": "MH", "RANDOM": "NO", "TOTALS": "YES"}
    labels = named("Drug", "GROUP_LABEL_1") + named("Placebo", "GROUP_LABEL_2")
    return element(
        "DICH_OUTCOME", {**usual, **attributes}, named(f"Outcome {number}"), labels, *data
    )


def outcome(tag: str, attributes: Attributes, *inner: str) -> str:
    """An outcome of another kind."""
    return element(tag, {"NO": 1, "TOTALS": "YES", **attributes}, named("Outcome"), *inner)


def entry(name: str, judged: Sequence[tuple[str, str, str]], *, groups: Sequence[str] = ()) -> str:
    """An entry of the risk-of-bias table: study, result and support; a group after a bar."""
    made = []
    for study_name, result, support in judged:
        who, _bar, group = study_name.partition("|")
        said = {"STUDY_ID": f"STD-{who}", "RESULT": result}
        if group:
            said["GROUP_ID"] = f"G-{group}"
        text = element("P", {}, support) if support else ""
        made.append(element("QUALITY_ITEM_DATA_ENTRY", said, named(text, "DESCRIPTION")))
    own = [
        element("QUALITY_ITEM_DATA_ENTRY_GROUP", {"ID": f"G-{group}"}, named(group))
        for group in groups
    ]
    return element("QUALITY_ITEM", {}, named(name), *own, element("QUALITY_ITEM_DATA", {}, *made))


def review(
    *outcomes: str,
    studies: Sequence[str] = (),
    excluded: Sequence[str] = (),
    told: Sequence[str] = (),
    entries: Sequence[str] = (),
    encoding: str = "UTF-8",
) -> str:
    """A whole file."""
    parts = (
        named(named("A small review", "TITLE"), "COVER_SHEET"),
        named(
            named(
                named("".join(studies), "INCLUDED_STUDIES")
                + named("".join(excluded), "EXCLUDED_STUDIES"),
                "STUDIES",
            ),
            "STUDIES_AND_REFERENCES",
        ),
        named(
            named("".join(told), "CHARACTERISTICS_OF_INCLUDED_STUDIES"),
            "CHARACTERISTICS_OF_STUDIES",
        ),
        named("".join(entries), "QUALITY_ITEMS"),
        named(
            element("COMPARISON", {"NO": 1}, named("Drug or placebo"), *outcomes),
            "ANALYSES_AND_DATA",
        ),
    )
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    kind = {"TYPE": "INTERVENTION", "REVMAN_VERSION": 5, "REVMAN_SUB_VERSION": "5.3.5"}
    return head + element("COCHRANE_REVIEW", kind, *parts)
