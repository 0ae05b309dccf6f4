"""Every recorded message gives the expected type and values; a new file without an expectation fails."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.wechat import KfSendFail, UnknownMessage, parse_page
from connectors.wechat.aibot import parse_aibot
from connectors.wechat.messages import parse_message
from connectors.wechat.model import (
    EnterSession,
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
    Unsubscribe,
    VideoMessage,
    VoiceMessage,
)

EXPECTED: dict[str, tuple[type, dict[str, Any]]] = {
    "aibot_event_enter_chat.json": (EnterSession, {"scene": None}),
    "aibot_text_group.json": (TextMessage, {"content": "@RobotA hello robot"}),
    "kf_notify_openkfid.xml": (
        KfSignal,
        {"open_kfid": "wkxxxxxxx", "token": "ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR"},
    ),
    "mp_event_user_enter_tempsession.json": (EnterSession, {"scene": "sessionFrom"}),
    "mp_image.json": (ImageMessage, {"media_id": "media_id", "pic_url": "this is a url"}),
    "mp_image.xml": (ImageMessage, {"media_id": "media_id", "pic_url": "this is a url"}),
    "mp_text.json": (TextMessage, {"content": "this is a test"}),
    "mp_text.xml": (TextMessage, {"content": "this is a test"}),
    "oa_debug_demo.json": (IgnoredEvent, {"name": "debug_demo"}),
    "oa_event_click.xml": (MenuClick, {"key": "EVENTKEY", "label": None, "origin": "menu"}),
    "oa_event_kf_create_session.xml": (IgnoredEvent, {"name": "kf_create_session"}),
    "oa_event_location.xml": (LocationReport, {"lat": 23.137466, "lng": 113.352425, "precision": 119.38504}),
    "oa_event_location_select.xml": (IgnoredEvent, {"name": "location_select"}),
    "oa_event_pic_photo_or_album.xml": (IgnoredEvent, {"name": "pic_photo_or_album"}),
    "oa_event_pic_sysphoto.xml": (IgnoredEvent, {"name": "pic_sysphoto"}),
    "oa_event_pic_weixin.xml": (IgnoredEvent, {"name": "pic_weixin"}),
    "oa_event_scan.xml": (Scan, {"scene": "123123"}),
    "oa_event_scancode_push.xml": (IgnoredEvent, {"name": "scancode_push"}),
    "oa_event_subscribe.xml": (Subscribe, {"scene": None}),
    "oa_event_subscribe_msg_change.xml": (IgnoredEvent, {"name": "subscribe_msg_change_event"}),
    "oa_event_templatesendjobfinish.xml": (IgnoredEvent, {"name": "TEMPLATESENDJOBFINISH"}),
    "oa_event_unsubscribe.xml": (Unsubscribe, {}),
    "oa_event_view.xml": (IgnoredEvent, {"name": "VIEW"}),
    "oa_event_view_miniprogram.xml": (IgnoredEvent, {"name": "view_miniprogram"}),
    "oa_image.xml": (ImageMessage, {"media_id": "media_id", "pic_url": "this is a url"}),
    "oa_link.xml": (LinkMessage, {"title": "公众平台官网链接", "description": "公众平台官网链接", "url": "url"}),
    "oa_location.xml": (LocationMessage, {"lat": 23.134521, "lng": 113.358803, "scale": 20.0, "label": "位置信息"}),
    "oa_shortvideo.xml": (
        VideoMessage,
        {"media_id": "media_id", "thumb_media_id": "thumb_media_id", "is_short": True},
    ),
    "oa_text.xml": (TextMessage, {"content": "this is a test"}),
    "oa_text_menu_choice_bizmsgmenuid.xml": (MenuClick, {"key": "101", "label": "满意", "origin": "msgmenu"}),
    "oa_video.xml": (VideoMessage, {"media_id": "media_id", "thumb_media_id": "thumb_media_id", "is_short": False}),
    "oa_voice_no_recognition.xml": (VoiceMessage, {"media_id": "media_id", "format": "Format", "recognition": None}),
    "oa_voice_recognition.xml": (VoiceMessage, {"media_id": "media_id", "format": "Format", "recognition": "Meow~"}),
    "oa_voice_recognition_empty.xml": (VoiceMessage, {"format": "amr", "recognition": None}),
    "ww_event_batch_job_result.xml": (IgnoredEvent, {"name": "batch_job_result"}),
    "ww_event_click.xml": (MenuClick, {"key": "EVENTKEY", "label": None, "origin": "menu"}),
    "ww_event_kf_msg_or_event.xml": (KfSignal, {"open_kfid": "wkxxxxxxx"}),
    "ww_event_view.xml": (IgnoredEvent, {"name": "VIEW"}),
    "ww_image.xml": (ImageMessage, {"media_id": "media_id"}),
    "ww_link.xml": (LinkMessage, {"url": "url"}),
    "ww_location.xml": (LocationMessage, {"lat": 23.134521, "lng": 113.358803, "label": "位置信息"}),
    "ww_text.xml": (TextMessage, {"content": "this is a test"}),
    "ww_voice.xml": (VoiceMessage, {"recognition": None}),
}
ELSEWHERE = {"kf_sync_msg_page.json", "kf_sync_msg_request.json"}
"""A page, tested below, and what we send ourselves."""


def parse_sample(path: Path, now: datetime) -> Message:
    """Parse by the channel that the file's name begins with."""
    if path.name.startswith("aibot_"):
        return parse_aibot(path.read_bytes(), "demo", now)
    return parse_message(path.read_bytes(), "demo")


