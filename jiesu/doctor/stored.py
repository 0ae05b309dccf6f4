"""What is stored: data folder, keys, database, district, model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.settings import Settings
from jiesu.doctor.findings import FIRST_START, Finding, nearest_existing
from jiesu.model import FOLDER, model_path
from store import migrate, tables, views
from store.engine import default_url, make_engine, reader
from store.vault import CannotOpen, Vault


def check_data_folder(data: Path) -> Finding:
    """The folder of the embedded default is ours to write."""
    advice = "let the user that runs Jiesu write there, or choose another folder with JIESU_DATA"
    nearest = nearest_existing(data)
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding("data folder", "fail", f"{nearest} cannot be written", advice)
    if nearest != data:
        return Finding("data folder", "ok", f"{data}: {FIRST_START}")
    if not data.is_dir():
        return Finding("data folder", "fail", f"{data} is no folder", advice)
    if data.stat().st_mode & 0o077:
        return Finding("data folder", "warn", f"others on this machine may look into {data}", f"chmod 700 {data}")
    return Finding("data folder", "ok", str(data))


def check_keys(settings: Settings) -> Finding:
    """The keys of personal data."""
    path = settings.data / "keys.json"
    if settings.data_keys and settings.hash_key:
        return Finding("keys", "ok", "from JIESU_DATA_KEYS and JIESU_HASH_KEY")
    if not path.exists():
        return Finding("keys", "ok", f"{path}: {FIRST_START}")
    try:
        _open_vault(settings)
    except (OSError, ValueError, KeyError, TypeError) as error:
        advice = "put the file back from a backup: what it sealed cannot be opened with other keys"
        return Finding("keys", "fail", f"{path} cannot be used ({type(error).__name__})", advice)
    if path.stat().st_mode & 0o077:
        return Finding("keys", "warn", f"others on this machine may read {path}", f"chmod 600 {path}")
    return Finding("keys", "ok", f"{path}; back it up apart from the database")


def check_database(settings: Settings) -> Iterator[Finding]:
    """The database answers, has the newest shape, holds the district's data and fits the keys."""
    file = settings.data / "jiesu.db"
    if not settings.database_url and not file.exists():
        yield Finding("database", "ok", f"{file}: {FIRST_START}")
        return
    engine = make_engine(settings.database_url or default_url(settings.data))
    try:
        finding = _check_revision(engine)
        yield finding
        if finding.status == "ok":
            yield _check_district(engine)
            yield _check_sealed(engine, settings)
    finally:
        engine.dispose()


def check_model() -> Finding:
    """The model of the present sentences, rules and configuration."""
    path = model_path()
    if path.is_file():
        return Finding("model", "ok", path.name)
    found = "trained from other data than the present" if list(FOLDER.glob("jiesu-*.tar.gz")) else "not trained yet"
    return Finding("model", "warn", found, "run make train; the next start does it otherwise, in about a minute")


def _check_revision(engine: Engine) -> Finding:
    shown = engine.url.render_as_string(hide_password=True)
    try:
        revision = migrate.current(engine)
    except sa.exc.SQLAlchemyError as error:
        advice = "check that the server runs and that DATABASE_URL names it, its user and its database"
        if engine.dialect.name == "sqlite":
            advice = "the file is damaged or not ours: put it back from a backup"
        return Finding("database", "fail", f"{shown}: {type(error).__name__}", advice)
    if revision == migrate.head():
        return Finding("database", "ok", f"{shown} at revision {revision}")
    if revision is None or revision < migrate.head():
        found = f"{shown} is {f'at revision {revision}' if revision else 'empty'}, the newest is {migrate.head()}"
        return Finding("database", "warn", found, "run jiesu db upgrade; the next start does it otherwise")
    advice = "the database was used by a newer Jiesu: run that one, or jiesu db downgrade with it first"
    return Finding("database", "fail", f"{shown} is at revision {revision}, unknown here", advice)


def _check_district(engine: Engine) -> Finding:
    with reader(engine) as connection:
        counts = views.counts(connection)
    found = ", ".join(f"{counts[name]} {name.replace('_', ' ')}" for name in ("areas", "departments", "categories"))
    found += f", {counts['faq_entries']} answers; {counts['tickets']} tickets"
    if not all(counts[name] for name in ("areas", "departments", "categories")):
        return Finding("district", "warn", found, "run jiesu import; the next start takes the files of JIESU_DISTRICT")
    return Finding("district", "ok", found)


def _check_sealed(engine: Engine, settings: Settings) -> Finding:
    """The newest sealed value can be opened."""
    query = sa.select(tables.residents.c.identity_sealed).order_by(tables.residents.c.created_at.desc()).limit(1)
    with reader(engine) as connection:
        sealed = connection.execute(query).scalar()
    if not sealed:
        return Finding("sealed data", "ok", "nobody has written yet")
    try:
        _open_vault(settings).open(sealed)
    except (CannotOpen, OSError, ValueError, KeyError, TypeError):
        advice = "give the keys that sealed it: keys.json of the data folder, or JIESU_DATA_KEYS"
        return Finding("sealed data", "fail", "personal data cannot be opened with the present keys", advice)
    return Finding("sealed data", "ok", "can be opened with the present keys")


def _open_vault(settings: Settings) -> Vault:
    """The vault of the present keys. Raises: OSError, ValueError, KeyError, TypeError."""
    own: dict[str, str] = {}
    if not (settings.data_keys and settings.hash_key):
        own = json.loads((settings.data / "keys.json").read_text(encoding="utf-8"))
    keys = [str(key) for key in settings.data_keys] or [own["data_key"]]
    return Vault(keys, str(settings.hash_key) or own["hash_key"])
