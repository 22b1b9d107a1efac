"""`agreement FILE`: how far the reviewers agreed before they talked, by item and overall."""

import argparse
import sys
from pathlib import Path

from appraisal import desk
from appraisal.agreement_table import agreement_table
from appraisal.blind_answers import blind_answers
from appraisal.exporters.csv_files import table_text
from appraisal.instrument import Instrument
from appraisal.tables import Cell, Table
from appraisal.whole_file import write_text
from resources.i18n import _, language

NAME = "agreement"


def help_text() -> str:
    """What the verb does."""
    return _("agreement of the reviewers before consensus")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--csv", metavar="OUT", default="")


def run(wanted: argparse.Namespace) -> int:
    """Print the table, and write it where that is asked for."""
    review = desk.open_review(Path(wanted.file), read_only=True)
    lang = language()

    def lookup(key: str) -> Instrument:
        return review.instrument(key, lang=lang)

    try:
        found = blind_answers(review.state.seen_by(None), lookup)
        table = agreement_table(found, lookup) if found else None
    finally:
        review.close()
    if table is None:
        sys.stdout.write(_("No form has been submitted by two reviewers yet.") + "\n")
        return 0
    for row in table.rows:
        sys.stdout.write(_line(table, row) + "\n")
    if wanted.csv:
        write_text(Path(wanted.csv), table_text(table), encoding="utf-8-sig")
    return 0


def _line(table: Table, row: tuple[Cell, ...]) -> str:
    """A row in one line: each figure under its name, with its limits where it has them."""
    name, what, pairs, same, share, lower, upper, *figures, why = row
    said = [f"{name}, {what}: {same}/{pairs}, {share} % [{lower}, {upper}]"]
    heads = [column.title for column in table.columns[7::3]]
    for head, place in zip(heads, range(0, len(figures), 3), strict=False):
        value, low, high = figures[place : place + 3]
        if value is not None:
            said.append(f"{head} {value}" + (f" [{low}, {high}]" if low is not None else ""))
    return "; ".join((*said, *([str(why)] if why else [])))
