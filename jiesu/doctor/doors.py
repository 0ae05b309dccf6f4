"""What Jiesu talks to: channel accounts, Redis, RabbitMQ."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.errors import BadData
from bot.settings import Settings
from connectors.accounts import Account, load_accounts
from jiesu.doctor.findings import FIRST_START, Finding


def check_accounts(settings: Settings) -> Iterator[Finding]:
    """The accounts file can be taken, and what the accounts and the platform's address leave open."""
    path = Path(settings.accounts) if settings.accounts else settings.data / "accounts.yml"
    if not settings.accounts and not path.exists():
        yield Finding("accounts", "ok", f"{path} with the account demo: {FIRST_START}")
        return
    try:
        accounts = load_accounts(path)
    except BadData as error:
        yield Finding("accounts", "fail", str(error), "mend the field that is named; see docs/settings.md")
        return
    yield Finding(
        "accounts", "ok", ", ".join(f"{account.path} ({account.secrets.mode})" for account in accounts.values())
    )
    yield _check_wechat(accounts, settings)


def _check_wechat(accounts: dict[str, Account], settings: Settings) -> Finding:
    name = "wechat"
    plain = [account.name for account in accounts.values() if account.secrets.mode == "plain"]
    if plain:
        advice = "choose the safe mode (安全模式) in the platform's form and in the accounts file"
        return Finding(name, "warn", f"{', '.join(plain)}: messages arrive unencrypted (明文模式)", advice)
    base = urlsplit(settings.wechat_api_base)
    if base.scheme != "https" and base.hostname not in {"127.0.0.1", "localhost", "::1"}:
        return Finding(name, "warn", "JIESU_WECHAT_API_BASE is not https", "access tokens travel there: use https")
    mute = [a.name for a in accounts.values() if a.family == "wechat" and not a.app_secret and not a.is_demo]
    if mute:
        return Finding(name, "warn", f"{', '.join(mute)}: no app_secret", "without it photos cannot be fetched")
    if all(account.is_demo for account in accounts.values()):
        return Finding(name, "ok", "only the account demo, which no platform knows; see docs/runbook.md for a real one")
    return Finding(name, "ok", "messages arrive encrypted")


def check_redis(url: str) -> Finding:
    """Redis answers."""
    return _check_server("redis", "REDIS_URL", url, _ping_redis)


def check_rabbitmq(url: str) -> Finding:
    """RabbitMQ lets us in."""
    return _check_server("rabbitmq", "AMQP_URL", url, _open_amqp)


def _check_server(name: str, variable: str, url: str, open_it: Callable[[str], None]) -> Finding:
    parts = urlsplit(url)
    shown = f"{parts.hostname}:{parts.port}" if parts.port else f"{parts.hostname}"
    try:
        open_it(url)
    except Exception as error:  # drivers have errors of their own
        advice = f"check that the server runs and that {variable} names it, its user and its password"
        return Finding(name, "fail", f"{shown}: {type(error).__name__}", advice)
    return Finding(name, "ok", shown)


def _ping_redis(url: str) -> None:
    import redis  # type: ignore[import-untyped]  # it has no types

    redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3).ping()


def _open_amqp(url: str) -> None:
    import aio_pika

    async def connect() -> None:
        connection = await aio_pika.connect(url, timeout=3)
        await connection.close()

    asyncio.run(connect())
