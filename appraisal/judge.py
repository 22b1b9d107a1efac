"""Judging many forms at once: answers kept in a spreadsheet in, judgements out.

One row is one assessment and a column is named by an item's id. What cannot be read is named in the
row's `problems`, with its row and column; what is not given leaves its domain empty. How an
instrument is found, and what a terminal says, is left to others.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from appraisal.algorithm import Assessment, Memory, assess
from appraisal.collecting import uncollected
from appraisal.conditions import NA
from appraisal.errors import UserError
from appraisal.instrument import Instrument
from appraisal.instrument_settings import read_value
from appraisal.judge_columns import Column, Plan, levels_at, plan_columns
from appraisal.ledger import Value
from resources.i18n import _

PROBLEMS: Final = "problems"
MEMORY_LIMIT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged table: its header, its rows, and how many rows have problems."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_problems: int


def judge_file(
    instrument: Instrument, source: Path, target: Path, *, settings: Mapping[str, Value]
) -> Judged:
    """Judge a CSV file and write the result beside it, all of it or nothing.

    Raises
    ------
    UserError
        When the file cannot be read as a table, or has no column that the instrument knows.
    """
    if target.resolve() == source.resolve():
        raise UserError(
            _("{file} holds the answers and cannot be written over.").format(file=source.name),
            remedy=_("Name another file for the judgements."),
        )
    try:
        text = source.read_text("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UserError(
            _("{file} is not UTF-8 text.").format(file=source.name),
            remedy=_("Save it as CSV UTF-8."),
        ) from fault
    mark = _delimiter(text)
    try:
        header, *rows = csv.reader(io.StringIO(text), delimiter=mark)
    except (ValueError, csv.Error) as fault:
        raise UserError(
            _("{file} holds no table.").format(file=source.name),
            remedy=_("It needs a header row with the items' numbers."),
        ) from fault
    while rows and not any(rows[-1]):
        rows.pop()
    judged = judge_rows(instrument, header, rows, settings=settings)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=mark, lineterminator="\n")
    writer.writerow(judged.header)
    writer.writerows(judged.rows)
    _put(target, written.getvalue())
    return judged


def judge_rows(
    instrument: Instrument,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    settings: Mapping[str, Value],
) -> Judged:
    """Judge rows of answers; the first row under the header is row 2, as a spreadsheet counts.

    Raises
    ------
    UserError
        When no column is one of the instrument's, or two are the same.
    """
    titles = [title.strip() for title in header if title.strip() != PROBLEMS]
    plan = plan_columns(instrument, titles)
    places = {title: at for at, title in enumerate(titles)}
    with uncollected():
        made = list(_judged_rows(plan, header, rows, settings=settings))
    added = [one.title for one in plan.added if one.title not in places]
    n_problems = sum(bool(row[-1]) for row in made)
    return Judged((*titles, *added, PROBLEMS), tuple(made), n_problems)


def _judged_rows(
    plan: Plan,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    settings: Mapping[str, Value],
) -> Iterator[tuple[str, ...]]:
    """Each row with what was worked out, and its problems last."""
    shown = [at for at, title in enumerate(header) if title.strip() != PROBLEMS]
    places = {header[at].strip(): place for place, at in enumerate(shown)}
    for number, cells in enumerate(rows, 2):
        own = [cells[at] if at < len(cells) else "" for at in shown]
        row = _Row(plan, number, own)
        if any(cell.strip() for cell in cells[len(header) :]):
            row.say(_("Row {row} has more cells than the header.").format(row=number))
        fresh: list[str] = []
        for one, value in zip(plan.added, row.judged(settings), strict=True):
            at = places.get(one.title)
            if at is None:
                fresh.append(value)
            else:
                row.compare(one.title, own[at], value)
                own[at] = value
        yield (*own, *fresh, " ".join(row.problems))


class _Row:
    """One row while it is read; it collects what is wrong with it."""

    def __init__(self, plan: Plan, number: int, cells: list[str]) -> None:
        self.plan = plan
        self.number = number
        self.texts = [cell.strip() for cell in cells]
        self.problems: list[str] = []

    def say(self, problem: str) -> None:
        """Note a problem once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def at(self, title: str, what: str) -> None:
        """Note a problem in a column."""
        self.say(_("Row {row}, {column}: {what}").format(row=self.number, column=title, what=what))

    def compare(self, title: str, said: str, found: str) -> None:
        """Note where the file says otherwise than its answers give."""
        if not said.strip() or said.strip() == found:
            return
        if found:
            what = _("the file says {said}, the answers give {found}.")
        else:
            what = _("the file says {said}, the answers do not decide.")
        self.at(title, what.format(said=said.strip(), found=found))

    def judged(self, settings: Mapping[str, Value]) -> list[str]:
        """The values of the added columns."""
        typed = tuple([self.texts[one.at] for one in self.plan.setting])
        chosen = self._settings(settings) if any(typed) else settings
        memory = self.plan.memories.setdefault(typed, {})
        if len(memory) > MEMORY_LIMIT:
            memory.clear()
        found = {block: self._assessed(chosen, block, memory) for block in self.plan.blocks}
        return [one.says(found[one.block]) for one in self.plan.added]

    def _settings(self, settings: Mapping[str, Value]) -> Mapping[str, Value]:
        own: dict[str, Value] = {}
        for column in self.plan.setting:
            setting = self.plan.instrument.setting(column.setting)
            text = self.texts[column.at]
            if setting is None or not text:
                continue
            try:
                own[setting.key] = read_value(self.plan.instrument, setting, text)
            except UserError as fault:
                self.at(column.title, str(fault))
        return {**settings, **own}

    def _assessed(self, settings: Mapping[str, Value], block: str, memory: Memory) -> Assessment:
        answers: dict[str, Value] = {}
        texts = self.texts
        for column in self.plan.answering[block]:
            text = texts[column.at]
            if text:
                answers.update(column.read.get(text) or column.answers(text))
        found = assess(
            self.plan.instrument,
            answers,
            settings=settings,
            judgements=self._judgements(block),
            memory=memory,
        )
        if found.missing or self.plan.clashes(found):
            for column in self.plan.answering[block]:
                self._check(column, self.texts[column.at], found)
        return found

    def _judgements(self, block: str) -> dict[str, str]:
        given: dict[str, str] = {}
        for column in self.plan.judging[block]:
            text = self.texts[column.at]
            if not text:
                continue
            levels = levels_at(self.plan.instrument, column.level)
            if text in levels:
                given[column.level] = text
            else:
                choices = ", ".join(levels)
                self.at(
                    column.title,
                    _("“{value}” is not one of {choices}.").format(value=text, choices=choices),
                )
        return given

    def _check(self, column: Column, text: str, found: Assessment) -> None:
        if not text:
            return
        asked = [item for item in column.items if found.items[item.address].asked]
        if len(asked) > 1:
            self.at(column.title, _("more than one question that is asked has this number."))
        for item in asked:
            if found.items[item.address].answered:
                continue
            if text == NA:
                self.at(column.title, _("NA is given, but the question is asked here."))
            else:
                codes = ", ".join(option.code for option in item.options)
                self.at(
                    column.title,
                    _("“{value}” is not an answer; it takes {choices}.").format(
                        value=text, choices=codes
                    ),
                )


# -- files -----------------------------------------------------------------------------------------


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _put(target: Path, text: str) -> None:
    """Write a file whole: beside its place first, then into it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
