"""Use cases: one handler per command, the reading of a message, and the conversation about a report."""
