"""Takes one photo: read with a cap, checked by content, kept without EXIF, noted as the resident's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import BodyPartReader, MultipartReader, web

from bot.domain.errors import InvalidAttachment
from connectors.inbound import Inbound
from connectors.webchat.messages import message_key
from connectors.webchat.refusals import ChatRefused
from connectors.webchat.session import ACCOUNT, CHANNEL, Session
from store.blobs import MAX_BYTES, BlobStore
from store.uow import SqlUnitOfWork
from store.vault import Vault

_ENVELOPE = 16 * 1024
"""What the multipart form may weigh beside the photo."""
_READ_SECONDS = 120.0
"""A weak mobile network needs a minute for 10 MB; nobody may hold a connection for ever."""


@dataclass(frozen=True)
class PhotoKeeper:
    """Where photos go."""

    blobs: BlobStore
    open_uow: Callable[[], SqlUnitOfWork]
    vault: Vault

    def keep(self, content: bytes, session: Session, now: datetime) -> str:
        """Store the file and note whose it is; gives its SHA-256. Blocks.

        Raises:
            ChatRefused: not a picture, or a damaged one.
        """
        if not is_picture(content):
            raise ChatRefused("photo_kind")
        try:
            blob = self.blobs.put(content)
        except InvalidAttachment:
            raise ChatRefused("photo_damaged") from None
        with self.open_uow() as uow:
            resident = uow.conversations.open(CHANNEL, ACCOUNT, session.identity, self.vault, now).resident_id
            uow.attachments.receive(blob.sha256, blob.media_type, blob.size, resident, now)
            uow.commit()
        return blob.sha256


async def read_photo(request: web.Request, keeper: PhotoKeeper, session: Session, now: datetime) -> Inbound:
    """The photo of a multipart form of two parts, ``id`` first and then ``photo``.

    Raises:
        ChatRefused: not such a form, too large, or not a picture.
    """
    if request.content_type != "multipart/form-data":
        raise ChatRefused("bad_request")
    if (request.content_length or 0) > MAX_BYTES + _ENVELOPE:
        raise ChatRefused("photo_too_large")
    try:
        client_id, content = await asyncio.wait_for(_read_form(request), _READ_SECONDS)
    except (ValueError, RuntimeError, asyncio.TimeoutError):  # aiohttp's words for a malformed form
        raise ChatRefused("bad_request") from None
    key = message_key(client_id, session)
    if not content:
        raise ChatRefused("photo_missing")
    digest = await asyncio.to_thread(keeper.keep, content, session, now)
    return Inbound(CHANNEL, ACCOUNT, session.identity, key, "image", now, files=(digest,))


async def _read_form(request: web.Request) -> tuple[str, bytes]:
    client_id, content = "", b""
    reader = MultipartReader(request.headers, request.content)
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name == "id":
            client_id = (await _read_part(part, 64)).decode("ascii", "replace")
        elif isinstance(part, BodyPartReader) and part.name == "photo" and not content:
            content = await _read_part(part, MAX_BYTES)
        else:
            raise ChatRefused("bad_request")
    return client_id, content


async def _read_part(part: BodyPartReader, most: int) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk(64 * 1024):
        data += chunk
        if len(data) > most:
            raise ChatRefused("photo_too_large" if part.name == "photo" else "bad_request")
    return bytes(data)


def is_picture(content: bytes) -> bool:
    """Whether the first bytes are those of a JPEG, PNG, GIF or WebP."""
    if content[:4] == b"RIFF":
        return content[8:12] == b"WEBP"
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
