"""Making a table hold what a file holds, and noting which file that was."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import BadData
from store.tables import data_versions


def merge_rows(
    connection: Connection, table: sa.Table, rows: list[dict[str, Any]], key: str, path: Path, *, replace: bool = True
) -> None:
    """Make ``table`` hold these rows: new ones are added, known ones changed, others removed unless still in use.

    Raises:
        BadData: a row that is no longer in the file is still used, e.g. by a ticket.
    """
    column = table.c[key]
    known = set(connection.execute(sa.select(column)).scalars())
    for row in rows:
        if row[key] in known:
            connection.execute(sa.update(table).where(column == row[key]).values(**row))
        else:
            connection.execute(sa.insert(table).values(**row))
    gone = known - {row[key] for row in rows} if replace else set()
    for code in sorted(gone, key=lambda c: (-len(str(c)), c)):
        savepoint = connection.begin_nested()
        try:
            connection.execute(sa.delete(table).where(column == code))
            savepoint.commit()
        except IntegrityError as error:
            savepoint.rollback()
            raise BadData(str(path), 1, key, f"{code} is missing from the file but still in use") from error


def note_version(connection: Connection, name: str, content: Any) -> None:
    """Keep the digest of what was imported, so that readers know when to build anew."""
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    now = datetime.now(timezone.utc)
    done = connection.execute(
        sa.update(data_versions).where(data_versions.c.name == name).values(digest=digest, changed_at=now)
    )
    if not done.rowcount:
        connection.execute(sa.insert(data_versions).values(name=name, digest=digest, changed_at=now))
