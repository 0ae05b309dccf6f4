"""Fixtures of the gateway's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from gateway_kit import Gateway, MakeGateway

from tests.fakes.fake_platform import FakePlatform
from tests.fakes.fake_rasa import FakeRasa


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    """A Rasa that echoes."""
    made = FakeRasa()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def platform() -> AsyncIterator[FakePlatform]:
    """A platform that gives files."""
    made = FakePlatform()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def make_gateway(tmp_path: Path, rasa: FakeRasa) -> AsyncIterator[MakeGateway]:
    """Makes gateways on the same database."""
    made: list[Gateway] = []

    async def make(**changes: Any) -> Gateway:
        gateway = Gateway(tmp_path, rasa, **changes)
        await gateway.start()
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        await gateway.stop()


@pytest.fixture
async def gateway(make_gateway: MakeGateway) -> Gateway:
    """One gateway."""
    return await make_gateway()
