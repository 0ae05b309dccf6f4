"""Messages and events of a WeCom 智能机器人, which have a JSON shape of their own."""

from __future__ import annotations

from datetime import datetime

from connectors.wechat.fields import Fields, parse_document
from connectors.wechat.model import (
    EnterSession,
    Head,
    IgnoredEvent,
    Message,
    TextMessage,
    UnknownMessage,
    VoiceMessage,
)
from connectors.wechat.readers import (
    find_id,
    find_text,
    make_dedupe_key,
    read_id,
    read_object,
    read_text,
    read_time,
)


def parse_aibot(body: bytes, account: str, received_at: datetime) -> Message:
    """Read a decrypted body.

    Args:
        body: JSON, UTF-8.
        account: Our own name of the account, part of the dedupe key.
        received_at: Stands in for the time of sending, which messages do not carry.

    Raises:
        BadBody: It is unreadable, or a field that it must have is missing or malformed (`field` names it).

    Source:
        WeCom path/100719 (messages) and path/101027 (events).
    """
    fields = parse_document(body).fields
    head = _read_head(fields, account, received_at)
    kind = read_id(fields, "msgtype").lower()
    if kind == "event":
        name = read_id(read_object(fields, "event"), "eventtype")
        return EnterSession(head, None) if name == "enter_chat" else IgnoredEvent(head, name)
    if kind == "text":
        return TextMessage(head, read_text(read_object(fields, "text"), "content"))
    if kind == "voice":
        return VoiceMessage(head, None, None, find_text(read_object(fields, "voice"), "content"))
    return UnknownMessage(head, kind)


def _read_head(fields: Fields, account: str, received_at: datetime) -> Head:
    from_user = read_id(read_object(fields, "from"), "userid")
    message_id = read_id(fields, "msgid")
    return Head(
        account=account,
        to_user=read_id(fields, "aibotid"),
        from_user=from_user,
        created_at=read_time(fields, "create_time") if find_text(fields, "create_time") else received_at,
        dedupe_key=make_dedupe_key("aibot", account, from_user, message_id),
        message_id=message_id,
        chat_id=find_id(fields, "chatid"),
        response_url=find_text(fields, "response_url"),
    )
