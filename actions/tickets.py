"""What a resident can ask of tickets already filed: progress, urge, withdraw; and which ticket is meant."""

from __future__ import annotations

from actions import names
from actions.edge import ConversationAction
from actions.turn import Turn
from bot.domain.commands import MoveTicket, UrgeTicket
from bot.domain.deadlines import LOCAL
from bot.domain.ticket import Ticket
from bot.reading.signals import TICKET_NUMBER

SHOWN = 3
"""Tickets told at once."""


def own_tickets(turn: Turn) -> list[Ticket]:
    """The resident's tickets, newest first."""
    return turn.product.intake.tickets_of(turn.resident_id)


def asked_for(turn: Turn, tickets: list[Ticket]) -> Ticket | None:
    """The ticket whose number stands in the message, if it is the resident's own."""
    numbers = {n.upper() for n in TICKET_NUMBER.findall(turn.reading.text.replace(" ", ""))}
    return next((t for t in tickets if t.number in numbers), None)


def names_unknown_number(turn: Turn) -> bool:
    """True when the message quotes a number."""
    return bool(TICKET_NUMBER.search(turn.reading.text.replace(" ", "")))


def title(turn: Turn, ticket: Ticket) -> str:
    """A ticket in a few words: number, category, place."""
    category = turn.product.catalogue.taxonomy.get(ticket.category or "")
    place = f"，{ticket.place}" if ticket.place else ""
    return f"{ticket.number}（{category.name if category else ticket.kind.label}{place}）"


def status(turn: Turn, ticket: Ticket) -> str:
    """Where a ticket stands, for its resident."""
    department = turn.product.catalogue.departments.get(ticket.department)
    who = department.name if department else "网格中心"
    due = ticket.due_at.astimezone(LOCAL)
    line = f"{title(turn, ticket)}：{ticket.state.label}"
    if ticket.state.is_open:
        line += f"，由{who}负责，最晚{due.month}月{due.day}日{due.hour}点前办结"
        line += f"；您已催办{ticket.urged}次" if ticket.urged else ""
    elif ticket.state.value == "resolved":
        line += f"（{who}）" + ("，等您评价：满意还是不满意？" if ticket.satisfied is None else "")
    return line + "。"


def offer(turn: Turn, about: str, tickets: list[Ticket]) -> None:
    """Let the resident choose one of several tickets."""
    lines = "\n".join(f"{n}. {title(turn, t)}" for n, t in enumerate(tickets, 1))
    turn.say("utter_which_ticket", [str(n) for n in range(1, len(tickets) + 1)], options=lines)
    turn.expect(about, numbers=[t.number for t in tickets], labels=[title(turn, t) for t in tickets])


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
            turn.say("utter_no_ticket")
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
        elif ticket is not None or len(open_tickets) == 1:
            urge(turn, (ticket or open_tickets[0]).number)
        elif open_tickets:
            offer(turn, "urge", open_tickets[:5])
        else:
            turn.say("utter_nothing_to_urge" if tickets else "utter_no_ticket")


def urge(turn: Turn, number: str) -> None:
    """Urge and tell."""
    ticket = turn.product.intake.urge(UrgeTicket(number, turn.actor))
    turn.say("utter_urged", None, number=ticket.number, times=str(ticket.urged), lines=status(turn, ticket))


class Withdraw(ConversationAction):
    """撤销."""

    action_name = names.WITHDRAW

    def act(self, turn: Turn) -> None:
        """Ask once more before a ticket is withdrawn."""
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
