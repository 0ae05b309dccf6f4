"""The inbox's statements of every turn, built once: building them takes longer than running them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.tables import conversations, deliveries, inbox

NEW, DONE, HELD, FAILED = "new", "done", "held", "failed"


def is_free(now: Any, worker: Any) -> Any:
    """The condition that this worker may take a row: nobody holds a lease on it, or the worker itself does."""
    return sa.or_(inbox.c.leased_until.is_(None), inbox.c.leased_until <= now, inbox.c.leased_by == worker)


def _param(name: str, column: Any) -> Any:
    return sa.bindparam(name, type_=column.type)


_SCANNED = inbox.alias("scanned")
KNOWN = sa.select(inbox.c.id, inbox.c.conversation_id, inbox.c.state).where(
    inbox.c.account == sa.bindparam("of"), inbox.c.dedupe_key == sa.bindparam("key")
)
KEEP = sa.insert(inbox)
OLDEST = (
    sa.select(
        inbox,
        conversations.c.owner,
        conversations.c.resident_id,
        sa.select(_SCANNED.c.scene)
        .where(
            _SCANNED.c.conversation_id == sa.bindparam("conversation"),
            _SCANNED.c.scene != "",
            _SCANNED.c.received_at > _param("since", inbox.c.received_at),
        )
        .order_by(_SCANNED.c.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("latest_scene"),
    )
    .join(conversations, conversations.c.id == inbox.c.conversation_id)
    .where(inbox.c.conversation_id == sa.bindparam("conversation"), inbox.c.state == NEW)
    .order_by(inbox.c.id)
    .limit(1)
)
TAKE = (
    sa.update(inbox)
    .where(
        inbox.c.id == sa.bindparam("row"),
        inbox.c.state == NEW,
        is_free(_param("now", inbox.c.leased_until), sa.bindparam("worker")),
    )
    .values(
        attempts=inbox.c.attempts + 1,
        leased_by=sa.bindparam("worker"),
        leased_until=_param("until", inbox.c.leased_until),
    )
)
FINISH = (
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("row"), inbox.c.state == NEW, inbox.c.leased_by == sa.bindparam("worker"))
    .values(state=sa.bindparam("ended"), done_at=_param("at", inbox.c.done_at), leased_by="", leased_until=None)
)
REPLY = sa.insert(deliveries)
