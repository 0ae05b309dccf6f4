"""Words, places and photos as they come in."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from aiohttp import FormData
from aiohttp.test_utils import TestClient
from webchat_fakes import GUARD, Chat, make_id, make_photo

from store import tables


async def send(client: TestClient, body: object) -> tuple[int, dict]:
    """Post a message; gives status and answer."""
    response = await client.post("/chat/messages", json=body, headers=GUARD)
    return response.status, await response.json()


async def send_photo(client: TestClient, content: bytes, message_id: str | None = None) -> tuple[int, dict]:
    """Post a photo; gives status and answer."""
    form = FormData()
    form.add_field("id", message_id or make_id())
    form.add_field("photo", content, filename="photo", content_type="application/octet-stream")
    response = await client.post("/chat/photos", data=form, headers=GUARD)
    return response.status, await response.json()


async def test_words_are_taken(client: TestClient, chat: Chat) -> None:
    """Words become one text message of the session on the channel chat."""
    status, body = await send(client, {"id": make_id(), "text": "楼下路灯不亮\n三天了"})
    [message] = chat.turns.taken
    assert (status, body) == (202, {"accepted": True})
    assert (message.channel, message.account, message.form) == ("chat", "web", "text")
    assert message.text == "楼下路灯不亮\n三天了"
    assert message.received_at.tzinfo is not None


async def test_same_id_is_one_message(client: TestClient, chat: Chat) -> None:
    """A retry with the same id, in either case, is accepted and adds nothing."""
    message_id = make_id()
    for spelt in (message_id, message_id, message_id.upper()):
        assert (await send(client, {"id": spelt, "text": "路灯不亮"}))[0] == 202
    assert len(chat.turns.taken) == 1


async def test_same_id_of_two_sessions_is_two_messages(make_client, chat: Chat) -> None:
    """Nobody can swallow another's message by guessing its id."""
    one = await make_client()
    two = await make_client(one.server)
    message_id = make_id()
    await send(one, {"id": message_id, "text": "甲"})
    await send(two, {"id": message_id, "text": "乙"})
    assert sorted(m.text for m in chat.turns.taken) == ["乙", "甲"]


@pytest.mark.parametrize("text", ["", " \n ", "/restart", "〔图片〕", "\ud800", "\u0000", "👍" * 100])
async def test_any_words_are_sent_on(client: TestClient, chat: Chat, text: str) -> None:
    """Blank and odd texts are for the bot to answer, not for the door to refuse."""
    status, _ = await send(client, {"id": make_id(), "text": text})
    assert status == 202
    assert len(chat.turns.taken) == 1


async def test_location_is_taken(client: TestClient, chat: Chat) -> None:
    """A place comes as longitude and latitude, with a label as its words."""
    place = {"lng": 117.2, "lat": 31.8, "label": "和平路"}
    status, _ = await send(client, {"id": make_id(), "location": place})
    [message] = chat.turns.taken
    assert status == 202
    assert (message.form, message.location, message.text) == ("location", (117.2, 31.8), "和平路")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"text": "no id"}',
        b'{"id": "1", "text": "short id"}',
        b'{"id": 7, "text": "number"}',
        json.dumps({"id": make_id()}).encode(),
        json.dumps({"id": make_id(), "text": 5}).encode(),
        json.dumps({"id": make_id(), "text": "a", "location": {"lng": 1, "lat": 1}}).encode(),
        json.dumps({"id": make_id(), "location": [1, 2]}).encode(),
        json.dumps({"id": make_id(), "location": {"lng": 200, "lat": 1}}).encode(),
        json.dumps({"id": make_id(), "location": {"lng": float("nan"), "lat": 1}}).encode(),
        json.dumps({"id": make_id(), "location": {"lng": True, "lat": 1}}).encode(),
        json.dumps({"id": make_id(), "location": {"lng": "117", "lat": 1}}).encode(),
        json.dumps({"id": make_id(), "location": {"lng": 10**400, "lat": 1}}).encode(),
    ],
)
async def test_malformed_message_is_refused_in_one_shape(client: TestClient, chat: Chat, body: bytes) -> None:
    """Whatever is wrong, the answer is a 400 with a code and a message, and nothing is kept."""
    response = await client.post("/chat/messages", data=body, headers=GUARD)
    answer = await response.json()
    assert response.status == 400
    assert set(answer) == {"error"}
    assert answer["error"]["code"] == "bad_request"
    assert answer["error"]["message"]
    assert chat.turns.taken == []


async def test_long_text_is_refused_clearly(client: TestClient, chat: Chat) -> None:
    """5,000 characters are taken; one more is refused with the number in the words."""
    assert (await send(client, {"id": make_id(), "text": "字" * 5_000}))[0] == 202
    status, body = await send(client, {"id": make_id(), "text": "字" * 5_001})
    assert (status, body["error"]["code"]) == (400, "text_too_long")
    assert "5000" in body["error"]["message"]
    assert len(chat.turns.taken) == 1


