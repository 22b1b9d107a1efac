"""`sample FILE`: write a sample review."""

import argparse
import sys
from pathlib import Path

from appraisal.store.places import with_suffix
from resources.i18n import _

NAME = "sample"


def help_text() -> str:
    """What the verb does."""
    return _("write a sample review")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--which", choices=("ivig", "bcg"), default="ivig")
    parser.add_argument("--replace", action="store_true", help=_("replace a file that is there"))


def run(wanted: argparse.Namespace) -> int:
    """Write it."""
    from appraisal.own_key import keep_sample_keys
    from appraisal.sample import make

    path = with_suffix(Path(wanted.file))
    make(path, wanted.which, replace=wanted.replace)
    keep_sample_keys(wanted.which)  # its reviewers are nobody's: this desk shares as either
    sys.stdout.write(_("Written: {path}").format(path=path) + "\n")
    return 0
