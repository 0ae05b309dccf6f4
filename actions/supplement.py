"""More words, photos, a location or a phone for a ticket already filed; and corrections of it."""

from __future__ import annotations

import re

from actions import names
from actions.edge import ConversationAction
from actions.own_tickets import asked_for, own_tickets, title
from actions.report import add_to_emergency, begin, place_of
from actions.turn import Turn
from actions.without_ticket import without_ticket
from bot.domain.commands import CorrectTicket, SupplementTicket
from bot.domain.errors import IllegalMove
from bot.domain.ticket import Ticket
from bot.intake.amending import named_category
from bot.intake.draft import ACCEPT
from bot.intake.place_words import is_part, parts_of, with_part
from bot.intake.reading import SURE, Reading
from bot.text.corrections import find_correction

EARLIER = re.compile(r"刚才|刚刚|上次|上一个|前面|那个|那件|已经")
"""Words for a ticket filed before."""
SHORTEST_MATTER = 3
"""Characters beside the place that can name a matter (停电了)."""


def latest_open(turn: Turn) -> Ticket | None:
    """The ticket the resident most probably speaks of: the one named, else the newest open one."""
    tickets = own_tickets(turn)
    open_tickets = [t for t in tickets if t.state.is_open]
    return asked_for(turn, tickets) or (open_tickets[0] if open_tickets else None)


def is_new_matter(reading: Reading, ticket: Ticket) -> bool:
    """True when a message taken for a place names another matter beside it (阳光花园路灯坏了)."""
    if not reading.categories or reading.categories[0][1] < ACCEPT or reading.is_media:
        return False
    if reading.intent == "supplement" and (reading.categories[0][1] < SURE or reading.places.status == "none"):
        return False
    place = reading.places.main.text if reading.places.main else ""
    return reading.categories[0][0] != ticket.category and len(reading.text) - len(place) >= SHORTEST_MATTER


class Supplement(ConversationAction):
    """补充: into the newest open ticket, or kept for the report that follows."""

    action_name = names.SUPPLEMENT

    def act(self, turn: Turn) -> None:
        """Add, or ask what the matter is."""
        reading, ticket = turn.reading, latest_open(turn)
        if add_to_emergency(turn):
            return
        if reading.intent == "send_voice" and not reading.text and not reading.media:
            turn.say("utter_voice_unread")
        elif ticket is None:
            self._keep_for_report(turn)
        elif is_new_matter(reading, ticket):
            turn.set_slot(names.SLOT_DRAFT, begin(turn, reading).to_json())
            turn.follow_with(names.FORM)
        else:
            self._add(turn, ticket)

    def _add(self, turn: Turn, ticket: Ticket) -> None:
        reading = turn.reading
        place, grid = place_of(reading)
        if reading.location is None and ticket.grid is not None:
            place, grid = None, None
        command = SupplementTicket(
            ticket.number,
            turn.actor,
            text=reading.text,
            contact=reading.contact,
            place=place,
            grid=grid,
            attachments=reading.media,
            request_key=f"{turn.conversation_id}:{reading.message_id}",
        )
        if not (command.text or command.contact or command.place or command.attachments):
            turn.say("utter_location_outside" if reading.location is not None else "utter_blank")
            return
        try:
            turn.product.intake.supplement(command)
        except IllegalMove:
            turn.say("utter_being_handled", number=ticket.number)
            return
        if place:
            turn.say("utter_ticket_place_taken", number=ticket.number, place=place)
        elif reading.media:
            turn.say("utter_ticket_photo_taken", ticket=title(turn, ticket))
        else:
            turn.say("utter_ticket_supplemented", ticket=title(turn, ticket))

    def _keep_for_report(self, turn: Turn) -> None:
        reading, known = turn.reading, turn.expecting
        files = list(known.get("files") or []) if known.get("about") == "files" else []
        files += [m for m in reading.media if m not in files]
        values = {k: known[k] for k in ("lng", "lat", "place", "grid") if known.get("about") == "files" and k in known}
        if reading.location is not None and reading.location_grid:
            place = f"{reading.location_name} {reading.location_label}".strip()
            lng, lat = reading.location
            values = {"lng": lng, "lat": lat, "place": place, "grid": reading.location_grid}
        elif reading.location is not None:
            turn.say("utter_location_outside")
            return
        if reading.media or reading.location is not None:
            turn.say("utter_what_about_files")
            turn.expect("files", files=files, **values)
        elif reading.intent in {"supplement", "give_place"} and len(reading.text) > 4:
            turn.set_slot(names.SLOT_DRAFT, begin(turn, reading).to_json())
            turn.follow_with(names.FORM)
        else:
            without_ticket(turn)


class CorrectFiled(ConversationAction):
    """类别不对 or 不是3号楼，是5号楼 after a ticket was filed."""

    action_name = names.CORRECT

    def act(self, turn: Turn) -> None:
        """Correct the newest open ticket while nobody works on it yet; later the words are added for the department."""
        reading, ticket = turn.reading, latest_open(turn)
        if ticket is None:
            without_ticket(turn)
            return
        command = self._command(turn, ticket)
        if command is None:
            turn.say("utter_ask_change")
            return
        try:
            changed = turn.product.intake.correct(command)
        except IllegalMove:
            turn.product.intake.supplement(
                SupplementTicket(
                    ticket.number,
                    turn.actor,
                    text=reading.text,
                    request_key=f"{turn.conversation_id}:{reading.message_id}",
                )
            )
            turn.say("utter_being_handled", number=ticket.number)
            return
        turn.say("utter_corrected", ticket=title(turn, changed))

    def _command(self, turn: Turn, ticket: Ticket) -> CorrectTicket | None:
        reading, taxonomy = turn.reading, turn.product.catalogue.taxonomy
        found = find_correction(reading.text)
        about = found.about if found and found.about else reading.intent.removeprefix("change_")
        if about == "category":
            category = named_category(found.right, taxonomy) if found else None
            if category is None and reading.categories and reading.categories[0][1] >= ACCEPT:
                category = reading.categories[0][0]
            return CorrectTicket(ticket.number, turn.actor, category=category) if category else None
        if found and ticket.place and is_part(found.right):
            words = with_part(ticket.place, parts_of(found.right))
        elif found and found.wrong and found.wrong in ticket.place:
            words = ticket.place.replace(found.wrong, found.right)
        else:
            words = found.right if found else (reading.places.main.text if reading.places.main else "")
        if not words:
            return None
        places = turn.resolve(words)
        grid = places.choices[0].grid_code if places.status == "resolved" else None
        return CorrectTicket(ticket.number, turn.actor, place=words, grid=grid)


class RequestAnonymous(ConversationAction):
    """匿名 outside a report: remembered for the next one."""

    action_name = names.ANONYMOUS

    def act(self, turn: Turn) -> None:
        """Makes the ticket just filed anonymous, or begins the report of a matter in the same message."""
        reading = turn.reading
        ticket = latest_open(turn)
        if ticket is not None and (turn.expecting.get("about") == "filed" or EARLIER.search(reading.text)):
            turn.product.intake.supplement(SupplementTicket(ticket.number, turn.actor, anonymous=True))
            turn.say("utter_made_anonymous", number=ticket.number)
            return
        if reading.categories and reading.categories[0][1] >= ACCEPT and len(reading.text) > 12:
            draft = begin(turn, reading)
            draft.anonymous, draft.contact = True, ""
            turn.say("utter_anonymous_taken")
            turn.set_slot(names.SLOT_DRAFT, draft.to_json())
            turn.follow_with(names.FORM)
        else:
            turn.say("utter_anonymous_next")
            turn.expect("anonymous")
