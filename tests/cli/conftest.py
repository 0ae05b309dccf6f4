"""Fixtures of the command line's tests: commands run in this process on a data folder of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.domain.commands import FileReport
from bot.domain.events import Actor
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import Role
from bot.domain.ticket import Ticket
from bot.settings import read_settings
from jiesu.cli import main
from jiesu.compose import Product, utc_now
from jiesu.model import ensure_model
from tests.cli.commands import Jiesu, Outcome

ENGINES = ("DATABASE_URL", "REDIS_URL", "AMQP_URL")


@pytest.fixture(autouse=True)
def _embedded_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("JIESU_") or name in ENGINES:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command binds the logs to the stderr of its test, which is closed afterwards."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def jiesu(data: Path, capfd: pytest.CaptureFixture[str]) -> Jiesu:
    """Runs a command on the test's data folder."""

    def run(*arguments: str | Path) -> Outcome:
        capfd.readouterr()
        code = main([*map(str, arguments), "--data", str(data)])
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return run


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo district in it; copy it."""
    folder = tmp_path_factory.mktemp("imported")
    product = Product(read_settings({}, data=folder))
    product.upgrade_database()
    product.load_defaults()
    _ = product.vault
    product.engine.dispose()
    return folder


@pytest.fixture
def data(imported: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the demo district in it."""
    folder = tmp_path / "data"
    shutil.copytree(imported, folder)
    folder.chmod(0o700)
    return folder


@pytest.fixture
def ticket(data: Path) -> Ticket:
    """A ticket in the store: a broken lift."""
    product = Product(read_settings({}, data=data))
    with product.open_uow() as uow:
        conversation = uow.conversations.open("wechat", "demo", "oInvented", product.vault, utc_now())
        uow.commit()
    resident = Actor(Role.RESIDENT, conversation.resident_id)
    filed = product.intake.file_report(
        FileReport(
            request_key="wechat:demo:1",
            kind=Kind.HELP,
            category="elevator_fault",
            description="三号楼电梯又停了",
            urgency=Urgency.NORMAL,
            place="汇中花园3号楼",
            grid="10000161011400100901",
            channel="wechat:demo",
            resident_id=resident.id,
            actor=resident,
        )
    )
    product.engine.dispose()
    return filed


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model of the present sentences; trained now when there is none, about a minute."""
    return ensure_model()
