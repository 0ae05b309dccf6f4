"""From a request's body to an ``Inbound``: words or a location, checked."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.places.coords import check_range
from connectors.inbound import Inbound
from connectors.webchat.refusals import ChatRefused
from connectors.webchat.session import ACCOUNT, CHANNEL, Session

MAX_BODY = 64 * 1024
MAX_TEXT = 5_000
"""Characters."""
MAX_LABEL = 200
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
"""E.g. 0b5c9a1e-6f0d-4a53-9c1b-2f4d7e8a9b10."""


async def read_body(request: web.Request, most: int = MAX_BODY) -> bytes:
    """The body, which may not be longer than ``most`` bytes, however it is sent.

    Raises:
        ChatRefused: it is longer.
    """
    if (request.content_length or 0) > most:
        raise ChatRefused("too_large")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > most:
            raise ChatRefused("too_large")
    return bytes(body)


def read_message(body: bytes, session: Session, now: datetime) -> Inbound:
    """One message of words or of a place.

    Raises:
        ChatRefused: neither, or too long.
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise ChatRefused("bad_request") from None
    if not isinstance(value, dict):
        raise ChatRefused("bad_request")
    key = message_key(value.get("id"), session)
    if set(value) == {"id", "text"}:
        text = _words(value["text"])
        if len(text) > MAX_TEXT:
            raise ChatRefused("text_too_long")
        return Inbound(CHANNEL, ACCOUNT, session.identity, key, "text", now, text=text)
    if set(value) == {"id", "location"} and isinstance(value["location"], dict):
        place = value["location"]
        label = _words(place.get("label", ""))[:MAX_LABEL]
        point = (_degrees(place.get("lng")), _degrees(place.get("lat")))
        try:
            check_range(*point)
        except ValueError:
            raise ChatRefused("bad_request") from None
        return Inbound(CHANNEL, ACCOUNT, session.identity, key, "location", now, text=label, location=point)
    raise ChatRefused("bad_request")


def message_key(client_id: Any, session: Session) -> str:
    """The dedupe key: 64 characters, of the session and of the id that the page chose; see ``client_id_of``.

    Two sessions may choose the same id without meeting.

    Raises:
        ChatRefused: not a UUID.
    """
    if not isinstance(client_id, str) or not _UUID.fullmatch(client_id.lower()):
        raise ChatRefused("bad_request")
    return session.identity + client_id.lower().replace("-", "")


def client_id_of(key: str) -> str:
    """The page's id out of a dedupe key."""
    digits = key[-32:]
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _words(value: Any) -> str:
    """The text with lone surrogates, which no encoding holds, replaced."""
    if not isinstance(value, str):
        raise ChatRefused("bad_request")
    return value.encode("utf-8", "replace").decode()


def _degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ChatRefused("bad_request")
    try:
        return float(value)
    except OverflowError:
        raise ChatRefused("bad_request") from None
