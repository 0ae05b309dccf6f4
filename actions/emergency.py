"""Somebody is in danger: the right number first, a critical ticket at once, no questions."""

from __future__ import annotations

import re
import time

from actions import names
from actions.edge import ConversationAction
from actions.report import begin, file, place_of
from actions.turn import Turn
from bot.domain.commands import SupplementTicket
from bot.domain.errors import IntakeError
from bot.domain.kinds import Kind, Urgency
from bot.intake.draft import ACCEPT_ALONE, Draft

SAME_EMERGENCY_SECONDS = 30 * 60
"""Further words of the same emergency within this time go into the same ticket."""
CATEGORIES = {
    "fire": "fire_incident",
    "gas": "gas_leak",
    "trapped": "elevator_trapped",
    "crime": "assault",
    "traffic": "traffic_accident",
    "drowning": "water_hazard",
}
"""Category by emergency, where the emergency says it."""
BY_CATEGORY = {category: what for what, category in CATEGORIES.items()} | {"domestic_violence": "crime"}
"""Which emergency a category is, where the words did not say."""
DANGERS = frozenset(CATEGORIES.values()) | {
    "missing_person",
    "domestic_violence",
    "power_line_hazard",
    "dangerous_building",
    "falling_objects",
    "construction_safety",
    "factory_safety",
    "school_bullying",
    "public_disturbance",
    "medical_service",
}
"""Categories an emergency may have; another guess is left to the grid centre."""
LIFT = re.compile(r"电梯|直梯|扶梯|轿厢|升降梯")
"""Somebody trapped is told of the lift's alarm button only in a lift."""
REPLIES = ("fire", "gas", "injury", "crime", "trapped", "drowning", "suicide", "traffic")


class ReportEmergency(ConversationAction):
    """Files without asking; a second message of the same emergency is added to the ticket."""

    action_name = names.EMERGENCY

    def act(self, turn: Turn) -> None:
        """Number first, then the ticket."""
        reading = turn.reading
        what = reading.emergency if reading.emergency in REPLIES else "other"
        if what == "other" and reading.categories:
            what = BY_CATEGORY.get(reading.categories[0][0], "other")
        if what == "trapped" and not LIFT.search(reading.text + self._earlier_words(turn)):
            what = "other"
        known = turn.tracker.get_slot(names.SLOT_EMERGENCY) or {}
        is_recent = time.time() - float(known.get("at", 0)) < SAME_EMERGENCY_SECONDS
        is_same = is_recent and (known.get("what") == what or reading.places.status == "none")
        turn.say(f"utter_emergency_{known['what'] if is_same and what == 'other' else what}")
        if is_same and self._supplement(turn, str(known["number"])):
            return
        draft = self._draft(turn)
        taxonomy = turn.product.catalogue.taxonomy
        likely = [code for code, p in draft.guesses if p >= ACCEPT_ALONE and code in DANGERS]
        category = CATEGORIES.get(what) or (likely[0] if likely else None)
        draft.category = category if category in taxonomy else None
        draft.kind = Kind.HELP.value
        ticket = file(turn, draft, Urgency.CRITICAL)
        place = draft.place if draft.grid else ""
        reply = "utter_emergency_filed" if place else "utter_emergency_filed_ask_place"
        turn.say(reply, number=ticket.number, place=place)
        turn.leave_form()
        turn.set_slot(names.SLOT_EMERGENCY, {"number": ticket.number, "what": what, "at": time.time()})
        turn.expect("filed", number=ticket.number)

    def _earlier_words(self, turn: Turn) -> str:
        stored = turn.tracker.get_slot(names.SLOT_DRAFT) if turn.is_in_form else None
        return Draft.from_json(stored).description if stored else ""

    def _draft(self, turn: Turn) -> Draft:
        stored = turn.tracker.get_slot(names.SLOT_DRAFT) if turn.is_in_form else None
        if not stored:
            return begin(turn, turn.reading)
        draft = Draft.from_json(stored)
        draft.absorb(turn.reading, turn.product.catalogue.taxonomy)
        return draft

    def _supplement(self, turn: Turn, number: str) -> bool:
        reading = turn.reading
        place, grid = place_of(reading)
        try:
            turn.product.intake.supplement(
                SupplementTicket(
                    number,
                    turn.actor,
                    text=reading.text,
                    contact=reading.contact,
                    place=place,
                    grid=grid,
                    request_key=f"{turn.conversation_id}:{reading.message_id}",
                )
            )
        except IntakeError:
            return False
        turn.say("utter_emergency_added", number=number)
        return True
