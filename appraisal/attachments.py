"""PDFs beside a review: kept by their hash in `NAME files`, named by claims of the study.

The review never holds them; a missing one is no error. Backups do not take them along.
"""

import hashlib
import re
import shutil
from pathlib import Path

from appraisal.drafts import Draft, write
from appraisal.errors import UnreadableImport
from appraisal.store.faults import of_system
from appraisal.store.places import attachments_dir
from appraisal.store.protocol import Report
from appraisal.subjects import study_subject
from resources.i18n import _

LIMIT = 200_000_000  # bytes
HEAD = b"%PDF-"
_is_digest = re.compile("[0-9a-f]{64}").fullmatch


def attach(review: Path, study: str, source: Path) -> Draft:
    """Copy a PDF beside the review; gives the draft that names it as the study's.

    Raises
    ------
    UnreadableImport, StorageError
        As `attach_to`.
    """
    return attach_to(review, study_subject(study), source)


def attach_to(review: Path, subject: str, source: Path) -> Draft:
    """Copy a PDF beside the review; gives the draft that names it as a study's or a record's.

    Raises
    ------
    UnreadableImport
        When it is no PDF, or too large.
    StorageError
        When it cannot be read or copied.
    """
    try:
        size = source.stat().st_size
        with source.open("rb") as file:
            head = file.read(1024)
        if HEAD not in head:
            raise UnreadableImport(
                _("{name} is not a PDF.").format(name=source.name),
                remedy=_("Attach the report as a PDF file."),
            )
        if size > LIMIT:
            raise UnreadableImport(
                _("{name} has {n} MB; 200 MB fit.").format(name=source.name, n=size // 10**6)
            )
        digest = _digest(source)
        _copy(source, path_of(review, digest))
    except OSError as fault:
        raise of_system(fault, source) from fault
    return Draft(
        _("Attach {name}").format(name=source.name),
        (write(subject, "pdf", digest), write(subject, "pdf_name", source.name)),
    )


def detach(study: str) -> Draft:
    """Take a study's PDF off; the file stays beside the review."""
    subject = study_subject(study)
    return Draft(
        _("Take the PDF off"), (write(subject, "pdf", None), write(subject, "pdf_name", None))
    )


def path_of(review: Path, digest: str) -> Path:
    """Where the PDF of this hash lies, whether or not it is there.

    Another text, which a file from elsewhere may hold, names a file that is never there.
    """
    name = digest if _is_digest(digest) else hashlib.sha256(digest.encode()).hexdigest()
    return attachments_dir(review) / f"{name}.pdf"


def move_along(source: Path, target: Path, *, report: Report | None = None) -> int:
    """Copy a review's PDFs to another place it was saved to; gives how many.

    Raises
    ------
    StorageError
        When one cannot be copied.
    """
    found = attachments_dir(source)
    if not found.is_dir():
        return 0
    copied = 0
    files = sorted(found.glob("*.pdf"))
    for file in files:
        if report is not None:
            report(copied, len(files))
        try:
            _copy(file, attachments_dir(target) / file.name)
        except OSError as fault:
            raise of_system(fault, file) from fault
        copied += 1
    return copied


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".new")
    shutil.copyfile(source, draft)
    draft.replace(target)
