"""What a RevMan file tells of the flow of records: the reports it includes, and those it excludes.

The file counts nothing before the full text; that is typed, or read from a PRISMA CSV. A review
that has numbers or records of its own keeps them: nothing is written then.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from appraisal.drafts import Write, write
from appraisal.records import record_ids
from appraisal.revman.content import Content, Study
from appraisal.state import State
from appraisal.subjects import REVIEW
from resources.i18n import _

if TYPE_CHECKING:
    from appraisal.ledger import Value

_LONGEST: Final = 200  # characters of a reason in a box


def flow_writes(content: Content, state: State) -> Iterator[Write]:
    """The numbers of a file that excludes anything, where the review has none yet."""
    gone = content.with_status("excluded")
    has_flow = any(name.startswith("flow/") for name in state.field_names(REVIEW))
    if not gone or has_flow or record_ids(state):
        return
    kept = content.with_status("included")
    numbers: dict[str, Value] = {
        "full_text": _reports(kept) + _reports(gone),
        "excluded_full_text": _reports(gone),
        "included": len(kept),
        "reports": _reports(kept),
    }
    if reasons := _reasons(gone):
        numbers["reasons"] = [[text, n] for text, n in reasons]
    why = _("The reports that {name} lists; why each was excluded stands with its study").format(
        name=content.source
    )
    for name, value in numbers.items():
        yield write(REVIEW, f"flow/{name}", value, why=why)


def _reports(studies: Iterable[Study]) -> int:
    return sum(max(1, len(one.references)) for one in studies)


def _reasons(studies: Iterable[Study]) -> list[tuple[str, int]]:
    """The reasons that several share, then all the others as one; none where none is shared."""
    found: Counter[str] = Counter()
    for one in studies:
        said = " ".join(one.reason.split()).rstrip(".")[:_LONGEST]
        found[said] += max(1, len(one.references))
    shared = [(text, n) for text, n in found.most_common() if text and n > 1]
    rest = found.total() - sum(n for _text, n in shared)
    if shared and rest:
        shared.append((_("Other reasons, said with each study"), rest))
    return shared
