"""Which of the resident's tickets is meant, and how tickets are told."""

from __future__ import annotations

from actions.turn import Turn
from bot.domain.deadlines import LOCAL
from bot.domain.ticket import Ticket
from bot.reading.signals import TICKET_NUMBER


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
        line += f"（{who}）" + ("，请您评价一下：满意还是不满意" if ticket.satisfied is None else "")
    return line + "。"


def offer(turn: Turn, about: str, tickets: list[Ticket]) -> None:
    """Let the resident choose one of several tickets."""
    lines = "\n".join(f"{n}. {title(turn, t)}" for n, t in enumerate(tickets, 1))
    turn.say("utter_which_ticket", [str(n) for n in range(1, len(tickets) + 1)], options=lines)
    turn.expect(about, numbers=[t.number for t in tickets], labels=[title(turn, t) for t in tickets])
