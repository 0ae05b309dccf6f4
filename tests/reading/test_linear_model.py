"""The linear classifier: probabilities, order, bytes and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.linear import LinearModel, prepare
from tests.reading.made_sentences import SENTENCES

TEXTS, LABELS = [s.text for s in SENTENCES], [s.intent for s in SENTENCES]


@pytest.fixture(scope="module")
def model() -> LinearModel:
    """Six labels."""
    return LinearModel.fit(TEXTS, LABELS)


@pytest.fixture(scope="module")
def model_of_two() -> LinearModel:
    """Two labels, which scikit-learn scores with one number."""
    return LinearModel.fit(["好的", "可以", "行啊", "不行", "不要", "不可以"], ["yes", "yes", "yes", "no", "no", "no"])


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_probabilities_of_all_labels_sum_to_one(model: LinearModel, text: str) -> None:
    """For any text at all, the most probable first."""
    ranked = model.rank(text)
    assert sorted(r.label for r in ranked) == sorted(set(LABELS))
    assert sum(r.p for r in ranked) == pytest.approx(1.0)
    assert [r.p for r in ranked] == sorted((r.p for r in ranked), reverse=True)
    assert all(0.0 <= r.p <= 1.0 for r in ranked)


@pytest.mark.parametrize(("text", "label"), [("可以的", "yes"), ("不行不行", "no")])
def test_two_labels_work_as_many_do(model_of_two: LinearModel, text: str, label: str) -> None:
    """The single score becomes two probabilities."""
    ranked = model_of_two.rank(text)
    assert ranked[0].label == label
    assert sum(r.p for r in ranked) == pytest.approx(1.0)


@pytest.mark.parametrize(("text", "label"), list(zip(TEXTS[::5], LABELS[::5], strict=True)))
def test_what_was_learnt_is_known(model: LinearModel, text: str, label: str) -> None:
    """A training sentence gets its own label."""
    assert model.rank(text)[0].label == label


@pytest.mark.parametrize("text", ["电梯坏了", "", "2号楼", "全新的一句话", "😀"])
def test_model_is_the_same_after_bytes(model: LinearModel, text: str) -> None:
    """dumps and loads change no probability."""
    assert LinearModel.loads(model.dumps()).rank(text) == model.rank(text)


def test_training_twice_gives_the_same_model(model: LinearModel) -> None:
    """No chance is involved."""
    assert LinearModel.fit(TEXTS, LABELS).rank("电梯半夜吵") == model.rank("电梯半夜吵")


def test_many_at_once_are_as_one_by_one(model: LinearModel) -> None:
    """``rank_many`` is only faster."""
    assert model.rank_many(TEXTS[:5]) == [model.rank(text) for text in TEXTS[:5]]


@pytest.mark.parametrize(
    ("texts", "labels", "words"),
    [
        (["一", "二"], ["a"], "2 texts but 1 labels"),
        (["一", "二"], ["a", "a"], "two different labels"),
        ([], [], "two different labels"),
    ],
)
def test_unusable_training_data_is_refused(texts: list[str], labels: list[str], words: str) -> None:
    """The message says what is missing."""
    with pytest.raises(ValueError, match=words):
        LinearModel.fit(texts, labels)


def test_labels_with_few_texts_can_be_learnt() -> None:
    """Too few to hold some out: the temperature is a default."""
    model = LinearModel.fit(["电梯坏了", "路灯不亮"], ["lift", "light"])
    assert model.rank("电梯")[0].label == "lift"


@pytest.mark.parametrize(
    ("first", "second"), [("３号楼", "5号楼"), ("电梯 坏了", "电梯坏了"), ("電梯壞了", "电梯坏了"), ("ＫＴＶ", "KTV")]
)
def test_writing_makes_no_difference(first: str, second: str) -> None:
    """Numbers are one sign, width, white space and traditional characters are evened out."""
    assert prepare(first) == prepare(second)
