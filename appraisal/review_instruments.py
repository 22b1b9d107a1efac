"""Which instrument a study is appraised with, and the texts that a review carries of them.

A review keeps every text it was made with, in its own file: it stays readable when the program
ships newer ones.
"""

from collections.abc import Sequence

from appraisal.drafts import Write, write
from appraisal.errors import InvalidClaim
from appraisal.instrument import Instrument
from appraisal.instrument_file import read_instrument
from appraisal.ledger import text_digest
from appraisal.library import present_key, texts_of
from appraisal.state import State
from appraisal.store.faults import damaged
from appraisal.store.protocol import Store
from appraisal.subjects import REVIEW, parse


def instrument_of_study(state: State, study: str) -> str:
    """The `id@version` a study is appraised with: its own, or the one its design asks for.

    A version that the review does not carry yet, because nobody has answered it, is the one shipped
    now. Empty when the study has no design, or the design no instrument that is here.
    """
    return state.kept(study, "instrument", None, lambda: _instrument_of_study(state, study))


def _instrument_of_study(state: State, study: str) -> str:
    subject = f"study/{study}"
    chosen = state.text(subject, "instrument")
    if not chosen:
        design = state.text(subject, "design")
        chosen = state.text(REVIEW, f"design/{design}") if design else ""
    if not chosen:
        return ""
    if "@" in chosen and state.value(REVIEW, f"instrument/{chosen}") is not None:
        return chosen
    try:
        return present_key(chosen.partition("@")[0])
    except InvalidClaim:  # chosen in another version of the program, and never used here
        return ""


def carry_instruments(store: Store, state: State, writes: Sequence[Write]) -> tuple[Write, ...]:
    """Put an instrument into a review on its first use, so that it stays readable."""
    needed = {
        parse(one.slot.subject).instrument
        for one in writes
        if one.slot.subject.startswith("appraisal/")
    }
    made: list[Write] = []
    for key in sorted(needed):
        if state.value(REVIEW, f"instrument/{key}") is None:
            digests = {lang: store.put_blob(text) for lang, text in texts_of(key).items()}
            made.append(write(REVIEW, f"instrument/{key}", dict(digests)))
    return tuple(made)


def carried_instrument(store: Store, state: State, key: str, lang: str) -> Instrument:
    """The instrument `id@version` that a review carries, or the one that is here.

    Raises
    ------
    InvalidClaim
        When neither has it.
    Damaged
        When the file has lost its text.
    """
    found = state.value(REVIEW, f"instrument/{key}")
    if isinstance(found, dict):
        overlay = found.get(lang) if lang != "en" else None
        return read_instrument(
            carried_text(store, key, "en", str(found["en"])),
            overlay=carried_text(store, key, lang, str(overlay)) if overlay else None,
        )
    texts = texts_of(key)
    return read_instrument(texts["en"], overlay=texts.get(lang) if lang != "en" else None)


def require_instruments(store: Store, state: State) -> None:
    """See that every instrument a review carries can be read.

    Raises
    ------
    Damaged
        When the file has lost the text of one.
    """
    for name, claim in state.fields(REVIEW).items():
        if name.startswith("instrument/") and isinstance(claim.value, dict):
            for lang, digest in claim.value.items():
                carried_text(store, name.removeprefix("instrument/"), lang, str(digest))


def carried_text(store: Store, key: str, lang: str, digest: str) -> str:
    """A text of an instrument; what a damaged file has lost is taken from the same one here.

    Raises
    ------
    Damaged
        When it is neither in the file nor, word for word, in this program.
    """
    try:
        return store.blob(digest)
    except KeyError:
        here = _texts_here(key).get(lang, "")
        if text_digest(here) != digest:
            raise damaged(store.path) from None
        return here


def _texts_here(key: str) -> dict[str, str]:
    try:
        return texts_of(key)
    except InvalidClaim:
        return {}
