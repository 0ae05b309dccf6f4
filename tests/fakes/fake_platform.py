"""The part of the WeChat platform that gives files: tokens, media and pictures; it counts calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass
class FakePlatform:
    """Call ``start``; then ``url`` is its address."""

    files: dict[str, bytes] = field(default_factory=dict)
    """By media id."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """By name, at /pictures/."""
    is_away: bool = False
    good_token: str = "token-1"
    tokens_given: list[bool] = field(default_factory=list)
    """Whether each token was asked for by force."""
    asked_for: list[str] = field(default_factory=list)
    _server: TestServer | None = None

    @property
    def url(self) -> str:
        """Its address."""
        assert self._server is not None
        return str(self._server.make_url("")).rstrip("/")

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self._token)
        app.router.add_get("/cgi-bin/media/get", self._media)
        app.router.add_get("/pictures/{name}", self._picture)
        self._server = TestServer(app)
        await self._server.start_server()

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            await self._server.close()

    async def _token(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.tokens_given.append(body["force_refresh"])
        return web.json_response({"access_token": self.good_token, "expires_in": 7200})

    async def _media(self, request: web.Request) -> web.Response:
        media_id = request.query["media_id"]
        self.asked_for.append(media_id)
        if self.is_away:
            return web.Response(status=502)
        if request.query["access_token"] != self.good_token:
            return web.json_response({"errcode": 42001, "errmsg": "access_token expired"})
        if media_id not in self.files:
            return web.json_response({"errcode": 40007, "errmsg": "invalid media_id"})
        return web.Response(body=self.files[media_id], content_type="image/jpeg")

    async def _picture(self, request: web.Request) -> web.Response:
        return web.Response(body=self.pictures[request.match_info["name"]], content_type="image/jpeg")
