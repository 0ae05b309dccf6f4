"""Taking in a report: the form's validation, which also asks, and the submission that files it."""

from __future__ import annotations

import time

from actions import names
from actions.edge import ConversationAction
from actions.turn import Turn
from bot.domain.commands import FileReport, SupplementTicket
from bot.domain.deadlines import LOCAL
from bot.domain.kinds import Kind, Urgency
from bot.domain.ticket import Ticket
from bot.intake import dialogue, questions
from bot.intake.draft import ACCEPT, Draft
from bot.intake.reading import Reading

EMERGENCY_SECONDS = 10 * 60
"""How long further words without a matter of their own belong to an emergency."""
ABSENT = "-"
"""Value of a form slot that was given up or is not needed; the form goes on."""


class ValidateIntakeForm(ConversationAction):
    """Runs at every turn of the form: takes the message into the draft and puts the next question.

    The form has no ``utter_ask_…``: which question comes next, and its choices, are decided here.
    Returning no slot tells Rasa that the message is a digression; its rule answers it, then the form goes on.
    """

    action_name = names.VALIDATE_FORM

    def act(self, turn: Turn) -> None:
        """Begin, go on, or come back from a digression."""
        stored = turn.tracker.get_slot(names.SLOT_DRAFT)
        draft = Draft.from_json(stored) if stored else None
        is_new_message = turn.is_fresh and (draft is None or draft.seen != turn.message_id)
        if draft is not None and is_new_message and not _asked_before(turn):
            file_unfinished(turn, draft)
            draft = None
        if draft is None:
            if add_to_emergency(turn):
                turn.leave_form()
                return
            draft = begin(turn, turn.reading)
        elif is_new_message:
            if not self._take(turn, draft):
                return
        elif not turn.is_fresh and _asked_before(turn):
            if turn.previous_action != names.HAND_OFF:
                self._remind(turn, draft)
            _store(turn, draft)
            return
        self._ask(turn, draft)

    def _take(self, turn: Turn, draft: Draft) -> bool:
        """Take the message into the draft; False when that is all for this turn."""
        taxonomy, reading = turn.product.catalogue.taxonomy, turn.reading
        asks_of_ticket = reading.intent in {"urge", "track_progress", "rate"}
        has_tickets = not asks_of_ticket or bool(turn.product.intake.tickets_of(turn.resident_id, 1))
        before = Draft.from_json(draft.to_json())
        outcome = dialogue.answer(draft, reading, taxonomy, turn.resolve, has_tickets=has_tickets)
        if outcome.is_digression:
            return False
        draft.seen = turn.message_id
        is_lost = draft.is_same(before) and not outcome.says and not outcome.is_cancelled
        if is_lost and reading.intent != "affirm":
            turn.say("utter_not_understood")
        for key, values in outcome.says:
            turn.say(key, **values)
        if outcome.is_cancelled:
            turn.say("utter_draft_dropped")
            turn.leave_form()
            return False
        return True

    def _ask(self, turn: Turn, draft: Draft) -> None:
        taxonomy = turn.product.catalogue.taxonomy
        while (question := draft.next_question(taxonomy)) is not None:
            asked = questions.ask(draft, question, taxonomy)
            if asked is not None:
                key, values, quick_replies = asked
                turn.say(key, quick_replies, **values)
                break
        _store(turn, draft)

    def _remind(self, turn: Turn, draft: Draft) -> None:
        """After a digression: say what is still open, at most as often as a question is put."""
        taxonomy = turn.product.catalogue.taxonomy
        question = draft.next_question(taxonomy)
        reminder = questions.remind(draft, question, taxonomy) if question is not None else None
        if reminder is not None:
            key, values, quick_replies = reminder
            turn.say(key, quick_replies, **values)


class SubmitIntake(ConversationAction):
    """Turns the finished draft into one command."""

    action_name = names.SUBMIT

    def act(self, turn: Turn) -> None:
        """File, tell the number, clear the form."""
        stored = turn.tracker.get_slot(names.SLOT_DRAFT)
        if not stored:
            turn.leave_form()
            return
        ticket = file(turn, Draft.from_json(stored))
        turn.say("utter_filed", None, **filed_values(turn, ticket))
        turn.expect("filed", number=ticket.number)
        turn.leave_form()


def begin(turn: Turn, reading: Reading, kind: Kind | None = None) -> Draft:
    """A new draft of this message; files sent just before belong to it."""
    draft = Draft(key=f"{turn.conversation_id}:{reading.message_id}", kind=(kind or _kind(reading)).value)
    draft.seen = reading.message_id
    if turn.expecting.get("about") == "files":
        draft.attachments = list(turn.expecting.get("files") or [])
        if turn.expecting.get("lng") is not None:
            draft.longitude, draft.latitude = turn.expecting["lng"], turn.expecting["lat"]
            draft.settle_place(turn.expecting["place"], turn.expecting["grid"])
    draft.anonymous = turn.expecting.get("about") == "anonymous"
    turn.expect(None)
    draft.absorb(reading, turn.product.catalogue.taxonomy)
    if not draft.words:
        draft.words = ["（居民发来附件，未附文字说明）"]
    return draft


