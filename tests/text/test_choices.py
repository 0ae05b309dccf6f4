"""Choices out of numbered options."""

import pytest

from bot.text.choices import parse_choice

ESTATES = ("阳光花园一期3号楼", "阳光花园二期", "金色家园")


@pytest.mark.parametrize(
    ("text", "n", "choice"),
    [
        ("1", 3, 1),
        ("１", 3, 1),
        ("一", 3, 1),
        ("①", 3, 1),
        ("第一个", 3, 1),
        ("选1", 3, 1),
        ("1号", 3, 1),
        ("第1", 3, 1),
        ("1.", 3, 1),
        ("1、", 3, 1),
        ("一吧", 3, 1),
        ("就第二个", 3, 2),
        ("最后一个", 3, 3),
        ("最后那个", 4, 4),
        ("前一个", 2, 1),
        ("后者", 2, 2),
        ("前者", 2, 1),
        ("我选第三个吧", 3, 3),
        ("（2）", 3, 2),
        ("倒数第二个", 3, 2),
        ("1️⃣", 3, 1),
        ("嗯，2", 3, 2),
        ("第二项", 3, 2),
        ("选择3", 3, 3),
        ("2。", 3, 2),
        ("应该是第二个", 3, 2),
        ("十一", 12, 11),
        ("12", 12, 12),
        ("中间那个", 3, 2),
        ("12", 5, None),
        ("1号楼", 3, None),
        ("5", 3, None),
        ("0", 3, None),
        ("一个", 3, None),
        ("1.5", 3, None),
        ("前一个", 3, None),
        ("后者", 3, None),
        ("第一个和第二个", 3, None),
        ("1、2", 3, None),
        ("都不是", 3, None),
        ("13800138000", 3, None),
        ("第零个", 3, None),
        ("", 3, None),
        ("两个都要", 3, None),
        ("1楼", 3, None),
        ("一点", 3, None),
        ("倒数第四个", 3, None),
        ("电梯坏了", 3, None),
    ],
)
def test_parse_choice_reads_a_number(text: str, n: int, choice: int | None) -> None:
    """A number in any of its forms picks; a house number, a count or a number outside the list does not."""
    assert parse_choice(text, n) == choice


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("金色家园", 3),
        ("金色", 3),
        ("二期", 2),
        ("就是金色家园南门那个", 3),
        ("选二期吧", 2),
        ("3号楼", 1),
        ("2", 2),
        ("第三个", 3),
        ("阳光花园", None),
        ("不是金色家园", None),
        ("园", None),
        ("3号", None),
        ("12", None),
        ("別的", None),
        ("金色家園", 3),
    ],
)
def test_parse_choice_reads_a_label(text: str, choice: int | None) -> None:
    """A label, or a part of at least two characters that only one label has, picks it."""
    assert parse_choice(text, 3, ESTATES) == choice


def test_parse_choice_wants_a_label_for_each_option() -> None:
    """A wrong number of labels raises ValueError."""
    with pytest.raises(ValueError, match="labels"):
        parse_choice("1", 2, ["一"])
