"""`merge FILE OTHER...`: take in what other files and parcels hold, in any order."""

import argparse
import sys
from pathlib import Path

from appraisal import desk
from appraisal.errors import UserError
from appraisal.exchange import look, take
from appraisal.exchange_words import MergeReport, sentences
from appraisal.parcel_reading import is_parcel
from appraisal.review import Review
from appraisal.terminal.opening import opened, person_named
from resources.i18n import _

NAME = "merge"
ACT = 1


def help_text() -> str:
    """What the verb does."""
    return _("take in parcels and other files of this review")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("others", metavar="OTHER", nargs="+")
    parser.add_argument("--as", dest="reader", metavar="NAME", help=_("as this reviewer"))


def run(wanted: argparse.Namespace) -> int:
    """Take the files in, one after the other; a new FILE is begun from the first parcel."""
    others = [Path(other) for other in wanted.others]
    for other in others:
        if not other.exists():
            raise UserError(_("There is no file {path}.").format(path=other))
    review, begun = _review(wanted.file, others)
    refused = False
    try:
        if wanted.reader:
            review.author = person_named(review, wanted.reader)
        for other in others:
            report = begun or _received(review, other)
            begun = None
            refused = refused or bool(report.refused or report.altered)
            for sentence in sentences(report):
                sys.stdout.write(f"{other.name}: {sentence}\n")
    finally:
        review.close()
    return ACT if refused else 0


def _received(review: Review, other: Path) -> MergeReport:
    """Take one file in, and say what it changes about when forms open."""
    incoming = look(review, other)
    if incoming.caution:
        sys.stdout.write(f"{other.name}: {incoming.caution}\n")
    return take(review, incoming)


def _review(name: str, others: list[Path]) -> tuple[Review, MergeReport | None]:
    """The review, and what came in already where it was begun from the first parcel."""
    if not Path(name).exists() and is_parcel(others[0]):
        return desk.begin_from_parcel(Path(name), others[0])
    return opened(name, read_only=False), None