def file(turn: Turn, draft: Draft, urgency: Urgency | None = None) -> Ticket:
    """Make the ticket of a draft; once for each draft."""
    command = FileReport(
        request_key=draft.key,
        kind=Kind(draft.kind),
        category=draft.category,
        description=draft.description,
        urgency=urgency or Urgency(draft.urgency),
        place=draft.place,
        grid=draft.grid or draft.wider or None,
        channel=turn.channel,
        resident_id=turn.resident_id,
        actor=turn.actor,
        occurred=draft.occurred,
        contact=draft.contact,
        anonymous=draft.anonymous,
        longitude=draft.longitude,
        latitude=draft.latitude,
        attachments=tuple(draft.attachments),
    )
    return turn.product.intake.file_report(command)


def add_to_emergency(turn: Turn) -> bool:
    """Cries of somebody who reported an emergency minutes ago (快来啊) belong to its ticket."""
    known, reading = turn.tracker.get_slot(names.SLOT_EMERGENCY) or {}, turn.reading
    is_recent = time.time() - float(known.get("at", 0)) < EMERGENCY_SECONDS
    is_place = reading.intent in {"give_place", "send_location", "change_place"}
    is_clear = bool(reading.categories) and reading.categories[0][1] >= ACCEPT
    is_new = is_clear and not is_place and reading.places.status != "none"
    if not is_recent or (is_new and len(reading.text) > 8) or not (reading.text or reading.media or reading.location):
        return False
    place, grid = place_of(reading)
    turn.product.intake.supplement(
        SupplementTicket(
            str(known["number"]),
            turn.actor,
            text=reading.text,
            contact=reading.contact,
            place=place,
            grid=grid,
            attachments=reading.media,
            request_key=f"{turn.conversation_id}:{reading.message_id}",
        )
    )
    if place:
        turn.say("utter_emergency_place_taken", number=str(known["number"]), place=place)
    else:
        turn.say("utter_emergency_added", number=str(known["number"]))
    return True


def place_of(reading: Reading) -> tuple[str | None, str | None]:
    """Words and grid of the place a message settles; None for both when it settles none."""
    if reading.location is not None and reading.location_grid:
        return f"{reading.location_name} {reading.location_label}".strip(), reading.location_grid
    if reading.places.status == "resolved" and reading.places.main:
        return reading.places.main.text, reading.places.choices[0].grid_code
    return None, None


def file_unfinished(turn: Turn, draft: Draft) -> None:
    """A report left unfinished in an earlier session is filed as far as it is known."""
    ticket = file(turn, draft)
    turn.say("utter_unfinished_filed", number=ticket.number)


def filed_values(turn: Turn, ticket: Ticket) -> dict[str, str]:
    """The values of the reply that tells a ticket's number."""
    department = turn.product.catalogue.departments.get(ticket.department)
    due = ticket.due_at.astimezone(LOCAL)
    return {
        "number": ticket.number,
        "department": department.name if department else "网格中心",
        "due": f"{due.month}月{due.day}日{due.hour}点{f'{due.minute}分' if due.minute else ''}",
    }


def _kind(reading: Reading) -> Kind:
    if reading.intent in {k.value for k in Kind}:
        return Kind(reading.intent)
    return reading.kind


def _asked_before(turn: Turn) -> bool:
    """True while the form has been running since an earlier message."""
    return any(
        e.get("event") == "action" and e.get("name") == names.FORM for e in _events_of_session(turn.tracker.events)
    ) and bool(turn.tracker.get_slot("requested_slot"))


def _events_of_session(events: list[dict]) -> list[dict]:
    for index in range(len(events) - 1, -1, -1):
        if events[index].get("event") == "action" and events[index].get("name") == "action_session_start":
            return events[index:]
    return events


def _store(turn: Turn, draft: Draft) -> None:
    taxonomy = turn.product.catalogue.taxonomy
    question = draft.next_question(taxonomy)
    turn.set_slot(names.SLOT_DRAFT, draft.to_json())
    turn.set_slot(names.SLOT_CATEGORY, None if question == "category" else draft.category or ABSENT)
    turn.set_slot(names.SLOT_PLACE, None if question in {"category", "place"} else draft.place or ABSENT)
    turn.set_slot(names.SLOT_CONFIRMATION, True if question is None else None)
