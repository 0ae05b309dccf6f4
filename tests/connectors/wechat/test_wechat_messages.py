"""Bodies that other suites do not cover: malformed, hostile, odd and unknown ones; dedupe keys."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wechat import BadBody, BodyTooLarge, CallbackError, parse_page
from connectors.wechat.aibot import parse_aibot
from connectors.wechat.envelope import parse_envelope
from connectors.wechat.fields import parse_document
from connectors.wechat.messages import parse_message
from connectors.wechat.model import (
    EnterSession,
    IgnoredEvent,
    LocationMessage,
    MenuClick,
    Subscribe,
    TextMessage,
    UnknownMessage,
    VoiceMessage,
)
from connectors.wechat.replies import compose_json, compose_xml

HEAD = {"ToUserName": "gh_1", "FromUserName": "oUser", "CreateTime": 1772352000}
TEXT = HEAD | {"MsgType": "text", "Content": "你好", "MsgId": 1}
EVENT = HEAD | {"MsgType": "event", "Event": "CLICK", "EventKey": "K"}


def parse(fields: dict[str, Any], account: str = "demo") -> Any:
    """Parse fields written as JSON."""
    return parse_message(json.dumps(fields).encode(), account)


def key(fields: dict[str, Any], account: str = "demo") -> str:
    """The dedupe key of fields."""
    return parse(fields, account).head.dedupe_key


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"\xff\xfe<\x00x\x00",
        b"\xff",
        b"plain",
        b"[1]",
        b'"text"',
        b"<xml>",
        b"<xml></xml><xml></xml>",
        b"<XML></XML>",
        b"<html></html>",
        b"<xml><a>1</a><a>2</a></xml>",
        b"<xml><a>1</a>" + b"<b>" * 20 + b"</b>" * 20 + b"</xml>",
        b"<xml><a>&nbsp;</a></xml>",
        b"<!DOCTYPE xml><xml><a>1</a></xml>",
        b'<!DOCTYPE xml [<!ENTITY e "x">]><xml><a>&e;</a></xml>',
        b'<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><a>&e;</a></xml>',
        b'<!DOCTYPE xml SYSTEM "http://example.invalid/x.dtd"><xml/>',
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":2}}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":1',
        b'{"a":' + b"[" * 20 + b"]" * 20 + b"}",
        b'{"a":' + b"[" * 60000 + b"}",
        b'{"a":' + b'{"a":' * 9 + b"1" + b"}" * 10,
    ],
)
def test_document_refuses_malformed_body(body: bytes) -> None:
    """Each is a BadBody, and its text does not repeat the body."""
    with pytest.raises(BadBody) as caught:
        parse_document(body)
    assert caught.value.http_status == 400
    assert b"passwd" not in str(caught.value).encode()


def test_document_refuses_more_than_64_kib() -> None:
    """The cap is on bytes and comes before any parsing."""
    with pytest.raises(BodyTooLarge):
        parse_document(b"\xff" * 65537)
    assert parse_document(b"<xml>" + b" " * (65536 - 11) + b"</xml>").fields == {}


@given(st.binary(max_size=300))
def test_document_of_noise_gives_only_our_errors(noise: bytes) -> None:
    """Nothing but a CallbackError leaves the parser."""
    for body in (noise, b"<xml>" + noise + b"</xml>", b'{"a":"' + noise + b'"}'):
        try:
            parse_document(body)
        except CallbackError:
            continue


def test_document_reads_declared_foreign_encoding_as_utf8() -> None:
    """An XML declaration does not switch the encoding."""
    body = '<?xml version="1.0" encoding="gbk"?><xml><a>中文</a></xml>'.encode()
    assert parse_document(body).fields == {"a": "中文"}


def test_document_has_one_shape_for_both_formats() -> None:
    """Numbers are texts, null is missing, repeated inner elements are a tuple."""
    xml = b"<xml><a>1</a><p><i>1</i><i>2</i></p><e/></xml>"
    assert parse_document(xml).fields == {"a": "1", "p": {"i": ("1", "2")}, "e": ""}
    body = b'{"a":1,"p":{"i":[1,2,null]},"n":null,"t":true,"f":1.50,"big":123456789012345678901234567890}'
    assert parse_document(body).fields == {
        "a": "1",
        "p": {"i": ("1", "2")},
        "t": "true",
        "f": "1.50",
        "big": "123456789012345678901234567890",
    }


def test_envelope_refuses_odd_encrypt() -> None:
    """Encrypt is one text."""
    for body in (b'{"Encrypt":"a","encrypt":"b"}', b'{"Encrypt":{"a":1}}', b"<xml><Encrypt><a/></Encrypt></xml>"):
        with pytest.raises(BadBody) as caught:
            parse_envelope(body)
        assert caught.value.field == "Encrypt"
    envelope = parse_envelope(b"<xml><Encrypt>\n<![CDATA[abc]]>\n</Encrypt></xml>")
    assert (envelope.encrypt, envelope.format, envelope.to_user) == ("abc", "xml", None)
    assert parse_envelope(b'{"encrypt":"abc"}').format == "json_lower"
    assert parse_envelope(b"<xml><encrypt>a</encrypt></xml>").format == "xml"
    assert "abc" not in repr(envelope)


@pytest.mark.parametrize("compose", [compose_xml, compose_json])
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a]]>b]]]]>>", "a]]>b]]]]>>"),
        ("👨‍👩‍👧🏗️🇨🇳", "👨‍👩‍👧🏗️🇨🇳"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("a\tb\x7fc\x85d", "a b c d"),
        ("  <b>&amp; ", "  <b>&amp; "),
        ("", ""),
    ],
)
def test_text_survives_but_for_control_characters(compose: Any, written: str, read: str) -> None:
    """Emoji, markup and `]]>` survive; control characters become blanks, line ends LF."""
    message = parse_message(compose(TEXT | {"Content": written}).encode(), "demo")
    assert message == TextMessage(message.head, read)


def test_text_with_raw_control_characters_is_not_lost() -> None:
    """Characters that XML or JSON forbid do not lose the message."""
    xml = compose_xml(TEXT).replace("你好", "你\x08\x00好").encode()
    assert parse_message(xml, "demo").content == "你  好"
    raw = json.dumps(TEXT, ensure_ascii=False).replace("你好", "你\x01\t好").encode()
    assert parse_message(raw, "demo").content == "你  好"
    assert parse(TEXT | {"Content": "你\ud83d好\u0000"}).content == "你\ufffd好 "


@given(st.text())
def test_any_text_gives_storable_content(text: str) -> None:
    """Content can always be encoded and holds no control characters."""
    content = parse(TEXT | {"Content": text}).content
    content.encode("utf-8")
    assert not any(ord(char) < 32 and char != "\n" for char in content)


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content", "MsgId"])
def test_missing_field_is_named(name: str) -> None:
    """A message without a mandatory field is refused by the field's name."""
    fields = {key: value for key, value in TEXT.items() if key != name}
    with pytest.raises(BadBody) as caught:
        parse(fields)
    assert caught.value.field == name
    assert "gh_1" not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (HEAD | {"MsgType": "event"}, "Event"),
        (HEAD | {"MsgType": "event", "Event": "SCAN"}, "EventKey"),
        (HEAD | {"MsgType": "event", "Event": "CLICK"}, "EventKey"),
        (HEAD | {"MsgType": "event", "Event": "LOCATION", "Latitude": "x", "Longitude": "1"}, "Latitude"),
        (HEAD | {"MsgType": "event", "Event": "kf_msg_or_event", "Token": "t"}, "OpenKfId"),
        (HEAD | {"MsgType": "image", "MsgId": 1}, "MediaId"),
        (HEAD | {"MsgType": "voice", "MsgId": 1, "MediaId": " "}, "MediaId"),
        (HEAD | {"MsgType": "video", "MsgId": 1, "MediaId": "a b"}, "MediaId"),
        (HEAD | {"MsgType": "link", "MsgId": 1, "Title": "t"}, "Url"),
        (HEAD | {"MsgType": "location", "MsgId": 1, "Location_X": "91", "Location_Y": "0"}, "Location_X"),
        (HEAD | {"MsgType": "location", "MsgId": 1, "Location_X": "9", "Location_Y": "nan"}, "Location_Y"),
        (HEAD | {"MsgType": "location", "MsgId": 1, "Location_X": "9", "Location_Y": "１"}, "Location_Y"),
        (TEXT | {"CreateTime": "-1"}, "CreateTime"),
        (TEXT | {"CreateTime": 9**30}, "CreateTime"),
        (TEXT | {"CreateTime": 1.5}, "CreateTime"),
        (TEXT | {"FromUserName": "o" * 129}, "FromUserName"),
        (TEXT | {"FromUserName": "o\u0000x"}, "FromUserName"),
        (TEXT | {"FromUserName": {"a": 1}}, "FromUserName"),
        (TEXT | {"MsgId": ""}, "MsgId"),
        (TEXT | {"MsgId": [1]}, "MsgId"),
        (TEXT | {"Content": ["x"]}, "Content"),
    ],
)
def test_malformed_field_is_named(fields: dict[str, Any], name: str) -> None:
    """A field of the wrong shape is refused by its name."""
    with pytest.raises(BadBody) as caught:
        parse(fields)
    assert caught.value.field == name


