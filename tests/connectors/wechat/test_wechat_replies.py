"""Reply texts and the cutting of long answers."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wechat.fields import parse_document
from connectors.wechat.replies import compose_xml, split_text, text_reply_json, text_reply_xml


def test_text_reply_has_the_five_fields(now: datetime) -> None:
    """Receiver, sender, time, type and words, in both formats alike."""
    expected = {
        "ToUserName": "oU",
        "FromUserName": "gh",
        "CreateTime": "1772352000",
        "MsgType": "text",
        "Content": "好",
    }
    assert parse_document(text_reply_xml("oU", "gh", "好", now).encode()).fields == expected
    assert parse_document(text_reply_json("oU", "gh", "好", now).encode()).fields == expected
    assert "好" in text_reply_json("oU", "gh", "好", now)
    assert json.loads(text_reply_json("oU", "gh", "好", now))["CreateTime"] == 1772352000


@given(st.text())
def test_any_reply_text_can_be_read_back(text: str) -> None:
    """Whatever the text, the XML is well-formed and nobody escapes from CDATA."""
    fields = parse_document(compose_xml({"Content": text, "Last": "x"}).encode()).fields
    assert set(fields) == {"Content", "Last"}


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("", 10, []),
        ("\n\n", 10, []),
        ("短", 10, ["短"]),
        ("一二三\n四五六", 12, ["一二三", "四五六"]),
        ("一二三四\n五", 12, ["一二三四", "五"]),
        ("一。二三四五", 12, ["一。", "二三四五"]),
        ("。一二三四五", 12, ["。一二三", "四五"]),
        ("一二。三四五", 12, ["一二。", "三四五"]),
        ("一\n\n\n二三四五", 12, ["一", "二三四五"]),
        ("abcdef", 4, ["abcd", "ef"]),
        ("ab👍🏽cd", 9, ["ab", "👍🏽c", "d"]),
        ("🇨🇳🇨🇳", 12, ["🇨🇳", "🇨🇳"]),
        ("aaa👨‍👩‍👧b", 18, ["aaa", "👨‍👩‍👧", "b"]),
        ("aaae\u0301", 4, ["aaa", "e\u0301"]),
    ],
)
def test_split_prefers_lines_then_sentences_then_characters(text: str, limit: int, parts: list[str]) -> None:
    """Parts end at line ends, ends of sentences or between whole characters."""
    assert split_text(text, limit) == parts


@given(st.text(), st.integers(4, 60))
def test_split_keeps_limit_and_words(text: str, limit: int) -> None:
    """No part passes the limit, none is empty, and only line ends are lost."""
    parts = split_text(text, limit)
    assert all(0 < len(part.encode("utf-8", "surrogatepass")) <= limit for part in parts)
    assert "".join(parts).replace("\n", "") == text.replace("\n", "")


def test_split_of_chinese_keeps_below_the_passive_limit() -> None:
    """A long Chinese answer is cut into parts of at most 1800 bytes."""
    parts = split_text("办理居住证需要携带身份证原件" * 400)
    assert max(len(part.encode()) for part in parts) <= 1800
    assert len(parts) == -(-400 * 14 // 600)


def test_split_refuses_limit_below_one_character() -> None:
    """Four bytes is the least that holds any character."""
    with pytest.raises(ValueError, match="at least 4"):
        split_text("x", 3)
