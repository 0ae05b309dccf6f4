"""The outer body of a callback, and the sealed envelope of a reply."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from connectors.wechat.crypto import EncodingKey, encrypt
from connectors.wechat.errors import BadBody
from connectors.wechat.fields import Fields, parse_document
from connectors.wechat.readers import find_text
from connectors.wechat.signature import sign

EnvelopeFormat = Literal["xml", "json", "json_lower"]
"""How the sender writes: XML, JSON with `Encrypt`, or JSON with `encrypt` as WeCom does."""

_REPLY_NAMES: dict[EnvelopeFormat, tuple[str, str, str, str]] = {
    "json": ("Encrypt", "MsgSignature", "TimeStamp", "Nonce"),
    "json_lower": ("encrypt", "msgsignature", "timestamp", "nonce"),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A parsed outer body; nothing in it is trusted yet."""

    to_user: str | None
    """ToUserName, if there is one."""
    encrypt: str | None = field(repr=False)
    """The encrypted part; `None` in a plain body, "" if it is there but empty."""
    format: EnvelopeFormat
    """How a reply must be written."""
    fields: Fields = field(repr=False)
    """All fields, the plaintext half of a compatible body among them."""


def parse_envelope(body: bytes) -> Envelope:
    """Read an outer body, plain or encrypted.

    Raises:
        BadBody: It is unreadable (see `parse_document`), or its encrypted part is no scalar or given twice.
    """
    document = parse_document(body)
    names = [name for name in ("Encrypt", "encrypt") if name in document.fields]
    if len(names) > 1:
        raise BadBody("a field is repeated", field="Encrypt")
    encrypted = document.fields[names[0]] if names else None
    if not (encrypted is None or isinstance(encrypted, str)):
        raise BadBody("Encrypt is not a text", field="Encrypt")
    reply_format: EnvelopeFormat = (
        "json_lower" if names == ["encrypt"] and document.format == "json" else document.format
    )
    return Envelope(
        to_user=find_text(document.fields, "ToUserName"),
        encrypt=None if encrypted is None else encrypted.strip(),
        format=reply_format,
        fields=document.fields,
    )


@dataclass(frozen=True, slots=True)
class Seal:
    """What a reply is encrypted and signed with."""

    token: str = field(repr=False)
    receive_id: str
    key: EncodingKey
    timestamp: int
    """Unix seconds."""
    nonce: str
    random16: bytes | None = field(default=None, repr=False)
    """Fixed only in tests."""


def make_seal(
    token: str,
    receive_id: str,
    key: EncodingKey,
    now: datetime,
    *,
    nonce: str | None = None,
    random16: bytes | None = None,
) -> Seal:
    """A seal for one reply, with a fresh nonce unless one is given."""
    return Seal(token, receive_id, key, int(now.timestamp()), nonce or secrets.token_hex(8), random16)


def seal_reply(text: str, seal: Seal, reply_format: EnvelopeFormat) -> str:
    """Encrypt and sign a reply's XML or JSON text and put it into an envelope.

    Source:
        消息加解密说明 (official account); message-push page of the mini program (JSON); WeCom path/101033 (aibot).
    """
    encrypted = encrypt(text.encode("utf-8"), seal.receive_id, seal.key, seal.random16)
    timestamp = str(seal.timestamp)
    signature = sign(seal.token, timestamp, seal.nonce, encrypted)
    if reply_format == "xml":
        return (
            f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt><MsgSignature><![CDATA[{signature}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{seal.nonce}]]></Nonce></xml>"
        )
    values = (encrypted, signature, seal.timestamp, seal.nonce)
    return json.dumps(dict(zip(_REPLY_NAMES[reply_format], values, strict=True)), ensure_ascii=False)
