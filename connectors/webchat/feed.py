"""Reads what was said on both sides of one conversation, opened and rendered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Engine

from connectors.inbound import Inbound
from connectors.notices import Notices
from connectors.webchat.messages import client_id_of
from connectors.webchat.ports import Heard, Said
from store.deliveries import Deliveries, Delivery
from store.inbox import Inbox
from store.vault import CannotOpen, Vault

SHOWN_FORMS = ("text", "image", "location")


class StoreFeed:
    """See ``connectors.webchat.ports.Feed``."""

    def __init__(self, engine: Engine, vault: Vault, notices: Notices) -> None:
        """Args: notices: the texts of notices that the store keeps by name."""
        self._vault, self._notices = vault, notices
        self._deliveries, self._inbox = Deliveries(engine, vault), Inbox(engine, vault)

    def after(self, conversation_id: str, seq: int) -> list[Heard]:
        """Deliveries with a higher id, lowest first."""
        found: list[Heard] = []
        while page := self._deliveries.after(conversation_id, seq):
            found.extend(self._heard(delivery) for delivery in page)
            seq = page[-1].id
        return found

    def newer(self, seq: int) -> list[tuple[int, str]]:
        """Ids, with their conversations, of everybody's deliveries with a higher id, lowest first."""
        return self._deliveries.newer(seq)

    def newest(self) -> int:
        """The highest id of all deliveries, 0 when there is none."""
        return self._deliveries.newest()

    def latest(self, conversation_id: str, most: int) -> list[Heard | Said]:
        """The last messages of each side, oldest first."""
        floor = self._deliveries.before_latest(conversation_id, most)
        rows = self._inbox.latest(conversation_id, most)
        found: list[Heard | Said] = [said for row in rows if (said := self._said(*row))]
        found.extend(self.after(conversation_id, floor))
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
