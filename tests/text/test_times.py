"""Time expressions, resolved against a Saturday morning."""

import time
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.calendars import CHINA_TIME, FIXED_HOLIDAYS, LUNAR_HOLIDAYS, holiday_interval, shift_months
from bot.text.times import find_times

NOW = datetime(2025, 11, 22, 9, 30, tzinfo=CHINA_TIME)


def at(words: str | None) -> datetime | None:
    """Give a moment of the year around NOW: 11-21 23:00."""
    if words is None or words == "now":
        return None if words is None else NOW
    year = "2025-" if len(words) == 11 else ""
    return datetime.strptime(year + words, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA_TIME)


@pytest.mark.parametrize(
    ("text", "words", "begins", "ends"),
    [
        ("昨晚十一点有人施工", "昨晚十一点", "11-21 23:00", "11-21 23:00"),
        ("今天早上7点半停水", "今天早上7点半", "11-22 07:30", "11-22 07:30"),
        ("连续三天停水", "连续三天", "11-19 09:30", "now"),
        ("从上周起就没热水", "从上周起", "11-10 00:00", None),
        ("这两天一直停电", "这两天", "11-21 00:00", "now"),
        ("大前天", "大前天", "11-19 00:00", "11-20 00:00"),
        ("上个月就报过", "上个月", "10-01 00:00", "11-01 00:00"),
        ("11月3号报的", "11月3号", "11-03 00:00", "11-04 00:00"),
        ("十一月三号报的", "十一月三号", "11-03 00:00", "11-04 00:00"),
        ("刚才还在响", "刚才", "11-22 09:00", "now"),
        ("两个小时前", "两个小时前", "11-22 07:30", "11-22 07:30"),
        ("半小时前", "半小时前", "11-22 09:00", "11-22 09:00"),
        ("一个半小时前", "一个半小时前", "11-22 08:00", "11-22 08:00"),
        ("周末施工", "周末", "11-22 00:00", "11-24 00:00"),
        ("半夜施工", "半夜", "11-21 22:00", "11-22 06:00"),
        ("国庆期间", "国庆期间", "10-01 00:00", "10-08 00:00"),
        ("十一期间", "十一期间", "10-01 00:00", "10-08 00:00"),
        ("春节期间", "春节期间", "01-28 00:00", "02-05 00:00"),
        ("去年3月", "去年3月", "2024-03-01 00:00", "2024-04-01 00:00"),
        ("去年", "去年", "2024-01-01 00:00", "2025-01-01 00:00"),
        ("2024年", "2024年", "2024-01-01 00:00", "2025-01-01 00:00"),
        ("2025年11月3日下午3点", "2025年11月3日下午3点", "11-03 15:00", "11-03 15:00"),
        ("2025-11-03 14:30", "2025-11-03 14:30", "11-03 14:30", "11-03 14:30"),
        ("晚上8点到10点", "晚上8点到10点", "11-21 20:00", "11-21 22:00"),
        ("晚上十点到凌晨两点", "晚上十点到凌晨两点", "11-21 22:00", "11-22 02:00"),
        ("20:00-22:00", "20:00-22:00", "11-21 20:00", "11-21 22:00"),
        ("从昨晚到现在", "从昨晚到现在", "11-21 18:00", "now"),
        ("3月15日到3月20日", "3月15日到3月20日", "03-15 00:00", "03-21 00:00"),
        ("昨晚两点", "昨晚两点", "11-22 02:00", "11-22 02:00"),
        ("凌晨3点", "凌晨3点", "11-22 03:00", "11-22 03:00"),
        ("凌晨12点半", "凌晨12点半", "11-22 00:30", "11-22 00:30"),
        ("晚上12点", "晚上12点", "11-22 00:00", "11-22 00:00"),
        ("中午12点", "中午12点", "11-21 12:00", "11-21 12:00"),
        ("中午1点", "中午1点", "11-21 13:00", "11-21 13:00"),
        ("傍晚6点", "傍晚6点", "11-21 18:00", "11-21 18:00"),
        ("夜里11点多", "夜里11点多", "11-21 23:00", "11-21 23:00"),
        ("明天下午", "明天下午", "11-23 12:00", "11-23 18:00"),
        ("前天晚上八点一刻", "前天晚上八点一刻", "11-20 20:15", "11-20 20:15"),
        ("上周六下午", "上周六下午", "11-15 12:00", "11-15 18:00"),
        ("下周一", "下周一", "11-24 00:00", "11-25 00:00"),
        ("本周三", "本周三", "11-19 00:00", "11-20 00:00"),
        ("星期二", "星期二", "11-18 00:00", "11-19 00:00"),
        ("上个月15号", "上个月15号", "10-15 00:00", "10-16 00:00"),
        ("15号开始停水", "15号开始", "11-15 00:00", None),
        ("从国庆开始", "从国庆开始", "10-01 00:00", None),
        ("3号楼停电三天了", "三天了", "11-19 09:30", "now"),
        ("三天没水", "三天", "11-19 09:30", "now"),
        ("停了两个小时", "两个小时", "11-22 07:30", "now"),
        ("一个多月了", "一个多月了", "10-22 09:30", "now"),
        ("半个月前", "半个月前", "11-07 00:00", "11-08 00:00"),
        ("三天前", "三天前", "11-19 00:00", "11-20 00:00"),
        ("三年前", "三年前", "2022-01-01 00:00", "2023-01-01 00:00"),
        ("最近一周", "最近一周", "11-15 09:30", "now"),
        ("前几天", "前几天", "11-17 00:00", "11-22 00:00"),
        ("24小时内", "24小时内", "now", "11-23 09:30"),
        ("現在還在響", "現在", "now", "now"),
    ],
)
def test_find_times_resolves(text: str, words: str, begins: str | None, ends: str | None) -> None:
    """A time expression gives its words and the interval it means."""
    (found,) = find_times(text, NOW)
    assert (found.text, found.begins, found.ends) == (words, at(begins), at(ends))
    assert text[found.start : found.end] == words
    assert not found.recurring


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每天晚上10点以后施工", "每天晚上10点以后"),
        ("每晚都吵", "每晚"),
        ("每周六早上装修", "每周六早上"),
        ("每个周末", "每个周末"),
        ("每月5号", "每月5号"),
        ("天天半夜放音乐", "天天半夜"),
        ("每天都有", "每天"),
        ("一天到晚吵", "一天到晚"),
        ("每天早上6点到晚上9点", "每天早上6点到晚上9点"),
    ],
)
def test_find_times_marks_what_recurs(text: str, words: str) -> None:
    """What keeps happening is marked as recurring."""
    (found,) = find_times(text, NOW)
    assert (found.text, found.recurring) == (words, True)


