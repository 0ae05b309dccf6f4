"""The inner body of a callback as a typed message: official account, mini program, WeCom app and 微信客服 signal.

Every readable body becomes a message: what we do not know is an `UnknownMessage` or an `IgnoredEvent`, never nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.wechat.fields import Fields, parse_document
from connectors.wechat.model import (
    EnterSession,
    Head,
    IgnoredEvent,
    ImageMessage,
    KfSignal,
    LinkMessage,
    LocationMessage,
    LocationReport,
    MenuClick,
    Message,
    Scan,
    Subscribe,
    TextMessage,
    UnknownMessage,
    Unsubscribe,
    VideoMessage,
    VoiceMessage,
)
from connectors.wechat.readers import (
    find_id,
    find_text,
    make_dedupe_key,
    read_id,
    read_number,
    read_text,
    read_time,
)

_SCENE_PREFIX = "qrscene_"
_KF_EVENT = "kf_msg_or_event"


def parse_message(body: bytes, account: str) -> Message:
    """Read a plain or decrypted body, XML or JSON.

    Args:
        body: UTF-8.
        account: Our own name of the account, part of the dedupe key.

    Raises:
        BadBody: It is unreadable, or a field that its type must have is missing or malformed (`field` names it).

    Source:
        接收普通消息, 接收事件推送 (official account); 小程序客服消息; WeCom path/90239, 90240, 94670.
    """
    return parse_fields(parse_document(body).fields, account)


def parse_fields(fields: Fields, account: str) -> Message:
    """Read the fields of a body.

    Raises:
        BadBody: A field that its type must have is missing or malformed.
    """
    kind = read_id(fields, "MsgType").lower()
    if kind == "event":
        return _parse_event(fields, account)
    head = _read_head(fields, account, is_known=kind in _MESSAGES)
    parse = _MESSAGES.get(kind)
    return parse(fields, head) if parse else UnknownMessage(head, kind)


def _read_head(fields: Fields, account: str, *, is_known: bool) -> Head:
    from_user = read_id(fields, "FromUserName")
    message_id = read_id(fields, "MsgId") if is_known else find_id(fields, "MsgId")
    created_at = read_time(fields, "CreateTime")
    return Head(
        account=account,
        to_user=read_id(fields, "ToUserName"),
        from_user=from_user,
        created_at=created_at,
        dedupe_key=make_dedupe_key("message", account, from_user, message_id, str(int(created_at.timestamp()))),
        message_id=message_id,
        agent_id=find_id(fields, "AgentID"),
    )


def _read_event_head(fields: Fields, account: str, name: str) -> Head:
    is_kf = name == _KF_EVENT
    from_user = "" if is_kf else read_id(fields, "FromUserName")
    created_at = read_time(fields, "CreateTime")
    # MsgID names our own sent message in reports such as TEMPLATESENDJOBFINISH; two of them may end in one second.
    details = [find_text(fields, key) for key in ("EventKey", "AgentID", "trace_id", "MsgID", "MsgId")]
    kf_details = [find_text(fields, key) for key in ("OpenKfId", "Token")] if is_kf else []
    return Head(
        account=account,
        to_user=read_id(fields, "ToUserName"),
        from_user=from_user,
        created_at=created_at,
        dedupe_key=make_dedupe_key(
            "event", account, from_user, str(int(created_at.timestamp())), name, *details, *kf_details
        ),
        agent_id=find_id(fields, "AgentID"),
    )


def _parse_event(fields: Fields, account: str) -> Message:
    written = read_id(fields, "Event")
    # Official accounts write CLICK, WeCom writes click.
    name = written.lower()
    head = _read_event_head(fields, account, name)
    parse = _EVENTS.get(name)
    return parse(fields, head) if parse else IgnoredEvent(head, written)


def _parse_text(fields: Fields, head: Head) -> Message:
    content = read_text(fields, "Content")
    choice = find_text(fields, "bizmsgmenuid")
    if choice is not None:
        return MenuClick(head, choice, content.strip() or None, "msgmenu")
    return TextMessage(head, content)


def _parse_image(fields: Fields, head: Head) -> Message:
    return ImageMessage(head, read_id(fields, "MediaId"), find_text(fields, "PicUrl"))


def _parse_voice(fields: Fields, head: Head) -> Message:
    return VoiceMessage(head, read_id(fields, "MediaId"), find_text(fields, "Format"), find_text(fields, "Recognition"))


def _parse_video(fields: Fields, head: Head) -> Message:
    return VideoMessage(head, read_id(fields, "MediaId"), find_id(fields, "ThumbMediaId"), is_short=False)


def _parse_short_video(fields: Fields, head: Head) -> Message:
    return VideoMessage(head, read_id(fields, "MediaId"), find_id(fields, "ThumbMediaId"), is_short=True)


def _parse_location(fields: Fields, head: Head) -> Message:
    return LocationMessage(
        head,
        lat=read_number(fields, "Location_X", 90),
        lng=read_number(fields, "Location_Y", 180),
        scale=None if find_text(fields, "Scale") is None else read_number(fields, "Scale"),
        label=find_text(fields, "Label"),
    )


def _parse_link(fields: Fields, head: Head) -> Message:
    return LinkMessage(
        head, find_text(fields, "Title") or "", find_text(fields, "Description") or "", read_text(fields, "Url")
    )


def _parse_click(fields: Fields, head: Head) -> Message:
    return MenuClick(head, read_text(fields, "EventKey").strip(), None, "menu")


def _parse_subscribe(fields: Fields, head: Head) -> Message:
    key = find_text(fields, "EventKey") or ""
    return Subscribe(head, key.removeprefix(_SCENE_PREFIX) or None if key.startswith(_SCENE_PREFIX) else None)


def _parse_unsubscribe(fields: Fields, head: Head) -> Message:
    return Unsubscribe(head)


def _parse_scan(fields: Fields, head: Head) -> Message:
    return Scan(head, read_text(fields, "EventKey").strip())


def _parse_location_report(fields: Fields, head: Head) -> Message:
    return LocationReport(
        head,
        lat=read_number(fields, "Latitude", 90),
        lng=read_number(fields, "Longitude", 180),
        precision=None if find_text(fields, "Precision") is None else read_number(fields, "Precision"),
    )


def _parse_enter(fields: Fields, head: Head) -> Message:
    return EnterSession(head, find_text(fields, "SessionFrom") or find_text(fields, "EventKey"))


def _parse_kf_signal(fields: Fields, head: Head) -> Message:
    return KfSignal(head, read_id(fields, "OpenKfId"), read_text(fields, "Token").strip())


_Parser = Callable[[Fields, Head], Message]

_MESSAGES: dict[str, _Parser] = {
    "text": _parse_text,
    "image": _parse_image,
    "voice": _parse_voice,
    "video": _parse_video,
    "shortvideo": _parse_short_video,
    "location": _parse_location,
    "link": _parse_link,
}

_EVENTS: dict[str, _Parser] = {
    "click": _parse_click,
    "subscribe": _parse_subscribe,
    "unsubscribe": _parse_unsubscribe,
    "scan": _parse_scan,
    "location": _parse_location_report,
    "user_enter_tempsession": _parse_enter,
    "enter_agent": _parse_enter,
    _KF_EVENT: _parse_kf_signal,
}
