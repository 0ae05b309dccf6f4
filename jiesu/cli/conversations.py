"""jiesu conversations: who waits for a human, and giving a conversation back to the bot."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

from bot.domain.commands import HandBack
from bot.domain.events import Actor
from bot.domain.states import Role
from jiesu.cli.options import add_common, open_product, print_json


def add_to(commands: Any) -> None:
    """The commands of this family."""
    family = commands.add_parser("conversations", help="conversations with residents")
    what = family.add_subparsers(required=True, metavar="WHAT")
    waiting = what.add_parser("waiting", help="those that wait for an operator, the longest first")
    add_common(waiting)
    waiting.set_defaults(run=run_waiting)
    back = what.add_parser("hand-back", help="give a conversation back to the bot")
    back.add_argument("conversation")
    add_common(back)
    back.set_defaults(run=run_hand_back)


def run_waiting(given: argparse.Namespace) -> None:
    """List them."""
    with open_product(given).open_uow() as uow:
        found = uow.conversations.owned_by("waiting")
    for conversation in found:
        row = {"conversation": conversation.id, "owner": conversation.owner, "reason": conversation.reason}
        print_json(row) if given.json else print(conversation.id)


def run_hand_back(given: argparse.Namespace) -> None:
    """Give it back; the resident is told."""
    product = open_product(given)
    product.intake.hand_back(HandBack(given.conversation, Actor(Role.ADMIN, getpass.getuser())))
    print_json({"conversation": given.conversation, "owner": "bot"}) if given.json else print("handed back")
