"""What the store promises of tickets, on every engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from bot.domain.commands import CorrectTicket, MoveTicket, RateTicket, SupplementTicket, UrgeTicket
from bot.domain.errors import (
    IllegalMove,
    InvalidReport,
    NotAllowed,
    StaleTicket,
    TicketNotFound,
    UnknownCategory,
    UnknownDepartment,
    UnknownPlace,
)
from bot.domain.events import Actor
from bot.domain.states import Role
from jiesu.compose import Product
from store import tables, views
from store.engine import reader
from tests.store.conftest import NOW, OPERATOR, make_report


def exported(product: Product, number: str) -> dict:
    """The ticket as it is exported."""
    with reader(product.engine) as connection:
        return next(views.export_tickets(connection, number))


def test_report_becomes_ticket_with_department_and_deadline(product: Product, resident: Actor) -> None:
    """A filed report is routed by its category and is due within the category's time."""
    ticket = exported(product, product.intake.file_report(make_report(resident)).number)
    assert ticket["department_name"] == "阎良区市场监督管理局"
    assert (ticket["street_name"], ticket["grid_name"]) == ("凤凰路街道", "汇中社区第一网格")
    assert ticket["urgency"] == "urgent"
    assert ticket["state"] == "registered"
    assert ticket["due_at"] > ticket["created_at"]
    assert [e["name"] for e in ticket["events"]] == ["ticket.filed"]


def test_same_request_makes_one_ticket(product: Product, resident: Actor) -> None:
    """A retried request gives the ticket that it made before."""
    first = product.intake.file_report(make_report(resident))
    again = product.intake.file_report(make_report(resident, description="别的话"))
    assert again.number == first.number
    assert exported(product, first.number)["events"].__len__() == 1


def test_same_request_at_the_same_moment_makes_one_ticket(product: Product, resident: Actor) -> None:
    """Eight replicas that file one request at once agree on one ticket."""
    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(lambda _: product.intake.file_report(make_report(resident)).number, range(8)))
    assert len(numbers) == 1


def test_numbers_are_never_given_twice(product: Product, resident: Actor) -> None:
    """Reports filed at once get different numbers."""
    reports = [make_report(resident, request_key=f"wechat:demo:{n}") for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(lambda r: product.intake.file_report(r).number, reports))
    assert len(set(numbers)) == 24


def test_street_matters_go_to_the_street_of_the_place(product: Product, resident: Actor) -> None:
    """A category that belongs to streets is routed by the grid."""
    ticket = product.intake.file_report(make_report(resident, category="corridor_clutter"))
    assert ticket.department == "street_fenghuanglu"
    assert "辖区" in ticket.routing_reason


def test_unclear_matters_go_to_the_grid_center(product: Product, resident: Actor) -> None:
    """Without a category, or without a place for a street's matter, the grid centre decides."""
    first = product.intake.file_report(make_report(resident, category=None, grid=None, place=""))
    second = product.intake.file_report(make_report(resident, request_key="k2", category="neighbour_leak", grid=None))
    assert (first.department, second.department) == ("grid_center", "grid_center")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"category": "no_such"}, UnknownCategory),
        ({"grid": "999"}, UnknownPlace),
        ({"description": "  "}, InvalidReport),
        ({"request_key": ""}, InvalidReport),
    ],
)
def test_bad_reports_leave_nothing(product: Product, resident: Actor, changes: dict, error: type) -> None:
    """A refused report leaves no ticket, event or message behind."""
    with pytest.raises(error):
        product.intake.file_report(make_report(resident, **changes))
    with reader(product.engine) as connection:
        for table in (tables.tickets, tables.ticket_events, tables.outbox):
            assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_whole_life_is_in_the_log(product: Product, resident: Actor) -> None:
    """Every move leaves an event; dissatisfaction reopens."""
    number = product.intake.file_report(make_report(resident)).number
    for move in ("accept", "dispatch", "handle", "resolve"):
        product.intake.move(MoveTicket(number, move, OPERATOR))
    product.intake.rate(RateTicket(number, resident, satisfied=False, stars=1, comment="没修好"))
    ticket = exported(product, number)
    assert ticket["state"] == "dispatched"
    assert [e["name"].removeprefix("ticket.") for e in ticket["events"]] == [
        "filed",
        "accepted",
        "dispatched",
        "handled",
        "resolved",
        "rated",
        "reopened",
    ]


def test_resolved_ticket_tells_its_resident(product: Product, resident: Actor) -> None:
    """A notice waits for the resident, sealed."""
    number = product.intake.file_report(make_report(resident)).number
    for move in ("accept", "dispatch", "resolve"):
        product.intake.move(MoveTicket(number, move, OPERATOR))
    with reader(product.engine) as connection:
        rows = connection.execute(sa.select(tables.deliveries)).all()
    assert len(rows) == 1
    assert number not in rows[0].body_sealed
    assert product.vault.open_json(rows[0].body_sealed)["number"] == number


