"""jiesu accounts: the channel accounts and what an administrator copies into the platform's form."""

from __future__ import annotations

import argparse
from typing import Any

from bot.domain.errors import TicketNotFound
from connectors.accounts import describe, open_accounts
from jiesu.cli.options import add_common, open_product, print_json


class AccountNotFound(TicketNotFound):
    """No account with this name."""

    code = "E206"


def add_to(commands: Any) -> None:
    """The commands of this family."""
    accounts = commands.add_parser("accounts", help="channel accounts").add_subparsers(required=True, metavar="WHAT")
    show = accounts.add_parser("show", help="one account; secrets of all but demo are masked")
    show.add_argument("name")
    add_common(show)
    show.set_defaults(run=run_show)
    every = accounts.add_parser("list", help="all accounts")
    add_common(every)
    every.set_defaults(run=run_list)


def _described(given: argparse.Namespace) -> dict[str, dict[str, Any]]:
    product = open_product(given, ready=False)
    return {name: describe(account) for name, account in open_accounts(product.settings).items()}


def run_show(given: argparse.Namespace) -> None:
    """One account."""
    found = _described(given)
    if given.name not in found:
        raise AccountNotFound(f"no account is called {given.name!r}; accounts: {', '.join(found) or 'none'}")
    _print(found[given.name], given.json)


def run_list(given: argparse.Namespace) -> None:
    """All accounts."""
    for account in _described(given).values():
        _print(account, given.json)


def _print(account: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(account)
    else:
        print("\n".join(f"{key}: {value}" for key, value in account.items()))
