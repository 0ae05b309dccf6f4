"""Fixtures of the web chat's tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from webchat_fakes import Chat

MakeClient = Callable[..., Awaitable[TestClient]]


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    """A web chat on a database of its own."""
    made = Chat(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
async def make_client(chat: Chat) -> AsyncIterator[MakeClient]:
    """Makes browsers without a page: each call gives one with its own cookies, on a server of its own."""
    clients: list[TestClient] = []

    async def make(server: TestServer | None = None, **limits: float) -> TestClient:
        if server is None:
            server = TestServer(chat.app(**{"poll_seconds": 0.1, **limits}), host="127.0.0.1")
        client: TestClient = TestClient(server, cookie_jar=CookieJar(unsafe=True))
        await client.start_server()
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.close()


@pytest.fixture
async def client(make_client: MakeClient) -> TestClient:
    """One browser without a page."""
    return await make_client()


@pytest.fixture
def chromium() -> str:
    """Path of Chromium; the test is skipped without it, or fails when everything is required."""
    path = os.environ.get("JIESU_CHROMIUM") or shutil.which("chromium") or ""
    if not path or not os.access(path, os.X_OK):
        reason = "Chromium is missing: apt-get install chromium, or name it in JIESU_CHROMIUM"
        if os.environ.get("JIESU_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
