"""All tables. Columns ending in ``sealed`` hold ciphertext made by ``store.vault``."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up only INTEGER primary keys."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC out, on engines that keep no zone too."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Raises: ValueError: a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: the store keeps aware times only")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """UTC whatever the engine gave."""
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


# ---- the district ---------------------------------------------------------------------------------------------

areas = sa.Table(
    "areas",
    metadata,
    sa.Column("code", sa.String(20), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("level", sa.String(12), nullable=False, index=True),
    sa.Column("parent", sa.String(20), sa.ForeignKey("areas.code"), nullable=True, index=True),
    sa.Column("kind", sa.String(20), nullable=False, server_default=""),
    sa.Column("aliases", sa.JSON, nullable=False),
    sa.Column("within", sa.JSON, nullable=False),
    sa.Column("geometry", sa.JSON, nullable=True),
    sa.Column("worker_name", sa.String(40), nullable=False, server_default=""),
    sa.Column("worker_phone", sa.String(40), nullable=False, server_default=""),
)
place_rows = sa.Table(
    "place_rows",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("source", sa.String(20), nullable=False, index=True),
    sa.Column("data", sa.JSON, nullable=False),
)
departments = sa.Table(
    "departments",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("short_name", sa.String(40), nullable=False),
    sa.Column("area_code", sa.String(20), nullable=False, server_default=""),
    sa.Column("phone", sa.String(40), nullable=False, server_default=""),
    sa.Column("duties", sa.String(400), nullable=False, server_default=""),
)
categories = sa.Table(
    "categories",
    metadata,
    sa.Column("code", sa.String(60), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("domain", sa.String(60), nullable=False),
    sa.Column("domain_name", sa.String(80), nullable=False),
    sa.Column("group", sa.String(60), nullable=False),
    sa.Column("group_name", sa.String(80), nullable=False),
    sa.Column("department", sa.String(40), nullable=False),
    sa.Column("urgency", sa.String(10), nullable=False),
    sa.Column("deadline", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(20), nullable=False),
    sa.Column("portal7", sa.String(20), nullable=False, server_default=""),
    sa.Column("place", sa.String(10), nullable=False, server_default="required"),
)
faq_entries = sa.Table(
    "faq_entries",
    metadata,
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)
users = sa.Table(
    "users",
    metadata,
    sa.Column("login", sa.String(60), primary_key=True),
    sa.Column("name", sa.String(60), nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("department", sa.String(40), sa.ForeignKey("departments.code"), nullable=True, index=True),
    sa.Column("grid", sa.String(20), sa.ForeignKey("areas.code"), nullable=True, index=True),
    sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.true()),
)
data_versions = sa.Table(
    "data_versions",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)

# ---- people and conversations ---------------------------------------------------------------------------------

residents = sa.Table(
    "residents",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("account", sa.String(60), nullable=False),
    sa.Column("identity_sealed", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("retired_at", UtcDateTime, nullable=True),
)
conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(160), primary_key=True),
    sa.Column("resident_id", sa.String(64), sa.ForeignKey("residents.id"), nullable=False, index=True),
    sa.Column("owner", sa.String(20), nullable=False, server_default="bot", index=True),
    sa.Column("reason", sa.String(40), nullable=False, server_default=""),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("account", sa.String(80), nullable=False),
    sa.Column("dedupe_key", sa.String(64), nullable=False),
    sa.Column("conversation_id", sa.String(160), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("message_sealed", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, server_default="new"),
    sa.Column("scene", sa.String(64), nullable=False, server_default=""),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("leased_by", sa.String(32), nullable=False, server_default=""),
    sa.Column("leased_until", UtcDateTime, nullable=True),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("done_at", UtcDateTime, nullable=True),
    sa.UniqueConstraint("account", "dedupe_key"),
    sa.Index("ix_inbox_state_id", "state", "id"),
    sa.Index("ix_inbox_conversation_id_id", "conversation_id", "id"),
)
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("conversation_id", sa.String(160), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("inbox_id", BigId, sa.ForeignKey("inbox.id"), nullable=True, index=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("body_sealed", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("delivered_at", UtcDateTime, nullable=True),
    sa.Column("delivered_with", BigId, nullable=True, index=True),
    sa.Index("ix_deliveries_conversation_id_id", "conversation_id", "id"),
)

# ---- tickets --------------------------------------------------------------------------------------------------

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("number", sa.String(24), primary_key=True),
    sa.Column("request_key", sa.String(160), nullable=False, unique=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("category", sa.String(60), sa.ForeignKey("categories.code"), nullable=True, index=True),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("urgency", sa.String(10), nullable=False),
    sa.Column("place", sa.String(400), nullable=False),
    sa.Column("grid", sa.String(20), sa.ForeignKey("areas.code"), nullable=True, index=True),
    sa.Column("department", sa.String(40), sa.ForeignKey("departments.code"), nullable=False, index=True),
    sa.Column("channel", sa.String(80), nullable=False),
    sa.Column("resident_id", sa.String(64), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("occurred", sa.String(200), nullable=False),
    sa.Column("contact_sealed", sa.Text, nullable=False),
    sa.Column("anonymous", sa.Boolean, nullable=False),
    sa.Column("routing_reason", sa.String(200), nullable=False),
    sa.Column("longitude", sa.Float, nullable=True),
    sa.Column("latitude", sa.Float, nullable=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("urged", sa.Integer, nullable=False),
    sa.Column("satisfied", sa.Boolean, nullable=True),
    sa.Column("resolved_at", UtcDateTime, nullable=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_tickets_resident_id_created_at", "resident_id", "created_at"),
    sa.Index("ix_tickets_state_due_at", "state", "due_at"),
)
ticket_events = sa.Table(
    "ticket_events",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("ticket", sa.String(24), sa.ForeignKey("tickets.number"), nullable=False, index=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("actor_role", sa.String(20), nullable=False),
    sa.Column("actor_id", sa.String(64), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
)
ticket_notes = sa.Table(
    "ticket_notes",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("ticket", sa.String(24), sa.ForeignKey("tickets.number"), nullable=False, index=True),
    sa.Column("about", sa.String(40), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
ratings = sa.Table(
    "ratings",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("ticket", sa.String(24), sa.ForeignKey("tickets.number"), nullable=False, index=True),
    sa.Column("satisfied", sa.Boolean, nullable=False),
    sa.Column("stars", sa.Integer, nullable=True),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("sha256", sa.String(64), nullable=False, index=True),
    sa.Column("media_type", sa.String(60), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("resident_id", sa.String(64), nullable=False),
    sa.Column("ticket", sa.String(24), sa.ForeignKey("tickets.number"), nullable=True, index=True),
    sa.Column("source_sealed", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("ticket", "sha256"),
)
done_requests = sa.Table(
    "done_requests",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)
counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("value", BigId, nullable=False),
)
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("topic", sa.String(60), nullable=False),
    sa.Column("key", sa.String(160), nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.String(200), nullable=False, server_default=""),
    sa.Column("sent_at", UtcDateTime, nullable=True),
    sa.Index("ix_outbox_sent_at_id", "sent_at", "id"),
)
consultations = sa.Table(
    "consultations",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=True),
    sa.Column("faq", sa.String(80), nullable=False, index=True),
    sa.Column("helped", sa.Boolean, nullable=True),
    sa.Column("at", UtcDateTime, nullable=False),
)
