"""Reads what was said on both sides of one conversation, opened and rendered."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from connectors.inbound import Inbound
from connectors.notices import Notices
from connectors.webchat.messages import client_id_of
from connectors.webchat.ports import Heard, Said
from store.deliveries import Deliveries, Delivery
from store.engine import reader
from store.tables import deliveries, inbox
from store.vault import CannotOpen, Vault

SHOWN_FORMS = ("text", "image", "location")


class StoreFeed:
    """See ``connectors.webchat.ports.Feed``."""

    def __init__(self, engine: Engine, vault: Vault, notices: Notices) -> None:
        """Args: notices: the texts of notices that the store keeps by name."""
        self._engine, self._vault, self._notices = engine, vault, notices
        self._deliveries = Deliveries(engine, vault)

    def after(self, conversation_id: str, seq: int) -> list[Heard]:
        """Deliveries with a higher id, lowest first."""
        found: list[Heard] = []
        while page := self._deliveries.after(conversation_id, seq):
            found.extend(self._heard(delivery) for delivery in page)
            seq = page[-1].id
        return found

    def newer(self, seq: int) -> list[tuple[int, str]]:
        """Ids, with their conversations, of everybody's deliveries with a higher id, lowest first."""
        query = sa.select(deliveries.c.id, deliveries.c.conversation_id).where(deliveries.c.id > seq)
        with reader(self._engine) as connection:
            return [(row.id, row.conversation_id) for row in connection.execute(query.order_by(deliveries.c.id))]

    def newest(self) -> int:
        """The highest id of all deliveries, 0 when there is none."""
        with reader(self._engine) as connection:
            return connection.execute(sa.select(sa.func.max(deliveries.c.id))).scalar() or 0

    def latest(self, conversation_id: str, most: int) -> list[Heard | Said]:
        """The last messages of each side, oldest first."""
        with reader(self._engine) as connection:
            floor = connection.execute(
                sa.select(deliveries.c.id)
                .where(deliveries.c.conversation_id == conversation_id)
                .order_by(deliveries.c.id.desc())
                .offset(most)
                .limit(1)
            ).scalar()
            rows = connection.execute(
                sa.select(inbox.c.message_sealed, inbox.c.received_at)
                .where(inbox.c.conversation_id == conversation_id)
                .order_by(inbox.c.id.desc())
                .limit(most)
            ).all()
        found: list[Heard | Said] = [said for row in rows if (said := self._said(row.message_sealed, row.received_at))]
        found.extend(self.after(conversation_id, floor or 0))
        return sorted(found, key=lambda item: (item.at, isinstance(item, Heard)))

    def shown(self, conversation_id: str, up_to: int, at: datetime) -> None:
        """Note that the browser has everything up to this id."""
        self._deliveries.mark_delivered(conversation_id, up_to, at)

    def _heard(self, delivery: Delivery) -> Heard:
        reply = self._notices.render(delivery.body)
        return Heard(delivery.id, delivery.kind, reply.text.strip(), reply.quick_replies, delivery.created_at)

    def _said(self, sealed: str, at: datetime) -> Said | None:
        """One message of the resident; None when no key opens it, or when it is nothing that a page shows."""
        try:
            message = Inbound.from_json(self._vault.open_json(sealed))
        except CannotOpen:
            return None
        if message.form not in SHOWN_FORMS:
            return None
        return Said(client_id_of(message.dedupe_key), message.form, message.text, at)
