"""Databases for tests: an SQLite file, and a schema of its own on the PostgreSQL of JIESU_TEST_DATABASE_URL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

KINDS = ("sqlite", "postgres")


@contextmanager
def make_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'jiesu.db'}"
        return
    base = os.environ.get("JIESU_TEST_DATABASE_URL", "")
    if not base:
        if os.environ.get("JIESU_REQUIRE_ALL") == "1":
            pytest.fail("JIESU_TEST_DATABASE_URL is not set")
        pytest.skip("JIESU_TEST_DATABASE_URL is not set")
    schema = f"test_{secrets.token_hex(6)}"
    admin = sa.create_engine(base, future=True)
    with admin.begin() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    yield f"{base}{'&' if '?' in base else '?'}options=-csearch_path%3D{schema}"
    with admin.begin() as connection:
        connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()