def test_message_id_may_be_text_or_number() -> None:
    """Both forms of MsgId are the same message."""
    big = 24985310098765432
    assert parse(TEXT | {"MsgId": big}).head == parse(TEXT | {"MsgId": str(big)}).head
    assert parse_message(compose_xml(TEXT).encode(), "demo") == parse(TEXT)


def test_created_at_is_aware_utc() -> None:
    """CreateTime becomes a time with zone."""
    assert parse(TEXT).head.created_at == datetime(2026, 3, 1, 8, tzinfo=timezone.utc)


def test_unknown_types_and_events_are_explicit() -> None:
    """What we do not know has a type of its own, with or without MsgId."""
    assert parse(HEAD | {"MsgType": "miniprogrampage", "MsgId": 3}).type == "miniprogrampage"
    assert isinstance(parse(HEAD | {"MsgType": "file"}), UnknownMessage)
    event = parse(HEAD | {"MsgType": "event", "Event": "Brand_New_Event"})
    assert event == IgnoredEvent(event.head, "Brand_New_Event")


def test_events_of_both_platforms_are_the_same() -> None:
    """WeCom writes event names in lower case."""
    assert isinstance(parse(EVENT | {"Event": "click"}), MenuClick)
    assert isinstance(parse(HEAD | {"MsgType": "event", "Event": "enter_agent", "EventKey": ""}), EnterSession)


