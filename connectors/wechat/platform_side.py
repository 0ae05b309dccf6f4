"""The platform's side of the door: callbacks as WeChat would make them, and replies as WeChat would read them.

For the demo, for load and for tests; nothing that serves residents imports it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from connectors.wechat.accounts import AccountSecrets
from connectors.wechat.callback import JSON_TYPE, XML_TYPE
from connectors.wechat.crypto import decrypt, encrypt
from connectors.wechat.errors import BadBody
from connectors.wechat.fields import parse_document
from connectors.wechat.readers import find_text, read_object, read_text
from connectors.wechat.replies import compose_json, compose_xml
from connectors.wechat.signature import sign, verify

Scalars = Mapping[str, str | int | float]
BodyFormat = Literal["xml", "json"]


@dataclass(frozen=True, slots=True)
class SignedCallback:
    """A request that the platform would send."""

    query: dict[str, str]
    """Not yet URL-encoded."""
    body: bytes
    content_type: str


def make_user_fields(
    account: AccountSecrets, from_user: str, created: datetime, kind: str, **more: str | int
) -> Scalars:
    """Fields of a message or event from a resident; `more` are those of its kind, such as `Content` and `MsgId`."""
    to_user = account.original_id or account.app_id
    head: dict[str, str | int | float] = {
        "ToUserName": to_user,
        "FromUserName": from_user,
        "CreateTime": int(created.timestamp()),
        "MsgType": kind,
    }
    return head | more


def make_text(account: AccountSecrets, from_user: str, content: str, message_id: int, created: datetime) -> Scalars:
    """Fields of a text message."""
    return make_user_fields(account, from_user, created, "text", Content=content, MsgId=message_id)


def compose(fields: Scalars, body_format: BodyFormat = "xml") -> str:
    """Fields as the inner body."""
    return compose_xml(fields) if body_format == "xml" else compose_json(fields)


def build_callback(
    account: AccountSecrets,
    inner: str,
    now: datetime,
    *,
    openid: str = "",
    nonce: str | None = None,
    random16: bytes | None = None,
) -> SignedCallback:
    """Sign, and in compatible and safe mode encrypt, an inner body.

    Args:
        account: Its current key is used; its mode decides the form.
        inner: XML or JSON text.
        now: Time of sending, aware.
        openid: Stands in the query of an official account, outside every signature.
        nonce: Fixed in tests.
        random16: Fixed in tests.
    """
    body_format: BodyFormat = "json" if inner.lstrip().startswith("{") else "xml"
    timestamp, nonce = str(int(now.timestamp())), nonce or secrets.token_hex(5)
    query = {"timestamp": timestamp, "nonce": nonce}
    if not account.is_wecom:
        query |= {"signature": sign(account.token, timestamp, nonce), "openid": openid}
    body = inner
    if account.mode != "plain":
        encrypted = encrypt(inner.encode("utf-8"), account.receive_id, account.keys[0], random16)
        query["msg_signature"] = sign(account.token, timestamp, nonce, encrypted)
        if not account.is_wecom:
            query["encrypt_type"] = "aes"
        body = _wrap(account, inner, encrypted, body_format)
    return SignedCallback(query, body.encode("utf-8"), XML_TYPE if body_format == "xml" else JSON_TYPE)


def build_url_check(account: AccountSecrets, echo: str, now: datetime, *, nonce: str | None = None) -> dict[str, str]:
    """The query of the GET with which the platform checks an address; the right answer is `echo`."""
    timestamp, nonce = str(int(now.timestamp())), nonce or secrets.token_hex(5)
    query = {"timestamp": timestamp, "nonce": nonce}
    if not account.is_wecom:
        return query | {"signature": sign(account.token, timestamp, nonce), "echostr": echo}
    encrypted = encrypt(echo.encode("utf-8"), account.receive_id, account.keys[0])
    return query | {"msg_signature": sign(account.token, timestamp, nonce, encrypted), "echostr": encrypted}


def open_reply(account: AccountSecrets, body: bytes) -> str | None:
    """The inner text of a passive reply, its signature checked; `None` for a bare acknowledgement.

    Raises:
        CallbackError: The platform would refuse it.
    """
    if body in (b"", b"success"):
        return None
    fields = parse_document(body).fields
    if account.mode == "plain" or (account.mode == "compatible" and "Encrypt" not in fields):
        return body.decode("utf-8")
    is_lower = "encrypt" in fields
    names = ("encrypt", "msgsignature", "timestamp", "nonce")
    if not is_lower:
        names = ("Encrypt", "MsgSignature", "TimeStamp", "Nonce")
    encrypted, signature, timestamp, nonce = (read_text(fields, name) for name in names)
    verify(signature, account.token, timestamp, nonce, encrypted)
    return decrypt(encrypted, account.keys, account.receive_id)[0].decode("utf-8")


def read_reply_text(inner: str) -> str:
    """The words that the resident sees of an inner reply.

    Raises:
        BadBody: It is no text reply.
    """
    fields = parse_document(inner.encode("utf-8")).fields
    kind = find_text(fields, "MsgType") or find_text(fields, "msgtype")
    if "Content" in fields and kind == "text":
        return read_text(fields, "Content")
    if kind in ("text", "stream"):
        return read_text(read_object(fields, kind), "content")
    raise BadBody("no text reply", field="MsgType")


def _wrap(account: AccountSecrets, inner: str, encrypted: str, body_format: BodyFormat) -> str:
    if account.channel == "aibot":
        return compose_json({"encrypt": encrypted})
    if account.mode == "safe":
        return compose({"ToUserName": account.original_id or account.app_id, "Encrypt": encrypted}, body_format)
    if body_format == "json":
        return inner.rstrip().removesuffix("}") + f', "Encrypt": "{encrypted}"}}'
    return inner.rstrip().removesuffix("</xml>") + f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
