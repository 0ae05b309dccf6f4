"""After 办结: the resident's verdict. Dissatisfied opens the ticket again."""

from __future__ import annotations

import re

from actions import names
from actions.edge import ConversationAction
from actions.own_tickets import asked_for, own_tickets, title
from actions.turn import Turn
from actions.without_ticket import without_ticket
from bot.domain.commands import RateTicket
from bot.domain.ticket import Ticket

BAD = re.compile(
    r"不太?满意|不好|没有?(解决|修|处理|人来|人管|弄好|好|用|效果|来)|未解决|差评|太差|很差|失望|糊弄|敷衍|应付|白等|还是(老样子|那样|不行|坏)|不行|骗人|一星|1星|两星|2星|差劲|根本没"
)
"""没解决, 不满意, 敷衍了事."""
GOOD = re.compile(
    r"满意|解决了|修好了|处理得?(很)?好|不错|很好|挺好|五星|5星|四星|4星|好评|点赞|给力|可以了|感谢|谢谢|好了"
)
"""很满意, 修好了, 五星."""
STARS = re.compile(r"([1-5一二两三四五])\s*(?:颗)?[星分]")
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
OPTIONS = ("满意", "基本满意", "不满意")


def read_verdict(text: str) -> bool | None:
    """True satisfied, False not, None when the words do not say."""
    if BAD.search(text):
        return False
    stars = read_stars(text)
    if stars is not None:
        return stars >= 3
    return True if GOOD.search(text) else None


def read_stars(text: str) -> int | None:
    """1 to 5, when the words name stars."""
    found = STARS.search(text)
    if not found:
        return None
    return _DIGITS.get(found[1]) or int(found[1])


def waiting_for_rating(turn: Turn) -> list[Ticket]:
    """Resolved tickets without a verdict, the latest resolved first."""
    waiting = [t for t in own_tickets(turn) if t.state.value == "resolved" and t.satisfied is None]
    return sorted(waiting, key=lambda t: t.resolved_at or t.created_at, reverse=True)


class Rate(ConversationAction):
    """评价."""

    action_name = names.RATE

    def act(self, turn: Turn) -> None:
        """Take the verdict for the ticket that waits for one."""
        waiting = waiting_for_rating(turn)
        ticket = asked_for(turn, waiting) or (waiting[0] if waiting else None)
        if ticket is None:
            self._without(turn)
            return
        verdict = read_verdict(turn.reading.text)
        if verdict is None:
            ask_verdict(turn, ticket)
        else:
            rate(turn, ticket.number, verdict, read_stars(turn.reading.text), turn.reading.text)

    def _without(self, turn: Turn) -> None:
        if own_tickets(turn) and not turn.is_in_form:
            turn.say("utter_nothing_to_rate")
        else:
            without_ticket(turn)


def ask_verdict(turn: Turn, ticket: Ticket) -> None:
    """Put the question with its three answers."""
    turn.say("utter_ask_rating", list(OPTIONS), ticket=title(turn, ticket))
    turn.expect("rate", number=ticket.number)


def rate(turn: Turn, number: str, satisfied: bool, stars: int | None = None, comment: str = "") -> None:
    """Keep the verdict and tell what follows."""
    turn.product.intake.rate(RateTicket(number, turn.actor, satisfied, stars, comment[:500]))
    turn.say("utter_rated_good" if satisfied else "utter_rated_bad", number=number)
    turn.expect(None)
