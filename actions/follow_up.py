"""Short answers outside a report: yes, no, a number — to whatever the last reply asked."""

from __future__ import annotations

import re
from typing import Any

from actions import names
from actions.consult import NONE_OF_THEM, answer, begin_ticket, give, propose_ticket
from actions.edge import ConversationAction
from actions.own_tickets import own_tickets, title
from actions.progress import urge, withdraw
from actions.rating import OPTIONS, rate, read_verdict, waiting_for_rating
from actions.turn import Turn
from actions.without_ticket import begin_report
from bot.text.choices import parse_choice

THAT_ONE = re.compile(r"(?:的)?(?:那个|那件|那一个|的事|这个)$")
"""僵尸车那个: the words behind what names a ticket."""


class FollowUp(ConversationAction):
    """Reads 确认, 不用, 第一个 by what is expected."""

    action_name = names.FOLLOW_UP

    def act(self, turn: Turn) -> None:
        """Dispatch by the expectation."""
        expecting = turn.expecting
        handler = {
            "faq_helped": _helped,
            "faq_choices": _faq_choice,
            "faq_ticket": _faq_ticket,
            "urge": _which,
            "withdraw": _which,
            "withdraw_confirm": _withdraw_confirm,
            "rate": _verdict,
            "filed": _after_filing,
        }.get(str(expecting.get("about")))
        if handler is not None:
            handler(turn, expecting)
        elif not _rate_by_number(turn) and not begin_report(turn):
            turn.say("utter_nothing_expected")


def _is_yes(turn: Turn) -> bool:
    return turn.reading.intent == "affirm"


def _helped(turn: Turn, expecting: dict[str, Any]) -> None:
    if _is_yes(turn) or parse_choice(turn.reading.text, 2, ["有帮助", "没解决"]) == 1:
        turn.say("utter_glad")
        turn.expect(None)
    else:
        propose_ticket(turn, str(expecting["question"]), was_answered=True)


def _faq_choice(turn: Turn, expecting: dict[str, Any]) -> None:
    labels = list(expecting["labels"])
    chosen = parse_choice(turn.reading.text, len(labels), labels)
    if chosen is None and turn.reading.intent == "deny":
        turn.say("utter_ok")
        turn.expect(None)
        return
    if chosen is None:
        if _is_yes(turn) and len(labels) == 2:
            chosen = 1
        else:
            turn.say("utter_choose_again", labels, count=str(len(labels)))
            return
    if chosen is None or labels[chosen - 1] == NONE_OF_THEM:
        propose_ticket(turn, str(expecting["question"]))
        return
    entry = turn.product.catalogue.answers.get(expecting["ids"][chosen - 1])
    if entry is None:
        answer(turn, labels[chosen - 1])
    else:
        give(turn, entry, str(expecting["question"]))


def _faq_ticket(turn: Turn, expecting: dict[str, Any]) -> None:
    if _is_yes(turn) or parse_choice(turn.reading.text, 2) == 1:
        begin_ticket(turn, str(expecting["question"]))
    else:
        turn.say("utter_ok")
        turn.expect(None)


def _which(turn: Turn, expecting: dict[str, Any]) -> None:
    numbers, labels = list(expecting["numbers"]), list(expecting["labels"])
    said = THAT_ONE.sub("", turn.reading.text)
    chosen = parse_choice(said, len(labels), labels)
    if chosen is None:
        if turn.reading.intent == "deny" or expecting.get("asked_again"):
            turn.say("utter_ok")
            turn.expect(None)
        else:
            turn.say("utter_choose_again", [str(n) for n in range(1, len(labels) + 1)], count=str(len(labels)))
            turn.set_slot(names.SLOT_EXPECTING, {**expecting, "asked_again": True})
        return
    number = str(numbers[chosen - 1])
    if expecting["about"] == "urge":
        urge(turn, number)
        turn.expect(None)
        return
    ticket = next(t for t in own_tickets(turn) if t.number == number)
    turn.say("utter_ask_withdraw", ["确认撤销", "不撤销"], ticket=title(turn, ticket))
    turn.expect("withdraw_confirm", number=number)


def _withdraw_confirm(turn: Turn, expecting: dict[str, Any]) -> None:
    if _is_yes(turn) or parse_choice(turn.reading.text, 2) == 1:
        withdraw(turn, str(expecting["number"]))
    else:
        turn.say("utter_kept", number=str(expecting["number"]))
        turn.expect(None)


def _after_filing(turn: Turn, expecting: dict[str, Any]) -> None:
    if _rate_by_number(turn):
        return
    if _is_yes(turn):
        turn.say("utter_already_filed", number=str(expecting["number"]))
    elif turn.reading.intent == "deny":
        turn.say("utter_ask_change")
    elif not begin_report(turn):
        turn.say("utter_nothing_expected")


def _verdict(turn: Turn, expecting: dict[str, Any]) -> None:
    verdict = _read(turn)
    if verdict is None:
        turn.say("utter_choose_again", list(OPTIONS), count=str(len(OPTIONS)))
    else:
        rate(turn, str(expecting["number"]), verdict)


def _rate_by_number(turn: Turn) -> bool:
    """A number or yes/no after the notice that a ticket is resolved (1满意 2基本满意 3不满意)."""
    waiting = waiting_for_rating(turn)
    verdict = _read(turn) if waiting else None
    if verdict is None:
        return False
    rate(turn, waiting[0].number, verdict)
    return True


def _read(turn: Turn) -> bool | None:
    chosen = parse_choice(turn.reading.text, len(OPTIONS), list(OPTIONS))
    if chosen is not None:
        return chosen < len(OPTIONS)
    verdict = read_verdict(turn.reading.text)
    if verdict is None and turn.reading.intent in {"affirm", "deny"}:
        return turn.reading.intent == "affirm"
    return verdict
