"""What a session hears: events, resumption, history, and nothing of anybody else."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime, timedelta, timezone

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, make_mocked_request
from webchat_fakes import GUARD, Chat, make_id

from connectors.inbound import Reply
from connectors.webchat.ports import Heard
from connectors.webchat.session import COOKIE, read_session
from connectors.webchat.stream import Bell, Cursor, Watch, event_text
from store.deliveries import NOTICE, OPERATOR

NOW = datetime(2025, 5, 6, 9, 30, tzinfo=timezone.utc)


async def say(client: TestClient, text: str) -> None:
    """Send words that are taken."""
    response = await client.post("/chat/messages", json={"id": make_id(), "text": text}, headers=GUARD)
    assert response.status == 202


async def listen(client: TestClient, count: int, *, after: int | None = None, last: int | None = None) -> list[dict]:
    """The first events of a stream, each with its id as ``event_id``."""
    headers = {"Last-Event-ID": str(last)} if last is not None else {}
    params = {"after": str(after)} if after is not None else {}
    async with client.get("/chat/events", headers=headers, params=params) as response:
        assert response.status == 200
        assert response.headers["Content-Type"].startswith("text/event-stream")
        return await read_events(response, count)


async def read_events(response: ClientResponse, count: int) -> list[dict]:
    """The next events of an open stream."""
    found: list[dict] = []
    event_id = 0

    async def read() -> None:
        nonlocal event_id
        while len(found) < count:
            line = (await response.content.readline()).decode().rstrip("\n")
            if line.startswith("id: "):
                event_id = int(line[4:])
            elif line.startswith("data: "):
                found.append({**json.loads(line[6:]), "event_id": event_id})

    await asyncio.wait_for(read(), 10)
    return found


def conversation_of(client: TestClient, chat: Chat) -> str:
    """Id of the browser's conversation."""
    token = client.session.cookie_jar.filter_cookies(client.make_url("/chat"))[COOKIE].value
    session = read_session(make_mocked_request("GET", "/chat", headers={"Cookie": f"{COOKIE}={token}"}), chat.vault)
    assert session is not None
    return session.conversation_id


async def test_answer_arrives_as_an_event(client: TestClient) -> None:
    """The answer comes with its delivery's id, words, choices and time."""
    await say(client, "路灯不亮")
    [event] = await listen(client, 1)
    assert event["text"] == "您说的是：路灯不亮"
    assert event["from"] == "service"
    assert event["kind"] == "reply"
    assert event["seq"] == event["event_id"] > 0
    assert datetime.fromisoformat(event["at"]).tzinfo is not None


async def test_answer_arrives_at_once_in_the_same_process(make_client, chat: Chat) -> None:
    """Where the turn ran, the stream does not wait for its next look at the table."""
    client = await make_client(poll_seconds=30)
    await client.get("/chat")
    async with client.get("/chat/events") as response:
        started = time.monotonic()
        await say(client, "路灯不亮")
        await read_events(response, 1)
    assert time.monotonic() - started < 5


async def test_answer_of_another_replica_arrives(make_client, chat: Chat) -> None:
    """A stream finds what another process wrote by looking at the table."""
    here = await make_client()
    await say(here, "路灯不亮")
    await listen(here, 1)
    async with here.get("/chat/events", params={"after": "1"}) as response:
        await asyncio.to_thread(
            chat.deliveries.add, conversation_of(here, chat), OPERATOR, Reply("我是值班员小李。").to_json(), NOW
        )
        [event] = await read_events(response, 1)
    assert (event["kind"], event["text"]) == ("operator", "我是值班员小李。")


@pytest.mark.parametrize("way", ["header", "address", "both"])
async def test_stream_resumes_after_the_last_event(client: TestClient, way: str) -> None:
    """After a break nothing is lost and nothing comes twice; the browser's header wins over the address."""
    for text in ("一", "二", "三"):
        await say(client, text)
    first, second, third = await listen(client, 3)
    seq = first["event_id"]
    given = {"header": {"last": seq}, "address": {"after": seq}, "both": {"last": seq, "after": 0}}[way]
    assert await listen(client, 2, **given) == [second, third]


async def test_long_backlog_arrives_whole_and_in_order(client: TestClient, chat: Chat) -> None:
    """More than one reading of the table gives is still sent, in order."""
    chat.turns.answer = lambda _message: [Reply(f"第{n}条") for n in range(250)]
    await say(client, "你好")
    events = await listen(client, 250)
    assert [event["text"] for event in events] == [f"第{n}条" for n in range(250)]


