"""`agreement FILE`: how far the reviewers agreed before they talked, by item and overall."""

import argparse
import sys
from pathlib import Path

from appraisal import desk
from appraisal.agreement import pairs
from appraisal.agreement_table import agreement_table
from appraisal.exporters.csv_files import table_text
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
    try:
        lang = language()
        found = pairs(review.state.seen_by(None), lambda key: review.instrument(key, lang=lang))
    finally:
        review.close()
    if not found:
        sys.stdout.write(_("No form has been submitted by two reviewers yet.") + "\n")
        return 0
    table = agreement_table(found)
    for row in table.rows:
        sys.stdout.write("  ".join(str("" if cell is None else cell) for cell in row) + "\n")
    if wanted.csv:
        write_text(Path(wanted.csv), table_text(table), encoding="utf-8-sig")
    return 0
