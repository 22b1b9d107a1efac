"""Exchange without a server: what came from another file or parcel becomes part of this review.

Union by id, all or nothing; order and repetition do not matter. `look` works out what would come in
and what must be said first, `take` writes it. What does not fit is never lost: a parcel that breaks
a rule is refused whole, a single entry that cannot be believed is set aside.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from appraisal.arrivals import (
    Incoming,
    Sieve,
    caution_about,
    caution_in_ones_name,
    caution_of_settling,
    check_review,
    is_forged_seal,
    is_second_key,
    is_second_seal,
    is_unreadable_instrument,
    known_keys,
    new_texts,
    parsed,
)
from appraisal.carried import believed
from appraisal.collecting import uncollected
from appraisal.errors import StorageError, UserError
from appraisal.exchange_words import MergeReport, courtesy_sentence
from appraisal.hashes import row_holds
from appraisal.large_file import Following, Sifted, Unfit, is_large, sifted
from appraisal.ledger import at_text, now, text_digest
from appraisal.parcel_reading import is_parcel, read_parcel
from appraisal.parcels import name_of
from appraisal.receiving import plan_parcel
from appraisal.review import Review
from appraisal.sources import Source, read_file, source_of, texts_of
from appraisal.state import ConflictingHeads, State, state_of
from appraisal.store.connection import is_connected, unaltered
from appraisal.store.faults import told
from appraisal.store.header import check_header
from appraisal.store.migrations import SCHEMA
from appraisal.store.protocol import Arrival, Record, Store, unheard
from appraisal.store.sqlite import open_reader
from appraisal.subjects import AGREED, in_seat
from appraisal.views.conflicts import conflicts
from resources.i18n import _

Report = Callable[[int, int], None]
Found = Sieve | Sifted
_REPORT_EACH = 20_000


# -- verbs -----------------------------------------------------------------------------------------


def merge(review: Review, *others: Store | Path, report: Report | None = None) -> MergeReport:
    """Take in everything that other stores or files hold; gives the reports added up.

    Raises
    ------
    UserError
        When one belongs to another review, or breaks a rule of parcels; nothing of it came in.
    StorageError
        When one cannot be read, a newer program made it, or this file cannot be written.
    """
    found = []
    for other in others:
        if isinstance(other, Path):
            incoming = look(review, other, report=report)
            try:
                found.append(take(review, incoming))
            finally:
                incoming.let_go()
        else:
            found.append(take(review, plan_store(review, source_of(other), report=report)))
    return added_up(review, found)


def look(review: Review, path: Path, *, report: Report | None = None) -> Incoming:
    """Work out what a file or a parcel would bring, whatever its suffix; nothing is written.

    Raises
    ------
    UserError, StorageError
        As `merge`.
    """
    _refuse_itself(path)
    with uncollected():
        if is_parcel(path):
            return plan_parcel(review, read_parcel(path), report=report)
        if report is not None:
            report(0, 0)
        whole = _plan_large(review, path, report or unheard)
        if whole is not None:
            return whole
        return _plan_file(review, path, report)


def look_with_care(review: Review, incoming: Incoming, *, report: Report | None = None) -> Incoming:
    """Look once more at a large file of which something cannot come in: `written` raised `Unfit`.

    Raises
    ------
    UserError, StorageError
        As `merge`.
    """
    if incoming.path is None:
        raise ValueError(incoming.name)
    _refuse_itself(incoming.path)
    with uncollected():
        return _plan_file(review, incoming.path, report)


def take(review: Review, incoming: Incoming, *, report: Report | None = None) -> MergeReport:
    """Write what came in, in one transaction, and see the review with it."""
    if brings_something(incoming):
        before = review.state
        after: State | None = None
        with suppress(Unfit):
            after = written(review.store, before, incoming.arrival, report=report)
        incoming.let_go()
        if after is None:
            again = look_with_care(review, incoming, report=report)
            return take(review, again, report=report)
        review.go_on_with(after, instead_of=before)
    incoming.let_go()
    return report_of(review, incoming)


def written(store: Store, state: State, arrival: Arrival, *, report: Report | None = None) -> State:
    """Write what came in, in one transaction; gives the state it leads to from the former one.

    Raises
    ------
    StorageError
        When it cannot be written; nothing of it was.
    Unfit
        When something in a large file cannot come in; nothing of it did: `look_with_care`.
    """
    mark = store.mark()
    with uncollected():
        if arrival.news is not None:
            heard = report or unheard
            with Following(store, state, arrival.news, after=mark[0], report=heard) as following:
                try:
                    store.take_in(arrival, report=following.report, vouched=following.vouched)
                except UserError:  # an altered row may be why: without it the others are fine
                    following.vouched()
                    raise
            with suppress(StorageError):  # it is written, and stands in this store too
                return following.state()
        else:
            store.take_in(arrival, report=report)
        standing = store.heads_since(mark)
        return state.with_rows(
            standing.heads,
            gone=standing.replaced,
            touched=standing.subjects,
            entries_of=lambda subject: store.entries(subject=subject),
        )


def brings_something(incoming: Incoming) -> bool:
    """Whether there is anything to write."""
    arrival = incoming.arrival
    return bool(arrival.count or arrival.texts or arrival.aside or arrival.records)


def report_of(review: Review, incoming: Incoming) -> MergeReport:
    """What is said of an arrival once it is written and the review was read again."""
    arrival = incoming.arrival
    return MergeReport(
        incoming.name,
        arrival.count,
        len(arrival.aside),
        incoming.altered,
        incoming.opened,
        incoming.boxes,
        incoming.courtesy,
        incoming.refused,
        _to_decide(review),
    )


def added_up(review: Review, reports: Sequence[MergeReport]) -> MergeReport:
    """Several reports as one."""

    def every(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for made in reports for one in getattr(made, name)))

    return MergeReport(
        ", ".join(one.name for one in reports),
        sum(one.new for one in reports),
        sum(one.aside for one in reports),
        sum(one.altered for one in reports),
        every("opened"),
        every("boxes"),
        every("courtesy"),
        every("refused"),
        _to_decide(review),
    )


def _to_decide(review: Review) -> tuple[ConflictingHeads, ...]:
    """What stands in two versions and is for this reader to decide, as Overview lists it."""
    found = tuple(review.state.conflicts())
    if not found:  # a reader's own view costs seconds at a million entries
        return ()
    kept = {(one.subject, one.field) for one in conflicts(review.state.seen_by(review.author))}
    return tuple(one for one in found if tuple(one.slot) in kept)


# -- what may come in ------------------------------------------------------------------------------


def plan_store(review: Review, source: Source, *, report: Report | None = None) -> Incoming:
    """What a working file, a backup or a second machine's file would bring.

    Raises
    ------
    UserError
        When it belongs to another review.
    """
    check_review(review, source.review)
    sieve = Sieve(review)
    altered = 0
    held = _held_seals(review)
    keys = known_keys(review, source.rows)
    texts = {text_digest(text): text for text in source.texts}
    for number, row in enumerate(source.rows):
        if report is not None and number % _REPORT_EACH == 0:
            report(number, len(source.rows))
        if sieve.is_here(row):
            continue
        if not row_holds(row):
            altered += sieve.put_aside(row)
        elif (
            is_second_key(review, row)
            or is_second_seal(row, held)
            or is_forged_seal(row, keys)
            or is_unreadable_instrument(review, row, texts)
        ):
            sieve.put_aside(row)
        else:
            sieve.take(row)
    return _incoming(review, source, sieve, altered, keys, lambda: _their_state(source, sieve))


def _refuse_itself(path: Path) -> None:
    if is_connected(path):
        raise UserError(
            _("{name} is this very review: it brings nothing new.").format(name=path.name),
            remedy=_("Receive the file of a colleague, or your own of another computer."),
        )


def _plan_file(review: Review, path: Path, report: Report | None) -> Incoming:
    """What a file would bring, row for row."""
    source = read_file(path)
    if report is not None:
        report(0, len(source.rows))
    return plan_store(review, source, report=report)


def _plan_large(review: Review, path: Path, report: Report) -> Incoming | None:
    """What a large file would bring as a whole; None where it is not, or anything in it is odd."""
    with told(path):
        if not is_large(path) or not review.store.path.is_file():
            return None
    if check_header(path, newest=SCHEMA) != SCHEMA:
        return None
    store = open_reader(path)
    try:
        check_review(review, store.meta()["review"])
        with told(path), unaltered(path), ExitStack() as unwanted:
            found = sifted(review, path, _held_seals(review), report)
            if found is None:
                return None
            unwanted.callback(found.news.let_go)
            told_of = Source(path.name, "", (), texts_of(store), store.records())
            keys = known_keys(review, found.people)
            texts = {text_digest(text): text for text in told_of.texts}
            if any(
                is_forged_seal(row, keys) or is_unreadable_instrument(review, row, texts)
                for row in found.telling
            ):
                return None
            whole = _incoming(
                review,
                told_of,
                found,
                0,
                keys,
                lambda: state_of(
                    store.heads(), entries_of=lambda subject: store.entries(subject=subject)
                ),
            )
            unwanted.pop_all()
            return replace(whole, path=path)
    finally:
        store.close()


def _incoming(
    review: Review,
    source: Source,
    found: Found,
    altered: int,
    keys: Mapping[str, str],
    theirs: Callable[[], State],
) -> Incoming:
    """What comes in, with what must be said before; `theirs` is what the other file shows."""
    known = {(one.kind, one.form, one.author) for one in review.store.records()}
    records = believed(review, source.records, keys)
    courtesy = _seen_early(review, found.subjects, theirs)
    stamp = at_text(now())
    records += [
        Record("courtesy", form, author, stamp)
        for form, author in courtesy
        if ("courtesy", form, author) not in known
    ]
    forms = tuple(dict.fromkeys(form for form, _author in courtesy))
    people = dict.fromkeys(author for _form, author in courtesy)
    arrival = found.arrival(new_texts(review, source.texts), records, source.name)
    together = review.state.with_rows(found.people)
    names = ", ".join(name_of(together, one) for one in people)
    warning = ""
    if forms:
        shows = _("This file shows {name}'s unfinished answers.").format(name=names)
        warning = f"{shows} {courtesy_sentence(len(forms))}"
    telling = found.rows if isinstance(found, Sieve) else found.telling
    cautions = (
        caution_about(review, telling),
        caution_of_settling(review, found.settled, found.people, telling),
        caution_in_ones_name(review, found.subjects),
    )
    return Incoming(
        source.name, arrival, "", altered, courtesy=forms, warning=warning,
        caution=" ".join(one for one in cautions if one),
    )  # fmt: skip


def _held_seals(review: Review) -> dict[str, str]:
    """The seals whose boxes are here, by seat: no other counts any more."""
    return {
        in_seat(one.form, one.author): str(json.loads(one.body)["seal"])
        for one in review.store.records()
        if one.kind == "box"
    }


def _seen_early(
    review: Review, subjects: Iterable[str], theirs: Callable[[], State]
) -> list[tuple[str, str]]:
    """The forms of others that this working file shows before they were open anywhere."""
    found: dict[tuple[str, str], None] = {}
    for name in subjects:
        subject = parsed(name)
        if not subject.veiled or subject.seat in (AGREED, review.author):
            continue
        if not review.state.has_entries(name):
            found[subject.form, subject.seat] = None
    if not found:
        return []
    there = theirs()
    return [
        (form, seat)
        for form, seat in found
        if (name := in_seat(form, seat)) and there.has_entries(name) and not there.is_open(name)
    ]  # of a closed box the seal alone is there: it shows nothing


def _their_state(source: Source, sieve: Sieve) -> State:
    """What the other file shows, of what can be believed."""
    # what is here too was passed over by its hash alone: it may say anything there
    said = [row for row in source.rows if sieve.holds(row) and row_holds(row)]
    replaced = {earlier for row in said for earlier in row.replaces}
    return state_of(
        (row for row in said if row.id not in replaced),
        entries_of=lambda subject: (row for row in said if row.subject == subject),
    )
