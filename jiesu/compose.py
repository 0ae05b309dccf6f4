"""The composition root: the one place where use cases, store and gazetteer are put together."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet
from sqlalchemy.engine import Engine

from bot.calendar import ChineseCalendar
from bot.intake.handlers import Intake
from bot.settings import Settings
from store import migrate, views
from store.blobs import BlobStore
from store.engine import default_url, make_engine, reader
from store.importing import IMPORTERS
from store.uow import SqlUnitOfWork
from store.vault import Vault

if TYPE_CHECKING:
    from jiesu.catalogue import Catalogue


def utc_now() -> datetime:
    """Now, aware, UTC."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class Product:
    """Everything the processes share, built lazily from the settings."""

    settings: Settings

    @cached_property
    def engine(self) -> Engine:
        """The database."""
        self.settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return make_engine(self.settings.database_url or default_url(self.settings.data))

    @cached_property
    def vault(self) -> Vault:
        """Sealing and hashing with the keys of the settings, or with keys made in the data folder."""
        own = _own_keys(self.settings.data / "keys.json")
        keys = [str(k) for k in self.settings.data_keys] or [own["data_key"]]
        return Vault(keys, str(self.settings.hash_key) or own["hash_key"])

    @cached_property
    def blobs(self) -> BlobStore:
        """Attachments."""
        return BlobStore(self.settings.data / "attachments")

    @cached_property
    def catalogue(self) -> Catalogue:
        """Taxonomy, places and answers, kept ready."""
        from jiesu.catalogue import Catalogue  # its libraries take seconds to import

        return Catalogue(self.engine)

    @cached_property
    def intake(self) -> Intake:
        """The use cases."""
        return Intake(self.open_uow, utc_now, ChineseCalendar())

    def open_uow(self) -> SqlUnitOfWork:
        """A new unit of work."""
        return SqlUnitOfWork(self.engine, self.vault)

    def upgrade_database(self) -> str:
        """Bring the database to the newest shape."""
        _ = self.engine
        return migrate.upgrade(self.engine)

    def load_defaults(self) -> dict[str, int]:
        """Import the district's files into a store that has none yet; gives what was imported."""
        with reader(self.engine) as connection:
            missing = [name for name in DEFAULTS if not views.data_version(connection, name)]
        counts: dict[str, int] = {}
        for name in missing:
            counts |= self.import_data(name, self._default_path(name))
        return counts

    def import_data(self, name: str, path: Path) -> dict[str, int]:
        """Import one kind of data, all or nothing. Raises: BadData."""
        with self.engine.begin() as connection:
            return IMPORTERS[name](connection, path)

    def _default_path(self, name: str) -> Path:
        files = {"departments": "departments.csv", "taxonomy": "taxonomy.csv"}
        if name == "faq":
            return self.settings.faq
        return self.settings.district / files[name] if name in files else self.settings.district


DEFAULTS = ("grids", "departments", "taxonomy", "faq")


def _own_keys(path: Path) -> dict[str, str]:
    """Random keys kept in a file that only the owner reads; made when missing, by one process only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = {"data_key": Fernet.generate_key().decode(), "hash_key": secrets.token_hex(32)}
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(fresh, file)
    return fresh
