"""Keeps personal data: sealing (encryption) with key rotation and keyed hashes.

One sealed value is a Fernet token; the first key seals, all keys open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class CannotOpen(Exception):
    """A sealed value that none of the keys opens."""


class Vault:
    """Seals, opens and hashes. Its repr shows no key."""

    def __init__(self, keys: list[str], hash_key: str) -> None:
        """Args: keys: Fernet keys, newest first. hash_key: any long random text.

        Raises:
            ValueError: no key, or a key of the wrong form.
        """
        if not keys or not hash_key:
            raise ValueError("the vault needs at least one sealing key and a hash key")
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._hash_key = hash_key.encode()

    def __repr__(self) -> str:
        """Nothing that helps a reader of a log."""
        return "Vault(…)"

    def seal(self, text: str) -> str:
        """Ciphertext of ``text``; empty stays empty."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """The text again.

        Raises:
            CannotOpen: damaged, or sealed with a key that is gone.
        """
        if not sealed:
            return ""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise CannotOpen("a sealed value cannot be opened with the present keys") from error

    def seal_json(self, value: Any) -> str:
        """Ciphertext of a JSON value."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def open_json(self, sealed: str) -> Any:
        """The JSON value again; see ``open``."""
        return json.loads(self.open(sealed))

    def hash(self, *parts: str) -> str:
        """32 hex digits that name the parts without telling them."""
        text = "\x1f".join(parts).encode()
        return hmac.new(self._hash_key, text, hashlib.sha256).hexdigest()[:32]
