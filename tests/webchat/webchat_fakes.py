"""A gateway of our own for the web chat's tests: the real inbox and deliveries, answers by a function."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from uuid import uuid4

from aiohttp import web
from cryptography.fernet import Fernet
from PIL import Image
from sqlalchemy.engine import Engine

from connectors.inbound import Inbound, Reply
from connectors.notices import load_notices
from connectors.webchat import WebChat
from connectors.webchat.feed import StoreFeed
from connectors.webchat.photos import PhotoKeeper
from store import tables
from store.blobs import BlobStore
from store.deliveries import Deliveries
from store.engine import make_engine
from store.inbox import DONE, Inbox
from store.uow import SqlUnitOfWork
from store.vault import Vault

GUARD = {"X-Jiesu-Chat": "1"}
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def echo(message: Inbound) -> list[Reply]:
    """The simplest bot."""
    if message.form == "image":
        return [Reply("照片收到了。")]
    if message.form == "location":
        return [Reply("位置收到了。")]
    return [Reply(f"您说的是：{message.text}")]


class FakeTurns:
    """Keeps messages in the real inbox and answers each once."""

    def __init__(self, engine: Engine, vault: Vault, answer: Callable[[Inbound], list[Reply]] = echo) -> None:
        self._inbox = Inbox(engine, vault)
        self.answer = answer
        self.seconds = 0.0
        self.taken: list[Inbound] = []
        self._running: dict[int, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def submit(self, message: Inbound) -> int:
        """See ``connectors.webchat.ports.Turns``."""
        received = await asyncio.to_thread(
            self._inbox.receive,
            message.channel,
            message.account,
            message.identity,
            message.dedupe_key,
            message.to_json(),
            message.received_at,
        )
        if received.is_new:
            self.taken.append(message)
            turn = self._turn(received.conversation_id)
            self._running[received.inbox_id] = asyncio.create_task(turn)
        return received.inbox_id

    async def wait(self, inbox_id: int, seconds: float) -> object:
        """See ``connectors.webchat.ports.Turns``."""
        return await asyncio.wait_for(asyncio.shield(self._running[inbox_id]), seconds)

    async def _turn(self, conversation_id: str) -> None:
        async with self._one_at_a_time:
            await asyncio.sleep(self.seconds)
            now = datetime.now(timezone.utc)
            work = await asyncio.to_thread(self._inbox.begin, conversation_id, now, 60.0)
            if work is not None:
                replies = [reply.to_json() for reply in self.answer(Inbound.from_json(self._inbox.open(work)))]
                await asyncio.to_thread(self._inbox.finish, work, DONE, replies, now)


@dataclass
class Chat:
    """A web chat with everything behind it."""

    folder: Path
    engine: Engine = field(init=False)
    vault: Vault = field(init=False)
    turns: FakeTurns = field(init=False)

    def __post_init__(self) -> None:
        self.engine = make_engine(f"sqlite:///{self.folder / 'jiesu.db'}")
        tables.metadata.create_all(self.engine)
        self.vault = Vault([Fernet.generate_key().decode()], "invented hash key")
        self.turns = FakeTurns(self.engine, self.vault)
        self.blobs = BlobStore(self.folder / "attachments")
        self.deliveries = Deliveries(self.engine, self.vault)

    def replica(self, **limits: float) -> WebChat:
        """One process's web chat; several may share the store."""
        return WebChat(
            lambda: self.turns,
            StoreFeed(self.engine, self.vault, load_notices()),
            self.vault,
            PhotoKeeper(self.blobs, lambda: SqlUnitOfWork(self.engine, self.vault), self.vault),
            **limits,  # type: ignore[arg-type] (numbers of either kind)
        )

    def app(self, **limits: float) -> web.Application:
        """A replica on an app of its own."""
        app = web.Application()
        self.replica(**limits).lay(app)
        return app


def make_id() -> str:
    """An id as the page makes it."""
    return str(uuid4())


def make_photo(kind: str = "JPEG", size: tuple[int, int] = (640, 480), *, where: bool = False) -> bytes:
    """A picture; ``where`` puts a camera's name into its EXIF."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, (90, 140, 200))
    exif = picture.getexif()
    if where:
        exif[0x0110] = "InventedCamera"
    picture.save(out, kind, exif=exif)
    return out.getvalue()
