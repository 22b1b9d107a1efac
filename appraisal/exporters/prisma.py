"""The flow of records as the CSV that the PRISMA2020 program reads.

Its keys and columns are those of that program's template (Haddaway et al. 2022, Campbell Systematic
Reviews 18:e1230). A number that nobody told is `NA`, which the program leaves out. Of what follows
the appraisal only the studies that were pooled have a place there.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from appraisal.flow import Count, FlowCounts, OtherMethods, Reason, excluded_total
from appraisal.tables import safe
from appraisal.whole_file import write_text
from resources.i18n import _

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
MISSING = "NA"

Line = tuple[str, str, str, str, str]  # key, node, box, text, number


def write_prisma(flow: FlowCounts, path: Path) -> None:
    """Write the CSV."""
    write_text(path, prisma_text(flow))


def prisma_text(flow: FlowCounts) -> str:
    """The CSV as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for key, node, box, text, n in _lines(flow):
        url = f"{key}.html" if node != MISSING and key != MISSING else MISSING
        writer.writerow((key, node, box, text, text, text, url, n))
    return out.getvalue()


def _lines(flow: FlowCounts) -> Iterator[Line]:
    other = flow.other or OtherMethods()
    screened, sought = _("Records screened"), _("Reports sought for retrieval")
    lost, assessed = _("Reports not retrieved"), _("Reports assessed for eligibility")
    gone = _("Reports excluded")
    databases = flow.databases if flow.databases is not None else flow.found
    yield MISSING, "node4", "prevstud", _("Previous studies"), MISSING
    yield (
        "previous_studies",
        "node5",
        "box1",
        _("Studies of the previous version"),
        _n(flow.previous_studies),
    )
    yield ("previous_reports", MISSING, "box1", _("Reports of the previous version"),
           _n(flow.previous_reports))  # fmt: skip
    yield MISSING, "node6", "newstud", _("Databases and registers"), MISSING
    yield "database_results", "node7", "box2", _("Databases"), _n(databases)
    yield ("database_specific_results", MISSING, "box2", _("Each database"),
           _reasons(flow.sources, None))  # fmt: skip
    yield "register_results", MISSING, "box2", _("Registers"), _n(flow.registers)
    yield ("register_specific_results", MISSING, "box2", _("Each register"),
           _reasons(flow.register_sources, None))  # fmt: skip
    yield MISSING, "node16", "othstud", _("Other methods"), MISSING
    yield "website_results", "node17", "box11", _("Websites"), _n(other.websites)
    yield "organisation_results", MISSING, "box11", _("Organisations"), _n(other.organisations)
    yield "citations_results", MISSING, "box11", _("Citation searching"), _n(other.citations)
    yield "duplicates", "node8", "box3", _("Duplicates"), _n(flow.duplicates)
    yield ("excluded_automatic", MISSING, "box3", _("Marked ineligible by automation tools"),
           _n(flow.automation))  # fmt: skip
    yield "excluded_other", MISSING, "box3", _("Other reasons"), _n(flow.removed_other)
    yield "records_screened", "node9", "box4", screened, _n(flow.screened)
    yield "records_excluded", "node10", "box5", _("Records excluded"), _n(flow.screened_out)
    yield "dbr_sought_reports", "node11", "box6", sought, _n(flow.sought)
    yield "dbr_notretrieved_reports", "node12", "box7", lost, _n(flow.not_retrieved)
    yield "other_sought_reports", "node18", "box12", sought, _n(other.sought)
    yield "other_notretrieved_reports", "node19", "box13", lost, _n(other.not_retrieved)
    yield "dbr_assessed", "node13", "box8", assessed, _n(flow.assessed)
    yield "dbr_excluded", "node14", "box9", gone, _reasons(flow.excluded, flow.excluded_n)
    yield "other_assessed", "node20", "box14", assessed, _n(other.assessed)
    yield "other_excluded", "node21", "box15", gone, _reasons(other.excluded, other.excluded_n)
    whole = _("Studies included in the review")
    included = _("New studies included in the review") if flow.is_update else whole
    yield "new_studies", "node15", "box10", included, _n(flow.included)
    reports = _("Reports of included studies")
    yield "new_reports", MISSING, "box10", reports, _n(flow.reports)
    yield "total_studies", "node22", "box16", whole, _n(flow.studies_in_all)
    yield "total_reports", MISSING, "box16", reports, _n(flow.reports_in_all)
    yield "identification", "node1", "identification", _("Identification"), MISSING
    yield "screening", "node2", "screening", _("Screening"), MISSING
    yield "included", "node3", "included", _("Included"), MISSING
    yield ("total_studies_ma", "node23", "box17", _("Studies in a meta-analysis"),
           _n(flow.pooled_studies))  # fmt: skip
    yield ("total_reports_ma", MISSING, "box17", _("Reports of studies in a meta-analysis"),
           MISSING)  # fmt: skip


def _n(count: Count) -> str:
    return MISSING if count is None else str(count)


def _reasons(reasons: tuple[Reason, ...], n: Count) -> str:
    """`Reason, 3; Another, 2`; the number alone where no reason was counted."""
    if not reasons:
        return _n(excluded_total(reasons, n))
    clean = ((one.text.replace(";", ",").replace(",", " "), one.n) for one in reasons)
    return str(safe("; ".join(f"{' '.join(text.split())}, {n}" for text, n in clean)))
