"""The table of moves, checked for every move, state and role."""

from __future__ import annotations

from itertools import product

import pytest

from bot.domain.errors import IllegalMove, IntakeError, InvalidReport, NotAllowed
from bot.domain.states import MOVES, Role, State, check_move, moves_from

EVERYTHING = list(product(MOVES, State, Role))
STAFF_MOVES = sorted(set(MOVES) - {"withdraw", "reopen"})


@pytest.mark.parametrize("move", MOVES)
def test_move_is_allowed_exactly_where_the_table_says(move: str) -> None:
    """For every state and role the move goes through, or is refused for the state first and the role second."""
    row = MOVES[move]
    for state, role in product(State, Role):
        if state in row.sources and role in row.roles:
            assert check_move(move, state, role, "有理由") is row
        else:
            expected = IllegalMove if state not in row.sources else NotAllowed
            with pytest.raises(expected):
                check_move(move, state, role, "有理由")


@pytest.mark.parametrize(("state", "role"), list(product(State, Role)))
def test_offered_moves_are_those_that_go_through(state: State, role: Role) -> None:
    """What ``moves_from`` offers is what ``check_move`` accepts, in the order of the table."""

    def goes(name: str) -> bool:
        try:
            check_move(name, state, role, "有理由")
        except IntakeError:
            return False
        return True

    assert [m.name for m in moves_from(state, role)] == [name for name in MOVES if goes(name)]


@pytest.mark.parametrize("move", [m.name for m in MOVES.values() if m.needs_reason])
@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_move_that_needs_a_reason_is_refused_without_one(move: str, reason: str | None) -> None:
    """退回 and 转办 say why; blanks are no reason."""
    with pytest.raises(InvalidReport, match="reason"):
        check_move(move, State.HANDLING, Role.DISPATCHER, reason)


def test_unknown_move_names_the_known_ones() -> None:
    """A typing error on the command line is answered with the list."""
    with pytest.raises(IllegalMove, match="archive"):
        check_move("destroy", State.REGISTERED, Role.ADMIN, None)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", STAFF_MOVES)
def test_resident_makes_no_move_of_the_staff(move: str, state: State) -> None:
    """A resident withdraws and reopens, nothing else."""
    assert move not in {m.name for m in moves_from(state, Role.RESIDENT)}


@pytest.mark.parametrize("state", State)
def test_auditor_makes_no_move(state: State) -> None:
    """An auditor reads only."""
    assert moves_from(state, Role.AUDITOR) == ()


@pytest.mark.parametrize("state", State)
def test_state_is_open_or_closed_never_both(state: State) -> None:
    """The two predicates are each other's opposite, and each state has a name of its own in Chinese."""
    assert state.is_open is not state.is_closed
    assert [s.label for s in State].count(state.label) == 1


def test_withdrawn_is_the_end() -> None:
    """Nobody moves a withdrawn ticket."""
    assert all(not moves_from(State.WITHDRAWN, role) for role in Role)


def test_every_other_state_can_be_left_and_reached() -> None:
    """No state but the first is unreachable, none but withdrawn is a dead end."""
    left = {state for move in MOVES.values() for state in move.sources}
    reached = {move.target for move in MOVES.values()}
    assert left == set(State) - {State.WITHDRAWN}
    assert reached == set(State) - {State.REGISTERED}


def test_each_move_leaves_its_own_event() -> None:
    """The log tells the moves apart."""
    events = [move.event for move in MOVES.values()]
    assert len(set(events)) == len(events)
    assert all(event.startswith("ticket.") for event in events)


@pytest.mark.parametrize("role", Role)
def test_role_has_a_chinese_name(role: Role) -> None:
    """Every post can be shown to a reader."""
    assert role.label
    assert not role.label.isascii()
