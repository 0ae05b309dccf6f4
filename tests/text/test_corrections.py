"""Corrections of what was said before."""

import time

import pytest

from bot.text.corrections import find_correction


@pytest.mark.parametrize(
    ("text", "wrong", "right", "about"),
    [
        ("不是3号楼，是5号楼", "3号楼", "5号楼", "place"),
        ("不是漏水是噪音", "漏水", "噪音", "category"),
        ("地址错了，在解放路3号", None, "解放路3号", "place"),
        ("类别不对，是噪音", None, "噪音", "category"),
        ("应该是5号楼", None, "5号楼", "place"),
        ("是5号楼，不是3号楼", "3号楼", "5号楼", "place"),
        ("把3号楼改成5号楼", "3号楼", "5号楼", "place"),
        ("说错了，是西门", None, "西门", "place"),
        ("我说的是阳光花园", None, "阳光花园", "place"),
        ("地址应该是阳光花园", None, "阳光花园", "place"),
        ("不对，应该是李家村", None, "李家村", "place"),
        ("位置写错了，阳光小区2期", None, "阳光小区2期", "place"),
        ("不是投诉，是建议", "投诉", "建议", "category"),
        ("不是今天，是昨天", "今天", "昨天", None),
        ("类别选错了应该是占道经营", None, "占道经营", "category"),
        ("楼号错了，5号楼才对", None, "5号楼", "place"),
        ("不是東門，是西門", "東門", "西門", "place"),
        ("抱歉，是5单元，不是3单元", "3单元", "5单元", "place"),
        ("嗯不是3栋是5栋2单元吧", "3栋", "5栋2单元", "place"),
    ],
)
def test_find_correction_finds(text: str, wrong: str | None, right: str, about: str | None) -> None:
    """What is taken back, what is right and what it is about are found with their offsets."""
    correction = find_correction(text)
    assert correction is not None
    assert (correction.wrong, correction.right, correction.about) == (wrong, right, about)
    assert text[slice(*correction.right_span)] == right
    assert correction.wrong_span is None or text[slice(*correction.wrong_span)] == wrong


@pytest.mark.parametrize(
    "text",
    [
        "不是漏水就是停电",
        "是不是电梯坏了",
        "要不是你们，是谁",
        "不是第一次了，是好几次",
        "电梯坏了",
        "不是我不想说，是没用",
        "是3号楼不是5号楼吗？",
        "物业不是不管，是没钱",
        "你们是不是搞错了，是电梯",
        "地址不对",
        "不对",
        "",
        "不是",
        "修改",
    ],
)
def test_find_correction_leaves_the_rest(text: str) -> None:
    """Questions, 不是…就是…, rhetoric and bare denials correct nothing."""
    assert find_correction(text) is None


@pytest.mark.parametrize("text", ["不是", "是", "改成", "错", "不对，", "地址", "应该", "把"])
def test_find_correction_is_bounded(text: str) -> None:
    """Twenty thousand characters take less than two seconds."""
    began = time.process_time()
    find_correction((text * 20_000)[:20_000])
    assert time.process_time() - began < 2
