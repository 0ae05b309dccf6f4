"""The one door: a callback's query and body in, a checked and typed message out; an answer's text in, a body out.

Nothing here does I/O. The clock is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.wechat.accounts import AccountSecrets
from connectors.wechat.aibot import parse_aibot
from connectors.wechat.crypto import EncodingKey, decrypt
from connectors.wechat.envelope import EnvelopeFormat, make_seal, parse_envelope, seal_reply
from connectors.wechat.errors import BadBody, PlainRefused, ReplyTooLong, WrongReceiver
from connectors.wechat.limits import AIBOT_STREAM_BYTES, FRESHNESS_SECONDS, KF_MSGID_BYTES, PASSIVE_TEXT_BYTES
from connectors.wechat.messages import parse_fields, parse_message
from connectors.wechat.model import EnterSession, KfSignal, Message
from connectors.wechat.replies import (
    aibot_stream_json,
    aibot_text_json,
    text_reply_json,
    text_reply_xml,
    transfer_reply_json,
    transfer_reply_xml,
)
from connectors.wechat.signature import check_fresh, verify

XML_TYPE = "application/xml; charset=utf-8"
JSON_TYPE = "application/json; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class OpenedCallback:
    """A callback that passed every check."""

    account: AccountSecrets
    message: Message
    reply_format: EnvelopeFormat
    """How the reply must be written."""
    encrypted: bool
    """Whether it came encrypted; then the reply is encrypted too."""
    key: EncodingKey | None
    """The key that opened it, with which the reply is sealed."""


@dataclass(frozen=True, slots=True)
class SealedReply:
    """What the gateway answers, byte for byte."""

    body: bytes
    content_type: str


def open_callback(
    account: AccountSecrets,
    query: Mapping[str, str],
    body: bytes,
    now: datetime,
    *,
    window_seconds: int | None = FRESHNESS_SECONDS,
) -> OpenedCallback:
    """Verify, decrypt and parse one callback.

    In safe mode only `msg_signature` counts, because `signature` does not cover the body. In compatible mode the
    decrypted copy is used and the plaintext half, which no signature covers, is not; a body without an encrypted part
    is taken there, as in plain mode, on the strength of `signature` alone.

    Args:
        account: Whose path was called.
        query: Decoded once, first value of each name.
        body: As received.
        now: Aware.
        window_seconds: Accepted distance of the timestamp from now; `None` for any.

    Raises:
        BadSignature: A signature is missing or wrong (403).
        StaleTimestamp: The timestamp is outside the window (403).
        PlainRefused: A plain body reached an account in safe mode (403).
        BadBody: The body or a field of it is unreadable (400; 413 if it is too large).
        BadCiphertext: No key opens the encrypted part (400).
        WrongReceiver: It is for another account (400).

    Source:
        消息加解密说明 (three modes), message-push page of the mini program, WeCom path/90930.
    """
    is_signed_whole = bool(query.get("msg_signature"))
    if account.mode == "safe" and not is_signed_whole:
        raise PlainRefused("plain callback for an account in safe mode")
    if account.mode == "plain":
        return _open_plain(account, query, body, now, window_seconds)
    envelope = parse_envelope(body)
    if envelope.encrypt is None:
        if account.mode == "safe":
            raise PlainRefused("plain callback for an account in safe mode")
        if is_signed_whole:
            raise BadBody("Encrypt is missing", field="Encrypt")
        return _open_plain(account, query, body, now, window_seconds)
    _check_signature(account, query, now, window_seconds, "msg_signature", envelope.encrypt)
    plaintext, key = decrypt(envelope.encrypt, account.keys, account.receive_id)
    if account.channel == "aibot":
        message = parse_aibot(plaintext, account.name, now)
    else:
        message = parse_message(plaintext, account.name)
        _check_to_user(account, message.head.to_user)
        if account.mode == "safe" and envelope.to_user is not None:
            _check_to_user(account, envelope.to_user)
    return OpenedCallback(account, message, envelope.format, encrypted=True, key=key)


def answer_url_check(
    account: AccountSecrets,
    query: Mapping[str, str],
    now: datetime | None = None,
    *,
    window_seconds: int | None = FRESHNESS_SECONDS,
) -> bytes:
    """What to answer, as text/plain, to the GET with which the platform checks the address.

    Args:
        account: Whose path was called.
        query: Decoded once.
        now: Aware; without it the timestamp's age is not checked.
        window_seconds: See `open_callback`.

    Raises:
        BadSignature: The signature is missing or wrong.
        StaleTimestamp: The timestamp is outside the window.
        BadBody: `echostr` is missing.
        BadCiphertext: No key opens WeCom's `echostr`.
        WrongReceiver: WeCom's `echostr` is for another company.
    """
    echo = query.get("echostr", "")
    if not account.is_wecom:
        _check_signature(account, query, now, window_seconds, "signature")
        if not echo:
            raise BadBody("echostr is missing", field="echostr")
        return echo.encode("utf-8", "replace")
    # Base64 has no blanks: one that is there was a `+` that a decoder of forms took for a blank.
    echo = echo.replace(" ", "+")
    _check_signature(account, query, now, window_seconds, "msg_signature", echo)
    return decrypt(echo, account.keys, account.receive_id)[0]


def acknowledge(account: AccountSecrets) -> SealedReply:
    """The answer that says only "received". It is never encrypted."""
    return SealedReply(b"" if account.is_wecom else b"success", TEXT_TYPE)


def seal(
    opened: OpenedCallback, text: str | None, now: datetime, *, nonce: str | None = None, random16: bytes | None = None
) -> SealedReply:
    """A passive text answer in the format of the callback, encrypted if that was.

    Args:
        opened: What is answered.
        text: At most what the channel shows, see `split_text`; `None` or "" only acknowledges.
        now: Aware.
        nonce: Fixed in tests.
        random16: Fixed in tests.

    Raises:
        ReplyTooLong: The channel would cut or drop it.
        ValueError: A KfSignal cannot be answered.
    """
    if not text:
        return acknowledge(opened.account)
    limit = AIBOT_STREAM_BYTES if opened.account.channel == "aibot" else PASSIVE_TEXT_BYTES
    if len(text.encode("utf-8", "surrogatepass")) > limit:
        raise ReplyTooLong(f"longer than {limit} bytes")
    return _seal_inner(opened, _write_text(opened, text, now), now, nonce, random16)


def seal_transfer(
    opened: OpenedCallback, now: datetime, *, nonce: str | None = None, random16: bytes | None = None
) -> SealedReply:
    """A passive answer that hands the resident to the platform's human customer service (公众号, 小程序).

    Raises:
        ValueError: The channel has no such answer.
    """
    if opened.account.is_wecom:
        raise ValueError("this channel cannot transfer by a passive reply")
    head = opened.message.head
    write = transfer_reply_xml if opened.reply_format == "xml" else transfer_reply_json
    return _seal_inner(opened, write(head.from_user, head.to_user, now), now, nonce, random16)


def _open_plain(
    account: AccountSecrets, query: Mapping[str, str], body: bytes, now: datetime, window_seconds: int | None
) -> OpenedCallback:
    _check_signature(account, query, now, window_seconds, "signature")
    envelope = parse_envelope(body)
    message = parse_fields(envelope.fields, account.name)
    _check_to_user(account, message.head.to_user)
    return OpenedCallback(account, message, envelope.format, encrypted=False, key=None)


def _check_signature(
    account: AccountSecrets,
    query: Mapping[str, str],
    now: datetime | None,
    window_seconds: int | None,
    name: str,
    encrypted: str | None = None,
) -> None:
    timestamp = query.get("timestamp", "")
    verify(query.get(name, ""), account.token, timestamp, query.get("nonce", ""), encrypted)
    if now is not None:
        check_fresh(timestamp, now, window_seconds)


def _check_to_user(account: AccountSecrets, to_user: str) -> None:
    if account.original_id and to_user != account.original_id:
        raise WrongReceiver("ToUserName is another account", field="ToUserName")


def _write_text(opened: OpenedCallback, text: str, now: datetime) -> str:
    head = opened.message.head
    if isinstance(opened.message, KfSignal):
        raise ValueError("a KfSignal is answered through the API")
    if opened.account.channel == "aibot":
        if isinstance(opened.message, EnterSession):
            return aibot_text_json(text)
        return aibot_stream_json(head.dedupe_key[:KF_MSGID_BYTES], text)
    write = text_reply_xml if opened.reply_format == "xml" else text_reply_json
    return write(head.from_user, head.to_user, text, now)


def _seal_inner(
    opened: OpenedCallback, inner: str, now: datetime, nonce: str | None, random16: bytes | None
) -> SealedReply:
    if opened.key is not None:
        account = opened.account
        mark = make_seal(account.token, account.receive_id, opened.key, now, nonce=nonce, random16=random16)
        inner = seal_reply(inner, mark, opened.reply_format)
    return SealedReply(inner.encode("utf-8"), XML_TYPE if opened.reply_format == "xml" else JSON_TYPE)
