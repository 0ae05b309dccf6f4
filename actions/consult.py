"""咨询: the answer from data/faq, whether it helped, and a ticket when it did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions import names
from actions.edge import ConversationAction
from actions.report import add_to_emergency, begin
from actions.turn import Turn
from bot.domain.kinds import Kind
from bot.reading.answers import HIT, MOST_NEAR, NEAR
from bot.reading.signals import LONGEST_CHOICE

SHORTEST_QUESTION = 4
"""Characters; a shorter text (公积金) names a subject, not a question."""
NONE_OF_THEM = "都不是"


class AnswerQuestion(ConversationAction):
    """Answers at once when it is sure, offers the nearest questions when it is not."""

    action_name = names.ANSWER

    def act(self, turn: Turn) -> None:
        """Search, then answer, offer, or propose a ticket."""
        if len(turn.reading.text) < 3:
            turn.say("utter_fallback")
        elif not answer(turn, turn.reading.text) and turn.is_in_form:
            turn.say("utter_question_later")


def answer(turn: Turn, question: str) -> bool:
    """Answer or offer; False when nothing near is known (a ticket is proposed unless a report is being taken in)."""
    likely = dict(turn.reading.categories) if question == turn.reading.text else {}
    found = turn.product.catalogue.answers.search(question, likely=likely)
    best = found[0].score if found else 0.0
    second = found[1].score if len(found) > 1 else 0.0
    is_clear = best >= NEAR + 0.1 and (second < best * 0.6 or turn.is_in_form)
    is_word = len(question) <= SHORTEST_QUESTION and second >= NEAR
    if (best >= HIT or is_clear) and not is_word:
        give(turn, found[0].entry, question)
        return True
    near = [f for f in found if f.score >= NEAR][:MOST_NEAR]
    if near and not turn.is_in_form:
        labels = [str(f.entry["question"]) for f in near] + [NONE_OF_THEM]
        options = "\n".join(f"{n}. {label}" for n, label in enumerate(labels, 1))
        turn.say("utter_faq_choices", labels, options=options)
        turn.expect("faq_choices", ids=[f.entry["id"] for f in near], labels=labels, question=question)
        return True
    if not turn.is_in_form:
        propose_ticket(turn, question)
    return False


def give(turn: Turn, entry: Mapping[str, Any], question: str) -> None:
    """Tell the answer with where, what to bring, phone and source."""
    lines = [f"【{entry['question']}】", str(entry["answer"])]
    for key, label in (("where", "在哪办"), ("bring", "带什么"), ("hours", "时间"), ("phone", "电话")):
        if entry.get(key):
            lines.append(f"{label}：{entry[key]}")
    lines.append(f"依据：{entry['source']}")
    turn.dispatcher.utter_message(text="\n".join(lines))
    if not turn.is_in_form:
        turn.say("utter_ask_helped", ["有帮助", "没解决"])
        turn.expect("faq_helped", id=entry["id"], question=question)


def propose_ticket(turn: Turn, question: str, *, was_answered: bool = False) -> None:
    """Offer to pass the question on to the department."""
    turn.say("utter_faq_unsolved" if was_answered else "utter_faq_none", ["登记", "不用了", "转人工"])
    turn.expect("faq_ticket", question=question)


def begin_ticket(turn: Turn, question: str) -> None:
    """A 咨询 ticket of the question; the form asks for confirmation."""
    is_same = question == turn.reading.text
    categories = turn.reading.categories if is_same else ()
    draft = begin(
        turn, replace(turn.reading, text=question, intent=Kind.CONSULT.value, categories=categories), Kind.CONSULT
    )
    found = turn.product.catalogue.answers.search(question, 1)
    if draft.category is None and found and found[0].score >= NEAR:
        draft.category = str(found[0].entry["category"])
    if draft.category is None:
        draft.skipped.append("category")
    turn.set_slot(names.SLOT_DRAFT, draft.to_json())
    turn.follow_with(names.FORM)


class StartReport(ConversationAction):
    """我要反映问题, and 登记 after an answer that did not help."""

    action_name = names.START_REPORT

    def act(self, turn: Turn) -> None:
        """Ask for the matter, or file the question that was offered to be filed."""
        if turn.expecting.get("about") in {"faq_helped", "faq_ticket", "faq_choices"} and not turn.is_in_form:
            begin_ticket(turn, str(turn.expecting["question"]))
        else:
            turn.say("utter_start_report")


class Fallback(ConversationAction):
    """Neither an act nor a matter was understood."""

    action_name = names.FALLBACK

    def act(self, turn: Turn) -> None:
        """Try the answers, then the categories, then say so and offer a human."""
        reading = turn.reading
        if add_to_emergency(turn):
            return
        found = turn.product.catalogue.answers.search(reading.text, 1)
        if found and found[0].score >= HIT and len(reading.text) >= SHORTEST_QUESTION:
            give(turn, found[0].entry, reading.text)
        elif reading.categories and reading.categories[0][1] >= 0.5 and len(reading.text) > LONGEST_CHOICE:
            turn.set_slot(names.SLOT_DRAFT, begin(turn, reading).to_json())
            turn.follow_with(names.FORM)
        else:
            turn.say("utter_fallback", ["反映问题", "查进度", "转人工"])
