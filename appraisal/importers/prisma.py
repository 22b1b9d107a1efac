"""The CSV of the PRISMA2020 program, read as numbers typed by hand for a review's flow."""

import csv
import io
import re
from pathlib import Path

from appraisal.decoding import decode, read_bytes
from appraisal.drafts import Draft, write
from appraisal.errors import UnreadableImport
from appraisal.ledger import Value
from appraisal.subjects import REVIEW
from resources.i18n import _

_KEYS = {
    "database_results": "databases",
    "register_results": "registers",
    "website_results": "websites",
    "organisation_results": "organisations",
    "citations_results": "citations",
    "duplicates": "duplicates",
    "excluded_automatic": "automation",
    "excluded_other": "removed_other",
    "records_screened": "screened",
    "records_excluded": "screened_out",
    "dbr_sought_reports": "sought",
    "dbr_notretrieved_reports": "not_retrieved",
    "other_sought_reports": "other_sought",
    "other_notretrieved_reports": "other_not_retrieved",
    "dbr_assessed": "full_text",
    "other_assessed": "other_assessed",
    "new_studies": "included",
    "new_reports": "reports",
    "previous_studies": "previous_studies",
    "previous_reports": "previous_reports",
    "total_studies": "total_studies",
    "total_reports": "total_reports",
}
_LISTS = {
    "database_specific_results": "database_list",
    "register_specific_results": "register_list",
}
_LISTED = re.compile(r"(.*?)[\s,.:=]+(\d{1,9})")
_REASONS = {
    "dbr_excluded": ("reasons", "excluded_full_text"),
    "other_excluded": ("other_reasons", "other_excluded"),
}
_PREVIOUS = ("previous_studies", "previous_reports")
_TOTALS = ("total_studies", "total_reports")
_OTHER = ("websites", "organisations", "citations", "other_sought", "other_not_retrieved",
          "other_assessed")  # fmt: skip


def read_prisma(path: Path) -> dict[str, Value]:
    """The numbers of a PRISMA2020 CSV, by the names the review keeps them under.

    Raises
    ------
    UnreadableImport
        When it is no such file, or a number is none.
    """
    reader = csv.DictReader(io.StringIO(decode(read_bytes(path)).text))
    try:
        rows = list(reader)
    except csv.Error as fault:
        raise UnreadableImport(
            _("Line {n}: {why}.").format(n=reader.line_num, why=fault)
        ) from fault
    said = {str(row.get("data") or ""): str(row.get("n") or "").strip() for row in rows}
    if not {"database_results", "records_screened"} <= said.keys():
        raise UnreadableImport(
            _("{name} is no CSV of the PRISMA2020 program.").format(name=path.name),
            remedy=_("Its first column should hold names such as “records_screened”."),
        )
    return _without_zeros(_numbers(said))


def _numbers(said: dict[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, name in _KEYS.items():
        if said.get(key, "NA") not in ("", "NA"):
            found[name] = _count(said[key], key)
    for key, (pairs, number) in _REASONS.items():
        text = said.get(key, "NA")
        reasons = _pairs(text)
        if reasons:
            found[pairs] = [[reason, n] for reason, n in reasons]
        elif text not in ("", "NA", "0") and "xxx" not in text:
            found[number] = _count(text, key)
    for key, name in _LISTS.items():
        if listed := _listed(said.get(key, "NA")):
            found[name] = [[source, n] for source, n in listed]
    return found


def _without_zeros(found: dict[str, Value]) -> dict[str, Value]:
    """The numbers without the template's own zeros: no previous version, no other methods."""
    for asked, gone in ((_PREVIOUS, (*_PREVIOUS, *_TOTALS)), (_OTHER, _OTHER)):
        if not any(found.get(name) for name in asked):
            found = {name: value for name, value in found.items() if name not in gone}
    return found


def draft_of(numbers: dict[str, Value], *, why: str) -> Draft:
    """Write the numbers as typed by hand, with where they come from."""
    return Draft(
        _("Read a PRISMA flow"),
        tuple(write(REVIEW, f"flow/{name}", value, why=why) for name, value in numbers.items()),
    )


def _count(text: str, key: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise UnreadableImport(
            _("“{text}” is no number of “{key}”.").format(text=text[:40], key=key)
        )
    return int(text)


def _pairs(text: str) -> list[tuple[str, int]]:
    """`Reason, 3; Another, 2` as pairs; the template's own `xxx` is no reason."""
    found = []
    for part in text.split(";"):
        reason, comma, n = part.rpartition(",")
        if comma and n.strip().isdigit() and reason.strip():
            found.append((reason.strip(), int(n)))
    return found


def _listed(text: str) -> list[tuple[str, int]]:
    """`PubMed, 84; EMBASE. 1332` as pairs; nothing where a part has no number."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    found = [_LISTED.fullmatch(part) for part in parts]
    if not all(found):
        return []
    return [(one[1].strip(), int(one[2])) for one in found if one is not None]
