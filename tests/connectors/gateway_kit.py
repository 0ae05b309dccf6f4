"""A gateway on real sockets and a real SQLite file, with the platform's side of the door."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select

from bot.settings import read_settings
from connectors.accounts import Account
from connectors.app import create_app
from connectors.keys import ACCOUNTS, DELIVERIES, INBOX, TURNS
from connectors.wechat.platform_side import build_callback, compose, make_user_fields, open_reply, read_reply_text
from jiesu.compose import Product
from store import tables
from tests.fakes.fake_rasa import SECRET, FakeRasa

ANNE, BAO = "oAnne0000000000000000000001", "oBao00000000000000000000002"


def utc_now() -> datetime:
    """Now."""
    return datetime.now(timezone.utc)


@dataclass
class Answer:
    """What the platform got back."""

    status: int
    body: bytes
    text: str | None
    """Words that the resident sees; None for a bare acknowledgement."""


@dataclass
class Gateway:
    """Start it; ``say`` plays a resident."""

    folder: Path
    rasa: FakeRasa
    reply_seconds: float = 3.0
    wechat_api_base: str = "https://api.weixin.qq.com"
    away_seconds: float = 5.0
    database_url: str = ""
    product: Product = field(init=False)
    client: TestClient = field(init=False)
    ids: Any = field(default_factory=lambda: itertools.count(10_000))

    async def start(self) -> None:
        """Open the gateway on a free port."""
        settings = read_settings(
            {},
            data=self.folder,
            database_url=self.database_url,
            reply_seconds=self.reply_seconds,
            wechat_api_base=self.wechat_api_base,
        )
        self.product = Product(settings)
        tables.metadata.create_all(self.product.engine)
        self.app = create_app(
            self.product,
            rasa_url=self.rasa.url,
            actions_url=self.rasa.url,
            gateway_secret=SECRET,
            rasa_away_seconds=self.away_seconds,
        )
        self.client = TestClient(TestServer(self.app))
        await self.client.start_server()

    async def stop(self) -> None:
        """Close it; the database stays."""
        await self.client.close()
        self.product.engine.dispose()

    @property
    def account(self) -> Account:
        """The demo account."""
        return self.app[ACCOUNTS]["demo"]

    def fields(self, kind: str, user: str = ANNE, **more: Any) -> dict[str, Any]:
        """Fields of a message or event; messages get an id."""
        if kind != "event":
            more.setdefault("MsgId", next(self.ids))
        return dict(make_user_fields(self.account.secrets, user, utc_now(), kind, **more))

    async def post(self, fields: dict[str, Any], at: datetime | None = None) -> Answer:
        """Deliver one message or event."""
        return await self.post_inner(compose(fields), at)

    async def post_inner(self, inner: str, at: datetime | None = None) -> Answer:
        """Sign, encrypt and deliver an inner body."""
        callback = build_callback(self.account.secrets, inner, at or utc_now())
        return await self.post_body(callback.query, callback.body)

    async def post_body(self, query: dict[str, str], body: Any, name: str = "demo") -> Answer:
        """Deliver a body as it is."""
        async with self.client.post(f"/wechat/{name}", params=query, data=body) as response:
            content = await response.read()
        text = None
        if response.status == 200 and (inner := open_reply(self.account.secrets, content)) is not None:
            text = read_reply_text(inner)
        return Answer(response.status, content, text)

    async def say(self, content: str, user: str = ANNE, **more: Any) -> str | None:
        """Send a text; gives the words of the answer."""
        answer = await self.post(self.fields("text", user, Content=content, **more))
        assert answer.status == 200
        return answer.text

    async def settle(self, inbox_id: int, seconds: float = 10.0) -> None:
        """Wait for a turn."""
        assert await self.app[TURNS].wait(inbox_id, seconds)

    async def settle_all(self) -> None:
        """Wait for every turn."""
        for inbox_id in self.rows("inbox", "id"):
            await self.settle(inbox_id)

    def rows(self, table: str, column: str) -> list[Any]:
        """A column of a table, in order."""
        columns = tables.metadata.tables[table].c
        with self.product.engine.connect() as connection:
            return list(connection.execute(select(columns[column]).order_by(columns.id)).scalars())

    def count(self, table: str) -> int:
        """Rows of a table."""
        with self.product.engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()

    def own(self, owner: str, user: str = ANNE) -> str:
        """Give the resident's conversation to somebody; gives its id."""
        with self.product.open_uow() as uow:
            conversation = uow.conversations.open("wechat", "demo", user, self.product.vault, utc_now())
            uow.conversations.set_owner(conversation.id, owner, "test", utc_now())
            uow.commit()
        return conversation.id

    def notify(self, conversation_id: str, body: dict[str, Any]) -> None:
        """Queue a notice."""
        with self.product.open_uow() as uow:
            uow.notify(conversation_id, body, utc_now())
            uow.commit()

    def app_now(self) -> datetime:
        """What the gateway takes for now."""
        return utc_now()

    @property
    def deliveries(self) -> Any:
        """The gateway's deliveries."""
        return self.app[DELIVERIES]

    @property
    def inbox(self) -> Any:
        """The gateway's inbox."""
        return self.app[INBOX]


STALE = timedelta(minutes=11)


MakeGateway = Callable[..., Awaitable[Gateway]]
