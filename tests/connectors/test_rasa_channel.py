"""The Rasa channel on Rasa's own classes and a real Sanic server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from rasa.core.channels import channel as rasa_channels
from rasa.shared.exceptions import RasaException
from rasa.shared.utils.common import class_from_module_path
from sanic import Sanic

from connectors.rasa_channel import GatewayInput, GatewayOutput
from connectors.rasa_client import RasaAway, RasaClient, RasaFailed

CREDENTIALS_KEY = "connectors.rasa_channel.GatewayInput"
SECRET = "shared-by-both"
Act = Callable[[rasa_channels.UserMessage], Any]


class FakeAgent:
    """Where Rasa keeps its model: plays ``act`` for each message."""

    def __init__(self) -> None:
        self.is_loaded = True
        self.messages: list[rasa_channels.UserMessage] = []
        self.ended = 0
        self.act: Act | None = None

    def is_ready(self) -> bool:
        """As Rasa asks."""
        return self.is_loaded

    async def handle_message(self, message: rasa_channels.UserMessage) -> None:
        """As Rasa hands over."""
        self.messages.append(message)
        if self.act is not None:
            await self.act(message)
        self.ended += 1


@pytest.fixture
def agent() -> FakeAgent:
    """A loaded model."""
    return FakeAgent()


@pytest.fixture
async def address(agent: FakeAgent, unused_tcp_port: int) -> AsyncIterator[str]:
    """A Sanic server with the channel registered as Rasa registers it."""
    Sanic.test_mode = True
    app = Sanic(f"channel_{unused_tcp_port}", configure_logging=False)
    app.ctx.agent = agent
    channel = class_from_module_path(CREDENTIALS_KEY).from_credentials({"secret": SECRET})
    rasa_channels.register([channel], app, route="/webhooks/")
    server = await app.create_server(
        "127.0.0.1", unused_tcp_port, return_asyncio_server=True, access_log=False, debug=False
    )
    await server.startup()
    yield f"http://127.0.0.1:{unused_tcp_port}"
    server.close()
    await server.wait_closed()


@pytest.fixture
async def client(address: str) -> AsyncIterator[RasaClient]:
    """The gateway's client."""
    made = RasaClient(address, SECRET, away_seconds=0.3, answer_seconds=1.0)
    yield made
    await made.close()


def test_credentials_need_a_secret() -> None:
    """Rasa stops at the start when none is given."""
    with pytest.raises(RasaException):
        GatewayInput.from_credentials({})
    with pytest.raises(RasaException):
        GatewayInput.from_credentials(None)


def test_channel_is_a_rasa_channel() -> None:
    """Rasa finds the class by its path, and the two methods that Rasa may call are there."""
    channel = class_from_module_path(CREDENTIALS_KEY).from_credentials({"secret": SECRET})
    assert isinstance(channel, rasa_channels.InputChannel)
    assert channel.name() == "gateway"
    assert isinstance(channel.get_output_channel(), rasa_channels.OutputChannel)


async def test_messages_are_collected_in_order() -> None:
    """Texts are not split on blank lines, buttons do not become messages, custom JSON keeps its place."""
    output = GatewayOutput()
    for message in (
        {"text": "一\n\n二"},
        {"text": "选", "buttons": [{"title": "甲", "payload": "/a"}, {"title": "乙", "payload": "/b"}]},
        {"text": "答", "quick_replies": [{"title": "好"}]},
        {"custom": {"card": "ticket", "text": "编号1"}},
        {"text": "图", "image": "http://x/1.png"},
        {"text": "", "attachment": "f", "elements": [{"title": "t"}]},
    ):
        await output.send_response("x", dict(message))
    assert output.messages == [
        {"text": "一\n\n二", "quick_replies": [], "extra": {}},
        {"text": "选", "quick_replies": ["甲", "乙"], "extra": {}},
        {"text": "答", "quick_replies": ["好"], "extra": {}},
        {"text": "编号1", "quick_replies": [], "extra": {"card": "ticket", "text": "编号1"}},
        {"text": "图", "quick_replies": [], "extra": {}},
        {"text": "", "quick_replies": [], "extra": {"image": "http://x/1.png"}},
        {"text": "", "quick_replies": [], "extra": {"attachment": "f"}},
        {"text": "", "quick_replies": [], "extra": {"elements": [{"title": "t"}]}},
    ]


async def test_turn_goes_through_rasa_and_back(client: RasaClient, agent: FakeAgent) -> None:
    """Sender, message id and metadata reach Rasa's UserMessage; the replies come back typed."""

    async def act(message: rasa_channels.UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, {"text": "好的", "buttons": [{"title": "确认"}]})

    agent.act = act
    [reply] = await client.ask("wechat:demo:abc", "路灯坏了", "17", {"account": "demo"})
    [message] = agent.messages
    assert (reply.text, reply.quick_replies) == ("好的", ("确认",))
    assert (message.text, message.sender_id, message.message_id) == ("路灯坏了", "wechat:demo:abc", "17")
    assert (message.input_channel, message.metadata) == ("gateway", {"account": "demo"})


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1]])
async def test_wrong_secret_is_forbidden(address: str, agent: FakeAgent, secret: str) -> None:
    """Without the secret nothing reaches Rasa."""
    made = RasaClient(address, secret, away_seconds=0.1)
    with pytest.raises(RasaFailed):
        await made.ask("s", "t", "1", {})
    await made.close()
    assert agent.messages == []


async def test_model_that_is_not_ready_is_away(client: RasaClient, agent: FakeAgent) -> None:
    """503 without a model: the client waits, then says so; /health's question tells the same."""
    agent.is_loaded = False
    assert not await client.is_ready()
    with pytest.raises(RasaAway):
        await client.ask("s", "t", "1", {})
    agent.is_loaded = True
    assert await client.is_ready()
    assert await client.ask("s", "t", "1", {}) == []


async def test_turn_survives_a_client_that_hangs_up(client: RasaClient, agent: FakeAgent) -> None:
    """Sanic cancels the handler; the turn ends all the same, and asking again gives its answer, not a second turn."""

    async def act(message: rasa_channels.UserMessage) -> None:
        await asyncio.sleep(0.5)
        await message.output_channel.send_text_message(message.sender_id, "终于")

    agent.act = act
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(client.ask("s", "t", "1", {}), 0.2)
    assert [reply.text for reply in await client.ask("s", "t", "1", {})] == ["终于"]
    assert (len(agent.messages), agent.ended) == (1, 1)


async def test_failed_turn_shows_no_error_and_can_be_repeated(
    client: RasaClient, address: str, agent: FakeAgent
) -> None:
    """An exception in a turn is a 500 without its text; the next attempt runs anew."""

    async def act(message: rasa_channels.UserMessage) -> None:
        if len(agent.messages) == 1:
            raise ValueError("张三 13812345678")

    agent.act = act
    body = {"sender": "s", "message": "t", "message_id": "1"}
    headers = {"X-Jiesu-Gateway": SECRET}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{address}/webhooks/gateway/webhook", json=body) as response:
            assert response.status == 500
            assert "13812345678" not in await response.text()
        async with session.post(f"{address}/webhooks/gateway/webhook", json=body) as response:
            assert response.status == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"sender": "s"}'])
async def test_bad_request_is_refused(address: str, agent: FakeAgent, body: bytes) -> None:
    """What is no message is 400."""
    headers = {"X-Jiesu-Gateway": SECRET, "Content-Type": "application/json"}
    url = f"{address}/webhooks/gateway/webhook"
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, data=body) as response:
        assert response.status == 400
    assert agent.messages == []
