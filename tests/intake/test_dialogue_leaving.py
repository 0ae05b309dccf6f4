"""What is no answer: digressions, emergencies, a human, and giving up."""

from __future__ import annotations

import pytest

from bot.intake import dialogue
from bot.intake.draft import Draft
from tests.intake.made_readings import LIFT, NOISE, TAXONOMY, UNSURE, asked_key, find, make_draft, make_reading, say

STARTS = [
    ("有个事", UNSURE),
    ("汇中花园很吵", NOISE),
    ("电梯坏了", LIFT),
    ("阳光花园电梯坏了", LIFT),
    ("红旗小区电梯坏了", LIFT),
    ("汇中花园3号楼电梯坏了", LIFT),
]


def make_asked(start: tuple[str, tuple]) -> Draft:
    """A draft with its first question put."""
    draft = make_draft(start[0], categories=start[1])
    asked_key(draft)
    return draft


@pytest.mark.parametrize("intent", sorted(dialogue.DIGRESSIONS - {"hand_off"}))
@pytest.mark.parametrize("start", STARTS, ids=lambda s: s[0])
def test_digression_leaves_the_draft_untouched(intent: str, start: tuple) -> None:
    """Somebody else answers; afterwards the report is as it was."""
    draft = make_asked(start)
    before = Draft.from_json(draft.to_json())
    outcome = say(draft, "另外的话", intent, 0.9)
    assert outcome.is_digression
    assert draft == before


@pytest.mark.parametrize("start", STARTS[2:], ids=lambda s: s[0])
def test_question_in_between_is_a_digression(start: tuple) -> None:
    """居住证怎么办 is answered and the report goes on."""
    draft = make_asked(start)
    assert say(draft, "居住证怎么办", "consult", 0.9).is_digression


@pytest.mark.parametrize("p", [0.01, 0.5, 1.0])
@pytest.mark.parametrize("intent", ["hand_off", "report_emergency"])
@pytest.mark.parametrize("start", STARTS, ids=lambda s: s[0])
def test_human_and_emergency_always_get_through(intent: str, p: float, start: tuple) -> None:
    """However unsure the model is, and whatever was asked, even while something is being changed."""
    draft = make_asked(start)
    assert say(draft, "汇中花园3号楼着火了", intent, p).is_digression
    draft.changing = True
    assert say(draft, "转人工", intent, p).is_digression


def test_unsure_digression_is_taken_as_an_answer() -> None:
    """Below one half the words belong to the report."""
    draft = make_asked(("电梯坏了", LIFT))
    assert not say(draft, "汇中花园3号楼", "greet", 0.3).is_digression
    assert draft.place == "汇中花园3号楼"


def test_hurry_without_a_ticket_belongs_to_the_report() -> None:
    """快点 before anything was filed urges nothing."""
    draft = make_asked(("电梯坏了", LIFT))
    reading = make_reading("快点来修", "urge", 0.9)
    assert not dialogue.answer(draft, reading, TAXONOMY, find, has_tickets=False).is_digression


@pytest.mark.parametrize("start", STARTS, ids=lambda s: s[0])
def test_withdrawing_cancels_whatever_was_asked(start: tuple) -> None:
    """算了，不报了."""
    outcome = say(make_asked(start), "算了，不报了", "withdraw", 0.9)
    assert outcome.is_cancelled
    assert outcome.says == []


def test_unsure_withdrawal_cancels_nothing_while_asked_for_the_place() -> None:
    """Half a guess throws no report away."""
    assert not say(make_asked(("电梯坏了", LIFT)), "算是汇中花园吧", "withdraw", 0.3).is_cancelled


@pytest.mark.parametrize("times", [1, 2])
def test_not_knowing_the_category_twice_gives_it_up(times: int) -> None:
    """The first time it is asked in other words, the second time an operator decides."""
    draft = make_asked(("有个事", UNSURE))
    for _ in range(times):
        say(draft, "不清楚", "dont_know")
        heard = asked_key(draft)
    assert heard == ("utter_ask_category_again" if times == 1 else "utter_ask_place")


def test_affirmed_summary_completes_the_report() -> None:
    """确认 and nothing is asked any more."""
    draft = make_asked(("汇中花园3号楼电梯坏了", LIFT))
    say(draft, "确认", "affirm", 1.0)
    assert draft.confirmed
    assert asked_key(draft) is None


def test_affirmation_confirms_nothing_that_was_not_shown() -> None:
    """好的 while the place is asked files nothing."""
    draft = make_asked(("电梯坏了", LIFT))
    say(draft, "好的", "affirm", 1.0)
    assert not draft.confirmed
    assert draft.next_question(TAXONOMY) == "place"
