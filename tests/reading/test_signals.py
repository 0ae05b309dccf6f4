"""What rules read more surely than a model."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.reading.signals import MARKERS, Signals, read_signals

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=timezone.utc)


def read(text: str, intent: str = "nlu_fallback", p: float = 0.3) -> Signals:
    """Read one message on a Monday morning."""
    return read_signals(text, intent, p, NOW)


@pytest.mark.parametrize(("marker", "intent"), MARKERS.items())
def test_marker_is_media(marker: str, intent: str) -> None:
    """What the gateway writes for a message without words."""
    assert read(marker) == Signals(intent, "normal", None, (), ())


@pytest.mark.parametrize("text", ["〔图片〕看看", " 〔图片〕", "【图片】", "图片"])
def test_words_about_a_picture_are_no_marker(text: str) -> None:
    """Only the exact marker counts."""
    assert read(text).intent != "send_media"


@pytest.mark.parametrize("text", ["", "。", "…", "😀😀", "？？？", "\u200b"])
def test_text_without_words_is_blank(text: str) -> None:
    """Emoji and punctuation say nothing."""
    assert read(text).intent == "blank"


@pytest.mark.parametrize("text", ["1", "１", "①", "第一个", "2吧", "选3", "12", "第十二个"])
def test_number_alone_is_a_choice(text: str) -> None:
    """Which one, the open question knows."""
    assert read(text).intent == "choose"


@pytest.mark.parametrize("text", ["12345", "2号楼", "3个人", "31", "110"])
def test_other_numbers_are_no_choice(text: str) -> None:
    """Buildings, phone numbers and more than the longest list."""
    assert read(text).intent != "choose"


@pytest.mark.parametrize(
    ("text", "model", "intent"),
    [
        ("确认", "nlu_fallback", "affirm"),
        ("是的，没问题", "urge", "affirm"),
        ("不是", "complain", "deny"),
        ("修改", "nlu_fallback", "modify"),
        ("对的 麻烦你们了", "thank", "affirm"),
        ("没错，尽快处理吧", "urge", "affirm"),
        ("好的谢谢", "thank", None),
        ("行，谢谢", "thank", None),
        ("可以吗", "consult", None),
        ("对不对", "consult", None),
        ("电梯坏了", "help", None),
    ],
)
def test_short_reply_is_read_whatever_the_model_says(text: str, model: str, intent: str | None) -> None:
    """Yes, no and change; a polite tail does not hide the yes, thanks do not become one (defect D34)."""
    assert read(text, model, 0.9).intent == intent


@pytest.mark.parametrize(
    ("text", "emergency"),
    [
        ("着火了快来人", "fire"),
        ("楼道里有很浓的煤气味", "gas"),
        ("有人晕倒了没呼吸", "injury"),
        ("电梯里困了人", "trapped"),
        ("有人拿刀砍人", "crime"),
        ("有人掉河里了", "drowning"),
    ],
)
@pytest.mark.parametrize("model", ["complain", "help", "give_place", "consult"])
def test_danger_is_an_emergency_whatever_the_model_says(text: str, emergency: str, model: str) -> None:
    """Critical, with the words that say so."""
    signals = read(text, model, 0.99)
    assert (signals.intent, signals.urgency, signals.emergency) == ("report_emergency", "critical", emergency)
    assert signals.why


@pytest.mark.parametrize(
    "text",
    [
        "家里着火了应该打什么电话",
        "闻到燃气味该怎么办？",
        "电梯困人了打哪个电话",
        "火灾怎么预防",
        "没有着火，就是冒烟味大",
        "去年这里着过火",
    ],
)
def test_question_about_danger_is_no_emergency(text: str) -> None:
    """Asked, denied or long past."""
    assert read(text, "consult", 0.9).intent != "report_emergency"


@pytest.mark.parametrize("model", ["abuse", "out_of_scope", "suggest", "praise"])
def test_figure_of_speech_is_no_emergency(model: str) -> None:
    """What the model takes for something else altogether stays so."""
    assert read("气得我要杀人了", model, 0.9).intent != "report_emergency"


@pytest.mark.parametrize(("p", "intent"), [(0.9, "report_emergency"), (0.4, None)])
def test_model_alone_is_enough_when_it_is_sure(p: float, intent: str | None) -> None:
    """Words that no rule knows."""
    signals = read("快来人呀出大事了", "report_emergency", p)
    assert signals.intent == intent
    assert (signals.urgency == "critical") is (intent is not None)


@pytest.mark.parametrize(
    ("text", "model", "intent"),
    [
        ("查一下JS2611220017", "help", "track_progress"),
        ("js2611220017", "nlu_fallback", "track_progress"),
        ("JS 2611220017到哪了", "give_place", "track_progress"),
        ("催一下JS2611220017", "urge", None),
        ("撤销JS2611220017", "withdraw", None),
        ("JS26112", "nlu_fallback", None),
    ],
)
def test_quoted_number_asks_for_progress_unless_more_is_said(text: str, model: str, intent: str | None) -> None:
    """A number that is quoted is about that ticket (defect D4)."""
    assert read(text, model, 0.9).intent == intent


@pytest.mark.parametrize("text", ["昨晚八点楼上开始装修", "11月3日半夜两点施工", "每天早上六点就吵"])
def test_times_slice_back_to_the_text(text: str) -> None:
    """Offsets are characters of the given text, end exclusive."""
    times = read(text, "complain", 0.9).times
    assert times
    assert [text[t.start : t.end] for t in times] == [t.text for t in times]
