"""`import FILE SOURCE...`: take in what other programs wrote, each known by its content.

A FILE that is not there yet is made from a SOURCE that holds a whole review.
"""

import argparse
import sys
from pathlib import Path

from appraisal import desk, incoming
from appraisal.errors import UserError
from appraisal.exporters.csv_files import write_table
from appraisal.incoming import Choices, Incoming
from appraisal.review import Review
from appraisal.store import places
from appraisal.subjects import DESIGNS, person_subject
from appraisal.terminal import import_records
from appraisal.terminal.opening import opened, person_named
from appraisal.whole_file import write_text
from resources.i18n import _, decimal_points

NAME = "import"
DIFFERS = 3


def help_text() -> str:
    """What the verb does."""
    return _("take in files of other programs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the verb's arguments."""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("sources", metavar="SOURCE", nargs="+")
    parser.add_argument("--as", dest="reader", metavar="NAME", help=_("as this reviewer"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would come in"))
    parser.add_argument("--design", choices=DESIGNS, default="", help=_("design of the studies"))
    parser.add_argument("--outcome", default="", help=_("name of the outcome of a table"))
    parser.add_argument(
        "--map", help=_("which column is what: TOML of references, JSON of numbers")
    )
    parser.add_argument("--submit", action="store_true", help=_("submit what came in at once"))
    parser.add_argument(
        "--certificate", metavar="OUT", help=_("write stored results beside ours, as CSV or text")
    )
    import_records.add_arguments(parser)


def run(wanted: argparse.Namespace) -> int:
    """Take the files in; 3 where a stored result differs from ours."""
    paths = [Path(source) for source in wanted.sources]
    tables = wanted.map is not None and not import_records.is_map(wanted.map)
    references = [path for path in paths if not tables and incoming.importer_of(path) is None]
    found = [
        _read(path, wanted.map if tables else None) for path in paths if path not in references
    ]
    for one in found:
        _tell(one)
    if references:
        _take_references(wanted, references)
    if found and not wanted.dry_run:
        _take(wanted, found)
    return _certify(found, wanted.certificate)


def _take_references(wanted: argparse.Namespace, references: list[Path]) -> None:
    """Take in what searches found: records, which are no studies yet."""
    if wanted.dry_run:
        review, person = opened(wanted.file), ""
    else:
        review, person = _own_review(wanted)
    try:
        files, fresh = import_records.read(review, wanted, references)
        if not wanted.dry_run:
            import_records.write(review, files, fresh, person)
    finally:
        review.close()


def _take(wanted: argparse.Namespace, found: list[Incoming]) -> None:
    review, person = _review(wanted, found[0])
    try:
        for one in found:
            choices = Choices(design=wanted.design or one.design, outcome=wanted.outcome)
            made = incoming.take(review, one, choices, reader=person)
            review.commit(made.draft, author=person)
            for sentence in (*made.left, *incoming.finish(review, made)):
                _out(sentence)
            if wanted.submit:
                desk.submit_all(review, made.seats, person)
            _out(_("{name} was taken in.").format(name=one.source))
    finally:
        review.close()


def _read(path: Path, map_file: str | None) -> Incoming:
    """A file of whatever kind; with a map, a table of numbers."""
    if map_file is None:
        return incoming.read(path)
    from appraisal.extraction_writing import incoming_of
    from appraisal.importers.extraction import known_map
    from appraisal.importers.extraction import read as read_table

    return incoming_of(read_table(path, known=known_map(Path(map_file))))


def _review(wanted: argparse.Namespace, first: Incoming) -> tuple[Review, str]:
    """The review that takes the files in, and in whose name."""
    if not Path(wanted.file).exists() and first.is_review:
        name = wanted.reader or _("Reviewer")
        path = places.with_suffix(Path(wanted.file))
        return desk.new_review(path, title=first.title or first.source, name=name, readers=1)
    return _own_review(wanted)


def _own_review(wanted: argparse.Namespace) -> tuple[Review, str]:
    review = opened(wanted.file, read_only=False)
    if wanted.reader:
        return review, person_named(review, wanted.reader)
    people = review.state.ids("person")
    if len(people) == 1:
        return review, people[0]
    names = [review.state.text(person_subject(person), "name") for person in people]
    review.close()
    raise UserError(
        _("Say in whose name, with --as."),
        remedy=_("There are: {names}.").format(names=", ".join(names)),
    )


def _tell(one: Incoming) -> None:
    _out(one.source)
    for sentence in one.said:
        _out("  " + sentence)
    if one.left:
        _out("  " + _("Not taken:"))
        for sentence in one.left:
            _out("    " + sentence)


def _certify(found: list[Incoming], out: str | None) -> int:
    """Print and write the certificates of the files that hold results."""
    from appraisal.revman import certificate
    from appraisal.revman.kept import certificate_of

    differs = False
    for one in found:
        if not one.text:
            continue
        made = certificate_of(one.text)
        differs = differs or bool(made.count("differs"))
        with decimal_points():
            if out and Path(out).suffix.lower() == ".csv":
                write_table(certificate.overview(made), Path(out))
            elif out:
                write_text(Path(out), certificate.text(made))
            else:
                _out(certificate.text(made).rstrip())
    return DIFFERS if differs else 0


def _out(line: str) -> None:
    sys.stdout.write(line + "\n")
