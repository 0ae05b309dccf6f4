"""Act or kind, and the category over all kinds."""

from __future__ import annotations

import pytest

from bot.domain.kinds import Kind
from bot.reading.linear import Ranked
from bot.reading.matter import KINDS, TOP, Matter, MatterModel, Sentence, augment
from tests.reading.made_sentences import SENTENCES


def make_matter(*intents: tuple[str, float], category_p: float = 0.9, length: int = 6) -> Matter:
    """A matter with these intents, in order."""
    return Matter(tuple(Ranked(i, p) for i, p in intents), (Ranked("noise", category_p),), length)


@pytest.mark.parametrize(
    ("intents", "expected"),
    [
        ((("urge", 0.4), ("complain", 0.3), ("help", 0.3)), ("complain", 0.6)),
        ((("urge", 0.7), ("complain", 0.2), ("help", 0.1)), ("urge", 0.7)),
        ((("complain", 0.4), ("help", 0.35), ("urge", 0.25)), ("complain", 0.75)),
        ((("greet", 0.5), ("help", 0.5)), ("greet", 0.5)),
    ],
)
def test_kinds_are_weighed_together_against_each_act(intents: tuple, expected: tuple[str, float]) -> None:
    """A message that is surely a matter is one although its kind is open."""
    decided = make_matter(*intents).decide()
    assert (decided.label, decided.p) == (expected[0], pytest.approx(expected[1]))


@pytest.mark.parametrize(
    ("length", "category_p", "expected"), [(30, 0.9, "help"), (6, 0.9, "greet"), (30, 0.3, "greet")]
)
def test_courtesy_does_not_hide_a_matter(length: int, category_p: float, expected: str) -> None:
    """您好 before a long report with a clear category is no greeting (defect D46)."""
    matter = make_matter(("greet", 0.8), ("help", 0.2), category_p=category_p, length=length)
    assert matter.decide().label == expected


def test_kind_is_given_among_the_kinds_alone() -> None:
    """Even when an act is more probable."""
    kind = make_matter(("urge", 0.6), ("complain", 0.3), ("help", 0.1)).kind()
    assert (kind.label, kind.p) == ("complain", pytest.approx(0.75))


@pytest.mark.parametrize(
    ("text", "intent", "category"),
    [
        ("楼上半夜太吵", "complain", "noise"),
        ("电梯又坏了", "help", "lift"),
        ("居住证要什么手续", "consult", "permit"),
        ("红旗小区5号楼电梯坏了", "help", "lift"),
    ],
)
def test_matter_is_read(small_model: MatterModel, text: str, intent: str, category: str) -> None:
    """Intent and category of new words, also behind a place that was never seen with them (defect D3)."""
    matter = small_model.read(text)
    assert matter.decide().label == intent
    assert matter.categories[0].label == category


@pytest.mark.parametrize(("text", "intent"), [("你好啊", "greet"), ("催一催", "urge"), ("红旗小区3号楼", "give_place")])
def test_act_is_read(small_model: MatterModel, text: str, intent: str) -> None:
    """Acts have no category of their own."""
    assert small_model.read(text).decide().label == intent


@pytest.mark.parametrize("text", ["", "。", "电梯坏了", "呜呜呜" * 300])
def test_reading_has_all_intents_and_few_categories(small_model: MatterModel, text: str) -> None:
    """The intents sum to 1; at most TOP categories are told."""
    matter = small_model.read(text)
    assert sum(r.p for r in matter.intents) == pytest.approx(1.0)
    assert 0 < len(matter.categories) <= TOP
    assert matter.kind().label in KINDS


@pytest.mark.parametrize("text", ["电梯坏了", "你好"])
def test_model_is_the_same_after_bytes(small_model: MatterModel, text: str) -> None:
    """One file holds both classifiers."""
    assert MatterModel.loads(small_model.dumps()).read(text) == small_model.read(text)


def test_rule_intents_are_not_learnt() -> None:
    """What the rules read needs no model."""
    model = MatterModel.fit([*SENTENCES, *(Sentence(t, "send_media", None) for t in ("〔图片〕", "〔视频〕"))])
    assert "send_media" not in {r.label for r in model.read("〔图片〕").intents}


def test_sentences_are_copied_with_places() -> None:
    """A copy keeps intent and category and holds the sentence; acts that name no ticket get none."""
    copies = augment(SENTENCES)
    assert copies == augment(SENTENCES)
    for copy in copies:
        assert copy.intent in {k.value for k in Kind} | {"track_progress", "urge", "withdraw"}
        assert any(s.text in copy.text and s.intent == copy.intent and s.category == copy.category for s in SENTENCES)


def test_kinds_are_those_of_the_domain() -> None:
    """Six of them."""
    assert set(KINDS) == {k.value for k in Kind}
