"""Which file belongs to which ticket."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.tables import attachments


class SqlAttachments:
    """See ``bot.intake.ports.Attachments``."""

    def __init__(self, connection: Connection) -> None:
        """Args: connection: of the open transaction."""
        self._connection = connection

    def receive(self, sha256: str, media_type: str, size: int, resident_id: str, at: datetime) -> None:
        """Note a stored file that belongs to no ticket yet; the same file of the same resident is noted once."""
        known = sa.select(attachments.c.id).where(
            attachments.c.sha256 == sha256, attachments.c.resident_id == resident_id, attachments.c.ticket.is_(None)
        )
        if self._connection.execute(known).first() is None:
            self._connection.execute(
                sa.insert(attachments).values(
                    sha256=sha256, media_type=media_type, size=size, resident_id=resident_id, created_at=at
                )
            )

    def attach(self, sha256: str, ticket: str) -> str | None:
        """Join a stored file to a ticket; gives its media type, None when it was joined before or is unknown."""
        joined = sa.select(attachments.c.id).where(attachments.c.sha256 == sha256, attachments.c.ticket == ticket)
        if self._connection.execute(joined).first() is not None:
            return None
        row = self._connection.execute(
            sa.select(attachments)
            .where(attachments.c.sha256 == sha256)
            .order_by(attachments.c.ticket.is_(None).desc(), attachments.c.id.desc())
        ).first()
        if row is None:
            return None
        if row.ticket is None:
            self._connection.execute(sa.update(attachments).where(attachments.c.id == row.id).values(ticket=ticket))
        else:
            self._connection.execute(
                sa.insert(attachments).values(
                    sha256=sha256,
                    media_type=row.media_type,
                    size=row.size,
                    resident_id=row.resident_id,
                    ticket=ticket,
                    created_at=row.created_at,
                )
            )
        return str(row.media_type)