def test_sample_parses_to_expected_message(sample: Path, now: datetime) -> None:
    """A sample gives the type and the values that stand for it in the table."""
    if sample.name in ELSEWHERE:
        return
    kind, values = EXPECTED[sample.name]
    message = parse_sample(sample, now)
    assert type(message) is kind
    assert {name: getattr(message, name) for name in values} == values
    head = message.head
    assert head.account == "demo"
    assert head.to_user
    assert bool(head.from_user) is not isinstance(message, KfSignal)
    assert head.created_at.utcoffset() is not None
    assert len(head.dedupe_key) == 64
    assert (head.agent_id == "1") is (sample.name.startswith("ww_") and "AgentID" in sample.read_text("utf-8"))


def test_sample_hides_person_in_repr(sample: Path, now: datetime) -> None:
    """No repr shows who wrote or what."""
    if sample.name in ELSEWHERE:
        return
    message = parse_sample(sample, now)
    content = getattr(message, "content", "")
    assert not content or content not in repr(message)
    assert "from_user" not in repr(message)


def test_no_expectation_is_left_without_its_sample(shared: Path) -> None:
    """The table and the folder name the same files."""
    names = {path.name for path in (shared / "samples").iterdir()} - {"INDEX.json"}
    assert names == set(EXPECTED) | ELSEWHERE


def test_kf_page_sample_gives_typed_items(shared: Path) -> None:
    """Each item of a sync_msg page gets its type; ids of events come from inside the event."""
    page = parse_page((shared / "samples" / "kf_sync_msg_page.json").read_bytes(), "kf")
    assert (page.next_cursor, page.has_more, page.broken) == ("4gw7MepFLfgF2VC5npN", True, ())
    assert [type(item) for item in page.items] == [
        MenuClick,
        ImageMessage,
        VoiceMessage,
        VideoMessage,
        UnknownMessage,
        LocationMessage,
        LinkMessage,
        UnknownMessage,
        UnknownMessage,
        EnterSession,
        KfSendFail,
        IgnoredEvent,
        IgnoredEvent,
    ]
    click, place, enter, fail, status = (page.items[index] for index in (0, 5, 9, 10, 11))
    assert (click.key, click.label, click.origin) == ("101", "hello world", "msgmenu")
    assert (place.lat, place.lng) == (23.1060218811035, 113.320503234863)
    assert place.label == "广州国际媒体港(广州市海珠区) 广东省广州市海珠区滨江东路"
    assert (enter.scene, enter.scene_param, enter.welcome_code) == ("123", "abc", "aaaaaa")
    assert (fail.fail_msgid, fail.fail_type) == ("FAIL_MSGID", 4)
    assert (status.head.from_user, status.head.to_user) == ("", "OPEN_KFID")
    assert enter.head.from_user == click.head.from_user == "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