async def test_several_tabs_hear_the_same(client: TestClient) -> None:
    """Each open tab gets every answer."""
    await client.get("/chat")
    async with client.get("/chat/events") as one, client.get("/chat/events") as two:
        await say(client, "路灯不亮")
        assert await read_events(one, 1) == await read_events(two, 1)


async def test_fifth_stream_is_refused_until_one_ends(client: TestClient) -> None:
    """Four streams at a time; a closed one makes room."""
    await client.get("/chat")
    streams = [await client.get("/chat/events") for _ in range(4)]
    refused = await client.get("/chat/events")
    assert refused.status == 429
    assert (await refused.json())["error"]["code"] == "too_many_windows"
    streams.pop().close()
    await asyncio.sleep(0.5)
    streams.append(await client.get("/chat/events"))
    assert streams[-1].status == 200
    for stream in streams:
        stream.close()


async def test_quiet_stream_has_heartbeats(make_client) -> None:
    """A comment now and then keeps proxies from cutting a quiet line."""
    client = await make_client(beat_seconds=0.2)
    await client.get("/chat")
    async with client.get("/chat/events") as response:
        seen = b""
        while seen.count(b": still here\n\n") < 2:
            seen += await asyncio.wait_for(response.content.readany(), 5)
    assert b"data:" not in seen


async def test_stream_ends_with_the_server(make_client) -> None:
    """An open stream does not keep the server from stopping."""
    client = await make_client()
    await client.get("/chat")
    response = await client.get("/chat/events")
    started = time.monotonic()
    await client.server.close()
    assert time.monotonic() - started < 5
    response.close()


async def test_stream_needs_a_session(client: TestClient) -> None:
    """Without a cookie there is nothing to hear."""
    response = await client.get("/chat/events")
    assert response.status == 401


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "９", "9" * 30])
async def test_bad_event_id_is_refused(client: TestClient, last: str) -> None:
    """A number that we cannot have given is a bad request."""
    await client.get("/chat")
    response = await client.get("/chat/events", params={"after": last})
    assert response.status == 400


async def test_foreign_session_sees_nothing(make_client, chat: Chat) -> None:
    """Another browser hears nothing of it, in its stream or its history."""
    mine = await make_client()
    await say(mine, "我家的事")
    await listen(mine, 1)
    other = await make_client(mine.server)
    await other.get("/chat")
    assert await (await other.get("/chat/history")).json() == {"items": [], "last": 0}
    async with other.get("/chat/events", params={"after": "0"}) as response:
        await say(mine, "又一件")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(read_events(response, 1), 1)


async def test_history_shows_both_sides_in_order(client: TestClient, chat: Chat) -> None:
    """A reload shows what was said on either side, and where the stream goes on."""
    message_id = make_id()
    await client.post("/chat/messages", json={"id": message_id, "text": "路灯不亮"}, headers=GUARD)
    [event] = await listen(client, 1)
    place = {"lng": 117.2, "lat": 31.8}
    await client.post("/chat/messages", json={"id": make_id(), "location": place}, headers=GUARD)
    await listen(client, 1, after=event["seq"])
    body = await (await client.get("/chat/history")).json()
    mine, answer, where, _ = body["items"]
    assert (mine["from"], mine["id"], mine["form"], mine["text"]) == ("me", message_id, "text", "路灯不亮")
    assert (answer["from"], answer["seq"], answer["text"]) == ("service", event["seq"], "您说的是：路灯不亮")
    assert (where["from"], where["form"]) == ("me", "location")
    assert body["last"] == event["seq"] + 1


async def test_history_goes_on_where_the_last_answer_was(client: TestClient, chat: Chat) -> None:
    """Many words of one's own do not make the stream begin at the beginning."""
    await say(client, "你好")
    [event] = await listen(client, 1)
    chat.turns.answer = lambda _message: []
    for _ in range(28):
        await say(client, "在吗")
    assert (await (await client.get("/chat/history")).json())["last"] == event["seq"]


async def test_history_is_short(client: TestClient, chat: Chat) -> None:
    """Only the last messages are read again."""
    chat.turns.answer = lambda _message: [Reply(f"第{n}条") for n in range(90)]
    await say(client, "你好")
    await listen(client, 90)
    items = (await (await client.get("/chat/history")).json())["items"]
    texts = [item["text"] for item in items if item["from"] == "service"]
    assert texts == [f"第{n}条" for n in range(30, 90)]


