"""Turns: once, in order, within the time, through crashes."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
from databases import make_database
from gateway_kit import ANNE, BAO, Gateway, MakeGateway

from connectors.keys import TURNS
from tests.fakes.fake_rasa import FakeRasa


async def test_answer_comes_back_encrypted(gateway: Gateway) -> None:
    """A quick turn is answered in the callback itself, sealed; the words stand nowhere in the body."""
    answer = await gateway.post(gateway.fields("text", Content="路灯坏了"))
    assert answer.text == "收到：路灯坏了"
    assert "路灯".encode() not in answer.body


async def test_rasa_gets_conversation_and_metadata(gateway: Gateway) -> None:
    """Rasa knows the conversation by its id and the message by its row, not by the openid."""
    await gateway.say("路灯坏了")
    body = gateway.rasa.asked[0]
    metadata = body["metadata"]
    assert body["sender"] == metadata["conversation_id"] == gateway.rows("conversations", "id")[0]
    assert body["message_id"] == metadata["message_id"] == str(gateway.rows("inbox", "id")[0])
    assert metadata["resident_id"] == gateway.rows("residents", "id")[0]
    assert (metadata["channel"], metadata["account"]) == ("wechat:demo", "demo")
    assert set(metadata) == {
        "resident_id", "conversation_id", "channel", "account", "message_id", "contact", "media", "location", "scene",
        "full_text",
    }  # fmt: skip
    assert ANNE not in json.dumps(body)


async def test_identity_and_words_are_sealed(gateway: Gateway) -> None:
    """Neither openid nor words can be read in the database's file."""
    await gateway.say("路灯坏了")
    stored = b"".join(path.read_bytes() for path in gateway.folder.glob("jiesu.db*"))
    assert ANNE.encode() not in stored
    assert "路灯坏了".encode() not in stored


async def test_same_message_at_once_is_one_turn(gateway: Gateway) -> None:
    """Three deliveries beside each other wait for one turn and get the same words."""
    gateway.rasa.seconds = lambda body: 0.3
    fields = gateway.fields("text", Content="路灯坏了")
    answers = await asyncio.gather(*(gateway.post(fields) for _ in range(3)))
    assert [answer.text for answer in answers] == ["收到：路灯坏了"] * 3
    assert len(gateway.rasa.asked) == gateway.count("inbox") == 1


async def test_same_message_after_answer_gets_same_answer(gateway: Gateway) -> None:
    """A retry of an answered message gets the same words, also when others were said meanwhile."""
    fields = gateway.fields("text", Content="路灯坏了")
    first = await gateway.post(fields)
    await gateway.say("在人民路")
    again = await gateway.post(fields)
    assert first.text == again.text == "收到：路灯坏了"
    assert gateway.rasa.texts == ["路灯坏了", "在人民路"]


async def test_same_id_of_two_residents_is_two_turns(gateway: Gateway) -> None:
    """Message ids are not unique across residents."""
    assert await gateway.say("一", ANNE, MsgId=7) == "收到：一"
    assert await gateway.say("二", BAO, MsgId=7) == "收到：二"


async def test_order_is_kept_for_a_resident(gateway: Gateway) -> None:
    """Messages of one resident are processed in order of arrival, never beside each other."""
    gateway.rasa.seconds = lambda body: 0.15 if body["message"] == "零" else 0.01
    tasks = []
    for word in "零一二三四":
        tasks.append(asyncio.create_task(gateway.say(word)))
        await asyncio.sleep(0.02)
    await asyncio.gather(*tasks)
    assert gateway.rasa.texts == list("零一二三四")
    assert gateway.rasa.most_at_once == 1


async def test_residents_do_not_wait_for_each_other(gateway: Gateway) -> None:
    """Ten residents' slow turns take about as long as one."""
    gateway.rasa.seconds = lambda body: 0.4
    started = time.monotonic()
    await asyncio.gather(*(gateway.say("你好", f"oResident{n:018d}") for n in range(10)))
    assert time.monotonic() - started < 2.0
    assert gateway.rasa.most_at_once >= 8


