"""The app: callbacks, web chat, health and metrics on one port.

``create_app(product)`` gives an application that starts and stops everything it needs. Run it without access log: the
platform puts residents' ids into the addresses.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from aiohttp import web

from bot.settings import BadSetting
from connectors.accounts import open_accounts
from connectors.database_threads import DatabaseThreads
from connectors.health import show_health, show_metrics
from connectors.keys import (
    ACCOUNTS,
    ACTIONS_URL,
    ANSWER,
    CLOCK,
    DELIVERIES,
    INBOX,
    METRICS,
    NOTICES,
    PRODUCT,
    RASA,
    THREADS,
    TURNS,
)
from connectors.media import Media
from connectors.metrics import Metrics
from connectors.notices import load_notices
from connectors.passive import PassiveAnswer
from connectors.rasa_client import RasaClient
from connectors.turn_runner import TurnRunner
from connectors.turns import Turns
from connectors.webchat import WebChat
from connectors.webchat.feed import StoreFeed
from connectors.webchat.photos import PhotoKeeper
from connectors.wechat import gateway
from connectors.wechat_api import WeChatApi
from jiesu.compose import Product, utc_now
from store.deliveries import Deliveries
from store.inbox import Inbox
from store.missing_files import MissingFiles

SECRET_VARIABLE = "JIESU_GATEWAY_SECRET"  # noqa: S105 (the name of the variable, not its value)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""Set where a handler does not say otherwise."""


def create_app(
    product: Product,
    *,
    rasa_url: str = "",
    actions_url: str = "",
    gateway_secret: str = "",
    clock: Callable[[], datetime] = utc_now,
    rasa_away_seconds: float = 20.0,
) -> web.Application:
    """The application; nothing is opened before it starts.

    Args:
        product: its database is at the newest shape.
        rasa_url: empty means the port after the app's own.
        actions_url: empty means the port after Rasa's.
        gateway_secret: shared with the Rasa channel; empty means JIESU_GATEWAY_SECRET.
        clock: tells UTC.
        rasa_away_seconds: how long an attempt waits for Rasa.

    Raises:
        BadSetting: no gateway secret.
        BadData: accounts or notices that cannot be taken.
    """
    settings = product.settings
    secret = gateway_secret or os.environ.get(SECRET_VARIABLE, "")
    if not secret:
        raise BadSetting(f"{SECRET_VARIABLE}: missing; the app and the Rasa server have to share it")
    rasa_url = rasa_url or f"http://127.0.0.1:{settings.port + 1}"
    app = web.Application()
    app[ACTIONS_URL] = actions_url or f"http://127.0.0.1:{settings.port + 2}"
    app[PRODUCT], app[CLOCK], app[METRICS] = product, clock, Metrics()
    app[ACCOUNTS] = open_accounts(settings)
    app[NOTICES] = load_notices()
    app[ANSWER] = PassiveAnswer(app[NOTICES])
    app[THREADS] = DatabaseThreads(product.engine)
    app[INBOX] = Inbox(product.engine, product.vault)
    app[DELIVERIES] = Deliveries(product.engine, product.vault)

    async def run_turns(app: web.Application) -> AsyncIterator[None]:
        app[RASA] = RasaClient(rasa_url, secret, away_seconds=rasa_away_seconds)
        api = WeChatApi(settings.wechat_api_base)
        media = Media(
            api,
            app[ACCOUNTS],
            product.blobs,
            product.open_uow,
            MissingFiles(product.engine, product.vault),
            clock,
        )
        runner = TurnRunner(app[INBOX], app[RASA], media, app[NOTICES], product.vault)
        app[TURNS] = Turns(app[INBOX], runner, clock, app[METRICS], app[THREADS])
        await app[TURNS].start()
        retries = asyncio.create_task(media.keep_trying())
        yield
        retries.cancel()
        await app[TURNS].stop()
        await asyncio.gather(retries, api.close(), app[RASA].close(), return_exceptions=True)
        app[THREADS].close()

    app.cleanup_ctx.append(run_turns)
    app.on_response_prepare.append(_add_headers)
    app.router.add_get("/health", show_health, name="health")
    app.router.add_get("/metrics", show_metrics, name="metrics")
    gateway.add_routes(app)
    _add_webchat(app, product)
    return app


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "jiesu"


def _add_webchat(app: web.Application, product: Product) -> None:
    """Lay the routes of the web chat at /chat."""
    photos = PhotoKeeper(product.blobs, product.open_uow, product.vault)
    feed = StoreFeed(product.engine, product.vault, app[NOTICES])
    WebChat(lambda: app[TURNS], feed, product.vault, photos).lay(app)
