"""The demo: a resident reports a broken lift through the encrypted WeChat callback, and a ticket comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import IntakeError
from jiesu.demo.platform import DemoPlatform
from jiesu.demo.product import RunningProduct
from jiesu.demo.resident import Exchange, Resident

__all__ = ["DemoFailed", "DemoResult", "Exchange", "hold_conversation", "play"]

PHOTO = "[照片]"
LIFT = "elevator_fault"
NUMBER = re.compile(r"JS\d{6,}")


class DemoFailed(IntakeError):
    """Something else came than the demo promises."""

    code = "E901"


@dataclass(frozen=True)
class Line:
    """What the resident says, and what has to be in the answer."""

    says: str
    hears: str
    """A regular expression."""
    purpose: str


STORY = (
    Line("您好", r"问题|帮", "is greeted"),
    Line(
        "我们小区电梯坏了三天了，老人上下楼太难了",
        r"地点|地方|哪个小区|小区.*[？?]",
        "is asked for what is missing only",
    ),
    Line("汇中花园3号楼2单元", r"汇中花园[\s\S]*确认", "is shown what was understood"),
    Line("确认", r"JS\d{6,}", "gets a ticket number"),
    Line(PHOTO, r"照片|收到", "sends a photo"),
    Line("到哪一步了", r"JS\d{6,}", "asks for progress"),
    Line("麻烦快点，催一下", r"催", "urges"),
    Line("居住证怎么办理", r"居住证", "asks how to get a residence permit"),
    Line("有帮助，谢谢", r"帮上|谢谢|不客气", "says that the answer helped"),
)


@dataclass(frozen=True)
class DemoResult:
    """What came of it."""

    conversation: list[Exchange]
    ticket: dict[str, Any]


def play(data: Path, report: Callable[[str], None], show: Callable[[Exchange], None]) -> DemoResult:
    """Start the product on an empty folder, talk, look at the ticket, stop.

    Args:
        data: folder of the run.
        report: hears what is being done.
        show: hears every exchange.

    Raises:
        DemoFailed: an answer or the ticket is not what it has to be.
        UpstreamUnavailable: the product did not start or did not answer.
    """
    with DemoPlatform() as platform:
        report("starting the product on an empty data folder")
        with RunningProduct(data, platform.url) as product:
            report(
                f"ready at {product.addresses['app']}; a resident writes to the WeChat callback, signed and encrypted"
            )
            shown = product.ask("accounts", "show", "demo")[0]
            resident = Resident(product.addresses["app"], shown)
            conversation = hold_conversation(resident, platform, show)
            tickets = product.ask("export", "tickets")
            report("stopping")
    return DemoResult(conversation, check_ticket(conversation, tickets))


def hold_conversation(resident: Resident, platform: DemoPlatform, show: Callable[[Exchange], None]) -> list[Exchange]:
    """Tell the story line by line.

    Raises:
        DemoFailed: an answer lacks what it has to hold.
    """
    conversation = []
    for line in STORY:
        if line.says == PHOTO:
            exchange = resident.send_photo(platform.media_id, platform.picture_url)
        else:
            exchange = resident.say(line.says)
        show(exchange)
        conversation.append(exchange)
        if not re.search(line.hears, exchange.hears):
            raise DemoFailed(f"the resident {line.purpose}: the answer does not match {line.hears!r}")
    return conversation


def check_ticket(conversation: list[Exchange], tickets: list[dict[str, Any]]) -> dict[str, Any]:
    """The ticket of the conversation.

    Raises:
        DemoFailed: there is none, several, or it is not what was said.
    """
    number = next((found[0] for exchange in conversation if (found := NUMBER.search(exchange.hears))), None)
    if [ticket["number"] for ticket in tickets] != [number]:
        raise DemoFailed(f"one ticket {number} was expected, the store has {[t['number'] for t in tickets]}")
    ticket = tickets[0]
    names = [event["name"] for event in ticket["events"]]
    problems = [
        problem
        for problem, is_wrong in (
            (f"category is {ticket['category']}, not {LIFT}", ticket["category"] != LIFT),
            ("it has no place", "汇中花园" not in (ticket["place"] or "")),
            ("it has no grid", not ticket["grid"]),
            ("it has no department", not ticket["department_name"]),
            ("it has no deadline", not ticket["due_at"]),
            (f"it has {ticket['attachments']} attachments, not 1", ticket["attachments"] != 1),
            ("it was not urged", "ticket.urged" not in names),
        )
        if is_wrong
    ]
    if problems:
        raise DemoFailed(f"ticket {number}: {'; '.join(problems)}")
    return ticket
