"""Joins the web chat to the gateway's app."""

from __future__ import annotations

from aiohttp import web

from connectors.keys import NOTICES, PRODUCT, TURNS
from connectors.webchat.feed import StoreFeed
from connectors.webchat.photos import PhotoKeeper
from connectors.webchat.routes import WebChat


def add_webchat(app: web.Application) -> None:
    """Add the web chat's routes; the app's keys PRODUCT and NOTICES are set, TURNS is when it starts."""
    product = app[PRODUCT]
    chat = WebChat(
        lambda: app[TURNS],
        StoreFeed(product.engine, product.vault, app[NOTICES]),
        product.vault,
        PhotoKeeper(product.blobs, product.open_uow, product.vault),
    )
    chat.lay(app)
