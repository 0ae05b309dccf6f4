"""Residents by channel identity, and who owns their conversation: bot, waiting or operator."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.errors import ConversationNotFound
from bot.intake.ports import Conversation
from store.tables import conversations, residents
from store.vault import Vault

OWNERS = ("bot", "waiting", "operator")


class SqlConversations:
    """See ``bot.intake.ports.Conversations``."""

    def __init__(self, connection: Connection) -> None:
        """Args: connection: of the open transaction."""
        self._connection = connection

    def open(self, channel: str, account: str, identity: str, vault: Vault, at: datetime) -> Conversation:
        """The conversation of this identity, made when it is new; the identity itself is kept sealed."""
        resident = vault.hash(channel, account, identity)
        conversation_id = f"{channel}:{account}:{resident}"
        row = self._connection.execute(sa.select(conversations).where(conversations.c.id == conversation_id)).first()
        if row is not None:
            return Conversation(row.id, row.resident_id, row.owner, row.reason)
        self._connection.execute(
            sa.insert(residents).values(
                id=resident,
                channel=channel,
                account=account,
                identity_sealed=vault.seal(identity),
                created_at=at,
            )
        )
        self._connection.execute(
            sa.insert(conversations).values(
                id=conversation_id, resident_id=resident, owner="bot", reason="", changed_at=at
            )
        )
        return Conversation(conversation_id, resident, "bot")

    def get(self, conversation_id: str) -> Conversation:
        """Raises: ConversationNotFound."""
        row = self._connection.execute(sa.select(conversations).where(conversations.c.id == conversation_id)).first()
        if row is None:
            raise ConversationNotFound("no conversation has this id")
        return Conversation(row.id, row.resident_id, row.owner, row.reason)

    def set_owner(self, conversation_id: str, owner: str, reason: str, at: datetime) -> None:
        """Raises: ConversationNotFound, ValueError: an owner that is none of OWNERS."""
        if owner not in OWNERS:
            raise ValueError(f"owner: {owner!r} is none of {', '.join(OWNERS)}")
        done = self._connection.execute(
            sa.update(conversations)
            .where(conversations.c.id == conversation_id)
            .values(owner=owner, reason=reason, changed_at=at)
        )
        if not done.rowcount:
            raise ConversationNotFound("no conversation has this id")

    def owned_by(self, owner: str) -> list[Conversation]:
        """Conversations of this owner, the longest waiting first."""
        query = sa.select(conversations).where(conversations.c.owner == owner).order_by(conversations.c.changed_at)
        return [Conversation(r.id, r.resident_id, r.owner, r.reason) for r in self._connection.execute(query)]

    def retire(self, resident_id: str, at: datetime) -> None:
        """Note that the resident unsubscribed."""
        self._connection.execute(sa.update(residents).where(residents.c.id == resident_id).values(retired_at=at))

    def come_back(self, resident_id: str) -> None:
        """Note that the resident subscribed again."""
        self._connection.execute(sa.update(residents).where(residents.c.id == resident_id).values(retired_at=None))
