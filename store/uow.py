"""The unit of work: one database transaction with its repositories."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from store import tables as t
from store.attachments import SqlAttachments
from store.conversations import SqlConversations
from store.district import SqlDistrict
from store.tickets import SqlTickets
from store.vault import Vault


class SqlUnitOfWork:
    """See ``bot.intake.ports.UnitOfWork``."""

    tickets: SqlTickets
    district: SqlDistrict
    conversations: SqlConversations
    attachments: SqlAttachments

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Nothing is opened before ``with``."""
        self._engine, self._vault = engine, vault
        self._connection: Connection | None = None

    def __enter__(self) -> SqlUnitOfWork:
        """Begin a transaction."""
        self._connection = self._engine.connect()
        self._transaction = self._connection.begin()
        self.tickets = SqlTickets(self._connection)
        self.district = SqlDistrict(self._connection)
        self.conversations = SqlConversations(self._connection)
        self.attachments = SqlAttachments(self._connection)
        return self

    def __exit__(self, *exc: object) -> None:
        """Roll back what was not committed and give the connection back."""
        if self._transaction.is_active:
            self._transaction.rollback()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def connection(self) -> Connection:
        """The open connection.

        Raises:
            RuntimeError: outside ``with``.
        """
        if self._connection is None:
            raise RuntimeError("the unit of work is not open")
        return self._connection

    def commit(self) -> None:
        """Write changed tickets and their events, then commit."""
        self.tickets.flush()
        self._transaction.commit()

    def flush(self) -> None:
        """Write tickets so far, still in the transaction."""
        self.tickets.flush()

    def note(self, ticket: str, about: str, text: str, at: datetime) -> None:
        """Keep words beside the event log."""
        if text:
            self.connection.execute(sa.insert(t.ticket_notes).values(ticket=ticket, about=about, text=text, at=at))

    def rate(self, ticket: str, satisfied: bool, stars: int | None, comment: str, at: datetime) -> None:
        """Keep a rating."""
        self.connection.execute(
            sa.insert(t.ratings).values(ticket=ticket, satisfied=satisfied, stars=stars, comment=comment, at=at)
        )

    def publish(self, topic: str, key: str, payload: dict[str, Any], at: datetime) -> None:
        """Put a message into the outbox."""
        self.connection.execute(sa.insert(t.outbox).values(topic=topic, key=key, payload=payload, created_at=at))

    def notify(self, conversation_id: str, body: dict[str, Any], at: datetime) -> None:
        """Queue a notice."""
        self.connection.execute(
            sa.insert(t.deliveries).values(
                conversation_id=conversation_id, kind="notice", body_sealed=self._vault.seal_json(body), created_at=at
            )
        )

    def first_time(self, key: str, at: datetime) -> bool:
        """True once for each key, also among concurrent transactions."""
        digest = hashlib.sha256(key.encode()).hexdigest()
        savepoint = self.connection.begin_nested()
        try:
            self.connection.execute(sa.insert(t.done_requests).values(key=digest, at=at))
            savepoint.commit()
        except IntegrityError:
            savepoint.rollback()
            return False
        return True

    def conversation_of(self, resident_id: str) -> str | None:
        """The resident's latest conversation."""
        if not resident_id:
            return None
        query = (
            sa.select(t.conversations.c.id)
            .where(t.conversations.c.resident_id == resident_id)
            .order_by(t.conversations.c.changed_at.desc())
            .limit(1)
        )
        found: str | None = self.connection.execute(query).scalar()
        return found


UowFactory = Callable[[], SqlUnitOfWork]
