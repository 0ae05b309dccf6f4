"""Plays all golden conversations, two at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.golden.player import Played, check_tickets, play
from tests.golden.product import Running

AT_ONCE = 2


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, running_product: Running) -> dict[str, Played]:
    """Every selected conversation, played and checked, by id. They are strangers to each other and run side by side."""
    mine = [i for i in request.session.items if i.path.parent == Path(__file__).parent and hasattr(i, "callspec")]
    chosen = [item.callspec.params["conversation"] for item in mine]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda conversation: play(conversation, running_product), chosen))
    exported = {ticket["number"]: ticket for ticket in running_product.command("export", "tickets")}
    for one in found:
        check_tickets(one, exported)
    return {one.conversation.id: one for one in found}
