"""A Rasa of our own for the gateway's tests: real sockets, answers by a function; it can be slow, away or broken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = "shared-by-app-and-rasa"
Body = dict[str, Any]


def echo(body: Body) -> list[Body]:
    """One reply with the resident's words."""
    return [{"text": f"收到：{body['message']}", "quick_replies": ["确认"], "extra": {}}]


@dataclass
class FakeRasa:
    """Call ``start``; then ``url`` is its address."""

    answer: Callable[[Body], list[Body]] = echo
    seconds: Callable[[Body], float] = field(default=lambda body: 0.0)
    """How long it thinks about a message."""
    is_away: bool = False
    """Answers 503, as while it loads a model."""
    fails: int = 0
    """So many times it answers 500."""
    asked: list[Body] = field(default_factory=list)
    """Every request that it thought about, in order of arrival."""
    log: list[tuple[str, str]] = field(default_factory=list)
    """("begin" or "end", message) in order of time."""
    most_at_once: int = 0
    _now: int = 0
    _server: TestServer | None = None

    @property
    def url(self) -> str:
        """Its address."""
        assert self._server is not None
        return str(self._server.make_url("")).rstrip("/")

    @property
    def texts(self) -> list[str]:
        """What it was asked, in order."""
        return [body["message"] for body in self.asked]

    async def start(self, port: int | None = None) -> None:
        """Listen, on a free port or a given one."""
        app = web.Application()
        app.router.add_post("/webhooks/gateway/webhook", self._receive)
        app.router.add_get("/webhooks/gateway/", self._health)
        app.router.add_get("/health", self._health)
        self._server = TestServer(app, port=port)
        await self._server.start_server()

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            await self._server.close()

    async def _health(self, request: web.Request) -> web.Response:
        return web.json_response({}, status=503 if self.is_away else 200)

    async def _receive(self, request: web.Request) -> web.Response:
        if request.headers.get("X-Jiesu-Gateway") != SECRET:
            return web.Response(status=403)
        if self.is_away:
            return web.Response(status=503)
        body = await request.json()
        self.asked.append(body)
        if self.fails:
            self.fails -= 1
            return web.Response(status=500)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        self.log.append(("begin", body["message"]))
        try:
            await asyncio.sleep(self.seconds(body))
        finally:
            self._now -= 1
            self.log.append(("end", body["message"]))
        return web.json_response({"messages": self.answer(body)})
