"""What a rescue did not bring back, as far as that can be known, and where it may still lie.

An entry that is lost leaves no name. But what was altered can be read, though not believed; and a
seal says how many entries its form held. More than that nobody can tell.
"""

from collections import Counter
from pathlib import Path

from appraisal.errors import InvalidClaim
from appraisal.exchange_words import form_name
from appraisal.parcels import name_of
from appraisal.review import Review
from appraisal.seals import seal_in
from appraisal.state import State
from appraisal.store.backups import Backup
from appraisal.store.rescue import Salvage
from appraisal.store.sqlite import open_store
from appraisal.subjects import parse
from resources.i18n import _, moment_text, ngettext


def rescue_sentence(found: Salvage, target: Path, *, backup: Backup | None) -> str:
    """How much was rescued, what is known of the rest, and whether a backup may hold it."""
    said = [
        _("{n} of {total} entries were rescued.").format(n=len(found.rows), total=found.expected)
    ]
    lost = found.expected - len(found.rows)
    if lost > 0:
        said += [*_lost(found, target, lost), _backup(backup)]
    return " ".join(said)


def _lost(found: Salvage, target: Path, lost: int) -> list[str]:
    review = Review(open_store(target))
    try:
        state = review.state
    finally:
        review.close()
    known = _known(state, found)
    said = [
        ngettext(
            "{n} entry is missing in {where}.", "{n} entries are missing in {where}.", n
        ).format(n=n, where=where)
        for where, n in known.items()
    ]
    rest = lost - known.total()
    if rest > 0:
        said.append(
            ngettext(
                "What {n} lost entry said, and of which study, cannot be known.",
                "What {n} lost entries said, and of which studies, cannot be known.",
                rest,
            ).format(n=rest)
        )
    return said


def _known(state: State, found: Salvage) -> Counter[str]:
    """Where something is missing, in words, with how many entries."""
    missing: Counter[str] = Counter()
    altered = Counter(subject for subject in found.altered if _is_subject(subject))
    for kind in ("appraisal", "extraction"):
        for subject in state.subjects(kind):
            for row in state.seal_rows(subject)[:1]:
                seal = seal_in(row)
                count = seal.count if seal is not None else 0
                missing[subject] = max(count - state.seal_of(subject)[1], 0)
    for subject, n in altered.items():
        missing[subject] = max(missing[subject], n)
    words: Counter[str] = Counter()
    for subject, n in missing.items():
        if n:
            words[_where(state, subject)] += n
    return words


def _where(state: State, subject: str) -> str:
    parsed = parse(subject)
    if parsed.veiled:
        return _("{form}, {person}").format(
            form=form_name(state, parsed.form), person=name_of(state, parsed.seat)
        )
    return (
        state.text(subject, "label") or state.text(subject, "name") or _("the review's own facts")
    )


def _is_subject(subject: str) -> bool:
    try:
        parse(subject)
    except InvalidClaim:  # its very name is damaged
        return False
    return True


def _backup(kept: Backup | None) -> str:
    if kept is None:
        return _("There is no backup of it on this computer; a colleague's file may hold them.")
    return _(
        "A backup of {moment} may hold them: open it too, then receive one of the two files in "
        "the other."
    ).format(moment=moment_text(kept.at))
