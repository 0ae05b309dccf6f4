"""The web chat on the real gateway: app, inbox, turns and deliveries; only Rasa is a fake."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import CookieJar, FormData
from aiohttp.test_utils import TestClient, TestServer
from webchat_fakes import GUARD, make_id, make_photo

from bot.settings import read_settings
from connectors.app import create_app
from jiesu.compose import Product
from store import tables
from tests.fakes.fake_rasa import SECRET, FakeRasa


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    """Echoes what it is told."""
    fake = FakeRasa()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def client(tmp_path: Path, rasa: FakeRasa) -> AsyncIterator[TestClient]:
    """A browser without a page, on the whole app."""
    product = Product(read_settings({}, data=tmp_path))
    tables.metadata.create_all(product.engine)
    app = create_app(product, rasa_url=rasa.url, actions_url=rasa.url, gateway_secret=SECRET)
    async with TestClient(TestServer(app, host="127.0.0.1"), cookie_jar=CookieJar(unsafe=True)) as client:
        yield client
    product.engine.dispose()


async def hear(client: TestClient, count: int) -> list[dict]:
    """The first events of a new stream."""
    found: list[dict] = []
    async with client.get("/chat/events") as response:
        assert response.status == 200
        while len(found) < count:
            line = await asyncio.wait_for(response.content.readline(), 15)
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
    return found


async def test_words_go_through_a_turn(client: TestClient, rasa: FakeRasa) -> None:
    """A message is answered by Rasa with its choices; a retry makes no second turn."""
    message = {"id": make_id(), "text": "/restart 路灯不亮，我电话13800138000"}
    for _ in range(2):
        response = await client.post("/chat/messages", json=message, headers=GUARD)
        assert response.status == 202
    [heard] = await hear(client, 1)
    [asked] = rasa.asked
    assert heard["quick_replies"] == ["确认"]
    assert heard["text"].startswith("收到：／restart 路灯不亮")
    assert "13800138000" not in json.dumps(asked)
    assert asked["metadata"]["channel"] == "chat:web"
    assert asked["sender"].startswith("chat:web:")


async def test_photo_and_place_reach_rasa(client: TestClient, rasa: FakeRasa) -> None:
    """A photo comes as its digest and a place as degrees, each with its marker."""
    form = FormData()
    form.add_field("id", make_id())
    form.add_field("photo", make_photo(), filename="photo")
    assert (await client.post("/chat/photos", data=form, headers=GUARD)).status == 202
    place = {"id": make_id(), "location": {"lng": 117.2, "lat": 31.8, "label": "和平路"}}
    assert (await client.post("/chat/messages", json=place, headers=GUARD)).status == 202
    await hear(client, 2)
    photo, where = rasa.asked
    assert (photo["message"], where["message"]) == ("〔图片〕", "〔位置〕")
    assert len(photo["metadata"]["media"][0]) == 64
    assert where["metadata"]["location"] == {"lng": 117.2, "lat": 31.8, "label": "和平路"}


async def test_page_keeps_its_own_policy_in_the_app(client: TestClient) -> None:
    """The app's defaults for headers do not stand in the page's way."""
    response = await client.get("/chat")
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Cache-Control"] == "no-store"


async def test_app_stops_with_an_open_stream(client: TestClient) -> None:
    """A listening browser does not hold up a stop."""
    await client.get("/chat")
    response = await client.get("/chat/events")
    await asyncio.wait_for(client.server.close(), 8)
    response.close()
