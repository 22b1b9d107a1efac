"""Each person's Ed25519 key: made on first use, kept in the user's data folder, never in a review.

The public half is a claim of the person; seals and parcels are signed with the private half. What
the owner of a file does to own answers before sharing cannot be seen by any signature.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraisal.errors import StorageError, UserError
from resources.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, as its 32 raw bytes."""

    raw: bytes

    @property
    def public(self) -> str:
        """The public half, in hexadecimal."""
        return self._private().public_key().public_bytes_raw().hex()

    def sign(self, message: str) -> str:
        """The signature of a text, in hexadecimal."""
        return self._private().sign(message.encode()).hex()

    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.raw)


def key_of(person: str, folder: Path) -> SigningKey:
    """The key of a person at this desk; made and kept where there is none yet."""
    path = folder / f"{person}.key"
    try:
        return _read(path) if path.exists() else _make(path)
    except OSError as fault:
        raise StorageError(
            _("The key of this reviewer cannot be read or kept: {why}.").format(
                why=fault.strerror or fault
            ),
            remedy=_("See to it that {folder} can be written to.").format(folder=folder),
        ) from fault


def has_key(person: str, folder: Path) -> bool:
    """Whether this desk has a key of a person."""
    return (folder / f"{person}.key").exists()


def keep_key(key: SigningKey, person: str, folder: Path) -> None:
    """Keep a key brought from another machine, or that of a sample's reviewer."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{person}.key", key)


def locked_key(key: SigningKey, passphrase: str) -> bytes:
    """A key as a file that only its passphrase opens (PKCS #8)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
    )

    private = Ed25519PrivateKey.from_private_bytes(key.raw)
    locking = BestAvailableEncryption(passphrase.encode())
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locking)


def unlocked_key(data: bytes, passphrase: str) -> SigningKey:
    """The key of such a file.

    Raises
    ------
    UserError
        When the passphrase is another, or the file holds no key of ours.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(data, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise UserError(
            _("The key could not be opened."),
            remedy=_("Check the passphrase, and that this is the file of your key."),
        ) from fault
    if not isinstance(found, Ed25519PrivateKey):
        raise UserError(_("This file holds a key, but none of this program."))
    return SigningKey(found.private_bytes_raw())


def key_from_seed(seed: str) -> SigningKey:
    """A key anyone can make again: for the reviewers of the sample, who are nobody."""
    return SigningKey(hashlib.sha256(seed.encode()).digest())


def is_signed(message: str, signature: str, public: str) -> bool:
    """Whether a signature of a text was made by the holder of a public key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), message.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path) -> SigningKey:
    key = SigningKey(os.urandom(32))
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, key)
    return key


def _read(path: Path) -> SigningKey:
    raw = bytes.fromhex(path.read_text("ascii").strip())
    if len(raw) != 32:
        raise StorageError(
            _("The key file {path} is damaged.").format(path=path),
            remedy=_("Bring the key back from a copy, or move the file away to make a new key."),
        )
    return SigningKey(raw)


def _write(path: Path, key: SigningKey) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.raw.hex() + "\n")