@pytest.mark.parametrize("is_chunked", [False, True])
async def test_large_body_is_refused(client: TestClient, chat: Chat, is_chunked: bool) -> None:
    """More than 64 KiB is refused, whether the length is announced or not."""
    content = b"x" * (64 * 1024 + 1)

    async def chunks():
        for start in range(0, len(content), 8192):
            yield content[start : start + 8192]

    response = await client.post("/chat/messages", data=chunks() if is_chunked else content, headers=GUARD)
    assert response.status == 413
    assert (await response.json())["error"]["code"] == "too_large"
    assert chat.turns.taken == []


async def test_photo_is_kept_without_its_metadata(client: TestClient, chat: Chat) -> None:
    """A photo is stored without EXIF, noted as the resident's, and handed on by its digest."""
    status, body = await send_photo(client, make_photo(where=True))
    [message] = chat.turns.taken
    [digest] = message.files
    with chat.engine.connect() as connection:
        row = connection.execute(sa.select(tables.attachments)).one()
        residents = connection.execute(sa.select(tables.residents)).all()
    assert (status, body) == (202, {"accepted": True})
    assert message.form == "image"
    assert b"InventedCamera" not in chat.blobs.path(digest).read_bytes()
    assert (row.sha256, row.media_type, row.ticket) == (digest, "image/jpeg", None)
    assert [r.id for r in residents] == [row.resident_id]


async def test_same_photo_id_is_one_message(client: TestClient, chat: Chat) -> None:
    """A retry of an upload is one photo."""
    message_id = make_id()
    for _ in range(2):
        assert (await send_photo(client, make_photo(), message_id))[0] == 202
    assert len(chat.turns.taken) == 1


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
async def test_usual_pictures_are_taken(client: TestClient, kind: str) -> None:
    """Phones and screenshots give more than JPEG."""
    assert (await send_photo(client, make_photo(kind)))[0] == 202


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "photo_missing"),
        (b"%PDF-1.7 not a photo", 415, "photo_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "photo_kind"),
        (b"#!AMR\n voice", 415, "photo_kind"),
        (b"\xff\xd8\xff" + b"broken" * 20, 400, "photo_damaged"),
        (make_photo("BMP"), 415, "photo_kind"),
    ],
)
async def test_other_files_are_refused_kindly(
    client: TestClient, chat: Chat, content: bytes, status: int, code: str
) -> None:
    """What is not a whole photo is refused, and nothing of it is kept."""
    got, body = await send_photo(client, content)
    assert (got, body["error"]["code"]) == (status, code)
    assert chat.turns.taken == []
    assert not list(chat.blobs.path("0" * 64).parent.parent.glob("*/*"))


@pytest.mark.parametrize("is_chunked", [False, True])
async def test_large_photo_is_refused(client: TestClient, chat: Chat, is_chunked: bool) -> None:
    """More than 10 MB is refused, announced or not."""
    head = (
        b'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n' + make_id().encode() + b"\r\n"
        b'--b\r\nContent-Disposition: form-data; name="photo"; filename="p"\r\n\r\n\xff\xd8\xff'
    )
    headers = {**GUARD, "Content-Type": "multipart/form-data; boundary=b"}

    async def chunks():
        yield head
        for _ in range(11 * 16):
            yield b"x" * 65_536

    data = chunks() if is_chunked else head + b"x" * (11 * 1024 * 1024)
    response = await client.post("/chat/photos", data=data, headers=headers)
    assert response.status == 413
    assert (await response.json())["error"]["code"] == "photo_too_large"
    assert chat.turns.taken == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage",
        b'--b\r\nContent-Disposition: form-data; name="photo"; filename="p"\r\n\r\nx\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n' + b"9" * 100 + b"\r\n--b--\r\n",
        b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n",
    ],
)
async def test_malformed_form_is_refused(client: TestClient, chat: Chat, data: bytes) -> None:
    """A form of another shape is a bad request."""
    headers = {**GUARD, "Content-Type": "multipart/form-data; boundary=b"}
    response = await client.post("/chat/photos", data=data, headers=headers)
    assert response.status == 400
    assert (await response.json())["error"]["code"] == "bad_request"
    assert chat.turns.taken == []


async def test_photo_needs_a_form(client: TestClient) -> None:
    """A bare body is no photo."""
    response = await client.post("/chat/photos", data=make_photo(), headers={**GUARD, "Content-Type": "image/jpeg"})
    assert response.status == 400


async def test_failure_tells_nothing(client: TestClient, chat: Chat) -> None:
    """An unforeseen failure answers with fixed words in the usual shape."""

    async def broken(_message):
        raise RuntimeError("secret detail")

    chat.turns.submit = broken
    status, body = await send(client, {"id": make_id(), "text": "路灯不亮"})
    assert (status, body["error"]["code"]) == (500, "internal")
    assert "secret" not in json.dumps(body)