async def test_slow_turn_is_answered_with_next_message(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """A turn that takes too long is acknowledged in time; its answer comes before that of the next message."""
    gateway = await make_gateway(reply_seconds=0.5)
    rasa.seconds = lambda body: 1.2 if body["message"] == "慢" else 0.0
    started = time.monotonic()
    answer = await gateway.post(gateway.fields("text", Content="慢"))
    assert answer.body == b"success"
    assert 0.4 < time.monotonic() - started < 0.9
    await gateway.settle_all()
    assert await gateway.say("快") == "收到：慢\n\n收到：快"
    assert await gateway.say("再") == "收到：再"


async def test_retry_of_slow_message_gets_its_answer(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """The platform's retry joins the running turn and brings its answer."""
    gateway = await make_gateway(reply_seconds=0.5)
    rasa.seconds = lambda body: 0.8
    fields = gateway.fields("text", Content="慢")
    assert (await gateway.post(fields)).text is None
    assert (await gateway.post(fields)).text == "收到：慢"
    assert len(rasa.asked) == 1


async def test_platform_that_hangs_up_loses_nothing(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """A turn goes on when the connection is cut, and its answer waits for the next message."""
    gateway = await make_gateway(reply_seconds=3.0)
    rasa.seconds = lambda body: 0.6 if body["message"] == "慢" else 0.0
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(gateway.say("慢"), 0.3)
    await asyncio.sleep(0.1)
    await gateway.settle_all()
    await asyncio.sleep(0.1)
    assert await gateway.say("快") == "收到：慢\n\n收到：快"


async def test_crash_between_acknowledgement_and_turn(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """A message that was kept by a process that died is processed once by the next one."""
    gateway = await make_gateway()
    await gateway.say("以前")
    turns = gateway.app[TURNS]
    await turns.stop(0)
    turns._is_stopping = True  # keeps, but runs nothing: as if the process died here
    fields = gateway.fields("text", Content="没来得及")
    sent = asyncio.create_task(gateway.post(fields))
    await asyncio.sleep(0.3)
    assert gateway.rows("inbox", "state") == ["done", "new"]
    gateway.inbox.begin(gateway.rows("conversations", "id")[0], gateway.app_now(), 120.0)  # died holding the lease
    sent.cancel()
    other = await make_gateway()
    await other.settle_all()
    assert rasa.texts == ["以前", "没来得及"]
    assert (await other.post(fields)).text == "收到：没来得及"
    assert other.rows("inbox", "state") == ["done", "done"]


async def test_stop_lets_turns_end(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """A stop waits for a running turn; an interrupted one is done after the next start and not counted."""
    gateway = await make_gateway(reply_seconds=0.5)
    rasa.seconds = lambda body: 1.0
    await gateway.say("慢")
    await gateway.app[TURNS].stop(0.1)
    assert (gateway.rows("inbox", "state"), gateway.rows("inbox", "attempts")) == (["new"], [0])
    rasa.seconds = lambda body: 0.0
    other = await make_gateway()
    await other.settle_all()
    assert other.rows("inbox", "state") == ["done"]


async def test_broken_turn_is_tried_again(gateway: Gateway) -> None:
    """An error of Rasa costs an attempt, not the message."""
    gateway.rasa.fails = 2
    assert await gateway.say("路灯坏了") == "收到：路灯坏了"
    assert gateway.rows("inbox", "attempts") == [3]


async def test_turn_is_given_up_after_three_attempts(gateway: Gateway) -> None:
    """The resident gets the fixed apology, the row says failed, and the next message is processed."""
    gateway.rasa.fails = 3
    assert "抱歉" in (await gateway.say("路灯坏了") or "")
    assert await gateway.say("喂") == "收到：喂"
    assert gateway.rows("inbox", "state") == ["failed", "done"]
    assert len(gateway.rasa.asked) == 4


async def test_rasa_without_words_is_apologised_for(gateway: Gateway) -> None:
    """A resident is never met with silence: Rasa says nothing while its action server is away."""
    gateway.rasa.answer = lambda body: []
    assert "抱歉" in (await gateway.say("路灯坏了") or "")


async def test_rasa_away_then_back(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """While Rasa loads a model a message waits, in order, and is answered when it is back."""
    gateway = await make_gateway(reply_seconds=0.5)
    rasa.is_away = True
    assert await gateway.say("一") is None
    assert await gateway.say("二") is None
    rasa.is_away = False
    await gateway.settle_all()
    assert await gateway.say("三") == "收到：一\n\n收到：二\n\n收到：三"


async def test_rasa_down_then_up(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """The same when nothing listens on Rasa's port."""
    gateway = await make_gateway(reply_seconds=0.5)
    assert rasa._server is not None
    port = rasa._server.port
    await rasa.stop()
    assert await gateway.say("一") is None
    await rasa.start(port)
    await gateway.settle_all()
    assert await gateway.say("二") == "收到：一\n\n收到：二"


async def test_rasa_away_for_good_is_apologised_for(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    """After three bounded attempts the resident is told."""
    gateway = await make_gateway(away_seconds=0.2)
    rasa.is_away = True
    assert "抱歉" in (await gateway.say("路灯坏了") or "")
    assert gateway.rows("inbox", "state") == ["failed"]


async def test_store_that_fails_makes_platform_retry(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that could not be kept is not acknowledged: 500, empty body."""

    def fail(*args: object, **more: object) -> None:
        raise OSError("disk full: oAnne")

    monkeypatch.setattr(gateway.inbox, "receive", fail)
    answer = await gateway.post(gateway.fields("text", Content="路灯坏了"))
    assert (answer.status, answer.body) == (500, b"")


async def test_two_replicas_run_a_message_once(make_gateway: MakeGateway, rasa: FakeRasa, tmp_path: Path) -> None:
    """Deliveries of one message to two processes on one PostgreSQL are one turn, and both bring its answer."""
    with make_database("postgres", tmp_path) as url:
        one, two = await make_gateway(database_url=url), await make_gateway(database_url=url)
        rasa.seconds = lambda body: 0.3
        for word in "一二三":
            fields = one.fields("text", Content=word)
            answers = await asyncio.gather(one.post(fields), two.post(fields), two.post(fields))
            assert [answer.text for answer in answers] == [f"收到：{word}"] * 3
        assert rasa.texts == list("一二三")
        await one.stop()
        await two.stop()
