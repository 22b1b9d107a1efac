"""What `import` does with files of references; importing a file again adds nothing."""

import argparse
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from appraisal import records
from appraisal.errors import UnreadableImport, UserError
from appraisal.records_text import file_sentences
from appraisal.references.columns import FIELDS
from appraisal.references.databases import via_of
from appraisal.references.reading import read_references
from appraisal.review import Review
from resources.i18n import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the arguments that only references need."""
    parser.add_argument("--database", metavar="NAME", help=_("where these records were found"))


def is_map(name: str) -> bool:
    """Whether a map of columns is one of references: TOML, where that of numbers is JSON."""
    try:
        return not Path(name).read_text(encoding="utf-8").lstrip().startswith("{")
    except (OSError, UnicodeDecodeError):
        return False


def read(
    review: Review, wanted: argparse.Namespace, sources: Sequence[Path]
) -> tuple[list[records.Chosen], records.Fresh]:
    """Read files of references, and say what they hold; writes nothing."""
    maps = (*_given(wanted.map), *records.known_maps(review.state))
    files = [_chosen(source, maps, wanted.database) for source in sources]
    found = records.fresh(review.state, files)
    for one, new, known in zip(files, found.new, found.known, strict=True):
        for sentence in file_sentences(one, new=new, known=known):
            sys.stdout.write(sentence + "\n")
    return files, found


def write(review: Review, files: Sequence[records.Chosen], found: records.Fresh, who: str) -> None:
    """Write what is new of them."""
    review.commit_all(records.drafts_of(found, files), author=who)


def _chosen(
    path: Path, maps: tuple[Mapping[str, str], ...], database: str | None
) -> records.Chosen:
    if not path.exists():
        raise UserError(_("There is no file {path}.").format(path=path))
    made = records.chosen_of(read_references(path, known=maps))
    if database is None:
        return made
    return replace(made, database=database, via=via_of(database))


def _given(name: str | None) -> tuple[Mapping[str, str], ...]:
    """The map of columns in a TOML file: `"Head of a column" = "field"`."""
    if name is None:
        return ()
    try:
        said = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UnreadableImport(
            _("{name} cannot be read as TOML: {why}").format(name=name, why=fault)
        ) from fault
    wrong = [field for field in said.values() if field not in FIELDS]
    if wrong:
        raise UnreadableImport(
            _("{name} names no field of ours: {field}").format(name=name, field=wrong[0]),
            remedy=", ".join(FIELDS),
        )
    return ({str(head): str(field) for head, field in said.items()},)
