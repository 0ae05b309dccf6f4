"""Fixtures of the golden conversations: the product and all conversations played on it, two at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.golden.player import Played, check_tickets, play
from tests.golden.product import Running, run_product

AT_ONCE = 2


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The running product."""
    with run_product(tmp_path_factory.mktemp("golden") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, product: Running) -> dict[str, Played]:
    """Every selected conversation, played and checked, by id. They are strangers to each other and run side by side."""
    chosen = {
        item.callspec.params["conversation"].id: item.callspec.params["conversation"]
        for item in request.session.items
        if item.path.parent == Path(__file__).parent and "conversation" in getattr(item, "callspec", item).params
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(chosen, pool.map(lambda c: play(c, product), chosen.values())))
    exported = {ticket["number"]: ticket for ticket in product.command("export", "tickets")}
    for one in found.values():
        check_tickets(one, exported)
    return found
