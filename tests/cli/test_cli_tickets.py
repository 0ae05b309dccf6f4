"""jiesu tickets move."""

from __future__ import annotations

import pytest

from bot.domain.ticket import Ticket
from tests.cli.commands import Jiesu


def test_a_ticket_walks_through_the_loop(jiesu: Jiesu, ticket: Ticket) -> None:
    """Accepted, dispatched, handled, resolved, archived: each move leads to its state and leaves its event."""
    states, row = [], {}
    for move in ("accept", "dispatch", "handle", "resolve", "archive"):
        row = jiesu("tickets", "move", ticket.number, move, "--json").row
        states.append(row["state"])
    assert states == ["accepted", "dispatched", "handling", "resolved", "archived"]
    assert [event["name"] for event in row["events"]] == [
        "ticket.filed",
        "ticket.accepted",
        "ticket.dispatched",
        "ticket.handled",
        "ticket.resolved",
        "ticket.archived",
    ]


def test_a_resolved_ticket_can_be_reopened(jiesu: Jiesu, ticket: Ticket) -> None:
    """It goes back to the department."""
    for move in ("dispatch", "resolve"):
        jiesu("tickets", "move", ticket.number, move)
    assert jiesu("tickets", "move", ticket.number, "reopen", "--json").row["state"] == "dispatched"


@pytest.mark.parametrize(("move", "state"), [("return", "accepted"), ("transfer", "dispatched")])
def test_giving_a_ticket_away_needs_a_reason(jiesu: Jiesu, ticket: Ticket, move: str, state: str) -> None:
    """Without a reason nothing happens; with one the move is made."""
    jiesu("tickets", "move", ticket.number, "dispatch")
    refused = jiesu("tickets", "move", ticket.number, move)
    assert refused.code == 1
    assert "reason" in refused.err
    extra = ["--department", "urban_management"] if move == "transfer" else []
    made = jiesu("tickets", "move", ticket.number, move, "--reason", "不属本单位", *extra, "--json")
    assert made.row["state"] == state


def test_a_move_that_the_state_does_not_allow_is_refused(jiesu: Jiesu, ticket: Ticket) -> None:
    """The state stays as it was."""
    outcome = jiesu("tickets", "move", ticket.number, "archive")
    assert outcome.code == 1
    assert "archive is not possible from registered" in outcome.err
    assert jiesu("export", "tickets", "--json").row["state"] == "registered"


def test_an_unknown_number_is_refused(jiesu: Jiesu) -> None:
    """No stack trace."""
    outcome = jiesu("tickets", "move", "JS0000000000", "accept")
    assert outcome.code == 1
    assert outcome.err.startswith("jiesu: ")


def test_an_unknown_move_is_wrong_usage(jiesu: Jiesu, ticket: Ticket) -> None:
    """The parser knows the moves."""
    with pytest.raises(SystemExit) as ended:
        jiesu("tickets", "move", ticket.number, "vanish")
    assert ended.value.code == 2


def test_a_person_reads_number_and_state(jiesu: Jiesu, ticket: Ticket) -> None:
    """Without --json the new state is told in words."""
    assert jiesu("tickets", "move", ticket.number, "accept").out == f"{ticket.number}: 已受理 (accepted)\n"