async def test_notice_is_rendered(client: TestClient, chat: Chat) -> None:
    """A notice is kept by name and values and shown in words."""
    await say(client, "你好")
    values = {"notice": "resolved", "number": "JS-1", "matter": "路灯不亮", "department": "城管局"}
    chat.deliveries.add(conversation_of(client, chat), NOTICE, values, NOW)
    events = await listen(client, 2)
    [notice] = [event for event in events if event["kind"] == "notice"]
    assert "JS-1" in notice["text"]
    assert "城管局" in notice["text"]


async def test_what_was_shown_is_delivered(client: TestClient, chat: Chat) -> None:
    """What reached the browser waits no longer to be delivered."""
    await say(client, "你好")
    async with client.get("/chat/events") as response:
        await read_events(response, 1)
        await asyncio.sleep(0.3)
    assert chat.deliveries.undelivered(conversation_of(client, chat)) == []


async def test_what_a_reload_shows_is_delivered(client: TestClient, chat: Chat) -> None:
    """So is what the history showed."""
    await say(client, "你好")
    while not (await (await client.get("/chat/history")).json())["last"]:
        await asyncio.sleep(0.05)
    assert chat.deliveries.undelivered(conversation_of(client, chat)) == []


async def test_choices_arrive(client: TestClient, chat: Chat) -> None:
    """Quick replies come with the message that they answer."""
    chat.turns.answer = lambda _message: [Reply("是哪一个？", ("和平路", "人民路"))]
    await say(client, "路灯不亮")
    [event] = await listen(client, 1)
    assert event["quick_replies"] == ["和平路", "人民路"]


def make_heard(seq: int, at: datetime) -> Heard:
    """Any message of ours."""
    return Heard(seq, "reply", "好", (), at)


def test_cursor_sends_what_appears_late() -> None:
    """An id that appears after a higher one is still sent, and none is sent twice."""
    cursor = Cursor(0)
    two, one = make_heard(2, NOW), make_heard(1, NOW)
    assert cursor.take([two], NOW) == [two]
    assert cursor.take([one, two], NOW) == [one]
    assert cursor.take([one, two], NOW) == []
    assert cursor.low == 0


class Rows:
    """Deliveries of everybody, as a watch sees them."""

    def __init__(self, *rows: tuple[int, str]) -> None:
        self.rows = list(rows)

    def newest(self) -> int:
        """See ``connectors.webchat.ports.Feed``."""
        return max((seq for seq, _ in self.rows), default=0)

    def newer(self, seq: int) -> list[tuple[int, str]]:
        """See ``connectors.webchat.ports.Feed``."""
        return sorted(row for row in self.rows if row[0] > seq)


async def test_watch_rings_once_for_each_new_delivery() -> None:
    """Only the conversation with something new is woken, also when its id appears late."""
    rows, bell = Rows((1, "a"), (2, "b")), Bell()
    watch = Watch(rows, bell, 1.0)  # type: ignore[arg-type] (a watch needs no more of a feed)
    with bell.listen("a") as a, bell.listen("b") as b:
        await watch.look()
        a.clear(), b.clear()
        rows.rows.append((4, "a"))
        await watch.look()
        assert (a.is_set(), b.is_set()) == (True, False)
        a.clear()
        rows.rows.append((3, "b"))
        await watch.look()
        assert (a.is_set(), b.is_set()) == (False, True)


def test_cursor_settles() -> None:
    """After a while the table is read from the last id on."""
    cursor = Cursor(0)
    cursor.take([make_heard(1, NOW), make_heard(2, NOW)], NOW)
    cursor.take([], NOW + timedelta(minutes=1))
    assert cursor.low == 2


@pytest.mark.parametrize("text", ["一\n二", "一\r\n\r\ndata: x", "\u2028", "id: 9\n\n"])
def test_event_is_one_block_whatever_it_says(text: str) -> None:
    """Line breaks in the words cannot end or forge an event."""
    lines = event_text(Heard(7, "reply", text, (), NOW)).split("\n")
    assert lines[0] == "id: 7"
    assert json.loads(lines[1].removeprefix("data: "))["text"] == text
    assert lines[2:] == ["", ""]