def test_find_times_resolves_the_last_occurrence() -> None:
    """A recurring time has the interval of its latest occurrence, open after 以后."""
    (found,) = find_times("每天晚上10点以后", NOW)
    assert (found.begins, found.ends) == (at("11-21 22:00"), None)


@pytest.mark.parametrize(
    "text",
    [
        "一点都不好",
        "提三点建议",
        "国庆路有积水",
        "10号线",
        "周边环境",
        "第3点",
        "万一着火",
        "3号楼2单元",
        "解放路8号",
        "有一点吵",
        "三个月饼",
        "13月2号",
        "电梯坏了",
    ],
)
def test_find_times_leaves_the_rest(text: str) -> None:
    """Words that only look like times are none."""
    assert find_times(text, NOW) == ()


def test_find_times_finds_several() -> None:
    """Every expression is found, in order, with offsets in the original."""
    text = "１１月３号漏水，前天又漏，現在還在漏"
    found = find_times(text, NOW)
    assert [span.text for span in found] == ["１１月３号", "前天", "現在"]
    assert all(text[span.start : span.end] == span.text for span in found)


def test_find_times_wants_an_aware_now() -> None:
    """A moment without time zone raises ValueError."""
    with pytest.raises(ValueError, match="aware"):
        find_times("昨天", datetime(2025, 11, 22))


def test_find_times_answers_in_china_time() -> None:
    """The day is the one in China, whatever the zone of now."""
    (found,) = find_times("今天", datetime(2025, 11, 21, 20, 0, tzinfo=timezone.utc))
    assert found.begins == at("11-22 00:00")


@given(st.text(alphabet="今昨前天周月年号日点半上下午晚早每从到两三十0123456789:-国庆节了个小时 ", max_size=40))
def test_find_times_never_fails(text: str) -> None:
    """Any mixture of time words gives ordered spans of the text that do not overlap."""
    end = 0
    for found in find_times(text, NOW):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        end = found.end


@pytest.mark.parametrize("text", ["昨晚十一点施工三天了，", "一二三四五六七八九十", "每", "1", "从到", "三天", "11月"])
def test_find_times_is_bounded(text: str) -> None:
    """Twenty thousand characters take less than two seconds."""
    began = time.process_time()
    find_times((text * 20_000)[:20_000], NOW)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("name", [*FIXED_HOLIDAYS, *LUNAR_HOLIDAYS])
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_holidays_are_known(name: str, year: int) -> None:
    """Every holiday has its days in the years around."""
    found = holiday_interval(NOW, name, year)
    assert found is not None
    assert found.begins is not None
    assert abs(found.begins - datetime(year, 6, 30, tzinfo=CHINA_TIME)) < timedelta(days=200)


def test_shift_months_stops_at_short_months() -> None:
    """A month before the 31st of March is the last of February."""
    assert shift_months(datetime(2025, 3, 31, tzinfo=CHINA_TIME), -1) == datetime(2025, 2, 28, tzinfo=CHINA_TIME)
