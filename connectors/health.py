"""/health and /metrics: each part the app needs, asked by name; nothing of an error is shown."""

from __future__ import annotations

import asyncio

import aiohttp
import sqlalchemy as sa
from aiohttp import web

from connectors.keys import ACTIONS_URL, INBOX, METRICS, PRODUCT, RASA, THREADS
from jiesu.compose import Product
from store.engine import reader

HEALTH_SECONDS = 3.0
"""How long a part may take to answer."""


async def show_health(request: web.Request) -> web.Response:
    """200 when database, Rasa (with a model) and action server answer, else 503; JSON names each ok or failing."""
    is_up = await asyncio.gather(
        _is_database_up(request.app[PRODUCT]), request.app[RASA].is_ready(), _is_answering(request.app[ACTIONS_URL])
    )
    parts = dict(zip(("database", "rasa", "actions"), is_up, strict=True))
    body = {"status": "ok" if all(is_up) else "failing"}
    body |= {name: "ok" if value else "failing" for name, value in parts.items()}
    return web.json_response(body, status=200 if all(is_up) else 503)


async def show_metrics(request: web.Request) -> web.Response:
    """Counters for Prometheus."""
    depths = await request.app[THREADS].run(request.app[INBOX].depths)
    text = request.app[METRICS].render(depths)
    return web.Response(text=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def _is_database_up(product: Product) -> bool:
    def ask() -> bool:
        with reader(product.engine) as connection:
            return bool(connection.execute(sa.text("SELECT 1")).scalar() == 1)

    try:
        return await asyncio.wait_for(asyncio.to_thread(ask), HEALTH_SECONDS)
    except (sa.exc.SQLAlchemyError, asyncio.TimeoutError):
        return False


async def _is_answering(base: str) -> bool:
    timeout = aiohttp.ClientTimeout(total=HEALTH_SECONDS)
    try:
        async with aiohttp.request("GET", f"{base}/health", timeout=timeout) as response:
            return response.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return False
