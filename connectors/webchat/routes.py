"""The web chat's routes: request in, response out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timezone
from pathlib import Path

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from connectors.inbound import Inbound
from connectors.webchat.messages import MAX_TEXT, read_body, read_message
from connectors.webchat.photos import PhotoKeeper, read_photo
from connectors.webchat.ports import Feed, Heard, Turns
from connectors.webchat.refusals import ChatRefused, refusal_response
from connectors.webchat.session import (
    Pace,
    Session,
    Windows,
    check_same_origin,
    keep_session,
    new_session,
    read_session,
)
from connectors.webchat.stream import Bell, Streams, Watch, start_of
from store.blobs import MAX_BYTES
from store.vault import Vault

HERE = Path(__file__).parent
STATIC_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
HISTORY = 60
"""Messages of both sides that a reload shows."""
RING_SECONDS = 60.0
"""How long a slow turn is watched; after that the streams find its answer by looking."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self)",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = structlog.get_logger(__name__)


class WebChat:
    """The handlers and what they need."""

    def __init__(
        self,
        turns: Callable[[], Turns],
        feed: Feed,
        vault: Vault,
        photos: PhotoKeeper,
        *,
        messages_a_minute: int = 30,
        streams_a_session: int = 4,
        poll_seconds: float = 2.0,
        beat_seconds: float = 15.0,
    ) -> None:
        """Nothing is read before the first request.

        Args:
            turns: asked for at each message, as the gateway starts its turns after the routes are laid.
            feed: reads conversations.
            vault: hashes sessions.
            photos: keeps photos.
            messages_a_minute: of one session.
            streams_a_session: open at a time.
            poll_seconds: between looks at what other processes wrote.
            beat_seconds: longest silence of a stream.
        """
        self._turns, self._feed, self._vault, self._photos = turns, feed, vault, photos
        self._pace = Pace(messages_a_minute, 60.0, time.monotonic)
        self._windows = Windows(streams_a_session)
        self.bell = Bell()
        self._streams = Streams(feed, self.bell, beat_seconds=beat_seconds)
        self._watch = Watch(feed, self.bell, poll_seconds)
        self._watching: set[asyncio.Task[None]] = set()
        self._page = _render_page()
        self._static = {p.name: p for p in (HERE / "static").iterdir() if p.suffix in STATIC_TYPES}

    def lay(self, app: web.Application) -> None:
        """Add the routes, the watch, and the end of the streams at shutdown."""
        app.router.add_get("/chat", _answer(self.page))
        app.router.add_get("/chat/static/{name}", _answer(self.static))
        app.router.add_get("/chat/history", _answer(self.history))
        app.router.add_get("/chat/events", _answer(self.events), allow_head=False)
        app.router.add_post("/chat/messages", _answer(self.take_message))
        app.router.add_post("/chat/photos", _answer(self.take_photo))
        app.cleanup_ctx.append(self._keep_watch)
        app.on_shutdown.append(self._stop)

    async def page(self, request: web.Request) -> web.Response:
        """The page; a browser without a session gets one."""
        session = read_session(request, self._vault) or new_session(self._vault)
        response = web.Response(text=self._page, content_type="text/html", charset="utf-8")
        keep_session(request, response, session)
        return response

    async def static(self, request: web.Request) -> web.StreamResponse:
        """A script or style, always asked for anew and answered 304 while it is the same."""
        path = self._static.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        kind = f"{STATIC_TYPES[path.suffix]}; charset=utf-8"
        return web.FileResponse(path, headers={"Content-Type": kind, "Cache-Control": "no-cache"})

    async def take_message(self, request: web.Request) -> web.Response:
        """Words or a location."""
        session = self._enter(request)
        body = await read_body(request)
        return await self._accept(request, session, read_message(body, session, _now()))

    async def take_photo(self, request: web.Request) -> web.Response:
        """One photo."""
        session = self._enter(request)
        return await self._accept(request, session, await read_photo(request, self._photos, session, _now()))

    async def history(self, request: web.Request) -> web.Response:
        """The last messages of both sides; ``last`` is where the stream goes on."""
        session = read_session(request, self._vault)
        items = await asyncio.to_thread(self._feed.latest, session.conversation_id, HISTORY) if session else []
        last = max((item.seq for item in items if isinstance(item, Heard)), default=0)
        if session and last:
            await asyncio.to_thread(self._feed.shown, session.conversation_id, last, _now())
        return web.json_response({"items": [item.to_json() for item in items], "last": last})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What we say, as it is said."""
        session = read_session(request, self._vault)
        if session is None:
            raise ChatRefused("no_session")
        start = start_of(request)
        with self._windows.one(session.identity):
            return await self._streams.run(request, session.conversation_id, start)

    def _enter(self, request: web.Request) -> Session:
        check_same_origin(request)
        session = read_session(request, self._vault) or new_session(self._vault)
        self._pace.step(session.identity)
        return session

    async def _accept(self, request: web.Request, session: Session, message: Inbound) -> web.Response:
        inbox_id = await self._turns().submit(message)
        watch = asyncio.create_task(self._ring_when_done(inbox_id, session.conversation_id))
        self._watching.add(watch)
        watch.add_done_callback(self._watching.discard)
        response = web.json_response({"accepted": True}, status=202)
        if session.is_new:
            keep_session(request, response, session)
        return response

    async def _ring_when_done(self, inbox_id: int, conversation_id: str) -> None:
        try:
            await self._turns().wait(inbox_id, RING_SECONDS)
        except Exception as error:  # the streams look for themselves, so a lost ring costs two seconds
            log.warning("webchat.ring.failed", error=type(error).__name__)
        self.bell.ring(conversation_id)

    async def _keep_watch(self, _app: web.Application) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._watch.run())
        yield
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)

    async def _stop(self, _app: web.Application) -> None:
        self._streams.stop()
        for watch in self._watching:
            watch.cancel()


def _answer(handler: Handler) -> Handler:
    """The handler with refusals as JSON, and headers that every answer of ours has."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response = await handler(request)
        except ChatRefused as refused:
            log.info("webchat.refused", code=refused.code)
            response = refusal_response(refused)
        except (ConnectionError, web.RequestPayloadError):  # the browser broke off; nobody reads this
            response = refusal_response(ChatRefused("bad_request"))
        except web.HTTPException:
            raise
        except Exception:
            log.exception("webchat.failed", route=request.path)
            response = refusal_response(ChatRefused("internal"))
        if not response.prepared:
            response.headers.update(HEADERS)
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _render_page() -> str:
    pages = Environment(loader=FileSystemLoader(HERE / "pages"), autoescape=True, undefined=StrictUndefined)
    return pages.get_template("chat.html").render(max_text=MAX_TEXT, max_photo=MAX_BYTES)


def _now() -> datetime:
    return datetime.now(timezone.utc)
