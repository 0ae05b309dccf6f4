"""Pages of 微信客服 sync_msg as typed items.

The page comes from the API client; one malformed item must not hold up the others, because the cursor is only moved on
after the page is processed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from connectors.wechat.errors import BadBody
from connectors.wechat.fields import Fields, convert_json
from connectors.wechat.model import (
    EnterSession,
    Head,
    IgnoredEvent,
    ImageMessage,
    KfSendFail,
    LinkMessage,
    LocationMessage,
    MenuClick,
    Message,
    TextMessage,
    UnknownMessage,
    VideoMessage,
    VoiceMessage,
)
from connectors.wechat.readers import (
    find_id,
    find_text,
    make_dedupe_key,
    read_id,
    read_number,
    read_object,
    read_text,
    read_time,
)

ORIGIN_USER: Final = "3"
"""Sent by the resident. Source: WeCom path/94670."""
ORIGIN_SYSTEM: Final = "4"
"""An event of the platform."""
ORIGIN_SERVICER: Final = "5"
"""Sent by a human servicer in WeCom."""


@dataclass(frozen=True, slots=True)
class KfPage:
    """One answer of sync_msg."""

    next_cursor: str
    """To be stored after the items are processed; "" if the platform gave none."""
    has_more: bool
    """Whether to ask again at once, even if there are no items."""
    items: tuple[Message, ...]
    """In the platform's order; what servicers wrote is an IgnoredEvent."""
    broken: tuple[str, ...] = field(default=())
    """For each unreadable item the field to blame."""


def parse_page(page: bytes | str | Mapping[str, object], account: str) -> KfPage:
    """Read an answer of sync_msg whose errcode is 0.

    Args:
        page: The answer, decoded or not.
        account: Our own name of the account, part of the dedupe keys.

    Raises:
        BadBody: It is no JSON object, or `msg_list` is no list.

    Source:
        WeCom path/94670 (读取消息).
    """
    if isinstance(page, bytes | str):
        try:
            page = json.loads(page)
        except (ValueError, RecursionError) as error:
            raise BadBody("page is not well-formed JSON") from error
    if not isinstance(page, Mapping):
        raise BadBody("page is no object")
    fields = convert_json(page)
    rows = fields.get("msg_list", ())
    if not isinstance(rows, tuple):
        raise BadBody("msg_list is no list", field="msg_list")
    items: list[Message] = []
    broken: list[str] = []
    for row in rows:
        try:
            items.append(_parse_row(row if isinstance(row, Mapping) else {}, account))
        except BadBody as error:
            broken.append(error.field or "msg_list")
    return KfPage(
        next_cursor=find_text(fields, "next_cursor") or "",
        has_more=fields.get("has_more") in ("1", "true"),
        items=tuple(items),
        broken=tuple(broken),
    )


def _parse_row(row: Fields, account: str) -> Message:
    kind = read_id(row, "msgtype").lower()
    if kind == "event":
        event = read_object(row, "event")
        return _parse_event(event, _read_head(row, event, account))
    head = _read_head(row, row, account)
    if find_text(row, "origin") == ORIGIN_SERVICER:
        return IgnoredEvent(head, "servicer_message")
    return _parse_content(kind, row, head)


def _read_head(row: Fields, place: Fields, account: str) -> Head:
    """The head; `place` holds the two ids, which events carry inside `event`."""
    message_id = read_id(row, "msgid")
    open_kfid = read_id(place, "open_kfid")
    # servicer_status_change is about no resident.
    from_user = (find_id if place is not row else read_id)(place, "external_userid") or ""
    created_at = read_time(row, "send_time")
    return Head(
        account=account,
        to_user=open_kfid,
        from_user=from_user,
        created_at=created_at,
        dedupe_key=make_dedupe_key("kf", account, open_kfid, from_user, message_id, str(int(created_at.timestamp()))),
        message_id=message_id,
    )


def _parse_event(event: Fields, head: Head) -> Message:
    name = read_id(event, "event_type")
    if name == "enter_session":
        return EnterSession(
            head, find_text(event, "scene"), find_text(event, "scene_param"), find_text(event, "welcome_code")
        )
    if name == "msg_send_fail":
        return KfSendFail(head, read_id(event, "fail_msgid"), int(read_number(event, "fail_type")))
    return IgnoredEvent(head, name)


def _parse_content(kind: str, row: Fields, head: Head) -> Message:
    if kind == "text":
        return _parse_text(read_object(row, "text"), head)
    if kind == "image":
        return ImageMessage(head, read_id(read_object(row, "image"), "media_id"))
    if kind == "voice":
        return VoiceMessage(head, read_id(read_object(row, "voice"), "media_id"), None)
    if kind == "video":
        return VideoMessage(head, read_id(read_object(row, "video"), "media_id"), None, is_short=False)
    if kind == "location":
        return _parse_location(read_object(row, "location"), head)
    if kind == "link":
        link = read_object(row, "link")
        return LinkMessage(head, find_text(link, "title") or "", find_text(link, "desc") or "", read_text(link, "url"))
    return UnknownMessage(head, kind)


def _parse_text(text: Fields, head: Head) -> Message:
    content = read_text(text, "content")
    choice = find_text(text, "menu_id")
    return TextMessage(head, content) if choice is None else MenuClick(head, choice, content or None, "msgmenu")


def _parse_location(place: Fields, head: Head) -> Message:
    label = " ".join(part for part in (find_text(place, "name"), find_text(place, "address")) if part)
    return LocationMessage(
        head,
        lat=read_number(place, "latitude", 90),
        lng=read_number(place, "longitude", 180),
        scale=None,
        label=label or None,
    )
