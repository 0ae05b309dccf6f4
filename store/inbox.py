"""The durable inbox: a message is kept before it is acknowledged, and is finished once, in order per conversation.

A row is ``new`` until it is ``done`` (answered), ``held`` (an operator has the conversation) or ``failed`` (given up).
While a worker is at a row it holds a lease on it, so that several processes on one database never run the same row.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from store.conversations import SqlConversations
from store.engine import reader
from store.inbox_sql import DONE, FAILED, FINISH, HELD, KEEP, KNOWN, NEW, OLDEST, REPLY, TAKE, is_free
from store.tables import conversations, deliveries, inbox
from store.vault import Vault

__all__ = ["DONE", "FAILED", "HELD", "MAX_ATTEMPTS", "NEW", "Inbox", "Received", "Work"]
MAX_ATTEMPTS = 3
"""How often a row is tried before it is given up."""
SCENE_HOURS = 24
"""How long the place of a scanned code is taken as a hint for what the resident writes."""


@dataclass(frozen=True)
class Received:
    """What became of one delivery."""

    inbox_id: int
    conversation_id: str
    is_new: bool
    """False when the same message was kept before."""
    is_finished: bool
    """True when no turn is to be waited for."""


@dataclass(frozen=True)
class Work:
    """A row that this worker may process now."""

    inbox_id: int
    conversation_id: str
    resident_id: str
    owner: str
    """Who owns the conversation: bot, waiting or operator."""
    attempts: int
    """This attempt included."""
    scene: str
    """Scene of the message, or of the code that the resident scanned last."""
    body_sealed: str


class Inbox:
    """Every method is one transaction and blocks: call it in a thread."""

    def __init__(self, engine: Engine, vault: Vault, worker: str = "") -> None:
        """Args: worker: names this process in leases; made at random when empty."""
        self._engine, self._vault = engine, vault
        self._worker = worker or secrets.token_hex(8)

    def receive(
        self,
        channel: str,
        account: str,
        identity: str,
        dedupe_key: str,
        body: Any,
        at: datetime,
        *,
        scene: str = "",
        continues: bool = False,
    ) -> Received:
        """Keep a message, and make its conversation when it is the first; a known message is only found.

        Args:
            channel: family, e.g. wechat.
            account: our name of the account.
            identity: the resident's id on the channel; it is sealed.
            dedupe_key: same key, same message; only its hash is kept.
            body: the message as JSON; it is sealed.
            at: aware.
            scene: of a scanned code.
            continues: the message only asks for what is still to be delivered; if something is, it needs no turn.
        """
        key = self._vault.hash(channel, account, dedupe_key)
        sealed = self._vault.seal_json(body)
        for is_last in (False, True):
            try:
                with self._engine.begin() as connection:
                    conversation = SqlConversations(connection).open(channel, account, identity, self._vault, at)
                    known = connection.execute(KNOWN, {"of": f"{channel}:{account}", "key": key}).first()
                    if known is not None:
                        return Received(known.id, known.conversation_id, False, known.state != NEW)
                    is_done = continues and _has_pending(connection, conversation.id)
                    done = connection.execute(
                        KEEP,
                        {
                            "account": f"{channel}:{account}",
                            "dedupe_key": key,
                            "conversation_id": conversation.id,
                            "message_sealed": sealed,
                            "scene": scene[:64],
                            "state": DONE if is_done else NEW,
                            "received_at": at,
                            "done_at": at if is_done else None,
                        },
                    )
                    return Received(int(done.inserted_primary_key[0]), conversation.id, True, is_done)
            except IntegrityError:  # another process was faster with the resident or the message: look again
                if is_last:
                    raise
        raise AssertionError("unreachable")

    def begin(self, conversation_id: str, now: datetime, lease_seconds: float) -> Work | None:
        """Take the oldest unfinished row of a conversation, counting the attempt; None when none is free."""
        with self._engine.begin() as connection:
            row = connection.execute(
                OLDEST, {"conversation": conversation_id, "since": now - timedelta(hours=SCENE_HOURS)}
            ).first()
            if row is None:
                return None
            taken = connection.execute(
                TAKE,
                {
                    "row": row.id,
                    "now": now,
                    "worker": self._worker,
                    "until": now + timedelta(seconds=lease_seconds),
                },
            )
            if not taken.rowcount:
                return None
            scene = row.scene or row.latest_scene or ""
            return Work(
                row.id, conversation_id, row.resident_id, row.owner, row.attempts + 1, scene, row.message_sealed
            )

    def open(self, work: Work) -> Any:
        """The message again. Raises: CannotOpen."""
        return self._vault.open_json(work.body_sealed)

    def finish(
        self, work: Work, state: str, replies: Sequence[Any], at: datetime, *, is_leaving: bool | None = None
    ) -> bool:
        """Finish a row and queue its replies, both or neither; False when somebody else finished it meanwhile.

        Args:
            work: as ``begin`` gave it.
            state: done, held or failed.
            replies: JSON bodies; they are sealed.
            at: aware.
            is_leaving: True retires the resident, False welcomes them back, None changes nothing.
        """
        with self._engine.begin() as connection:
            finished = connection.execute(
                FINISH, {"row": work.inbox_id, "worker": self._worker, "ended": state, "at": at}
            )
            if not finished.rowcount:
                return False
            rows = [
                {
                    "conversation_id": work.conversation_id,
                    "inbox_id": work.inbox_id,
                    "kind": "reply",
                    "body_sealed": self._vault.seal_json(body),
                    "created_at": at,
                }
                for body in replies
            ]
            if rows:
                connection.execute(REPLY, rows)
            if is_leaving is True:
                SqlConversations(connection).retire(work.resident_id, at)
            elif is_leaving is False:
                SqlConversations(connection).come_back(work.resident_id)
            return True

    def give_back(self, work: Work, *, is_counted: bool) -> None:
        """End the lease of a row that was not finished.

        Args:
            work: as ``begin`` gave it.
            is_counted: False when the attempt was only interrupted.
        """
        values: dict[str, Any] = {"leased_by": "", "leased_until": None}
        if not is_counted:
            values["attempts"] = inbox.c.attempts - 1
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(inbox)
                .where(inbox.c.id == work.inbox_id, inbox.c.state == NEW, inbox.c.leased_by == self._worker)
                .values(**values)
            )

    def end_all_leases(self) -> None:
        """Take over what an earlier process left; only where no other process works on this database."""
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(inbox)
                .where(inbox.c.state == NEW, inbox.c.leased_by != "")
                .values(leased_by="", leased_until=None)
            )

    def unfinished(self, now: datetime) -> list[str]:
        """Conversations with a free unfinished row, the longest waiting first."""
        query = (
            sa.select(inbox.c.conversation_id)
            .where(inbox.c.state == NEW, is_free(now, self._worker))
            .group_by(inbox.c.conversation_id)
            .order_by(sa.func.min(inbox.c.id))
        )
        with reader(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def is_finished(self, inbox_id: int) -> bool:
        """Whether the row is done, held or failed, or not there."""
        with reader(self._engine) as connection:
            state = connection.execute(sa.select(inbox.c.state).where(inbox.c.id == inbox_id)).scalar()
        return bool(state != NEW)

    def depths(self) -> dict[str, int]:
        """Unfinished rows, and conversations that wait for an operator."""
        rows = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state == NEW)
        waiting = sa.select(sa.func.count()).select_from(conversations).where(conversations.c.owner == "waiting")
        with reader(self._engine) as connection:
            return {
                "unfinished": int(connection.execute(rows).scalar_one()),
                "waiting": int(connection.execute(waiting).scalar_one()),
            }

    def latest(self, conversation_id: str, most: int) -> list[tuple[str, datetime]]:
        """The last messages of a conversation, newest first: sealed, with the time they were received."""
        query = sa.select(inbox.c.message_sealed, inbox.c.received_at).where(inbox.c.conversation_id == conversation_id)
        with reader(self._engine) as connection:
            return [tuple(row) for row in connection.execute(query.order_by(inbox.c.id.desc()).limit(most))]


def _has_pending(connection: Connection, conversation_id: str) -> bool:
    query = sa.select(deliveries.c.id).where(
        deliveries.c.conversation_id == conversation_id, deliveries.c.delivered_at.is_(None)
    )
    return connection.execute(query.limit(1)).first() is not None
