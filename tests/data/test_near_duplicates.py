"""Near duplicates by character bigrams."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.near_duplicates import THRESHOLD, bigrams, find_near_duplicates, fold, similarity


@pytest.mark.parametrize(
    ("text", "folded"),
    [("楼下，太 吵了！", "楼下太吵了"), ("ＡＢ１２", "ab12"), ("①", "1"), ("？！", "")],
)
def test_fold_keeps_letters_and_digits(text: str, folded: str) -> None:
    """Punctuation and white space go, wide forms and capitals are folded."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("楼下天天放音乐吵死人", "楼下天天放音乐，吵死人！", 1.0),
        ("路灯不亮已经三天了没人管", "路灯不亮已经五天了没人管", 9 / 13),
        ("一", "一", 1.0),
        ("停水", "停电", 0.0),
        ("", "", 0.0),
    ],
)
def test_similarity_is_jaccard_of_bigrams(first: str, second: str, expected: float) -> None:
    """The share of bigrams that both have among those that either has."""
    assert similarity(bigrams(fold(first)), bigrams(fold(second))) == pytest.approx(expected)


def test_find_near_duplicates_gives_positions_and_similarity() -> None:
    """Only the pair that is alike is given, the earlier one first."""
    texts = ["路灯坏了没人修 晚上黑得看不见", "小区停水两天了", "路灯坏了没人修，晚上黑得看不见啊"]
    ((first, second, found),) = find_near_duplicates(texts)
    assert (first, second) == (0, 2)
    assert found >= THRESHOLD


@given(st.lists(st.text("停水电了吗。", max_size=9), max_size=12))
def test_find_near_duplicates_misses_nothing(texts: list[str]) -> None:
    """The inverted index gives what comparing all pairs gives."""
    sets = [bigrams(fold(text)) for text in texts]
    pairs = [(i, j) for j in range(len(texts)) for i in range(j) if similarity(sets[i], sets[j]) >= THRESHOLD - 1e-9]
    assert [(p.first, p.second) for p in find_near_duplicates(texts)] == sorted(pairs)


def test_find_near_duplicates_takes_a_whole_data_set() -> None:
    """6,000 different sentences of 20 characters have hardly any near duplicate, and a planted one is found."""
    chance = random.Random(7)  # noqa: S311 - a seeded source makes the test repeatable
    common = "的了是不在有我们这里一个人没来小区路上车水电天吵停修管"
    texts = ["".join(chance.choices(common, k=20)) for _ in range(6_000)]
    found = find_near_duplicates([*texts, texts[17] + "啊"])
    assert [(p.first, p.second) for p in found] == [(17, 6_000)]
