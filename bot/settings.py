"""All settings: one table of environment variables that code, docs and a test read.

A missing or bad value stops the start and names the variable.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: config.yml, domain.yml and data/ lie here."""


class BadSetting(Exception):
    """A variable that is missing or holds a value that cannot be used; the message names it."""


class Secret(str):
    """A text that does not show itself."""

    def __repr__(self) -> str:
        """Masked."""
        return "Secret('***')"


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _number(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(f"not between {low:g} and {high:g}")
        return value

    return parse


def _port(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 65533:
        raise ValueError("not a port between 1 and 65533")
    return value


def _database(text: str) -> str:
    if text and not re.match(r"^(sqlite|postgres|postgresql)(\+[a-z0-9]+)?://", text):
        raise ValueError("not an address of SQLite or PostgreSQL")
    return text


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text and not text.startswith(tuple(f"{s}://" for s in schemes)):
            raise ValueError(f"does not begin with {' or '.join(schemes)}://")
        return text.rstrip("/")

    return parse


def _keys(text: str) -> tuple[Secret, ...]:
    keys = tuple(Secret(k.strip()) for k in text.split(",") if k.strip())
    for key in keys:
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", key):
            raise ValueError("not a list of Fernet keys (44 characters each, comma between)")
    return keys


def _choice(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"not one of {', '.join(words)}")
        return text

    return parse


@dataclass(frozen=True)
class Variable:
    """One row of the settings table."""

    name: str
    default: str
    parse: Callable[[str], Any]
    meaning: str
    field: str


TABLE = (
    Variable("JIESU_DATA", ".jiesu", _path, "Folder for everything the embedded default writes.", "data"),
    Variable(
        "JIESU_PORT_BASE", "8080", _port, "Port of the app; Rasa and the action server take the next two.", "port"
    ),
    Variable("JIESU_HOST", "127.0.0.1", str, "Address the app listens on.", "host"),
    Variable(
        "JIESU_DISTRICT", "data/district", _path, "Folder of the district's files for the first start.", "district"
    ),
    Variable("JIESU_FAQ", "data/faq", _path, "Folder of the answers for the first start.", "faq"),
    Variable("DATABASE_URL", "", _database, "PostgreSQL address; empty means SQLite in JIESU_DATA.", "database_url"),
    Variable("REDIS_URL", "", _url("redis", "rediss"), "Redis for Rasa's locks; empty means in memory.", "redis_url"),
    Variable("AMQP_URL", "", _url("amqp", "amqps"), "RabbitMQ for Rasa's events out; empty means none.", "amqp_url"),
    Variable(
        "JIESU_DATA_KEYS",
        "",
        _keys,
        "Fernet keys for personal data, newest first; empty means a key made in JIESU_DATA.",
        "data_keys",
    ),
    Variable("JIESU_HASH_KEY", "", Secret, "Key of resident hashes; empty means one made in JIESU_DATA.", "hash_key"),
    Variable(
        "JIESU_ACCOUNTS", "", str, "YAML file of channel accounts; empty means accounts.yml in JIESU_DATA.", "accounts"
    ),
    Variable(
        "JIESU_WECHAT_API_BASE",
        "https://api.weixin.qq.com",
        _url("http", "https"),
        "Address of the WeChat platform (tests, a private proxy).",
        "wechat_api_base",
    ),
    Variable(
        "JIESU_REPLY_SECONDS",
        "4.2",
        _number(0.5, 4.8),
        "How long a callback waits for the turn before it answers without it (the platform hangs up at 5).",
        "reply_seconds",
    ),
    Variable(
        "JIESU_TIMESTAMP_WINDOW",
        "600",
        _number(30, 86_400),
        "How old, in seconds, the timestamp of a signed callback may be.",
        "timestamp_window",
    ),
    Variable(
        "JIESU_LOG_LEVEL", "info", _choice("debug", "info", "warning", "error"), "How much is logged.", "log_level"
    ),
    Variable(
        "JIESU_LOG_FORMAT", "auto", _choice("auto", "json", "text"), "Text on a terminal, JSON elsewhere.", "log_format"
    ),
)


@dataclass(frozen=True)
class Settings:
    """The settings, parsed once at the entry point."""

    data: Path
    port: int
    host: str
    district: Path
    faq: Path
    database_url: str
    redis_url: str
    amqp_url: str
    data_keys: tuple[Secret, ...]
    hash_key: Secret
    accounts: str
    wechat_api_base: str
    reply_seconds: float
    timestamp_window: float
    log_level: str
    log_format: str


def read_settings(environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Parse the environment; ``given`` (from the command line, not None) wins over it.

    Raises:
        BadSetting: a value that cannot be used, or an unknown variable with our prefix.
    """
    environ = os.environ if environ is None else environ
    known = {v.name for v in TABLE} | TEST_VARIABLES
    for name in environ:
        if name.startswith("JIESU_") and name not in known:
            raise BadSetting(f"{name}: no such setting; see docs/settings.md")
    values: dict[str, Any] = {}
    for variable in TABLE:
        text = environ.get(variable.name, variable.default)
        if variable.parse is _path and not os.path.isabs(text) and variable.name not in environ:
            text = str(ROOT / text)
        try:
            values[variable.field] = variable.parse(text)
        except ValueError as error:
            shown = "(hidden)" if variable.parse in (Secret, _keys) else repr(text)
            raise BadSetting(f"{variable.name}: {shown}: {error}") from None
    values.update({name: value for name, value in given.items() if value is not None})
    return Settings(**values)


TEST_VARIABLES = frozenset(
    {"JIESU_REQUIRE_ALL", "JIESU_SHARED", "JIESU_GATEWAY_SECRET", "JIESU_TEST_DATABASE_URL", "JIESU_CHROMIUM"}
)
"""Not settings of the product: read by tests, or handed from process to process."""
