"""`judge INSTRUMENT ANSWERS.csv --out CSV`: a spreadsheet of answers in, judgements out."""

import argparse
import sys
from pathlib import Path

from appraisal.instrument_listing import find_instrument
from appraisal.instrument_settings import read_settings
from appraisal.judge import judge_file
from resources.i18n import _, ngettext

NAME = "judge"


def help_text() -> str:
    """What the verb does."""
    return _("judge a table of answers")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("instrument", metavar="INSTRUMENT")
    parser.add_argument("answers", metavar="ANSWERS.csv")
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], dest="settings")
    parser.add_argument("--out", metavar="CSV", required=True)


def run(wanted: argparse.Namespace) -> int:
    """Judge every row; what cannot be judged stands in the column `problems`."""
    instrument = find_instrument(wanted.instrument)
    settings = read_settings(instrument, wanted.settings)
    judged = judge_file(instrument, Path(wanted.answers), Path(wanted.out), settings=settings)
    n = len(judged.rows)
    said = ngettext("{n} row judged, {out} written.", "{n} rows judged, {out} written.", n)
    sys.stdout.write(said.format(n=n, out=wanted.out) + "\n")
    if judged.n_problems:
        n = judged.n_problems
        said = ngettext(
            "{n} row has problems; its last column names them.",
            "{n} rows have problems; their last column names them.",
            n,
        )
        sys.stdout.write(said.format(n=n) + "\n")
    return 0
