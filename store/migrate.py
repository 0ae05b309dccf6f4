"""Brings a database to the newest shape, and back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

_FOLDER = Path(__file__).parent / "migrations"


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> str:
    """Apply all migrations up to ``revision``; gives the revision reached."""
    command.upgrade(_config(engine), revision)
    return current(engine) or ""


def downgrade(engine: Engine, revision: str) -> str:
    """Go back to ``revision`` (``base`` for nothing)."""
    command.downgrade(_config(engine), revision)
    return current(engine) or ""


def current(engine: Engine) -> str | None:
    """Revision of the database, None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision."""
    return ScriptDirectory(str(_FOLDER)).get_current_head() or ""