@pytest.mark.parametrize(
    ("event_key", "scene"), [("qrscene_街道_1", "街道_1"), ("qrscene_", None), ("last_trade_no_1", None), ("", None)]
)
def test_subscribe_scene_has_no_prefix(event_key: str, scene: str | None) -> None:
    """Only a scene of a QR code is a scene."""
    message = parse(HEAD | {"MsgType": "event", "Event": "subscribe", "EventKey": event_key})
    assert message == Subscribe(message.head, scene)


@pytest.mark.parametrize("recognition", [{}, {"Recognition": ""}, {"Recognition": " \n"}, {"Recognition": None}])
def test_voice_without_words_has_none(recognition: dict[str, str | None]) -> None:
    """Missing, empty and blank recognition are the same."""
    message = parse(HEAD | {"MsgType": "voice", "MsgId": 1, "MediaId": "m", "Format": "amr"} | recognition)
    assert message == VoiceMessage(message.head, "m", "amr", None)


def test_location_takes_numbers() -> None:
    """JSON numbers are as good as texts; label and scale may be missing."""
    message = parse(HEAD | {"MsgType": "location", "MsgId": 1, "Location_X": 30.25, "Location_Y": -120.5})
    assert message == LocationMessage(message.head, 30.25, -120.5, None, None)


