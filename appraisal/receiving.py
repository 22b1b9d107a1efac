"""Taking a parcel in: whose it is, what its sender may say, which boxes and keys hold.

The first box, seal and key received for a form are kept; another is refused and said. A parcel that
speaks for somebody else is refused whole.
"""

import json

from appraisal import seals
from appraisal.arrivals import (
    Incoming,
    Sieve,
    caution_about,
    caution_of_settling,
    check_review,
    is_sayable,
    is_second_key,
    is_unreadable_instrument,
    new_texts,
    value_in,
)
from appraisal.boxes import BadBox, Box, box_from
from appraisal.carried import contents
from appraisal.errors import AppraisalError, InvalidClaim, UserError
from appraisal.exchange_words import form_name
from appraisal.hashes import row_holds
from appraisal.ledger import Row, at_text, canonical, now, text_digest
from appraisal.parcel_reading import Parcel
from appraisal.parcels import Key, known_key, name_of
from appraisal.review import Review
from appraisal.state import State
from appraisal.store.protocol import Record, Report
from appraisal.store.rings import refuse_a_ring
from appraisal.subjects import AGREED, Subject, in_seat, parse
from resources.i18n import _, moment_text

_REPORT_EACH = 1_000


def plan_parcel(review: Review, parcel: Parcel, *, report: Report | None = None) -> Incoming:
    """What a parcel would bring.

    Raises
    ------
    UserError
        When it belongs to another review, is not signed by the key known for its sender, or holds
        what its sender may not say.
    """
    check_review(review, parcel.review)
    _check_sender(review, parcel)
    for number, row in enumerate(parcel.rows):
        if report is not None and number % _REPORT_EACH == 0:
            report(number, len(parcel.rows))
        _check_row(review, parcel, row)
    refuse_a_ring((earlier, row.id) for row in parcel.rows for earlier in row.replaces)
    sieve = Sieve(review)
    desk = _Boxes(review, parcel)
    texts = {text_digest(text): text for text in parcel.texts}
    for row in parcel.rows:
        if sieve.is_here(row):
            continue
        if (
            desk.is_second_seal(row)
            or desk.is_bare_seal(row)
            or is_second_key(review, row)
            or is_unreadable_instrument(review, row, texts)
        ):
            sieve.put_aside(row)
        else:
            sieve.take(row)
    for row in desk.opened_rows():
        if not sieve.is_here(row):
            sieve.take(row)
    records = desk.records()
    arrival = sieve.arrival(new_texts(review, parcel.texts), records, parcel.name)
    cautions = (
        caution_about(review, sieve.rows),
        caution_of_settling(review, sieve.settled, sieve.people, parcel.rows),
    )
    return Incoming(
        parcel.name,
        arrival,
        parcel.sender,
        opened=tuple(one.form for one in records if one.kind == "opened"),
        boxes=tuple(desk.still_closed()),
        courtesy=tuple(desk.late),
        refused=tuple(desk.refused),
        caution=" ".join(one for one in cautions if one),
    )


