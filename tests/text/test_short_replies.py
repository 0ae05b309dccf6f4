"""Replies of a word or two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.short_replies import is_blank, is_noise, read_short_reply

AFFIRM = [
    "确认",
    "是的",
    "对",
    "嗯",
    "好的",
    "可以",
    "行",
    "没错",
    "ok",
    "👌",
    "OK！",
    "对对对",
    "嗯嗯嗯嗯",
    "好的，谢谢",
    "嗯，对",
    "是",
    "yes",
    "👍",
    "[OK]",
    "好吧",
    "好嘞",
    "是的呢",
    "没问题",
    "对的对的",
    "ＯＫ",
    "正確",
    "是是是",
    "确认无误",
]
DENY = [
    "不",
    "不是",
    "不对",
    "否",
    "不是的",
    "不行",
    "没有",
    "no",
    "不可以",
    "不对吧",
    "❌",
    "不不不",
    "错了",
    "不用了",
]
MODIFY = ["修改", "改一下", "我要修改", "不对，改一下", "修改一下吧", "改地址", "填错了", "要改"]
NEITHER = [
    "取消",
    "对吗",
    "行不行",
    "是不是",
    "不对，是5号楼",
    "对不起",
    "电梯坏了",
    "好了没",
    "可以吗",
    "1",
    "谢谢",
    "不错",
    "好吵",
    "是3号楼",
    "嗯？",
    "不好意思",
    "行人过街",
    "好像不对",
    "中山路",
    "没水",
    "👌❌",
]


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        *((text, "affirm") for text in AFFIRM),
        *((text, "deny") for text in DENY),
        *((text, "modify") for text in MODIFY),
        *((text, None) for text in NEITHER),
    ],
)
def test_read_short_reply_reads(text: str, reply: str | None) -> None:
    """A word or two answer; more, questions and 取消 do not."""
    assert read_short_reply(text) == reply


@pytest.mark.parametrize("text", ["", " ", "😀", "。。。", "\u200b", "\x00", "[微笑]", "？！"])
def test_is_blank_without_words(text: str) -> None:
    """Emoji, punctuation and control characters say nothing."""
    assert is_blank(text)
    assert is_noise(text)


@pytest.mark.parametrize("text", ["1", "嗯", "a", "在吗？"])
def test_is_blank_not_with_words(text: str) -> None:
    """A letter, digit or ideograph says something."""
    assert not is_blank(text)


@pytest.mark.parametrize(
    "text", ["哈哈哈", "hhhh", "asdfgh", "qwerty", "呃", "那个", "aaaaaa", "啊啊啊", "111111", "sdfghjk"]
)
def test_is_noise_without_meaning(text: str) -> None:
    """Laughter, hesitation, one character again and again and mashed keys mean nothing."""
    assert is_noise(text)


@pytest.mark.parametrize("text", ["好", "1", "嗯", "hello", "wifi", "电梯坏了", "停水", "你好", "ktv", "12345", "ok"])
def test_is_noise_not_with_meaning(text: str) -> None:
    """Short replies, words and numbers mean something."""
    assert not is_noise(text)


@given(st.text(max_size=50))
def test_short_replies_never_fail(text: str) -> None:
    """Any text is read; a blank one is noise."""
    read_short_reply(text)
    assert is_noise(text) or not is_blank(text)
