"""Who is writing, what a page may do, and the headers that keep it safe."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient
from webchat_fakes import GUARD, Chat, make_id

from connectors.webchat.refusals import REFUSALS, ChatRefused
from connectors.webchat.session import COOKIE, Pace, Windows, new_session
from store import tables
from store.uow import SqlUnitOfWork


async def test_page_gives_an_unguessable_strict_cookie(client: TestClient) -> None:
    """The page hands out 32 random bytes in an HttpOnly, SameSite=Strict cookie; no Secure on plain http."""
    response = await client.get("/chat")
    cookie = response.cookies[COOKIE]
    assert response.status == 200
    assert len(cookie.value) == 43
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/chat"
    assert not cookie["secure"]


async def test_cookie_is_secure_behind_https(client: TestClient) -> None:
    """Behind a proxy that ends TLS the cookie is Secure."""
    response = await client.get("/chat", headers={"X-Forwarded-Proto": "https"})
    assert response.cookies[COOKIE]["secure"]


async def test_page_keeps_a_session_that_is_there(client: TestClient) -> None:
    """A second view keeps the session and begins its days anew."""
    first = await client.get("/chat")
    second = await client.get("/chat")
    assert second.cookies[COOKIE].value == first.cookies[COOKIE].value


@pytest.mark.parametrize("token", ["", "short", "A" * 42 + "!", "A" * 44])
async def test_malformed_cookie_is_replaced(client: TestClient, token: str) -> None:
    """A cookie that we cannot have made is no session."""
    response = await client.get("/chat", headers={"Cookie": f"{COOKIE}={token}"})
    assert response.cookies[COOKIE].value != token


async def test_first_message_makes_the_session(client: TestClient) -> None:
    """A message without a cookie is taken and gets one; the next one does not."""
    first = await client.post("/chat/messages", json={"id": make_id(), "text": "你好"}, headers=GUARD)
    second = await client.post("/chat/messages", json={"id": make_id(), "text": "在吗"}, headers=GUARD)
    assert COOKIE in first.cookies
    assert COOKIE not in second.cookies


async def test_token_never_reaches_the_store(client: TestClient, chat: Chat) -> None:
    """The store knows a keyed hash; with the whole database nobody can write as a resident."""
    await client.post("/chat/messages", json={"id": make_id(), "text": "你好"}, headers=GUARD)
    token = client.session.cookie_jar.filter_cookies(client.make_url("/chat"))[COOKIE].value
    assert chat.turns.taken[0].identity != token
    with chat.engine.connect() as connection:
        for table in tables.metadata.sorted_tables:
            assert token not in str(connection.execute(sa.select(table)).all())


def test_conversation_id_is_the_stores(chat: Chat) -> None:
    """The id that the session computes is the one under which the store opens the conversation."""
    session = new_session(chat.vault)
    with SqlUnitOfWork(chat.engine, chat.vault) as uow:
        opened = uow.conversations.open("chat", "web", session.identity, chat.vault, datetime.now(timezone.utc))
    assert opened.id == session.conversation_id


@pytest.mark.parametrize("path", ["/chat", "/chat/history", "/chat/static/chat.js", "/chat/static/chat.css"])
async def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    """Pages, scripts and JSON all carry the same strict policy."""
    response = await client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


async def test_page_holds_no_inline_code_and_no_foreign_address(client: TestClient) -> None:
    """Nothing inline, nothing from elsewhere: the page works in a network without internet."""
    page = await (await client.get("/chat")).text()
    assert "style=" not in page
    assert "<style" not in page
    assert " on" not in "".join(part.split(">")[0] for part in page.split("<")[1:] if " on" in part.split(">")[0])
    assert page.count("<script") == page.count('<script type="module" src="/chat/static/')
    assert "//" not in page.replace("<!doctype html>", "")


@pytest.mark.parametrize("name", ["../routes.py", "..%2Froutes.py", "chat.html", "nothing.js"])
async def test_only_the_static_files_are_served(client: TestClient, name: str) -> None:
    """No other file can be read by its name."""
    response = await client.get(f"/chat/static/{name}")
    assert response.status == 404


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/photos"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Jiesu-Chat": "yes"},
        {**GUARD, "Origin": "https://elsewhere.example"},
        {**GUARD, "Origin": "null"},
        {**GUARD, "Origin": "http://127.0.0.1:1"},
        {**GUARD, "Origin": "http://[bad"},
        {**GUARD, "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_message_from_another_page_is_refused(
    client: TestClient, chat: Chat, path: str, headers: dict[str, str]
) -> None:
    """Without the guard header, or from another origin, nothing is taken."""
    response = await client.post(path, json={"id": make_id(), "text": "你好"}, headers=headers)
    assert response.status == 403
    assert (await response.json())["error"]["code"] == "not_from_here"
    assert chat.turns.taken == []


async def test_message_from_our_own_origin_is_taken(client: TestClient) -> None:
    """What the browser sends with our page's own origin is taken."""
    origin = str(client.make_url("/")).rstrip("/")
    headers = {**GUARD, "Origin": origin, "Sec-Fetch-Site": "same-origin"}
    response = await client.post("/chat/messages", json={"id": make_id(), "text": "你好"}, headers=headers)
    assert response.status == 202


async def test_too_many_messages_are_refused_kindly(make_client, chat: Chat) -> None:
    """The message after the last allowed one is refused with a time to wait; another session goes on."""
    client = await make_client(messages_a_minute=3)
    for _ in range(3):
        assert (await client.post("/chat/messages", json={"id": make_id(), "text": "喂"}, headers=GUARD)).status == 202
    refused = await client.post("/chat/messages", json={"id": make_id(), "text": "喂"}, headers=GUARD)
    other = await make_client(client.server)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert (await refused.json())["error"]["code"] == "too_many_messages"
    assert (await other.post("/chat/messages", json={"id": make_id(), "text": "喂"}, headers=GUARD)).status == 202


def test_pace_opens_again_after_a_while() -> None:
    """A minute later the session may write again."""
    now = [0.0]
    pace = Pace(2, 60.0, lambda: now[0])
    pace.step("a")
    pace.step("a")
    with pytest.raises(ChatRefused):
        pace.step("a")
    now[0] = 60.0
    pace.step("a")


def test_pace_forgets_the_quietest_session() -> None:
    """Sessions cost nothing to make, so only so many are remembered."""
    pace = Pace(1, 60.0, lambda: 0.0, sessions=2)
    for name in ("a", "b", "c"):
        pace.step(name)
    pace.step("a")
    with pytest.raises(ChatRefused):
        pace.step("c")


def test_windows_are_given_back() -> None:
    """A closed stream makes room for another."""
    windows = Windows(1)
    with windows.one("a"), windows.one("b"), pytest.raises(ChatRefused), windows.one("a"):
        pass
    with windows.one("a"):
        pass


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_refusals_are_friendly(code: str) -> None:
    """Every refusal says in Chinese what to do, and has a fitting status."""
    status, message = REFUSALS[code]
    assert 400 <= status <= 500
    assert message.endswith("。")
