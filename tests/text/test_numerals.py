"""Numerals in words and digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numerals import find_numbers, format_number, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十二", 32),
        ("两百零五", 205),
        ("一千二", 1200),
        ("一千零二", 1002),
        ("廿三", 23),
        ("卅", 30),
        ("〇", 0),
        ("３２", 32),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("一百一", 110),
        ("二〇二五", 2025),
        ("幺三八", 138),
        ("三万五", 35000),
        ("三万零五", 30005),
        ("3万5", 35000),
        ("1.2万", 12000),
        ("2千3", 2300),
        ("贰佰", 200),
        ("一亿零三十万", 100300000),
        ("兩百", 200),
        ("百", None),
        ("万", None),
        ("十十", None),
        ("一百百", None),
        ("3.5", None),
        ("", None),
        ("电梯", None),
        ("三楼", None),
        ("3号", None),
        ("12345678901234567890", None),
    ],
)
def test_parse_number_reads_whole_numbers(text: str, value: int | None) -> None:
    """A numeral gives its value, anything else None."""
    assert parse_number(text) == value


@given(st.integers(0, 10**12 - 1))
def test_format_number_is_read_back(value: int) -> None:
    """Writing a number in words and reading it gives the number."""
    assert parse_number(format_number(value)) == value


@given(st.text(alphabet="〇零一二三四五六七八九十百千万亿两廿0123456789.", max_size=20))
def test_parse_number_never_fails(text: str) -> None:
    """Any row of numerals gives a number or None."""
    value = parse_number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(("value", "words"), [(0, "零"), (10, "十"), (205, "二百零五"), (10**8 + 3, "一亿零三")])
def test_format_number_writes_words(value: int, words: str) -> None:
    """Numbers are written as they are said."""
    assert format_number(value) == words


@pytest.mark.parametrize("value", [-1, 10**12])
def test_format_number_refuses_what_has_no_words(value: int) -> None:
    """Negative and huge numbers raise ValueError."""
    with pytest.raises(ValueError, match="twelve digits"):
        format_number(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("三号楼二单元五零二室", [("三", 3), ("二", 2), ("五零二", 502)]),
        ("停水三天了，第二次", [("三", 3), ("二", 2)]),
        ("罚了3万5千元，一百零五户", [("3万5千", 35000), ("一百零五", 105)]),
        ("１２栋", [("１２", 12)]),
        ("万一着火，十分难闻", []),
        ("一直这样，统一处理", []),
        ("三四天", []),
        ("唯一一个", []),
        ("每次都等十分钟", [("十", 10)]),
    ],
)
def test_find_numbers_finds_counts(text: str, found: list[tuple[str, int]]) -> None:
    """Numbers that count something are found, idioms and guesses are not."""
    numbers = find_numbers(text)
    assert [(number.text, number.value) for number in numbers] == found
    assert all(text[number.start : number.end] == number.text for number in numbers)