@pytest.mark.parametrize("move", ["handle", "resolve", "return", "transfer", "archive", "reopen"])
def test_moves_out_of_order_are_refused(product: Product, resident: Actor, move: str) -> None:
    """A registered ticket cannot be handled, resolved, returned or archived."""
    number = product.intake.file_report(make_report(resident)).number
    with pytest.raises(IllegalMove):
        product.intake.move(MoveTicket(number, move, OPERATOR, "理由", "urban_management"))
    assert exported(product, number)["state"] == "registered"


def test_return_needs_a_reason_and_transfer_another_department(product: Product, resident: Actor) -> None:
    """The moves that annoy others have to be explained."""
    number = product.intake.file_report(make_report(resident)).number
    for move in ("accept", "dispatch"):
        product.intake.move(MoveTicket(number, move, OPERATOR))
    with pytest.raises(InvalidReport):
        product.intake.move(MoveTicket(number, "return", OPERATOR))
    with pytest.raises(InvalidReport):
        product.intake.move(MoveTicket(number, "transfer", OPERATOR, "不归我们管"))
    with pytest.raises(UnknownDepartment):
        product.intake.move(MoveTicket(number, "transfer", OPERATOR, "不归我们管", "nobody"))
    moved = product.intake.move(MoveTicket(number, "transfer", OPERATOR, "不归我们管", "urban_management"))
    assert moved.department == "urban_management"


def test_auditors_move_nothing(product: Product, resident: Actor) -> None:
    """Who may only read is refused."""
    number = product.intake.file_report(make_report(resident)).number
    with pytest.raises(NotAllowed):
        product.intake.move(MoveTicket(number, "accept", Actor(Role.AUDITOR, "a1")))


def test_other_residents_see_no_ticket(product: Product, resident: Actor) -> None:
    """A number that is not one's own does not exist."""
    number = product.intake.file_report(make_report(resident)).number
    stranger = Actor(Role.RESIDENT, "somebody else")
    for act in (
        lambda: product.intake.urge(UrgeTicket(number, stranger)),
        lambda: product.intake.move(MoveTicket(number, "withdraw", stranger)),
        lambda: product.intake.supplement(SupplementTicket(number, stranger, text="多嘴")),
    ):
        with pytest.raises(TicketNotFound):
            act()
    assert product.intake.tickets_of(stranger.id) == []


def test_supplement_is_added_once(product: Product, resident: Actor) -> None:
    """The same message adds its words once."""
    number = product.intake.file_report(make_report(resident)).number
    for _ in range(3):
        product.intake.supplement(SupplementTicket(number, resident, text="还有异响", request_key="m2"))
    (ticket,) = product.intake.tickets_of(resident.id)
    assert ticket.description.count("还有异响") == 1


def test_attachment_is_joined_once_to_each_ticket(product: Product, resident: Actor) -> None:
    """A photo can belong to two tickets, and to each only once."""
    with product.open_uow() as uow:
        uow.attachments.receive("a" * 64, "image/jpeg", 10, resident.id, NOW)
        uow.commit()
    first = product.intake.file_report(make_report(resident, attachments=("a" * 64,)))
    second = product.intake.file_report(make_report(resident, request_key="k2", attachments=("a" * 64, "a" * 64)))
    product.intake.supplement(SupplementTicket(first.number, resident, attachments=("a" * 64,)))
    assert exported(product, first.number)["attachments"] == 1
    assert exported(product, second.number)["attachments"] == 1


def test_urges_at_once_are_all_counted(product: Product, resident: Actor) -> None:
    """Optimistic locking loses no urge."""
    number = product.intake.file_report(make_report(resident)).number

    def urge(_: int) -> bool:
        for _attempt in range(20):
            try:
                product.intake.urge(UrgeTicket(number, resident))
            except StaleTicket:
                continue
            return True
        return False

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(urge, range(8)))
    assert product.intake.tickets_of(resident.id)[0].urged == 8


def test_correction_moves_department_and_stays_in_the_log(product: Product, resident: Actor) -> None:
    """A resident may correct the category until somebody works on the ticket."""
    number = product.intake.file_report(make_report(resident)).number
    changed = product.intake.correct(CorrectTicket(number, resident, category="street_light"))
    assert changed.department == "urban_management"
    for move in ("accept", "dispatch"):
        product.intake.move(MoveTicket(number, move, OPERATOR))
    with pytest.raises(IllegalMove):
        product.intake.correct(CorrectTicket(number, resident, category="theft"))


def test_contact_is_kept_sealed_and_not_at_all_when_anonymous(product: Product, resident: Actor) -> None:
    """The store never sees a phone number in the clear."""
    sealed = product.vault.seal("00000000000")
    named = product.intake.file_report(make_report(resident, contact=sealed))
    hidden = product.intake.file_report(make_report(resident, request_key="k2", contact=sealed, anonymous=True))
    with reader(product.engine) as connection:
        kept = dict(connection.execute(sa.select(tables.tickets.c.number, tables.tickets.c.contact_sealed)).all())
    assert product.vault.open(kept[named.number]) == "00000000000"
    assert kept[hidden.number] == ""
