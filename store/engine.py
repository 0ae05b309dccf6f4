"""Engines for SQLite and PostgreSQL that behave alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool, SingletonThreadPool


def default_url(data: Path) -> str:
    """The embedded default: one SQLite file below the data folder."""
    return f"sqlite:///{data / 'jiesu.db'}"


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """An engine for ``url``. SQLite gets write-ahead logging, foreign keys and a busy timeout.

    Transactions on SQLite begin IMMEDIATE, so that two writers wait for each other instead of failing half-way.
    """
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    if not url.startswith("sqlite"):
        return sa.create_engine(url, future=True, pool_size=pool_size, max_overflow=10, pool_pre_ping=True)
    pool = QueuePool if sa.engine.make_url(url).database not in (None, "", ":memory:") else SingletonThreadPool
    engine = sa.create_engine(
        url, future=True, poolclass=pool, connect_args={"check_same_thread": False, "timeout": 15}
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=15000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if not connection.get_execution_options().get("read") else "BEGIN")

    return engine


def reader(engine: Engine) -> Any:
    """A connection context for reading: on SQLite it takes no write lock."""
    return engine.execution_options(read=True).connect()
