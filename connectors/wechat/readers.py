"""Readers of single fields: each gives a checked value or names the field that is wrong, never its value."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from datetime import datetime, timezone

from connectors.wechat.errors import BadBody
from connectors.wechat.fields import Fields
from connectors.wechat.limits import MAX_ID_CHARS

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Control characters other than the line feed, and non-characters. Example: "a\\x08b\\tc"."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of a pair, which JSON escapes can smuggle in and UTF-8 cannot hold."""
_IDENTIFIER = re.compile(rf"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff]{{1,{MAX_ID_CHARS}}}")
_UNIX_SECONDS = re.compile(r"[0-9]{1,11}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,4}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")


def clean_text(text: str) -> str:
    """The text with LF line ends and every other control character turned into a blank; emoji stay whole."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", unified))


def read_text(fields: Fields, name: str) -> str:
    """A text that must be there, though it may be empty.

    Raises:
        BadBody: It is missing or not a scalar.
    """
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadBody(f"{name} is missing", field=name)
    return clean_text(value)


def find_text(fields: Fields, name: str) -> str | None:
    """A text that may be missing; blank counts as missing."""
    value = fields.get(name)
    if not isinstance(value, str):
        return None
    return clean_text(value).strip() or None


def read_id(fields: Fields, name: str) -> str:
    """An identifier (openid, MsgId, media id): no blanks, at most `MAX_ID_CHARS` characters.

    Raises:
        BadBody: It is missing, empty or malformed.
    """
    value = read_text(fields, name).strip()
    if not _IDENTIFIER.fullmatch(value):
        raise BadBody(f"{name} is not an identifier", field=name)
    return value


def find_id(fields: Fields, name: str) -> str | None:
    """An identifier that may be missing or empty.

    Raises:
        BadBody: It is there and malformed.
    """
    return None if find_text(fields, name) is None else read_id(fields, name)


def read_time(fields: Fields, name: str) -> datetime:
    """Unix seconds as an aware UTC time.

    Raises:
        BadBody: It is missing or not Unix seconds.
    """
    value = read_text(fields, name).strip()
    if not _UNIX_SECONDS.fullmatch(value):
        raise BadBody(f"{name} is not in Unix seconds", field=name)
    return datetime.fromtimestamp(int(value), tz=timezone.utc)


def read_number(fields: Fields, name: str, limit: float = math.inf) -> float:
    """A decimal number.

    Raises:
        BadBody: It is missing, not a decimal number, or further from zero than `limit`.
    """
    value = read_text(fields, name).strip()
    if not _DECIMAL.fullmatch(value) or abs(float(value)) > limit:
        raise BadBody(f"{name} is not a number in range", field=name)
    return float(value)


def read_object(fields: Fields, name: str) -> Fields:
    """An inner object.

    Raises:
        BadBody: It is missing or a scalar.
    """
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise BadBody(f"{name} is missing", field=name)
    return value


def make_dedupe_key(*parts: str | None) -> str:
    """A fixed-length key of the parts, in which no two lists of parts meet.

    It hides nothing: an openid can be guessed from it. Give it the same care as the openid.
    """
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()
