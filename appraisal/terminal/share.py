"""`share FILE --as NAME --out PARCEL`: write what may leave this desk."""

import argparse
import sys
from pathlib import Path

from appraisal import desk
from appraisal.terminal.opening import opened, person_named
from appraisal.views.exchange import outgoing_sentences, unsubmitted
from resources.i18n import _

NAME = "share"


def help_text() -> str:
    """What the verb does."""
    return _("write a parcel for the other reviewers")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--as", dest="reader", metavar="NAME", required=True)
    parser.add_argument("--out", metavar="PARCEL", required=True)


def run(wanted: argparse.Namespace) -> int:
    """Write the parcel."""
    review = opened(wanted.file, read_only=False)
    try:
        person = person_named(review, wanted.reader)
        path, going = desk.share_parcel(review, person, Path(wanted.out))
        waiting = unsubmitted(review.state.seen_by(person), review.store.records(), person)
    finally:
        review.close()
    for sentence in outgoing_sentences(going, waiting):
        sys.stdout.write(sentence + "\n")
    sys.stdout.write(_("Written: {path}").format(path=path) + "\n")
    return 0
