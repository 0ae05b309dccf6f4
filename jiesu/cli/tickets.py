"""jiesu tickets: the desk's moves from the command line."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

from bot.domain.commands import MoveTicket
from bot.domain.events import Actor
from bot.domain.states import MOVES, Role
from jiesu.cli.options import add_common, open_product, print_json
from store import views
from store.engine import reader


def add_to(commands: Any) -> None:
    """The commands of this family."""
    tickets = commands.add_parser("tickets", help="tickets").add_subparsers(required=True, metavar="WHAT")
    move = tickets.add_parser("move", help="make a move: " + ", ".join(MOVES))
    move.add_argument("number")
    move.add_argument("move", choices=list(MOVES))
    move.add_argument("--reason", default="", help="needed by return and transfer")
    move.add_argument("--department", help="code of the department, for transfer and dispatch")
    add_common(move)
    move.set_defaults(run=run_move)


def run_move(given: argparse.Namespace) -> None:
    """Make the move as an administrator of this machine."""
    product = open_product(given)
    actor = Actor(Role.ADMIN, getpass.getuser())
    ticket = product.intake.move(MoveTicket(given.number, given.move, actor, given.reason, given.department))
    if given.json:
        with reader(product.engine) as connection:
            print_json(next(views.export_tickets(connection, ticket.number)))
    else:
        print(f"{ticket.number}: {ticket.state.label} ({ticket.state.value})")
