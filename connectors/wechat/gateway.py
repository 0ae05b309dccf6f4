"""HTTP handlers of WeChat-style callbacks: verify, decrypt, parse, keep, and only then answer."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

import structlog
from aiohttp import web

from connectors.accounts import Account
from connectors.inbound import Inbound
from connectors.keys import ACCOUNTS, ANSWER, CLOCK, DELIVERIES, METRICS, PRODUCT, THREADS, TURNS
from connectors.passive import MORE
from connectors.wechat.callback import OpenedCallback, SealedReply, acknowledge, answer_url_check, open_callback, seal
from connectors.wechat.errors import BodyTooLarge, CallbackError
from connectors.wechat.inbound import to_inbound
from connectors.wechat.limits import MAX_BODY_BYTES

log = structlog.get_logger(__name__)
BODY_SECONDS = 5.0
"""How long a body may take to arrive; the platform itself gives up then."""


def add_routes(app: web.Application) -> None:
    """The paths of 公众号 and 小程序, and of 企业微信."""
    for family in ("wechat", "wecom"):
        app.router.add_get(f"/{family}/{{account}}", check_address, name=f"{family}.check")
        app.router.add_post(f"/{family}/{{account}}", receive_callback, name=f"{family}.callback")


async def check_address(request: web.Request) -> web.Response:
    """Answer the platform's check of the address."""
    account = _find_account(request)
    if account is None:
        return web.Response(status=404)
    window = int(request.app[PRODUCT].settings.timestamp_window)
    try:
        echo = answer_url_check(account.secrets, request.query, request.app[CLOCK](), window_seconds=window)
    except CallbackError as error:
        return _refuse(request, account, error)
    return web.Response(body=echo, content_type="text/plain", charset="utf-8")


async def receive_callback(request: web.Request) -> web.Response:
    """Take one callback. What fails after the checks answers 500, so that the platform delivers it again."""
    started = time.monotonic()
    account = _find_account(request)
    if account is None:
        return web.Response(status=404)
    now = request.app[CLOCK]()
    window = int(request.app[PRODUCT].settings.timestamp_window)
    try:
        body = await _read_body(request)
        opened = open_callback(account.secrets, request.query, body, now, window_seconds=window)
    except CallbackError as error:
        return _refuse(request, account, error)
    message = to_inbound(opened.message, account.family, now)
    if message is None:
        log.info("wechat.acknowledged", account=account.name, message_type=type(opened.message).__name__)
        return _respond(acknowledge(account.secrets))
    try:
        return _respond(await _answer(request, opened, message, started))
    except Exception as error:
        log.error("wechat.callback.failed", account=account.name, error=type(error).__name__)
        return web.Response(status=500)


async def _answer(request: web.Request, opened: OpenedCallback, message: Inbound, started: float) -> SealedReply:
    """Keep the message, wait for its turn as long as there is time, and claim what is to be told."""
    app = request.app
    received = await app[TURNS].receive(message, continues=message.form == "text" and message.text.strip() == MORE)
    if not received.is_finished:
        left = app[PRODUCT].settings.reply_seconds - (time.monotonic() - started)
        await app[TURNS].wait(received.inbox_id, left)
    if message.form == "unsubscribe" or request.transport is None or request.transport.is_closing():
        return acknowledge(opened.account)  # nobody hears it; a retry or the next message gets what there is to tell
    text = await app[THREADS].run(
        app[DELIVERIES].claim, received.conversation_id, received.inbox_id, _now(app), app[ANSWER]
    )
    return seal(opened, text, _now(app))


def _now(app: web.Application) -> datetime:
    return app[CLOCK]()


def _find_account(request: web.Request) -> Account | None:
    """The account that the path names, when it belongs to this family of channels."""
    account = request.app[ACCOUNTS].get(request.match_info["account"])
    return account if account is not None and request.path.startswith(f"/{account.family}/") else None


async def _read_body(request: web.Request) -> bytes:
    """The body, refused as soon as it is too long, announced or not.

    Raises:
        BodyTooLarge: more than MAX_BODY_BYTES.
        CallbackError: it does not arrive.
    """
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise BodyTooLarge("body is too large")
    try:
        return await asyncio.wait_for(_read_chunks(request), BODY_SECONDS)
    except asyncio.TimeoutError as error:
        raise CallbackError("body does not arrive") from error


async def _read_chunks(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise BodyTooLarge("body is too large")
    return bytes(body)


def _refuse(request: web.Request, account: Account, error: CallbackError) -> web.Response:
    request.app[METRICS].count_refused(str(error.code))
    log.warning("wechat.callback.refused", account=account.name, code=error.code, error=type(error).__name__)
    return web.Response(status=error.http_status)


def _respond(reply: SealedReply) -> web.Response:
    return web.Response(body=reply.body, headers={"Content-Type": reply.content_type})