class _Boxes:
    """The boxes and keys of a parcel, beside those that are here."""

    def __init__(self, review: Review, parcel: Parcel) -> None:
        self._review = review
        self._parcel = parcel
        self._state = review.state
        self.refused: list[str] = []
        self.late: list[str] = []
        self._records: list[Record] = []
        self._opened: list[Row] = []
        self._seals = {row.subject: row for row in parcel.rows if row.field == seals.SEALED}
        self._named = {row.id for row in parcel.rows}
        self._here: dict[tuple[str, str], Record] = {}
        self._keyed: set[tuple[str, str]] = set()
        self._courtesy: set[str] = set()
        for one in review.store.records():
            if one.kind == "box":
                self._here.setdefault((one.form, one.author), one)
            elif one.kind == "opened":
                self._keyed.add((one.form, one.author))
            elif one.kind == "courtesy":
                self._courtesy.add(one.form)
        self._held = {key: str(json.loads(one.body)["seal"]) for key, one in self._here.items()}
        for box in parcel.boxes:
            self._take_box(box)
        for key in parcel.keys:
            self._take_key(key)
        self._add_courtesy()

    def is_second_seal(self, row: Row) -> bool:
        """Whether a row would seal or reopen a form whose box is here already."""
        subject = parse(row.subject)
        held = self._held.get((subject.form, subject.seat)) if subject.veiled else None
        if row.field != seals.SEALED or held is None or row.id == held:
            return False
        if any(row.id == one.id for one in self._opened):
            return False
        self._refuse_second(subject.form)
        return True

    def is_bare_seal(self, row: Row) -> bool:
        """Whether a row seals a form of which neither a box nor the answers came.

        Of such a form nothing could ever be opened, and it would shut one that all have open.
        """
        subject = parse(row.subject)
        seal = seals.seal_in(row) if subject.veiled and row.field == seals.SEALED else None
        if seal is None or (subject.form, subject.seat) in self._here:
            return False
        return not all(
            one in self._named or self._review.store.slot_of(one) for one in seal.entries
        )

    def opened_rows(self) -> list[Row]:
        """The answers of the boxes that could be opened."""
        return self._opened

    def records(self) -> list[Record]:
        """What is to be noted."""
        return self._records

    def still_closed(self) -> list[str]:
        """The forms whose box came in and has no key yet."""
        opened = {one.form for one in self._records if one.kind == "opened"}
        return [o.form for o in self._records if o.kind == "box" and o.form not in opened]

    def _take_box(self, box: Box) -> None:
        place = (box.form, box.author)
        if box.author != self._parcel.sender:
            raise _forged(self._state, self._parcel, box.author)
        known = self._here.get(place)
        if known is not None:
            if box_from(known.body).commitment != box.commitment:
                self._refuse_second(box.form)
            return
        seal = self._seals.get(in_seat(box.form, box.author))
        if seal is None or seals.seal_in(seal) is None:
            raise UserError(
                _("{name} holds an answer sheet without the seal that names it.").format(
                    name=self._parcel.name
                )
            )
        standing = self._state.seal_rows(seal.subject)
        if standing and standing[0].id != seal.id:
            self._refuse_second(box.form)
            return
        body = canonical({**json.loads(box.text()), "seal": seal.id})
        record = Record("box", *place, at_text(now()), body)
        self._here[place] = record
        self._held[place] = seal.id
        self._records.append(record)
        if self._state.is_open(seal.subject) and not standing:
            self._came_late(box.form)

    def _take_key(self, key: Key) -> None:
        place = (key.form, key.author)
        record = self._here.get(place)
        if key.author != self._parcel.sender:
            raise _forged(self._state, self._parcel, key.author)
        if record is None or place in self._keyed:
            return
        box = box_from(record.body)
        if key.commitment != box.commitment:
            self._refuse_second(key.form)
            return
        try:
            rows, _seal = contents(self._parcel.review, box, key.key, self._held[place])
        except BadBox:
            self.refused.append(
                _(
                    "The answer sheet of {name} for {form} cannot be opened: its key does not "
                    "fit, or it holds something else than was sealed."
                ).format(name=name_of(self._state, key.author), form=self._form(key.form))
            )
            return
        self._opened += rows
        self._records.append(Record("opened", *place, at_text(now()), canonical({"key": key.key})))

    def _add_courtesy(self) -> None:
        self._records += [
            Record("courtesy", form, self._parcel.sender, self._parcel.at)
            for form in self._parcel.courtesy
            if form not in self._courtesy and form not in self.late
        ]

    def _came_late(self, form: str) -> None:
        """Note that a form was open here when these answers came: nobody can say they are blind."""
        if form not in self._courtesy:
            self.late.append(form)
            self._records.append(Record("courtesy", form, self._parcel.sender, at_text(now())))

    def _refuse_second(self, form: str) -> None:
        place = (form, self._parcel.sender)
        here = self._here.get(place)
        standing = self._state.seal_rows(in_seat(*place))
        at = standing[0].at if standing else here.at if here is not None else ""
        said = _(
            "{name}'s parcel has another answer sheet for {form} than the one submitted on {day}."
        ).format(
            name=name_of(self._state, self._parcel.sender),
            form=self._form(form),
            day=moment_text(at) if at else "",
        )
        if said not in self.refused:
            self.refused.append(said)
            self._records.append(
                Record("refused", *place, at_text(now()), canonical({"parcel": self._parcel.name}))
            )

    def _form(self, form: str) -> str:
        return form_name(self._state, form)


def _check_sender(review: Review, parcel: Parcel) -> None:
    known = known_key(review.state, parcel.sender)
    own = [
        row
        for row in parcel.rows
        if (row.subject, row.field, row.author) == (f"person/{parcel.sender}", "key", parcel.sender)
    ]
    if known and known != parcel.public:
        raise UserError(
            _("This parcel is not signed by {name}: another key is known here.").format(
                name=name_of(review.state, parcel.sender)
            ),
            remedy=_("Ask {name} about it. Nothing of it was taken in.").format(
                name=name_of(review.state, parcel.sender)
            ),
        )
    if not known and not any(value_in(row) == parcel.public for row in own):
        raise UserError(_("This parcel does not say whose key signed it."))


def _check_row(review: Review, parcel: Parcel, row: Row) -> None:
    """Refuse the parcel for an entry its sender cannot have written."""
    if row.author != parcel.sender:
        raise _forged(review.state, parcel, row.author)
    if not row_holds(row):
        raise UserError(_("{name} holds an entry that was altered.").format(name=parcel.name))
    subject = _subject_of(row, parcel)
    if subject.veiled and subject.seat not in (AGREED, parcel.sender):
        raise _forged(review.state, parcel, subject.seat)
    if subject.kind == "person" and row.field == "key" and subject.ids[0] != parcel.sender:
        raise _forged(review.state, parcel, subject.ids[0])
    if not (subject.veiled and row.field == seals.SEALED):
        return
    if not is_sayable(row):
        raise _not_understood(parcel)
    seal = seals.seal_in(row)
    if seal is not None and not seals.seal_holds(row.subject, seal, parcel.public):
        raise UserError(_("{name} holds a seal that is not signed.").format(name=parcel.name))


def _subject_of(row: Row, parcel: Parcel) -> Subject:
    try:
        return parse(row.subject)
    except InvalidClaim as fault:
        raise _not_understood(parcel) from fault


def _not_understood(parcel: Parcel) -> AppraisalError:
    return UserError(
        _("{name} holds an entry this program does not understand.").format(name=parcel.name)
    )


def _forged(state: State, parcel: Parcel, person: str) -> AppraisalError:
    return UserError(
        _("{file} speaks for {name}, who did not sign it.").format(
            file=parcel.name, name=name_of(state, person)
        ),
        remedy=_("Nothing of it was taken in."),
    )
