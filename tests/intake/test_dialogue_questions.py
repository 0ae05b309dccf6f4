"""What is asked: only what is missing, in a fixed order, never the same a third time."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.draft import Draft
from bot.intake.questions import ASK_AT_MOST, remind
from tests.intake.made_readings import LIFT, NOISE, TAXONOMY, UNSURE, ask, asked_key, make_draft, say

STARTS = {
    "nothing known": ("有个事", UNSURE),
    "category unsure": ("很吵", NOISE),
    "place missing": ("电梯坏了", LIFT),
    "place ambiguous": ("阳光花园电梯坏了", LIFT),
    "building missing": ("红旗小区电梯坏了", LIFT),
    "place unknown": ("金色港湾小区电梯坏了", LIFT),
    "place outside": ("上海市人民路8号电梯坏了", LIFT),
    "all known": ("汇中花园3号楼电梯坏了", LIFT),
    "both unsure": ("阳光花园很吵", NOISE),
}
NONSENSE = [
    ("啊啊啊", "nlu_fallback", 1.0),
    ("胡说八道一通乱讲", "nlu_fallback", 1.0),
    ("。", "blank", 1.0),
    ("99", "choose", 1.0),
    ("不知道", "dont_know", 0.9),
    ("嗯", "affirm", 0.5),
    ("不是", "deny", 0.9),
    ("修改", "modify", 1.0),
    ("谢谢", "thank", 0.4),
]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("nothing known", "utter_ask_category_open"),
        ("category unsure", "utter_ask_category_choice"),
        ("place missing", "utter_ask_place"),
        ("place ambiguous", "utter_ask_place_choice"),
        ("building missing", "utter_ask_place_building"),
        ("place unknown", "utter_ask_place_unknown"),
        ("place outside", "utter_ask_place_outside"),
        ("all known", "utter_ask_confirmation"),
        ("both unsure", "utter_ask_category_choice"),
    ],
)
def test_first_question_is_for_what_is_missing(start: str, expected: str) -> None:
    """The category comes before the place, the confirmation last; what the message told is not asked."""
    text, categories = STARTS[start]
    assert asked_key(make_draft(text, categories=categories)) == expected


def test_questions_come_one_after_the_other() -> None:
    """Category, place, confirmation, filed."""
    draft, heard = make_draft("有个事", categories=UNSURE), []
    for text, intent, more in (
        ("电梯坏了", "help", {"categories": LIFT}),
        ("汇中花园3号楼", "give_place", {}),
        ("确认", "affirm", {}),
    ):
        heard.append(asked_key(draft))
        say(draft, text, intent, **more)
    heard.append(asked_key(draft))
    assert heard == ["utter_ask_category_open", "utter_ask_place", "utter_ask_confirmation", None]


def test_answer_that_tells_everything_leaves_only_the_confirmation() -> None:
    """A place told with the matter is not asked for afterwards."""
    draft = make_draft("有个事", categories=UNSURE)
    asked_key(draft)
    say(draft, "汇中花园3号楼电梯坏了", "help", categories=LIFT)
    assert asked_key(draft) == "utter_ask_confirmation"


@pytest.mark.parametrize(
    ("kind", "text", "categories"),
    [("consult", "居住证怎么办", (("permit", 0.9),)), ("praise", "你们办事真好", UNSURE)],
)
def test_question_or_praise_needs_no_place(kind: str, text: str, categories: tuple) -> None:
    """Nobody has to go anywhere; praise needs no category either."""
    assert asked_key(make_draft(text, kind, categories=categories)) == "utter_ask_confirmation"


def test_category_without_place_needs_none() -> None:
    """The taxonomy says so."""
    assert asked_key(make_draft("居住证一直办不下来", categories=(("permit", 0.9),))) == "utter_ask_confirmation"


@pytest.mark.parametrize("start", STARTS)
@settings(max_examples=60, deadline=None)
@given(rounds=st.lists(st.sampled_from(NONSENSE), min_size=12, max_size=12))
def test_nonsense_ends_in_a_filed_report_without_a_third_same_question(start: str, rounds: list) -> None:
    """Whatever is not understood, the report comes to its end, and no question is put word for word three times.

    What to change is asked as often as the resident says 修改, but never three times in a row.
    """
    text, categories = STARTS[start]
    draft = make_draft(text, categories=categories)
    heard: list[tuple[str, str]] = []
    asked = ask(draft)
    for words, intent, p in rounds:
        if asked is None:
            break
        heard.append((asked[0], str(asked[1])))
        outcome = say(draft, words, intent, p)
        assert not outcome.is_cancelled
        assert not outcome.is_digression
        asked = ask(draft)
    assert asked is None, f"still asking after {len(rounds)} rounds: {heard}"
    counts = Counter(question for question in heard if question[0] != "utter_ask_change")
    assert max(counts.values()) <= ASK_AT_MOST
    assert max(len(list(run)) for _, run in groupby(heard)) <= ASK_AT_MOST
    assert draft.words[0] == text


@pytest.mark.parametrize("start", STARTS)
def test_reminders_end_too(start: str) -> None:
    """After one digression after the other the bot stops reminding."""
    text, categories = STARTS[start]
    draft = make_draft(text, categories=categories)
    asked_key(draft)
    question = draft.next_question(TAXONOMY)
    assert question is not None
    reminders = [remind(draft, question, TAXONOMY) for _ in range(6)]
    assert sum(r is not None for r in reminders) <= ASK_AT_MOST
    assert reminders[-1] is None


def test_reminder_repeats_the_open_choice() -> None:
    """The numbers stay answerable."""
    draft = make_draft("阳光花园电梯坏了", categories=LIFT)
    asked_key(draft)
    reminder = remind(draft, "place", TAXONOMY)
    assert reminder is not None
    assert reminder[0] == "utter_remind_choice"
    assert reminder[1]["options"].startswith("1. 新华路街道·阳光花园")


def test_at_most_four_categories_and_none_of_them_are_offered() -> None:
    """The list stays short, and likely ones only."""
    categories = tuple((code, 0.2 - n / 100) for n, code in enumerate(TAXONOMY))
    draft = make_draft("有问题", categories=categories)
    asked = ask(draft)
    assert asked is not None
    assert [o.value for o in draft.options] == [*list(TAXONOMY)[:4], ""]
    assert asked[2][-1] == "都不是"


def test_unknown_category_code_is_ignored() -> None:
    """A model older than the taxonomy offers nothing that is gone."""
    draft = make_draft("有问题", categories=(("abolished", 0.9), ("elevator_fault", 0.05)))
    assert draft.category is None
    assert draft.guesses == [("elevator_fault", 0.05)]


@pytest.mark.parametrize(
    ("guesses", "is_settled"),
    [
        ((("elevator_fault", 0.51), ("street_light", 0.49)), True),
        ((("elevator_fault", 0.36), ("street_light", 0.17)), True),
        ((("elevator_fault", 0.36), ("street_light", 0.25)), False),
        ((("elevator_fault", 0.3), ("street_light", 0.02)), False),
    ],
)
def test_category_is_settled_only_when_clear(guesses: tuple, is_settled: bool) -> None:
    """More probable than not, or twice as probable as the next."""
    assert (make_draft("有问题", categories=guesses).category is not None) is is_settled


def test_given_up_questions_are_filed_without() -> None:
    """Nothing known at all still makes a report with the resident's words."""
    draft = Draft(key="k", words=["有个事"])
    for _ in range(10):
        if ask(draft) is None:
            break
        say(draft, "啊啊啊")
    assert (draft.category, draft.grid, draft.confirmed) == (None, None, True)
    assert draft.skipped == ["category", "place"]
