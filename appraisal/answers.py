"""Whether an answer is one that its item allows."""

from appraisal.errors import InvalidClaim
from appraisal.instrument import Instrument
from appraisal.ledger import Value
from resources.i18n import _


def check_answer(instrument: Instrument, address: str, value: Value) -> None:
    """Refuse an answer that the item at `domain/item` does not have.

    A single item takes one option's code, a multi item a list of codes without repeats (the empty
    list says "none of these"), a text item a text.

    Raises
    ------
    InvalidClaim
        With the item's number and the answers it takes.
    """
    try:
        item = instrument.item(address)
    except KeyError as fault:
        raise InvalidClaim(
            _("{instrument} has no item {item}.").format(instrument=instrument.title, item=address)
        ) from fault
    codes = [option.code for option in item.options]
    fits = {
        "single": isinstance(value, str) and (value in codes or (item.allow_na and value == "NA")),
        "multi": isinstance(value, list)
        and len(set(map(str, value))) == len(value)
        and all(code in codes for code in value),
        "text": isinstance(value, str),
    }[item.type]
    if not fits:
        raise InvalidClaim(
            _("{item} cannot be answered with {value}.").format(item=item.id, value=value),
            remedy=_("It takes {codes}.").format(codes=", ".join(codes)),
        )
