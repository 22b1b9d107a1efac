"""The included studies as RIS, which every reference manager takes."""

import re
from collections.abc import Iterator
from pathlib import Path

from appraisal.state import State
from appraisal.subjects import study_subject
from appraisal.whole_file import write_text

_INITIALS = re.compile(r"(.+?)\s+([A-ZÀ-ÞА-Я]{1,4})\.?")


def write_ris(state: State, path: Path) -> None:
    """Write every study of a review as a reference."""
    write_text(path, ris_text(state))


def ris_text(state: State) -> str:
    """The references as text; a line a tag, a blank line after each."""
    lines: list[str] = []
    for study in state.ids("study"):
        lines += [f"{tag}  - {_line(value)}".rstrip() for tag, value in _tags(state, study)]
        lines += ["ER  - ", ""]
    return "\n".join(lines)


def _tags(state: State, study: str) -> Iterator[tuple[str, str]]:
    subject = study_subject(study)

    def text(field: str) -> str:
        return state.text(subject, field)

    yield "TY", "JOUR"
    yield "ID", study
    for author in authors(text("authors")):
        yield "AU", author
    year = state.number(subject, "year")
    for tag, value in (
        ("TI", text("title") or text("label")),
        ("T2", text("journal")),
        ("PY", "" if year is None else str(int(year))),
        ("DO", text("doi")),
        ("AN", text("pmid")),
        ("AB", text("abstract")),
        ("LB", text("label")),
        ("N1", text("notes")),
    ):
        if value.strip():
            yield tag, value


def authors(text: str) -> tuple[str, ...]:
    """The names in a list of authors as RIS writes them, surname first.

    Names are parted by semicolons, or by commas where there is none: `Smith A, Jones BC`.
    """
    parted = text.split(";") if ";" in text else text.split(",")
    names = (" ".join(name.split()) for name in parted)
    return tuple(_author(name) for name in names if name)


def _author(name: str) -> str:
    found = _INITIALS.fullmatch(name)
    if "," in name or found is None:
        return name
    return f"{found[1]}, {'.'.join(found[2])}."


def _line(text: str) -> str:
    """A value on one line: a line break would begin another tag."""
    return " ".join(text.split())
