"""The grid event store: tables, repositories, unit of work, event log, outbox, views and migrations."""
