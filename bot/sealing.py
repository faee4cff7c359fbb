"""Sealing: tokens are encrypted before they are kept, with a key that stands in the environment and not in the record.

The newest key seals; older ones still open, so that a key can be changed while the bot goes on.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import Fault


class NotOpened(Fault):
    """None of the keys that we have opens this token."""


class Seal:
    """Encrypts and decrypts. `keys`, the newest first; each as `is_key` wants it."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])

    def seal(self, token: str | None) -> str | None:
        """A token as it is kept."""
        return None if token is None else self._keys.encrypt(token.encode()).decode()

    def open(self, sealed: str | None) -> str | None:
        """The token that was kept. Raises NotOpened."""
        try:
            return None if sealed is None else self._keys.decrypt(sealed).decode()
        except InvalidToken:
            raise NotOpened from None

    def again(self, sealed: str) -> str:
        """The same token, sealed with the newest key. Raises NotOpened."""
        try:
            return self._keys.rotate(sealed).decode()
        except InvalidToken:
            raise NotOpened from None


def is_key(text: str) -> bool:
    """Whether this is a key: 32 bytes in base64."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True
