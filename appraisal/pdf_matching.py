"""Which PDF of a folder is which report: by its DOI, else by first author and year in its name."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from appraisal.alike import family_name
from appraisal.folding import key_of, name_key
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

    Copies of one report that nobody has merged yet all get it: whichever is kept, has it.

    Parameters
    ----------
    files
        The PDFs.
    references
        The records that have none yet.
    report
        Told how many files were looked at; may raise to stop.
    """
    by_doi: dict[str, list[str]] = {}
    for record, one in references.items():
        if one.doi:
            by_doi.setdefault(one.doi, []).append(record)
    copies = _copies(references)
    found: dict[str, dict[Path, None]] = {}
    for number, path in enumerate(files):
        if report is not None:
            report(number, len(files))
        fits = _by_name(path, by_doi, references) or by_doi.get(_doi_inside(path), [])
        groups = {copies[record] for record in fits}
        if len(groups) == 1:  # one report, in however many copies
            for record in groups.pop():
                found.setdefault(record, {})[path] = None
    return {record: next(iter(paths)) for record, paths in found.items() if len(paths) == 1}


def _copies(references: Mapping[str, Reference]) -> dict[str, tuple[str, ...]]:
    """For each record those that report the same: of one DOI, or of one title, author and year."""
    group = {record: [record] for record in references}
    first: dict[tuple[object, ...], str] = {}
    for record, one in references.items():
        author = family_name(one.authors[0]) if one.authors else ""
        said = (key_of(one.title), author, one.year)
        for key in ((one.doi,) * bool(one.doi), said if all(said) else ()):
            other = first.setdefault(key, record) if key else record
            ours, theirs = group[record], group[other]
            apart = {references[each].doi for each in (*ours, *theirs)} - {""}
            if ours is theirs or len(apart) > 1:  # two DOIs are two reports, however alike
                continue
            theirs.extend(ours)
            for each in ours:
                group[each] = theirs
    return {record: tuple(members) for record, members in group.items()}


def _by_name(
    path: Path, by_doi: Mapping[str, list[str]], references: Mapping[str, Reference]
) -> list[str]:
    """By a DOI in the name, its slash written somehow; else by first author and year."""
    name = path.stem.casefold()
    plain = _MARKS.sub("", name)
    for doi, records in by_doi.items():
        if _MARKS.sub("", doi) in plain:
            return records
    words = set(name_key(path.stem).split())
    return [
        record
        for record, one in references.items()
        if one.authors
        and one.year is not None
        and family_name(one.authors[0]) in words
        and str(one.year) in words
    ]


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
