"""Tickets filed and urged a second on SQLite, beside bare inserts into the same database."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from bench.report import print_report
from bot.domain.commands import FileReport, UrgeTicket
from bot.domain.events import Actor
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import Role
from bot.settings import read_settings
from jiesu.compose import Product, utc_now
from store import tables

TICKETS = 300


def run() -> None:
    """File, urge, and insert."""
    with tempfile.TemporaryDirectory() as folder:
        product = Product(read_settings(data=Path(folder)))
        product.upgrade_database()
        product.load_defaults()
        resident = Actor(Role.RESIDENT, "bench")
        begun = time.perf_counter()
        numbers = [product.intake.file_report(_report(resident, n)).number for n in range(TICKETS)]
        filed = TICKETS / (time.perf_counter() - begun)
        begun = time.perf_counter()
        for number in numbers:
            product.intake.urge(UrgeTicket(number, resident))
        urged = TICKETS / (time.perf_counter() - begun)
        begun = time.perf_counter()
        for n in range(TICKETS):
            with product.engine.begin() as connection:
                connection.execute(sa.insert(tables.done_requests).values(key=f"bench{n}", at=utc_now()))
        bare = TICKETS / (time.perf_counter() - begun)
        product.engine.dispose()
    figures = {"filed_per_s": filed, "urged_per_s": urged, "bare_inserts_per_s": bare}
    print_report("store", {**figures, "filed_to_bare_ratio": filed / bare, "urged_to_bare_ratio": urged / bare})


def _report(resident: Actor, n: int) -> FileReport:
    return FileReport(
        f"bench:{n}",
        Kind.HELP,
        "elevator_fault",
        "电梯坏了",
        Urgency.NORMAL,
        "汇中花园3号楼",
        "10000161011400100901",
        "bench:bench",
        resident.id,
        resident,
    )
