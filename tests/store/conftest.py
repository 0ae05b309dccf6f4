"""Each store test runs on SQLite and on a real PostgreSQL database of its own."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from bot.domain.commands import FileReport
from bot.domain.events import Actor
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import Role
from bot.settings import read_settings
from jiesu.compose import Product
from store.engine import make_engine

SERVER = os.environ.get("JIESU_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
"""Any database of a PostgreSQL server where tests may make databases of their own."""
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=timezone.utc)


def unavailable(what: str) -> None:
    """Skip where a part is missing, fail where all are required."""
    if os.environ.get("JIESU_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is required here")
    pytest.skip(f"{what} is not running")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Product]:
    """A product with an empty database."""
    if request.param == "sqlite":
        yield Product(read_settings({}, data=tmp_path))
        return
    name = f"jiesu_test_{uuid.uuid4().hex[:12]}"
    server = make_engine(SERVER).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    except sa.exc.OperationalError:
        unavailable("PostgreSQL")
    url = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    product = Product(read_settings({"DATABASE_URL": url}, data=tmp_path))
    yield product
    product.engine.dispose()
    with server.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture
def product(empty: Product) -> Product:
    """A product with the demo district."""
    empty.upgrade_database()
    empty.load_defaults()
    return empty


@pytest.fixture
def resident(product: Product) -> Actor:
    """A resident who has written before."""
    with product.open_uow() as uow:
        conversation = uow.conversations.open("wechat", "demo", "oInvented", product.vault, NOW)
        uow.commit()
    return Actor(Role.RESIDENT, conversation.resident_id)


OPERATOR = Actor(Role.OPERATOR, "op1")


def make_report(resident: Actor, **changes: object) -> FileReport:
    """A broken lift at an estate of the demo district."""
    values: dict = {
        "request_key": "wechat:demo:1",
        "kind": Kind.HELP,
        "category": "elevator_fault",
        "description": "三号楼电梯又停了",
        "urgency": Urgency.NORMAL,
        "place": "汇中花园3号楼",
        "grid": "10000161011400100901",
        "channel": "wechat:demo",
        "resident_id": resident.id,
        "actor": resident,
    }
    return FileReport(**{**values, **changes})
