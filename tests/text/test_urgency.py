"""How urgent a matter is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.urgency import URGENCY_NAMES, assess_urgency
from bot.text.urgency_rules import CRITICAL, URGENT


@pytest.mark.parametrize(
    "text",
    [
        "停水三天了",
        "三天没水了",
        "暖气不热好多天",
        "污水倒灌进家里",
        "井盖丢了",
        "电线掉在路上",
        "围墙要倒了",
        "高空抛物",
        "怕着火",
        "电线老化容易着火",
        "有个孩子走丢了",
        "几十个工人聚集讨薪",
        "被流浪狗咬了",
        "消防通道被堵死了",
        "水管爆了",
        "外墙瓷砖脱落",
        "有火灾隐患",
        "老人差点摔倒",
        "飞线充电",
        "整栋楼没电",
        "家里进水了",
        "两周没热水",
        "差点撞到人",
        "空调外机快掉了",
        "路面塌陷",
        "有蛇",
        "担心煤气泄漏",
        "地下室被淹",
        "拖欠工资",
        "树倒了",
        "没有井盖",
        "漏电",
        "会砸到人",
        "电线裸露在外面",
        "下水道返水到厨房",
        "马桶倒灌",
        "窨井盖不见了",
        "天花板塌了一块",
        "大树倾斜快倒了",
        "老人走失了",
        "小孩一个人在家没人管",
        "暖气不热一个星期了",
        "停电两天了",
        "消防通道被锁了",
        "电梯突然下坠",
        "电动车在楼道里充电",
        "马蜂窝",
        "万一着火都跑不出去",
        "楼道堆物有火灾隐患",
        "井盖破了老人差点掉进去",
        "业主拉横幅",
        "玻璃幕墙掉下来",
        "我们小区停水两天了没人管",
        "下水道的污水返到一楼家里",
        "路中间的井盖没了",
        "楼上的外墙砖往下掉",
        "电线杆歪了快倒",
        "一楼老人摔了一跤路面太滑",
        "小孩在工地玩很危险",
        "地下室进水了",
        "暖气半个月不热",
        "一群人堵在售楼处门口",
        "邻居家的大狗咬了我",
        "楼道里好几辆电动车充电怕起火",
        "幼儿园门口车太多容易撞到孩子",
    ],
)
def test_what_cannot_wait_is_urgent(text: str) -> None:
    """Threats to safety and lost supplies are urgent, without an emergency."""
    urgency = assess_urgency(text)
    assert (urgency.level, urgency.emergency) == ("urgent", None)
    assert urgency.reasons


@pytest.mark.parametrize(
    ("text", "emergency"),
    [
        ("电梯经常困人", "trapped"),
        ("气得要跳楼", "suicide"),
        ("热得不想活了", "suicide"),
        ("昨天有人打架", "crime"),
        ("前天有人打架", "crime"),
    ],
)
def test_danger_that_recurs_or_was_yesterday_is_urgent(text: str, emergency: str) -> None:
    """Danger as a habit, of yesterday or in strong words is urgent and keeps its emergency."""
    urgency = assess_urgency(text)
    assert (urgency.level, urgency.emergency) == ("urgent", emergency)


@pytest.mark.parametrize("emergency", list(CRITICAL))
def test_each_critical_sign_has_its_example(emergency: str) -> None:
    """The example of a sign is critical by that sign."""
    urgency = assess_urgency(CRITICAL[emergency].example)  # type: ignore[index]  # pytest gives the key as str
    assert (urgency.level, urgency.emergency) == ("critical", emergency)


@pytest.mark.parametrize("name", list(URGENT))
def test_each_urgent_sign_has_its_example(name: str) -> None:
    """The example of a sign is urgent and matches it."""
    assert URGENT[name].pattern.search(URGENT[name].example)
    assert assess_urgency(URGENT[name].example).level == "urgent"


def test_critical_outweighs_urgent() -> None:
    """With several signs the gravest decides, and only its words are the reasons."""
    urgency = assess_urgency("停水三天了，現在樓裡著火了")
    assert urgency.level == "critical"
    assert [reason.text for reason in urgency.reasons] == ["著火"]


def test_levels_have_names() -> None:
    """Each level has its Chinese name."""
    assert list(URGENCY_NAMES.values()) == ["一般", "紧急", "特急"]


@pytest.mark.parametrize(
    "text", ["着火了", "燃气", "电梯", "从", "有", "着火，", "没有", "墙", "手机", "电梯停在", "着火 "]
)
def test_assess_urgency_is_bounded(text: str) -> None:
    """Twenty thousand characters take less than three seconds."""
    began = time.process_time()
    assess_urgency((text * 20_000)[:20_000])
    assert time.process_time() - began < 3


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_cry_for_help_is_always_heard(before: str, after: str) -> None:
    """着火了 in a sentence of its own is critical whatever stands around it."""
    assert assess_urgency(f"{before}。我们楼现在着火了！{after}").level == "critical"
