"""Several matters in one message."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.short_replies import is_blank
from bot.text.split import split_matters


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("电梯坏了，另外楼下烧烤油烟太大", ["电梯坏了", "楼下烧烤油烟太大"]),
        ("电梯坏了\n另外路灯也不亮", ["电梯坏了", "路灯也不亮"]),
        ("路灯不亮，还有小区门口井盖坏了", ["路灯不亮", "小区门口井盖坏了"]),
        ("路灯不亮，还有一个问题，井盖坏了", ["路灯不亮", "井盖坏了"]),
        ("1、电梯坏了 2、楼下烧烤油烟太大 3、路灯不亮", ["电梯坏了", "楼下烧烤油烟太大", "路灯不亮"]),
        ("我有两个问题：1、电梯坏了。2、路灯不亮。", ["电梯坏了", "路灯不亮"]),
        ("一是电梯老坏，二是物业不管", ["电梯老坏", "物业不管"]),
        ("第一，电梯坏了；第二，垃圾没人收", ["电梯坏了", "垃圾没人收"]),
        ("①楼道堆物②电梯异响", ["楼道堆物", "电梯异响"]),
        ("楼上漏水。顺便问一下居住证怎么办", ["楼上漏水", "居住证怎么办"]),
        ("噪音太大，还想问一下公积金怎么提取", ["噪音太大", "公积金怎么提取"]),
        ("今天停水，再就是路上有坑", ["今天停水", "路上有坑"]),
        ("我家漏水。2、物业不管事", ["我家漏水", "物业不管事"]),
        ("電梯壞了，此外路燈不亮！", ["電梯壞了", "路燈不亮"]),
        ("另外楼下太吵", ["楼下太吵"]),
        ("电梯坏了", ["电梯坏了"]),
        ("垃圾没人清，还有很大味道", ["垃圾没人清，还有很大味道"]),
        ("噪音很大，还有人抽烟", ["噪音很大，还有人抽烟"]),
        ("1、2、3号楼都停水", ["1、2、3号楼都停水"]),
        ("另外一个小区也这样", ["另外一个小区也这样"]),
        ("停电了，2.5天了", ["停电了，2.5天了"]),
        ("电梯坏了，还有。", ["电梯坏了，还有"]),
        ("另外，另外，电梯坏了", ["电梯坏了"]),
        ("嗯", ["嗯"]),
        ("", []),
        ("😀。。。", []),
    ],
)
def test_split_matters_splits_at_the_writers_marks(text: str, matters: list[str]) -> None:
    """The writer's own marks part the matters, one matter told at length stays whole."""
    spans = split_matters(text)
    assert [span.text for span in spans] == matters
    assert all(text[span.start : span.end] == span.text for span in spans)


@given(st.text(alphabet="电梯坏了另外还有小区路灯，。；12、一二是第①② \n顺便问", max_size=60))
def test_split_matters_gives_ordered_spans(text: str) -> None:
    """Spans are in order and apart; only a blank text has none."""
    spans = split_matters(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end
    assert bool(spans) or is_blank(text)


@pytest.mark.parametrize("text", ["另外", "1、", "还有楼，", "1、电梯坏了 ", "①", "，", "另外电梯坏了，"])
def test_split_matters_is_bounded(text: str) -> None:
    """Twenty thousand characters take less than two seconds."""
    began = time.process_time()
    split_matters((text * 20_000)[:20_000])
    assert time.process_time() - began < 2
