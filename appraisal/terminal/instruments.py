"""`instruments list|show|check`: what is shipped, what one asks, whether a file is sound."""

import argparse
import sys
from pathlib import Path

from appraisal.instrument_listing import (
    check_file,
    checked,
    find_instrument,
    list_instruments,
    show_instrument,
)
from appraisal.library import known
from resources.i18n import _, language

NAME = "instruments"
FAULTS = 3


def help_text() -> str:
    """What the verb does."""
    return _("list, show or check instruments")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("what", choices=("list", "show", "check"))
    parser.add_argument("name", metavar="INSTRUMENT", nargs="?", default="")


def run(wanted: argparse.Namespace) -> int:
    """List all, show one, or check a file."""
    lang = None if language() == "en" else language()
    if wanted.what == "list":
        sys.stdout.write(list_instruments(known(lang)) + "\n")
        return 0
    if not wanted.name:
        sys.stderr.write(_("Name an instrument, or the path of its file.") + "\n")
        return 2
    if wanted.what == "show":
        sys.stdout.write(show_instrument(find_instrument(wanted.name, lang)) + "\n")
        return 0
    file = Path(wanted.name)
    sys.stdout.write(checked(file) + "\n")
    return FAULTS if check_file(file) else 0
