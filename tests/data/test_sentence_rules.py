"""Rules for training sentences: each finds its bad example and leaves the good one alone."""

import pytest

from tests.data.made_up import make_sentence, make_sentences
from training import sentence_rules as rules

SPAM = [f"我要投诉楼下{word}" for word in ("很吵", "漏水", "乱停车", "冒黑烟", "养鸡", "堆杂物")]


@pytest.mark.parametrize(("label", "count"), [("complain/noise", 0), ("greet", 0), ("shout/noise", 1), ("tip", 1)])
def test_find_unknown_kinds_wants_kind_and_category_together(label: str, count: int) -> None:
    """Only kinds have a category, and all kinds have one; each label is named once."""
    assert len(rules.find_unknown_kinds(make_sentences("吵", "太吵", label=label))) == count


@pytest.mark.parametrize(("label", "count"), [("complain/noise", 0), ("greet", 0), ("complain/moon", 1)])
def test_find_unknown_categories_asks_the_taxonomy(label: str, count: int) -> None:
    """A category that the taxonomy does not have is named once for each label."""
    found = rules.find_unknown_categories(make_sentences("吵", "太吵", label=label), ["noise"])
    assert [finding.line for finding in found] == [1] * count


def test_find_thin_categories_counts_distinct_sentences() -> None:
    """Punctuation makes no new sentence; kinds are counted together; the line is that of the taxonomy."""
    sentences = [
        make_sentence("太吵", "complain/noise"),
        make_sentence("太吵！", "help/noise"),
        make_sentence("吵醒了"),
    ]
    (found,) = rules.find_thin_categories(sentences, ["other", "noise"][1:], "taxonomy.csv", least=3)
    assert (found.file, found.line, found.problem) == ("taxonomy.csv", 2, "noise: 2 distinct sentences of 3")
    assert rules.find_thin_categories(sentences, ["noise"], "taxonomy.csv", least=2) == []


@pytest.mark.parametrize("other", ["complain/noise", "help/noise", "complain/parking", "greet"])
def test_find_duplicates_looks_across_labels(other: str) -> None:
    """The same text is found in one intent and across intents and categories."""
    sentences = [make_sentence("太吵", line=1), make_sentence("太吵", other, line=2), make_sentence("吵", line=3)]
    (found,) = rules.find_duplicates(sentences)
    assert found.line == 2
    assert "a.yml:1" in found.problem


def test_find_near_leaves_exact_duplicates_to_their_own_rule() -> None:
    """A sentence that differs a little is found, an equal one is not named twice."""
    near = make_sentences("路灯坏了没人修 晚上黑得很", "小区停水两天了", "路灯坏了没人修，晚上黑得很啊")
    assert [finding.line for finding in rules.find_near(near)] == [3]
    assert rules.find_near(make_sentences("路灯坏了", "路灯坏了", "小区停水")) == []


@pytest.mark.parametrize(("near", "total", "kept"), [(0, 0, True), (5, 1000, True), (6, 1000, False)])
def test_is_near_share_kept_allows_half_a_percent(near: int, total: int, kept: bool) -> None:
    """Half a percent may stay, more may not."""
    assert rules.is_near_share_kept(near, total) is kept


def test_find_template_openings_names_the_first_and_counts() -> None:
    """Too many sentences with one opening are template spam."""
    (found,) = rules.find_template_openings(make_sentences("停水了怎么办啊", *SPAM))
    assert found.line == 2
    assert "6 sentences begin with '我要投诉楼下'" in found.problem


def test_find_template_openings_allows_a_few_and_short_ones() -> None:
    """Few alike are chance, and texts shorter than an opening are not compared."""
    assert rules.find_template_openings(make_sentences(*SPAM[:5], *["好的"] * 9)) == []


@pytest.mark.parametrize(
    "text",
    [
        "打我电话１３８００１３８０００",
        "电话138-0013-8000 谢谢",
        "加86 138 0013 8000",
        "身份证11010519491231002X",
        "老证 110105491231002",
        "写信到 name@example.org",
    ],
)
def test_find_personal_data_finds_without_repeating(text: str) -> None:
    """Numbers in wide digits or with gaps are found as well, and the finding does not hold them."""
    (found,) = rules.find_personal_data(make_sentences(text))
    assert "138" not in found.problem
    assert "example" not in found.problem


@pytest.mark.parametrize("text", ["拨12345没人接", "3号楼2单元1401", "工单号 20240101000012345", "@我一下"])
def test_find_personal_data_leaves_other_numbers(text: str) -> None:
    """Short public numbers, house numbers and mentions are not personal."""
    assert rules.find_personal_data(make_sentences(text)) == []


@pytest.mark.parametrize("text", ["[红旗路](place)太吵", "{x}", '他说"不管"', "/restart", "(急)"])
def test_find_annotations_finds_markup(text: str) -> None:
    """Whatever Rasa would read as markup is found."""
    assert len(rules.find_annotations(make_sentences(text))) == 1


@pytest.mark.parametrize("text", ["（急）红旗路太吵", "“不管”", "24/7都在吵"])
def test_find_annotations_leaves_chinese_punctuation(text: str) -> None:
    """Wide brackets and quotes are text, and a slash inside is too."""
    assert rules.find_annotations(make_sentences(text)) == []
