"""Files that residents sent and that could not be fetched yet: noted as attachments, their source kept sealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from store.engine import reader
from store.tables import attachments
from store.vault import CannotOpen, Vault


@dataclass(frozen=True)
class MissingFile:
    """One file still to be fetched."""

    id: int
    source: dict[str, Any]
    """As it was noted."""


class MissingFiles:
    """Every method is one transaction and blocks: call it in a thread."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Args: vault: seals and opens the sources."""
        self._engine, self._vault = engine, vault

    def note(self, name: str, media_type: str, resident_id: str, source: dict[str, Any], at: datetime) -> str:
        """Note a file of size 0 under the SHA-256 of its name on the platform, once; gives that digest.

        Args:
            name: the platform's id of the file.
            media_type: what such files usually are.
            resident_id: who sent it.
            source: what is needed to fetch it; it is sealed.
            at: aware.
        """
        digest = hashlib.sha256(name.encode()).hexdigest()
        known = sa.select(attachments.c.id).where(
            attachments.c.sha256 == digest, attachments.c.resident_id == resident_id
        )
        with self._engine.begin() as connection:
            if connection.execute(known).first() is None:
                connection.execute(
                    sa.insert(attachments).values(
                        sha256=digest,
                        media_type=media_type,
                        size=0,
                        resident_id=resident_id,
                        source_sealed=self._vault.seal_json(source),
                        created_at=at,
                    )
                )
        return digest

    def wanted(self, since: datetime, limit: int = 200) -> list[MissingFile]:
        """Files of tickets, noted since then, the oldest first.

        A file that is in no ticket yet is left alone: the conversation still knows it by its noted digest.
        """
        query = (
            sa.select(attachments)
            .where(
                attachments.c.source_sealed != "", attachments.c.ticket.is_not(None), attachments.c.created_at >= since
            )
            .order_by(attachments.c.id)
            .limit(limit)
        )
        with reader(self._engine) as connection:
            rows = connection.execute(query).all()
        return [MissingFile(row.id, source) for row in rows if (source := self._open(row.source_sealed))]

    def found(self, missing: MissingFile, sha256: str, media_type: str, size: int) -> None:
        """Put the stored file in the place of the noted one."""
        with self._engine.begin() as connection:
            ticket = sa.select(attachments.c.ticket).where(attachments.c.id == missing.id).scalar_subquery()
            same = sa.select(attachments.c.id).where(attachments.c.ticket == ticket, attachments.c.sha256 == sha256)
            if connection.execute(same).first() is not None:  # the same picture, sent twice
                connection.execute(sa.delete(attachments).where(attachments.c.id == missing.id))
                return
            connection.execute(
                sa.update(attachments)
                .where(attachments.c.id == missing.id)
                .values(sha256=sha256, media_type=media_type, size=size, source_sealed="")
            )

    def give_up(self, missing: MissingFile) -> None:
        """Forget the source of a file that will never be taken."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(attachments).where(attachments.c.id == missing.id).values(source_sealed=""))

    def _open(self, sealed: str) -> dict[str, Any]:
        try:
            source = self._vault.open_json(sealed)
        except CannotOpen:
            return {}
        return source if isinstance(source, dict) else {}
