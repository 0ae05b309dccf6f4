"""Server-sent events: what we say to one session, as it is said, resumed without loss."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone

import structlog
from aiohttp import web

from connectors.webchat.ports import Feed, Heard
from connectors.webchat.refusals import ChatRefused

SETTLED = timedelta(seconds=20)
"""Ids of younger deliveries may still appear out of order: PostgreSQL gives an id before the commit."""
OVERLAP = 200
"""So many ids below the highest may still be on their way."""
GONE_SECONDS = 2.0
"""How soon a closed line is noticed."""
WRITE_SECONDS = 20.0
"""A browser that takes nothing for so long is gone."""
log = structlog.get_logger(__name__)


class Bell:
    """Wakes the streams of a conversation. Other replicas do not hear it; they look for themselves."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._listeners: dict[str, set[asyncio.Event]] = {}

    def ring(self, conversation_id: str) -> None:
        """Wake every stream of the conversation."""
        for listener in self._listeners.get(conversation_id, ()):
            listener.set()

    def ring_all(self) -> None:
        """Wake every stream."""
        for conversation_id in self._listeners:
            self.ring(conversation_id)

    @property
    def has_listeners(self) -> bool:
        """Whether any stream is open."""
        return bool(self._listeners)

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event that is set by the bell."""
        listener = asyncio.Event()
        self._listeners.setdefault(conversation_id, set()).add(listener)
        try:
            yield listener
        finally:
            left = self._listeners[conversation_id]
            left.discard(listener)
            if not left:
                del self._listeners[conversation_id]


class Watch:
    """Looks at the table for all streams together, as another process may have written: one small query a look."""

    def __init__(self, feed: Feed, bell: Bell, seconds: float) -> None:
        """Args: seconds: between looks."""
        self._feed, self._bell, self._seconds = feed, bell, seconds
        self._high = 0
        self._seen: set[int] = set()

    async def run(self) -> None:
        """Ring for every new delivery, until cancelled."""
        while True:
            try:
                if self._bell.has_listeners:
                    await self.look()
            except Exception as error:  # the database is away: the next look comes
                log.warning("webchat.watch.failed", error=type(error).__name__)
            await asyncio.sleep(self._seconds)

    async def look(self) -> None:
        """Ring for what is new since the last look; the last ids are looked at again, see SETTLED."""
        if not self._high:
            self._high = await asyncio.to_thread(self._feed.newest)
        rows = await asyncio.to_thread(self._feed.newer, max(0, self._high - OVERLAP))
        for conversation_id in {conversation for seq, conversation in rows if seq not in self._seen}:
            self._bell.ring(conversation_id)
        self._seen = {seq for seq, _ in rows}
        self._high = max(self._seen, default=0)


class Cursor:
    """Which deliveries one stream has sent; each is sent once, also one that appears after a higher id."""

    def __init__(self, seq: int) -> None:
        """Args: seq: id of the last delivery the browser has."""
        self.low = seq
        """Everything up to here is settled."""
        self._sent: dict[int, datetime] = {}

    def take(self, found: list[Heard], now: datetime) -> list[Heard]:
        """Those not sent before."""
        fresh = [heard for heard in found if heard.seq not in self._sent]
        self._sent.update((heard.seq, heard.at) for heard in fresh)
        for seq in sorted(self._sent):
            if self._sent[seq] > now - SETTLED:
                break
            self.low = seq
            del self._sent[seq]
        return fresh


class Streams:
    """Writes event streams until the browser goes or the server stops."""

    def __init__(self, feed: Feed, bell: Bell, *, beat_seconds: float = 15.0) -> None:
        """Args: beat_seconds: longest silence on the line; after it the table is read too, rung or not."""
        self._feed, self._bell, self._beat = feed, bell, beat_seconds
        self._stopping = False

    def stop(self) -> None:
        """End all streams; browsers come back by themselves."""
        self._stopping = True
        self._bell.ring_all()

    async def run(self, request: web.Request, conversation_id: str, seq: int) -> web.StreamResponse:
        """Send everything after ``seq`` and stay."""
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
                "X-Content-Type-Options": "nosniff",
            }
        )
        await response.prepare(request)
        with self._bell.listen(conversation_id) as rung:
            try:
                await self._send_all(request, response, conversation_id, Cursor(seq), rung)
            except (ConnectionError, asyncio.TimeoutError):
                pass  # the browser is gone, and nobody is left to answer
            except Exception:  # the answer has begun: all that is left is to end it, and the browser comes back
                log.exception("webchat.stream.failed")
        return response

    async def _send_all(
        self,
        request: web.Request,
        response: web.StreamResponse,
        conversation_id: str,
        cursor: Cursor,
        rung: asyncio.Event,
    ) -> None:
        clock = asyncio.get_running_loop().time
        await _write(response, "retry: 2000\n: hello\n\n")
        beat_at, is_due = clock() + self._beat, True
        while not self._stopping and request.transport is not None and not request.transport.is_closing():
            if is_due:
                rung.clear()
                now = datetime.now(timezone.utc)
                fresh = cursor.take(await asyncio.to_thread(self._feed.after, conversation_id, cursor.low), now)
                if fresh:
                    await _write(response, "".join(event_text(heard) for heard in fresh))
                    await asyncio.to_thread(self._feed.shown, conversation_id, fresh[-1].seq, now)
                    beat_at = clock() + self._beat
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(rung.wait(), min(GONE_SECONDS, max(0.05, beat_at - clock())))
            is_due = rung.is_set()
            if not is_due and clock() >= beat_at:
                await _write(response, ": still here\n\n")
                beat_at, is_due = clock() + self._beat, True


async def _write(response: web.StreamResponse, text: str) -> None:
    await asyncio.wait_for(response.write(text.encode()), WRITE_SECONDS)


def event_text(heard: Heard) -> str:
    """One event. JSON holds no raw line break, so one data line is enough."""
    data = json.dumps(heard.to_json(), ensure_ascii=False, separators=(",", ":"))
    return f"id: {heard.seq}\ndata: {data}\n\n"


def start_of(request: web.Request) -> int:
    """Id after which a stream begins: what the browser says on reconnecting wins over the address.

    Raises:
        ChatRefused: not a number.
    """
    text = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ChatRefused("bad_request")
    return int(text)
