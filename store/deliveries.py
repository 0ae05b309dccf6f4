"""What residents are still to be told: replies, notices and operators' words, in order, sealed.

A passive channel claims everything undelivered together with the message that it answers; a retry of that message gets
the same again. A channel that shows everything (the web chat) reads what came after the last number it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from store.engine import reader
from store.tables import conversations, deliveries
from store.vault import CannotOpen, Vault

REPLY, NOTICE, OPERATOR = "reply", "notice", "operator"


@dataclass(frozen=True)
class Delivery:
    """One message of ours to one resident."""

    id: int
    """Grows with time: also the sequence number of the web chat."""
    conversation_id: str
    kind: str
    """reply, notice or operator."""
    body: dict[str, Any]
    """{"text", "quick_replies", "extra"} or {"notice": name, …values}; empty when no key opens it any more."""
    created_at: datetime
    inbox_id: int | None
    """The message it answers, None for what came unasked."""


Compose = Callable[[Sequence[Delivery]], tuple[str, str]]
"""Makes the text to deliver now, and the text left over, of deliveries."""


_LOCK = sa.select(conversations.c.id).where(conversations.c.id == sa.bindparam("conversation")).with_for_update()
_WENT_WITH = (
    sa.select(deliveries).where(deliveries.c.delivered_with == sa.bindparam("message")).order_by(deliveries.c.id)
)
_CLAIM = (
    sa.update(deliveries)
    .where(deliveries.c.conversation_id == sa.bindparam("conversation"), deliveries.c.delivered_at.is_(None))
    .values(
        delivered_at=sa.bindparam("at", type_=deliveries.c.delivered_at.type), delivered_with=sa.bindparam("message")
    )
)
"""Statements of every answer, built once: building them takes longer than running them."""


class Deliveries:
    """Every method is one transaction and blocks: call it in a thread."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        """Args: vault: opens and seals the bodies."""
        self._engine, self._vault = engine, vault

    def undelivered(self, conversation_id: str) -> list[Delivery]:
        """What was not delivered yet, in order."""
        with reader(self._engine) as connection:
            return self._read(
                connection, deliveries.c.conversation_id == conversation_id, deliveries.c.delivered_at.is_(None)
            )

    def delivered_with(self, inbox_id: int) -> list[Delivery]:
        """What went out in answer to this message, in order."""
        with reader(self._engine) as connection:
            return self._read(connection, deliveries.c.delivered_with == inbox_id)

    def after(self, conversation_id: str, seq: int = 0, limit: int = 100) -> list[Delivery]:
        """At most ``limit`` deliveries with an id above ``seq``, in order, delivered or not."""
        with reader(self._engine) as connection:
            return self._read(
                connection, deliveries.c.conversation_id == conversation_id, deliveries.c.id > seq, limit=limit
            )

    def newer(self, seq: int) -> list[tuple[int, str]]:
        """Ids, with their conversations, of everybody's deliveries with a higher id, lowest first."""
        query = sa.select(deliveries.c.id, deliveries.c.conversation_id).where(deliveries.c.id > seq)
        with reader(self._engine) as connection:
            return [(row.id, row.conversation_id) for row in connection.execute(query.order_by(deliveries.c.id))]

    def newest(self) -> int:
        """The highest id of all deliveries, 0 when there is none."""
        with reader(self._engine) as connection:
            return int(connection.execute(sa.select(sa.func.max(deliveries.c.id))).scalar() or 0)

    def before_latest(self, conversation_id: str, most: int) -> int:
        """The id below the last ``most`` deliveries of a conversation, 0 when there are not more."""
        query = sa.select(deliveries.c.id).where(deliveries.c.conversation_id == conversation_id)
        query = query.order_by(deliveries.c.id.desc()).offset(most).limit(1)
        with reader(self._engine) as connection:
            return int(connection.execute(query).scalar() or 0)

    def claim(self, conversation_id: str, inbox_id: int, at: datetime, compose: Compose) -> str:
        """The text that answers this message; all that is in it is delivered from now on.

        Everything undelivered is taken, once, also among concurrent calls; what does not fit comes back as a new
        delivery. A second call for the same message gives the same text.

        Args:
            conversation_id: whose.
            inbox_id: the message that is answered.
            at: aware.
            compose: must give the same text for the same deliveries.
        """
        with self._engine.begin() as connection:
            # One claim at a time, or a second one would take the rest that the first has just left.
            connection.execute(_LOCK, {"conversation": conversation_id})
            earlier = self._list(connection, _WENT_WITH, {"message": inbox_id})
            if earlier:
                return compose(earlier)[0]
            connection.execute(_CLAIM, {"conversation": conversation_id, "at": at, "message": inbox_id})
            text, rest = compose(self._list(connection, _WENT_WITH, {"message": inbox_id}))
            if rest:
                self._add(connection, conversation_id, inbox_id, REPLY, {"text": rest}, at)
            return text

    def mark_delivered(self, conversation_id: str, up_to: int, at: datetime) -> None:
        """Note that a channel showed everything up to this id."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(deliveries)
                .where(
                    deliveries.c.conversation_id == conversation_id,
                    deliveries.c.id <= up_to,
                    deliveries.c.delivered_at.is_(None),
                )
                .values(delivered_at=at)
            )

    def add(self, conversation_id: str, kind: str, body: dict[str, Any], at: datetime) -> int:
        """Queue something that came unasked (an operator's words); gives its id."""
        with self._engine.begin() as connection:
            return self._add(connection, conversation_id, None, kind, body, at)

    def _add(
        self,
        connection: Connection,
        conversation_id: str,
        inbox_id: int | None,
        kind: str,
        body: dict[str, Any],
        at: datetime,
    ) -> int:
        done = connection.execute(
            sa.insert(deliveries).values(
                conversation_id=conversation_id,
                inbox_id=inbox_id,
                kind=kind,
                body_sealed=self._vault.seal_json(body),
                created_at=at,
            )
        )
        return int(done.inserted_primary_key[0])

    def _read(self, connection: Connection, *conditions: Any, limit: int = 500) -> list[Delivery]:
        return self._list(
            connection, sa.select(deliveries).where(*conditions).order_by(deliveries.c.id).limit(limit), {}
        )

    def _list(self, connection: Connection, query: Any, values: dict[str, Any]) -> list[Delivery]:
        return [
            Delivery(r.id, r.conversation_id, r.kind, self._open(r.body_sealed), r.created_at, r.inbox_id)
            for r in connection.execute(query, values)
        ]

    def _open(self, sealed: str) -> dict[str, Any]:
        try:
            body = self._vault.open_json(sealed)
        except CannotOpen:
            return {}
        return body if isinstance(body, dict) else {}
