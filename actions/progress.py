"""What a resident can ask of tickets already filed: progress, urge, withdraw."""

from __future__ import annotations

from actions import names
from actions.edge import ConversationAction
from actions.own_tickets import asked_for, names_unknown_number, offer, own_tickets, status, title
from actions.turn import Turn
from actions.without_ticket import without_ticket
from bot.domain.commands import MoveTicket, UrgeTicket
from bot.domain.ticket import Ticket

SHOWN = 3
"""Tickets told at once."""


class TrackProgress(ConversationAction):
    """进度."""

    action_name = names.TRACK

    def act(self, turn: Turn) -> None:
        """Tell where the resident's tickets stand."""
        tickets = own_tickets(turn)
        ticket = asked_for(turn, tickets)
        if ticket is None and names_unknown_number(turn):
            turn.say("utter_ticket_not_found")
        elif ticket is not None:
            turn.say("utter_progress", None, lines=status(turn, ticket))
        elif not tickets:
            without_ticket(turn)
        else:
            shown = [t for t in tickets if t.state.is_open][:SHOWN] or tickets[:1]
            turn.say("utter_progress", None, lines="\n".join(status(turn, t) for t in shown))


class Urge(ConversationAction):
    """催办."""

    action_name = names.URGE

    def act(self, turn: Turn) -> None:
        """Urge the one open ticket, or ask which."""
        tickets = own_tickets(turn)
        ticket = asked_for(turn, tickets)
        open_tickets = [t for t in tickets if t.state.is_open]
        if ticket is None and names_unknown_number(turn):
            turn.say("utter_ticket_not_found")
        elif not tickets:
            without_ticket(turn)
        elif ticket is not None or len(open_tickets) == 1:
            urge(turn, (ticket or open_tickets[0]).number)
        elif open_tickets:
            offer(turn, "urge", open_tickets[:5])
        else:
            turn.say("utter_nothing_to_urge")


def urge(turn: Turn, number: str) -> None:
    """Urge and tell."""
    ticket = turn.product.intake.urge(UrgeTicket(number, turn.actor))
    turn.say("utter_urged", None, number=ticket.number, times=str(ticket.urged), lines=status(turn, ticket))


class Withdraw(ConversationAction):
    """撤销."""

    action_name = names.WITHDRAW

    def act(self, turn: Turn) -> None:
        """Ask once more before a ticket is withdrawn; after an answer it only declines what was offered."""
        if str(turn.expecting.get("about")).startswith("faq"):
            turn.say("utter_ok")
            turn.expect(None)
            return
        tickets = own_tickets(turn)
        ticket = asked_for(turn, tickets)
        open_tickets = [t for t in tickets if t.state.is_open]
        if ticket is None and names_unknown_number(turn):
            turn.say("utter_ticket_not_found")
        elif ticket is not None or len(open_tickets) == 1:
            confirm_withdrawal(turn, ticket or open_tickets[0])
        elif open_tickets:
            offer(turn, "withdraw", open_tickets[:5])
        else:
            turn.say("utter_nothing_to_withdraw")


def confirm_withdrawal(turn: Turn, ticket: Ticket) -> None:
    """Put the question."""
    turn.say("utter_ask_withdraw", ["确认撤销", "不撤销"], ticket=title(turn, ticket))
    turn.expect("withdraw_confirm", number=ticket.number)


def withdraw(turn: Turn, number: str) -> None:
    """Withdraw and tell."""
    turn.product.intake.move(MoveTicket(number, "withdraw", turn.actor))
    turn.say("utter_withdrawn", number=number)
    turn.expect(None)
