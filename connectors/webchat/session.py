"""Who is writing: an unguessable cookie, of which only a keyed hash goes on; how much one session may do."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from connectors.webchat.refusals import ChatRefused
from store.vault import Vault

CHANNEL, ACCOUNT = "chat", "web"
COOKIE = "jiesu_chat"
COOKIE_DAYS = 30
"""A matter is closed within weeks; every visit begins the days anew."""
GUARD_HEADER = "X-Jiesu-Chat"
"""A page of another site cannot send it: browsers ask first, and we never allow it."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
"""32 bytes in URL-safe base64, e.g. ``"A" * 43``."""


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """One browser. Its repr shows nothing."""

    token: str
    """What the cookie holds; it never reaches the store."""
    identity: str
    """Keyed hash of the token: the resident's id on this channel."""
    conversation_id: str
    """As ``store.conversations`` makes it."""
    is_new: bool
    """The browser does not hold the cookie yet."""


def read_session(request: web.Request, vault: Vault) -> Session | None:
    """The session of the request's cookie; None when there is none."""
    token = request.cookies.get(COOKIE, "")
    return _session(token, vault, is_new=False) if _TOKEN.fullmatch(token) else None


def new_session(vault: Vault) -> Session:
    """A session of 32 fresh random bytes."""
    return _session(secrets.token_urlsafe(32), vault, is_new=True)


def _session(token: str, vault: Vault, *, is_new: bool) -> Session:
    identity = vault.hash("webchat.session", token)
    resident = vault.hash(CHANNEL, ACCOUNT, identity)
    return Session(token, identity, f"{CHANNEL}:{ACCOUNT}:{resident}", is_new)


def keep_session(request: web.Request, response: web.StreamResponse, session: Session) -> None:
    """Hand the cookie to the browser."""
    response.set_cookie(
        COOKIE,
        session.token,
        max_age=COOKIE_DAYS * 86_400,
        path="/chat",
        httponly=True,
        samesite="Strict",
        secure=_is_https(request),
    )


def _is_https(request: web.Request) -> bool:
    forwarded = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    return request.scheme == "https" or forwarded == "https"


def check_same_origin(request: web.Request) -> None:
    """Refuse a state-changing request that our own page did not send.

    Hosts are compared, not schemes: a proxy that ends TLS need not tell us the scheme, and the cookie is strict anyway.

    Raises:
        ChatRefused: no guard header, or another site's page.
    """
    if request.headers.get(GUARD_HEADER) != "1":
        raise ChatRefused("not_from_here")
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise ChatRefused("not_from_here")
    origin = request.headers.get("Origin")
    if origin is not None and _host(origin) != _host(f"//{request.host}"):
        raise ChatRefused("not_from_here")


def _host(address: str) -> tuple[str, int | None] | None:
    """Host and port, None for what has none; the usual ports count as no port."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    return (parts.hostname, None if port in (80, 443) else port) if parts.hostname else None


class Pace:
    """How many messages a session may send within a while. In memory: each replica counts for itself."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float], sessions: int = 20_000) -> None:
        """Args: clock: monotonic seconds. sessions: how many are remembered, the quietest forgotten first."""
        self._most, self._seconds, self._clock, self._sessions = most, seconds, clock, sessions
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def step(self, identity: str) -> None:
        """Count one message.

        Raises:
            ChatRefused: too many; it says how long to wait.
        """
        now = self._clock()
        times = self._times.setdefault(identity, deque())
        self._times.move_to_end(identity)
        while len(self._times) > self._sessions:
            self._times.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._most:
            raise ChatRefused("too_many_messages", wait=max(1, round(times[0] + self._seconds - now)))
        times.append(now)


class Windows:
    """How many event streams each session holds open."""

    def __init__(self, most: int) -> None:
        """Args: most: streams of one session at a time."""
        self._most = most
        self._open: dict[str, int] = {}

    @contextmanager
    def one(self, identity: str) -> Iterator[None]:
        """Hold one stream.

        Raises:
            ChatRefused: too many are open.
        """
        if self._open.get(identity, 0) >= self._most:
            raise ChatRefused("too_many_windows", wait=10)
        self._open[identity] = self._open.get(identity, 0) + 1
        try:
            yield
        finally:
            self._open[identity] -= 1
            if not self._open[identity]:
                del self._open[identity]
