"""Secrets of other systems, kept so that the database alone does not give them away.

They are encrypted (Fernet: AES-128 in CBC mode with an HMAC) under a key derived from the installation's own, which
lies outside the database. They are opened at the moment of asking, and nowhere else.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

PURPOSE = b"aimline: secrets of connections"


class SecretLost(AimlineError):
    """The secret was encrypted under another key than the installation has now."""


def encrypt(secret: str) -> str:
    """Return a secret as it is kept."""
    return _fernet().encrypt(secret.encode()).decode("ascii")


def decrypt(kept: str) -> str:
    """Return a kept secret; raises SecretLost."""
    try:
        return _fernet().decrypt(kept.encode("ascii")).decode()
    except InvalidToken as problem:
        raise SecretLost(
            "secret-lost",
            say("The secret of this connection cannot be read any more: this installation has a new key."),
            say("Type the secret in again."),
        ) from problem


def _fernet() -> Fernet:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(base64.urlsafe_b64encode(kdf.derive(str(settings.SECRET_KEY).encode())))