def test_dedupe_keys_keep_messages_apart() -> None:
    """Account, user, MsgId and time each make another message."""
    others = [TEXT | change for change in ({"FromUserName": "oB"}, {"MsgId": 2}, {"CreateTime": 1772352001})]
    keys = [key(TEXT), key(TEXT, "other"), *map(key, others)]
    assert len(set(keys)) == len(keys)
    assert key(TEXT) == key(TEXT | {"Content": "other"})


def test_dedupe_keys_keep_events_apart() -> None:
    """Two events of one second differ by name, key, agent, trace id or reported message."""
    changes = (
        {"Event": "VIEW"},
        {"EventKey": "K2"},
        {"AgentID": 2},
        {"trace_id": "t"},
        {"MsgID": 9},
        {"CreateTime": 5},
    )
    keys = [key(EVENT), key(EVENT, "other"), *(key(EVENT | change) for change in changes)]
    assert len(set(keys)) == len(keys)
    assert key(EVENT) == key(EVENT | {"Ticket": "x"})


def test_dedupe_keys_of_kf_signals_differ_by_token() -> None:
    """Two signals of one second are two unless they are the same delivery."""
    signal = {"ToUserName": "ww1", "CreateTime": 1, "MsgType": "event", "Event": "kf_msg_or_event"}
    signal |= {"Token": "A", "OpenKfId": "wk1"}
    assert key(signal) == key(dict(signal))
    assert len({key(signal), key(signal | {"Token": "B"}), key(signal | {"OpenKfId": "wk2"})}) == 3


def test_aibot_covers_voice_unknown_and_missing(now: datetime) -> None:
    """Voice brings words only, other types are unknown, a missing field is named."""
    base = {"msgid": "1", "aibotid": "B", "from": {"userid": "u"}}
    voice = parse_aibot(json.dumps(base | {"msgtype": "voice", "voice": {"content": "漏水"}}).encode(), "a", now)
    assert voice == VoiceMessage(voice.head, None, None, "漏水")
    mixed = parse_aibot(json.dumps(base | {"msgtype": "mixed"}).encode(), "a", now)
    assert mixed == UnknownMessage(mixed.head, "mixed")
    event = base | {"msgtype": "event", "event": {"eventtype": "feedback_event"}}
    assert isinstance(parse_aibot(json.dumps(event).encode(), "a", now), IgnoredEvent)
    for change, name in (({"from": {}}, "userid"), ({"from": "u"}, "from"), ({"msgtype": "text"}, "text")):
        with pytest.raises(BadBody) as caught:
            parse_aibot(json.dumps(base | {"msgtype": "event"} | change).encode(), "a", now)
        assert caught.value.field == name


def kf_item(**changes: Any) -> dict[str, Any]:
    """A text item of a sync_msg page."""
    item = {"msgid": "m1", "open_kfid": "wk", "external_userid": "wm", "send_time": 1, "origin": 3}
    return item | {"msgtype": "text", "text": {"content": "你好"}} | changes


def test_kf_page_survives_broken_items() -> None:
    """A malformed item is reported by its field and holds up nothing."""
    rows = [kf_item(), kf_item(msgid=""), "x", kf_item(text={}), kf_item(origin=5), kf_item(external_userid=None)]
    page = parse_page({"msg_list": rows, "has_more": 0}, "kf")
    assert [type(item) for item in page.items] == [TextMessage, IgnoredEvent]
    assert page.broken == ("msgid", "msgtype", "content", "external_userid")
    assert (page.next_cursor, page.has_more) == ("", False)


def test_kf_page_may_be_empty_with_more_to_come() -> None:
    """An empty list does not end the fetching."""
    page = parse_page({"msg_list": [], "has_more": 1, "next_cursor": "c"}, "kf")
    assert page == parse_page('{"has_more":1,"next_cursor":"c"}', "kf")
    assert (page.items, page.has_more, page.next_cursor) == ((), True, "c")
    for bad in (b"{", b"[]", b'{"msg_list":1}'):
        with pytest.raises(BadBody):
            parse_page(bad, "kf")
