"""Signatures of WeChat-style callbacks and the freshness of their timestamps."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

from connectors.wechat.errors import BadSignature, StaleTimestamp
from connectors.wechat.limits import FRESHNESS_SECONDS

_UNIX_SECONDS = re.compile(r"[0-9]{1,11}")


def sign(token: str, timestamp: str, nonce: str, encrypt: str | None = None) -> str:
    """The hex SHA-1 of the parts, sorted as strings and joined.

    Args:
        token: The account's token.
        timestamp: As it stands in the query.
        nonce: As it stands in the query.
        encrypt: The encrypted part; with it the result is a `msg_signature`, without it a `signature`.

    Source:
        Official account 接入指南 and 消息加解密说明; WeCom path/90968.
    """
    parts = [token, timestamp, nonce] if encrypt is None else [token, timestamp, nonce, encrypt]
    joined = "".join(sorted(parts)).encode("utf-8", "surrogatepass")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def verify(given: str, token: str, timestamp: str, nonce: str, encrypt: str | None = None) -> None:
    """Compare a signature in constant time.

    Raises:
        BadSignature: It is empty or differs, or the token is empty.
    """
    expected = sign(token, timestamp, nonce, encrypt).encode("ascii")
    is_same = hmac.compare_digest(expected, given.encode("utf-8", "surrogatepass"))
    if not (is_same and token):
        raise BadSignature("signature does not match")


def check_fresh(timestamp: str, now: datetime, window_seconds: int | None = FRESHNESS_SECONDS) -> None:
    """Check that a (signed) timestamp is not further from now than the window, in either direction.

    Args:
        timestamp: Unix seconds as text.
        now: Aware.
        window_seconds: `None` accepts any timestamp.

    Raises:
        StaleTimestamp: It is too old, too far ahead, or no number.
        ValueError: `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must have a time zone")
    if window_seconds is None:
        return
    if not _UNIX_SECONDS.fullmatch(timestamp):
        raise StaleTimestamp("timestamp is not in Unix seconds", field="timestamp")
    if abs(now.timestamp() - int(timestamp)) > window_seconds:
        raise StaleTimestamp("timestamp is outside the window", field="timestamp")
