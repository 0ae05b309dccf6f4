"""What may be done to a ticket in which state, and what stays in its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.errors import IllegalMove, InvalidReport, NotAllowed
from bot.domain.events import Actor
from bot.domain.kinds import Kind
from bot.domain.states import OPEN_STATES, Role, State
from bot.domain.ticket import MAX_DESCRIPTION, Ticket
from tests.domain.made_tickets import NOW, OPERATOR, RESIDENT, make_ticket

CLOSED = sorted(set(State) - OPEN_STATES)
RATABLE = (State.RESOLVED, State.ARCHIVED)
Doing = Callable[[Ticket], None]
DOINGS: dict[str, Doing] = {
    "supplement": lambda t: t.supplement("还是坏的", NOW, RESIDENT),
    "urge": lambda t: t.urge(NOW, RESIDENT),
    "correct": lambda t: t.correct(NOW, RESIDENT, category="noise"),
}


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("doing", DOINGS)
def test_closed_ticket_takes_nothing_more(doing: str, state: State) -> None:
    """Supplement, urge and correct are refused, and the refused ticket is as before."""
    ticket = make_ticket(state=state)
    with pytest.raises(IllegalMove, match=doing):
        DOINGS[doing](ticket)
    assert (ticket.history, ticket.urged, ticket.description, ticket.category) == (
        [],
        0,
        "电梯坏了",
        "elevator_fault",
    )


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
@pytest.mark.parametrize("doing", DOINGS)
def test_open_ticket_takes_more(doing: str, state: State) -> None:
    """Each leaves one event and does not change the state."""
    ticket = make_ticket(state=state)
    DOINGS[doing](ticket)
    assert len(ticket.history) == 1
    assert ticket.state is state


def test_supplement_keeps_words_out_of_the_history() -> None:
    """The words stand in the description; the event only counts them."""
    ticket = make_ticket()
    ticket.supplement("还停在三楼", NOW, RESIDENT)
    assert ticket.description == "电梯坏了\n补充：还停在三楼"
    assert ticket.history[0].payload == {"characters": 5}


def test_supplements_never_exceed_the_longest_description() -> None:
    """The beginning is kept."""
    ticket = make_ticket()
    ticket.supplement("长" * MAX_DESCRIPTION, NOW, RESIDENT)
    assert len(ticket.description) == MAX_DESCRIPTION
    assert ticket.description.startswith("电梯坏了")


def test_urges_are_counted() -> None:
    """The event says which push it was."""
    ticket = make_ticket()
    for _ in range(3):
        ticket.urge(NOW, RESIDENT)
    assert ticket.urged == 3
    assert [e.payload["times"] for e in ticket.history] == [1, 2, 3]


@pytest.mark.parametrize("state", RATABLE)
def test_satisfied_resident_leaves_the_ticket_closed(state: State) -> None:
    """A good verdict is kept and nothing moves."""
    ticket = make_ticket(state=state)
    ticket.rate(True, 5, NOW, RESIDENT)
    assert (ticket.state, ticket.satisfied) == (state, True)
    assert [e.name for e in ticket.history] == ["ticket.rated"]


@pytest.mark.parametrize("state", RATABLE)
def test_dissatisfied_resident_reopens_the_ticket(state: State) -> None:
    """It goes back to the department that had it, and the verdict is kept."""
    ticket = make_ticket(state=state, resolved_at=NOW)
    ticket.rate(False, None, NOW, RESIDENT)
    assert (ticket.state, ticket.satisfied, ticket.resolved_at) == (State.DISPATCHED, False, None)
    assert ticket.department == "market_bureau"
    assert [e.name for e in ticket.history] == ["ticket.rated", "ticket.reopened"]


@pytest.mark.parametrize("state", sorted(set(State) - set(RATABLE)))
def test_unresolved_ticket_is_not_rated(state: State) -> None:
    """There is nothing to judge yet."""
    ticket = make_ticket(state=state)
    with pytest.raises(IllegalMove):
        ticket.rate(True, 5, NOW, RESIDENT)
    assert ticket.history == []


def test_second_resolution_waits_for_a_second_verdict() -> None:
    """After a reopening the resident is asked again (defect D48)."""
    ticket = make_ticket(state=State.RESOLVED)
    ticket.rate(False, None, NOW, RESIDENT)
    ticket.move("resolve", NOW, OPERATOR)
    assert ticket.satisfied is None
    ticket.rate(True, 5, NOW, RESIDENT)
    assert ticket.satisfied is True


def test_resolving_notes_the_time() -> None:
    """The time is what the rating question is ordered by."""
    ticket = make_ticket(state=State.HANDLING)
    ticket.move("resolve", NOW, OPERATOR)
    assert ticket.resolved_at == NOW


@pytest.mark.parametrize("department", [None, "", "market_bureau"])
def test_transfer_needs_another_department(department: str | None) -> None:
    """None, nothing and the same one are refused before anything changes."""
    ticket = make_ticket(state=State.DISPATCHED)
    with pytest.raises(InvalidReport, match="department"):
        ticket.move("transfer", NOW, OPERATOR, "不归我们管", department)
    assert (ticket.department, ticket.state, ticket.history) == ("market_bureau", State.DISPATCHED, [])


def test_transfer_moves_to_the_department() -> None:
    """The log names it, and says that there was a reason without telling it."""
    ticket = make_ticket(state=State.HANDLING)
    ticket.move("transfer", NOW, OPERATOR, "归住建局管", "housing_bureau")
    assert (ticket.department, ticket.state) == ("housing_bureau", State.DISPATCHED)
    assert ticket.history[0].payload == {
        "before": "handling",
        "after": "dispatched",
        "department": "housing_bureau",
        "has_reason": True,
    }


def test_refused_move_changes_nothing() -> None:
    """A resident cannot resolve a ticket."""
    ticket = make_ticket(state=State.HANDLING)
    with pytest.raises(NotAllowed):
        ticket.move("resolve", NOW, RESIDENT)
    assert (ticket.state, ticket.resolved_at, ticket.history) == (State.HANDLING, None, [])


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_resident_withdraws_an_open_ticket(state: State) -> None:
    """Whatever has been done so far."""
    ticket = make_ticket(state=state)
    ticket.move("withdraw", NOW, RESIDENT)
    assert ticket.state is State.WITHDRAWN


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.ARCHIVED])
def test_ended_ticket_takes_no_file(state: State) -> None:
    """A photo for a resolved ticket is still evidence, for an ended one it is not."""
    with pytest.raises(IllegalMove):
        make_ticket(state=state).attach("image/jpeg", NOW, RESIDENT)
    resolved = make_ticket(state=State.RESOLVED)
    resolved.attach("image/jpeg", NOW, RESIDENT)
    assert resolved.history[0].payload == {"media_type": "image/jpeg"}


def test_correction_keeps_before_and_after() -> None:
    """Kind, category, department and grid are told with both values; the place's words are not."""
    ticket = make_ticket()
    ticket.correct(
        NOW,
        OPERATOR,
        kind=Kind.COMPLAIN,
        category="noise",
        place="人民路8号",
        grid="g2",
        department="city_bureau",
        routing_reason="噪音 → 城管局",
        due_at=NOW + timedelta(days=1),
    )
    assert ticket.history[0].payload == {
        "kind": ["help", "complain"],
        "category": ["elevator_fault", "noise"],
        "grid": ["g1", "g2"],
        "place_changed": True,
        "department": ["market_bureau", "city_bureau"],
    }
    assert (ticket.place, ticket.grid, ticket.due_at) == ("人民路8号", "g2", NOW + timedelta(days=1))
    assert ticket.routing_reason == "噪音 → 城管局"


def test_correction_to_the_same_values_tells_no_change() -> None:
    """Saying again what is known leaves an empty correction."""
    ticket = make_ticket()
    ticket.correct(NOW, RESIDENT, kind=Kind.HELP, category="elevator_fault", department="market_bureau")
    assert ticket.history[0].payload == {}


@pytest.mark.parametrize("role", Role)
def test_history_names_who_did_it(role: Role) -> None:
    """Every event carries its actor and its time."""
    ticket, actor = make_ticket(), Actor(role, "x")
    ticket.record("ticket.looked_at", NOW, actor, a=1, b=None)
    event = ticket.history[0]
    assert (event.actor, event.at, event.payload) == (actor, NOW, {"a": 1})
