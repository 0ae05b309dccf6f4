"""Words about a ticket from somebody who has none: mostly they are a matter or a question after all."""

from __future__ import annotations

import re

from actions import names
from actions.consult import answer, propose_ticket
from actions.report import add_to_emergency, begin
from actions.turn import Turn
from bot.intake.draft import ACCEPT
from bot.reading.answers import NEAR
from bot.reading.signals import LONGEST_CHOICE

NOT_SOLVED = re.compile(r"没(?:有)?(?:解决|用|帮助)|不是这个|不对|答非所问")
"""What is said to an answer that did not help."""


def without_ticket(turn: Turn) -> None:
    """Go on with the answer before, begin a report, look for an answer, or say that there is no ticket."""
    reading = turn.reading
    if str(turn.expecting.get("about")).startswith("faq") and NOT_SOLVED.search(reading.text):
        more = NOT_SOLVED.sub("", reading.text).strip("，,。！! ")
        question = str(turn.expecting["question"])
        propose_ticket(turn, f"{question}（{more}）" if len(more) > 2 else question, was_answered=True)
    elif turn.is_in_form:
        turn.say("utter_no_ticket_yet")
    elif begin_report(turn):
        return
    elif len(reading.text) <= LONGEST_CHOICE:
        turn.say("utter_no_ticket")
    else:
        found = turn.product.catalogue.answers.search(reading.text, 1)
        if not (found and found[0].score >= NEAR + 0.1 and answer(turn, reading.text)):
            turn.say("utter_no_ticket")


def begin_report(turn: Turn) -> bool:
    """Begin a report of a message that holds a matter although it was taken for something else."""
    reading = turn.reading
    if add_to_emergency(turn):
        return True
    if len(reading.text) <= LONGEST_CHOICE or not reading.categories or reading.categories[0][1] < ACCEPT:
        return False
    turn.set_slot(names.SLOT_DRAFT, begin(turn, reading).to_json())
    turn.follow_with(names.FORM)
    return True
