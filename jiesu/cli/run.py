"""jiesu up: all processes of the product on one machine."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from actions.replies import Replies
from connectors.accounts import Account, open_accounts
from connectors.notices import load_notices
from jiesu.cli.options import add_common, open_product, print_json

if TYPE_CHECKING:
    from jiesu.supervisor import Supervisor


def add_to(commands: Any) -> None:
    """The commands of this family."""
    up = commands.add_parser("up", help="run the product: app, Rasa and action server")
    up.add_argument("--port-base", type=int, metavar="N", help="port of the app; N+1 Rasa, N+2 action server")
    add_common(up)
    up.set_defaults(run=run_up)


def run_up(given: argparse.Namespace) -> int:
    """Start, say so when ready, stay up until told to stop."""
    from jiesu.model import ensure_model, model_path  # its libraries take seconds to import
    from jiesu.supervisor import Supervisor

    product = open_product(given, port=given.port_base)
    accounts = open_accounts(product.settings)
    load_notices()
    Replies()  # a text that cannot be taken stops the start here
    if not model_path().is_file():
        print("jiesu: training the model, about a minute …", file=sys.stderr, flush=True)
    supervisor = Supervisor(product, ensure_model())
    supervisor.stop_on_signals()
    try:
        supervisor.start()
        if given.json:
            print_json(supervisor.addresses)
        else:
            print(_welcome(supervisor, accounts), flush=True)
        supervisor.watch()
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.stop()
    return 0


def _welcome(supervisor: Supervisor, accounts: dict[str, Account]) -> str:
    app = supervisor.addresses["app"]
    lines = ["接诉 is ready.", f"  web chat         {app}/chat"]
    lines += [f"  WeChat callback  {app}{a.path}  (jiesu accounts show {a.name})" for a in accounts.values()]
    lines += [f"  health           {app}/health", f"  data and logs    {supervisor.product.settings.data}"]
    return "\n".join([*lines, "Stop with Ctrl+C."])
