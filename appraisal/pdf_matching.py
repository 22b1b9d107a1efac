"""Which PDF of a folder is which report: by its DOI, else by first author and year in its name."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from appraisal.duplicates import family_name
from appraisal.folding import name_key
from appraisal.references.reference import Reference, doi_in
from appraisal.store.faults import of_system

Report = Callable[[int, int], None]
_MARKS = re.compile(r"[^a-z0-9]+")


def pdfs_in(folder: Path) -> tuple[Path, ...]:
    """The PDFs of a folder.

    Raises
    ------
    StorageError
        When it cannot be read.
    """
    try:
        return tuple(sorted(one for one in folder.iterdir() if one.suffix.lower() == ".pdf"))
    except OSError as fault:
        raise of_system(fault, folder) from fault


def match(
    files: Sequence[Path],
    references: Mapping[str, Reference],
    *,
    report: Report | None = None,
) -> dict[str, Path]:
    """The file of each record, where one and only one fits.

    Parameters
    ----------
    files
        The PDFs.
    references
        The records that have none yet.
    report
        Told how many files were looked at; may raise to stop.
    """
    by_doi = {reference.doi: record for record, reference in references.items() if reference.doi}
    found: dict[str, list[Path]] = {}
    for number, path in enumerate(files):
        if report is not None:
            report(number, len(files))
        record = _by_name(path, by_doi, references) or by_doi.get(_doi_inside(path), "")
        if record:
            found.setdefault(record, []).append(path)
    return {record: paths[0] for record, paths in found.items() if len(paths) == 1}


def _by_name(path: Path, by_doi: Mapping[str, str], references: Mapping[str, Reference]) -> str:
    """By a DOI in the name, its slash written somehow; else by first author and year."""
    name = path.stem.casefold()
    plain = _MARKS.sub("", name)
    for doi, record in by_doi.items():
        if _MARKS.sub("", doi) in plain:
            return record
    words = set(name_key(path.stem).split())
    fits = [
        record
        for record, one in references.items()
        if one.authors
        and one.year is not None
        and family_name(one.authors[0]) in words
        and str(one.year) in words
    ]
    return fits[0] if len(fits) == 1 else ""


def _doi_inside(path: Path) -> str:
    """The first DOI on the first page; empty where it cannot be read, which is no fault here."""
    import pypdfium2

    try:
        book = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        return ""
    try:
        if not len(book):
            return ""
        page = book[0]
        text = page.get_textpage()
        said: str = text.get_text_bounded()
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    finally:
        book.close()
    return doi_in(said)
