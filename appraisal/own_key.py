"""The key of who sits here: found at this desk, taken to a second computer and brought to it."""

from pathlib import Path

from appraisal.errors import StorageError, UserError
from appraisal.keys import SigningKey, has_key, keep_key, key_of, locked_key, unlocked_key
from appraisal.state import State
from appraisal.store import places
from resources.i18n import _


def key_for(person: str) -> SigningKey:
    """The key of a person at this desk."""
    return key_of(person, places.keys_dir())


def own_key(state: State, person: str) -> SigningKey:
    """The key of a person; refused where the review knows one that lies on another computer."""
    from appraisal.parcels import refuse_keyless

    if not has_key(person, places.keys_dir()):
        refuse_keyless(state, person)
    return key_for(person)


def signs_elsewhere(state: State, person: str) -> bool:
    """Whether a person has signed what they shared, with a key that this computer does not have."""
    from appraisal.parcels import known_key

    return bool(known_key(state, person)) and not has_key(person, places.keys_dir())


def export_key(state: State, person: str, path: Path, passphrase: str) -> None:
    """Write the key of a person to a file that only a passphrase opens, for a second computer.

    Raises
    ------
    UserError
        When their key is on another computer.
    StorageError
        When it cannot be written.
    """
    data = locked_key(own_key(state, person), passphrase)
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise StorageError(
            _("The key could not be written: {why}.").format(why=fault.strerror or fault)
        ) from fault


def import_key(state: State, person: str, path: Path, passphrase: str) -> None:
    """Keep the key of a person that was written on another computer.

    Raises
    ------
    UserError
        When the passphrase is another, or this review knows another key of the person.
    StorageError
        When the file cannot be read, or the key cannot be kept.
    """
    from appraisal.parcels import known_key

    try:
        data = path.read_bytes()
    except OSError as fault:
        raise StorageError(
            _("The key could not be read: {why}.").format(why=fault.strerror or fault)
        ) from fault
    key = unlocked_key(data, passphrase)
    known = known_key(state, person)
    if known and known != key.public:
        raise UserError(
            _("This is the key of somebody else."),
            remedy=_("Nothing was changed. Sign in as the one whose key it is, or take yours."),
        )
    try:
        keep_key(key, person, places.keys_dir())
    except OSError as fault:
        raise StorageError(
            _("The key could not be kept: {why}.").format(why=fault.strerror or fault)
        ) from fault


def keep_sample_keys(which: str) -> None:
    """Let this desk sign as the reviewers of a sample, who are nobody."""
    from appraisal.sample import reader_keys

    for person, key in reader_keys(which).items():
        keep_key(key, person, places.keys_dir())
