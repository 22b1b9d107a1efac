"""What may come in: rows that are new, that hold their hash, and that keep to their own slot.

A row under an id that says something else here, and one that cannot stand where it claims to, are
set aside: kept in the file, outside the ledger.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from appraisal.errors import InvalidClaim, StorageError, UserError
from appraisal.fields import check_field
from appraisal.instrument_file import read_instrument
from appraisal.ledger import CLAIM_LIMIT, Row, Value, text_digest, value_of_claim
from appraisal.parcels import known_key, name_of
from appraisal.permission import leaders
from appraisal.review import Review
from appraisal.review_instruments import carried_text
from appraisal.seals import SEALED, seal_holds, seal_in
from appraisal.state import State
from appraisal.store.protocol import Arrival, Record
from appraisal.subjects import AGREED, REVIEW, Subject, parse, person_subject
from resources.i18n import _, ngettext

SETTLED = f"/{AGREED}"  # how the subject of an agreed form ends
Settled = tuple[str, str]
"""Who gave an agreed answer, and the subject of the form."""

ID_LIMIT = 200  # bytes: a file's name has room for 255
parsed = lru_cache(maxsize=100_000)(parse)  # the same few subjects, entry after entry


@dataclass(frozen=True, slots=True)
class Incoming:
    """What would come in, and what must be said before it does."""

    name: str
    arrival: Arrival
    sender: str = ""
    altered: int = 0
    opened: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    courtesy: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    warning: str = ""
    caution: str = ""
    path: Path | None = None  # of a file, to look at it again

    def let_go(self) -> None:
        """Nobody asks for it any more: what it keeps on the disk goes at once."""
        if self.arrival.news is not None:
            self.arrival.news.let_go()


class Sieve:
    """Tells what is new from what is here, and what cannot stand from what can."""

    def __init__(self, review: Review) -> None:
        self.rows: list[Row] = []
        self._aside: list[Row] = []
        self._store = review.store
        self._hashes = review.store.hashes()
        self._awaited = review.store.awaited()
        self._taken: dict[str, Row] = {}
        self._later: dict[str, Row] = {}  # of the taken ones, by what each replaces
        self._rejected = {(row.id, bytes(row.hash)) for row in review.store.rejected()}

    def is_here(self, row: Row) -> bool:
        """Whether the row is here, word for word; one that differs under the same id is aside."""
        known = self._hashes.get(row.id)
        if known is None:
            return False
        if bytes(known) != bytes(row.hash):
            self.put_aside(row)
        return True

    def take(self, row: Row) -> None:
        """Let a row in, or set it aside where it cannot stand."""
        if is_sayable(row) and self._keeps_to_its_slot(row):
            self.rows.append(row)
            self._note(row)
        else:
            self.put_aside(row)

    def holds(self, row: Row) -> bool:
        """Whether a row is here or has just been let in."""
        known = self._hashes.get(row.id)
        return known is not None and bytes(known) == bytes(row.hash)

    def put_aside(self, row: Row) -> int:
        """Set a row aside; 0 where it lay there already."""
        key = (row.id, bytes(row.hash))
        if key in self._rejected:
            return 0
        self._rejected.add(key)
        self._aside.append(row)
        return 1

    def arrival(self, texts: Sequence[str], records: Sequence[Record], source: str) -> Arrival:
        """All that is to be written."""
        return Arrival(tuple(self.rows), tuple(texts), tuple(self._aside), tuple(records), source)

    @property
    def subjects(self) -> Iterable[str]:
        """What is spoken of, in the order it was let in."""
        return dict.fromkeys(row.subject for row in self.rows)

    @property
    def settled(self) -> Collection[Settled]:
        """Who gave agreed answers, and where."""
        return {
            (row.author, row.subject): None for row in self.rows if row.subject.endswith(SETTLED)
        }

    @property
    def people(self) -> list[Row]:
        """What is said of people."""
        return [row for row in self.rows if row.subject.startswith("person/")]

    def _note(self, row: Row) -> None:
        self._hashes[row.id] = row.hash
        self._taken[row.id] = row
        for earlier in row.replaces:
            self._later[earlier] = row

    def _keeps_to_its_slot(self, row: Row) -> bool:
        """Whether it replaces only what stands in its own slot, and is replaced only there."""
        slot = (row.subject, row.field)
        if any(self._slot_of(earlier, slot) != slot for earlier in row.replaces):
            return False
        later = self._later.get(row.id)
        if later is not None and (later.subject, later.field) != slot:
            return False
        return self._awaited.get(row.id, slot) == slot

    def _slot_of(self, id: str, otherwise: tuple[str, str]) -> tuple[str, str]:
        """Where a row stands that is here or was taken; what is not known stands in no other."""
        taken = self._taken.get(id)
        if taken is not None:
            return taken.subject, taken.field
        return (self._store.slot_of(id) or otherwise) if id in self._hashes else otherwise


def check_review(review: Review, other: str) -> None:
    """Refuse what belongs to another review."""
    if review.store.meta()["review"] != other:
        raise UserError(_("This file belongs to another review."))


def new_texts(review: Review, texts: Iterable[str]) -> list[str]:
    """The texts that are not carried here yet."""
    here = set(review.store.blobs())
    return [text for text in texts if text_digest(text) not in here]


def is_second_key(review: Review, row: Row) -> bool:
    """Whether a row would put another key in the place of the first one seen."""
    if row.field != "key" or not row.subject.startswith("person/"):
        return False
    known = known_key(review.state, row.subject.partition("/")[2])
    return bool(known) and value_in(row) != known


def is_second_seal(row: Row, held: Mapping[str, str]) -> bool:
    """Whether a row seals a seat whose box is here and holds another seal; `held` are those."""
    return row.field == SEALED and held.get(row.subject, row.id) != row.id


def known_keys(review: Review, people: Iterable[Row]) -> dict[str, str]:
    """The public key of each person: the one known here, else the first that arrives."""
    found: dict[str, str] = {}
    for row in people:
        kind, _between, person = row.subject.partition("/")
        if kind == "person" and row.field == "key" and (said := value_in(row)):
            found.setdefault(person, str(said))
    for subject in review.state.subjects("person"):
        person = subject.partition("/")[2]
        known = known_key(review.state, person)
        if known:
            found[person] = known
    return found


def is_forged_seal(row: Row, keys: Mapping[str, str]) -> bool:
    """Whether a row seals a seat without the signature of its holder, whose key is known."""
    if row.field != SEALED or not is_sayable(row):
        return False
    seal, key = seal_in(row), keys.get(parsed(row.subject).seat)
    return seal is not None and key is not None and not seal_holds(row.subject, seal, key)


def is_unreadable_instrument(review: Review, row: Row, texts: Mapping[str, str]) -> bool:
    """Whether a row has the review carry an instrument whose text is not here, or is none.

    `texts` are those that come with it, by their digest. With it the review could not be opened.
    """
    if row.subject != REVIEW or not row.field.startswith("instrument/"):
        return False
    key, value = row.field.partition("/")[2], value_in(row)
    if not isinstance(value, dict):  # withdrawn, or what `is_sayable` refuses
        return False
    try:
        found = {
            lang: texts.get(str(digest)) or carried_text(review.store, key, lang, str(digest))
            for lang, digest in value.items()
        }
        english = found.pop("en")
        return any(
            read_instrument(english, overlay=overlay).key != key
            for overlay in (None, *found.values())
        )
    except (KeyError, UserError, StorageError):
        return True


def value_in(row: Row) -> Value:
    """The value of a row from elsewhere; None where its body cannot be read."""
    try:
        return value_of_claim(row.body)
    except ValueError:
        return None


def caution_about(review: Review, rows: Iterable[Row]) -> str:
    """What to say before rows come in that open what is submitted sooner than was agreed here."""
    if review.state.value(REVIEW, "readers") is None:
        return ""
    before = review.state.readers_needed()
    named = (value_in(row) for row in rows if (row.subject, row.field) == (REVIEW, "readers"))
    after = min((n for n in named if isinstance(n, int) and n > 0), default=before)
    if after >= before:
        return ""
    return _(
        "This file says that each study is scored by {after}; so far it was {before}. What was "
        "submitted may then open at once, and your answers with it."
    ).format(after=after, before=before)


def caution_of_settling(
    review: Review, settled: Iterable[Settled], people: Sequence[Row], rows: Iterable[Row]
) -> str:
    """What to say before agreed answers come in of one who may not settle them, as far as known.

    They are not set aside: what makes somebody adjudicator may come in another parcel. Where
    somebody coordinates, nobody makes an adjudicator of themselves. `people` is what comes of
    people, and among `rows` are the seals that come.
    """
    state = review.state
    forms: dict[str, set[str]] = {}
    for author, subject in settled:
        if author != review.author and not _is_adjudicator(state, author, people):
            forms.setdefault(author, set()).add(parsed(subject).form)
    if not forms:
        return ""
    scored = {
        (one.seat, one.form) for one in (parsed(r.subject) for r in rows if r.field == SEALED)
    }
    said = []
    for author, theirs in sorted(forms.items()):
        n = sum(
            (author, form) not in scored and author not in state.parties(form) for form in theirs
        )
        if n:
            said.append(
                ngettext(
                    "{name} settles answers of {n} form without having scored it or being the "
                    "adjudicator.",
                    "{name} settles answers of {n} forms without having scored them or being the "
                    "adjudicator.",
                    n,
                ).format(name=name_of(state, author), n=n)
            )
    return " ".join(said)


def _is_adjudicator(state: State, person: str, people: Sequence[Row]) -> bool:
    """Whether one is the adjudicator here, or is made so by what comes of people."""
    subject, leading = person_subject(person), leaders(state)
    said = [
        state.value(subject, "roles"),
        *(
            value_in(row)
            for row in people
            if (row.subject, row.field) == (subject, "roles")
            and (not leading or row.author in leading)
        ),
    ]
    return any(isinstance(roles, list) and "adjudicator" in roles for roles in said)


def caution_in_ones_name(review: Review, subjects: Iterable[str]) -> str:
    """What to say before a file brings answers of who sits here: nobody signed them."""
    seats = (parsed(name) for name in subjects)
    own = {one.form for one in seats if one.veiled and one.seat == review.author}
    if not own:
        return ""
    return ngettext(
        "This file holds answers in your name that are not here, in {n} form. Receive it only if "
        "you gave them yourself, on another computer or in a copy.",
        "This file holds answers in your name that are not here, in {n} forms. Receive it only if "
        "you gave them yourself, on another computer or in a copy.",
        len(own),
    ).format(n=len(own))


def is_sayable(row: Row) -> bool:
    """Whether a row fits the grammar, and its author may speak there."""
    return may_be_said(row.subject, row.field, row.author, row.body)


def may_be_said(subject: str, field: str, author: str, body: str) -> bool:
    """The same of the parts of a row, where a million would have to be put together first."""
    place = _spoken(subject, author)
    is_long = 4 * len(body) > CLAIM_LIMIT and len(body.encode()) > CLAIM_LIMIT
    if place is None or is_long:
        return False
    try:
        check_field(place, field, value_of_claim(body))
    except (InvalidClaim, ValueError):
        return False
    return True


@lru_cache(maxsize=100_000)
def _spoken(subject: str, author: str) -> Subject | None:
    """A subject, where it is one and this author may speak there."""
    try:
        place = parse(subject)
    except InvalidClaim:
        return None
    if not (author and all(map(_is_id, place.ids))):
        return None
    return place if not place.veiled or place.seat in (AGREED, author) else None


def _is_id(text: str) -> bool:
    """Whether a text may be an id: keys and attachments are files that bear it in their name."""
    is_plain = text.isprintable() and "\\" not in text and text not in (".", "..")
    return is_plain and len(text.encode()) <= ID_LIMIT
