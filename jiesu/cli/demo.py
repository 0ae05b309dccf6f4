"""jiesu demo: a whole conversation and its ticket, on an empty data folder."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import unicodedata
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.deadlines import LOCAL
from bot.domain.errors import IntakeError, InvalidReport
from bot.domain.kinds import Urgency
from bot.domain.states import State
from jiesu.cli.options import add_common, print_json
from jiesu.demo import Exchange, play

ROLES = {"resident": "居民", "system": "系统"}


def add_to(commands: Any) -> None:
    """The commands of this family."""
    demo = commands.add_parser("demo", help="hold a conversation through the WeChat callback and print its ticket")
    add_common(demo)
    demo.set_defaults(run=run_demo)


def run_demo(given: argparse.Namespace) -> int:
    """Hold it in a temporary folder, or in an empty --data folder, which is kept."""
    started = time.monotonic()

    def report(text: str) -> None:
        print(f"demo: {text}", file=sys.stderr if given.json else sys.stdout, flush=True)

    if given.data:
        folder = Path(given.data).expanduser().resolve()
        if folder.exists() and any(folder.iterdir()):
            raise InvalidReport(f"--data: {folder} is not empty")
    else:
        folder = Path(tempfile.mkdtemp(prefix="jiesu-demo-"))
    try:
        result = play(folder, report, lambda exchange: None if given.json else show_exchange(exchange))
    except KeyboardInterrupt:
        if not given.data:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    except IntakeError:
        report(f"failed; data and logs are in {folder}")
        raise
    if not given.data:
        shutil.rmtree(folder, ignore_errors=True)
    if given.json:
        print_json({"conversation": [asdict(exchange) for exchange in result.conversation], "ticket": result.ticket})
    else:
        print(show_ticket(result.ticket))
        slowest = max(exchange.milliseconds for exchange in result.conversation)
        report(f"done in {time.monotonic() - started:.0f} s; the slowest answer took {slowest} ms")
    return 0


def show_exchange(exchange: Exchange) -> None:
    """Print one exchange."""
    again = f", delivered {exchange.attempts} times" if exchange.attempts > 1 else ""
    print(f"\n  居民  {exchange.says}")
    for number, line in enumerate(exchange.hears.splitlines()):
        print(f"  {'接诉' if number == 0 else '    '}  {line}")
    print(f"        ({exchange.milliseconds} ms{again})", flush=True)


def show_ticket(ticket: dict[str, Any]) -> str:
    """A ticket as a person reads it."""
    rows = [
        ("工单 number", ticket["number"]),
        ("类型 kind", f"{ticket['kind_name']} ({ticket['kind']})"),
        ("分类 category", f"{ticket['category_name']} ({ticket['category']})"),
        ("紧急 urgency", f"{Urgency(ticket['urgency']).label} ({ticket['urgency']})"),
        ("地点 place", ticket["place"]),
        ("网格 grid", f"{ticket['street_name']} › {ticket['grid_name']} ({ticket['grid']})"),
        ("承办 department", ticket["department_name"]),
        ("状态 state", f"{State(ticket['state']).label} ({ticket['state']})"),
        ("期限 deadline", _local(ticket["due_at"])),
        ("附件 attachments", str(ticket["attachments"])),
        ("渠道 channel", ticket["channel"]),
    ]
    lines = ["", *(f"  {_pad(name, 20)}{value}" for name, value in rows), "  历史 history"]
    for event in ticket["events"]:
        role = ROLES.get(event["actor_role"], event["actor_role"])
        lines.append(f"    {_local(event['at'])}  {_pad(event['name'], 22)}{role}")
    return "\n".join([*lines, ""])


def _local(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def _pad(text: str, width: int) -> str:
    """Padded by columns: a Chinese character takes two."""
    columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, width - columns)
