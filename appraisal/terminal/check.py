"""`check FILE`: whether every entry still says what its hash was made of, and every seal holds."""

import argparse
import sys

from appraisal.hashes import row_holds
from appraisal.review import Review
from appraisal.subjects import parse
from appraisal.terminal.opening import opened
from resources.i18n import _, ngettext

NAME = "check"
FAULTS = 3


def help_text() -> str:
    """What the verb does."""
    return _("check every entry and every seal of a review")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")


def run(wanted: argparse.Namespace) -> int:
    """Check the file; each fault is a line."""
    review = opened(wanted.file)
    try:
        faults = list(_faults(review))
        total = len(review.store.ids())
    finally:
        review.close()
    for fault in faults:
        sys.stdout.write(fault + "\n")
    if faults:
        return FAULTS
    said = ngettext("{n} entry, nothing wrong.", "{n} entries, nothing wrong.", total)
    sys.stdout.write(said.format(n=total) + "\n")
    return 0


def _faults(review: Review) -> list[str]:
    found = [
        _("Entry {id} ({subject}, {field}) differs from what was written.").format(
            id=row.id, subject=row.subject, field=row.field
        )
        for row in review.store.entries()
        if not row_holds(row)
    ]
    for kind in ("appraisal", "extraction"):
        for subject in review.state.subjects(kind):
            found += _seal_faults(review, subject)
    return found


def _seal_faults(review: Review, subject: str) -> list[str]:
    seal = review.state.value(subject, "sealed")
    if not isinstance(seal, dict):
        return []
    digest, count = review.state.seal_of(subject)
    if (seal.get("digest"), seal.get("count")) == (digest, count):
        return []
    person = review.state.text(f"person/{parse(subject).seat}", "name")
    return [
        _("Answers by {person} differ from what was submitted: {subject}").format(
            person=person, subject=subject
        )
    ]
