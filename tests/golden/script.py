"""The YAML of golden conversations, checked: an unknown key is an error, never silently ignored."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
TURN_KEYS = {"says", "photo", "location", "voice", "raw", "by", "repeat", "hears", "hears_not", "silent", "operator"}
TICKET_KEYS = {
    "category",
    "kind",
    "street_name",
    "grid",
    "department_name",
    "urgency",
    "state",
    "attachments",
    "anonymous",
    "place",
    "place_not",
    "events",
    "by",
}


@dataclass
class Conversation:
    """One conversation and the tickets that must come of it."""

    id: str
    about: str
    turns: list[dict[str, Any]]
    tickets: list[dict[str, Any]]
    """In the order in which they were filed; empty when none may be filed."""
    asks_once: bool = True
    """Whether the same question may not be heard three times."""
    export_not: list[str] = field(default_factory=list)
    """Words that must stand nowhere in the export of tickets or in a reply."""

    @property
    def hands_off(self) -> bool:
        """Whether a human is asked for: such conversations run one after the other, so that it is known who waits."""
        return any("hand_back" in (turn.get("operator") or {}) for turn in self.turns)


def load_all() -> list[Conversation]:
    """All conversations of all files."""
    found = [c for file in sorted(FOLDER.glob("*.yml")) for c in load(file)]
    ids = [c.id for c in found]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"ids used twice: {', '.join(sorted(twice))}"
    return found


def load(file: Path) -> list[Conversation]:
    """The conversations of one file."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [_read(row, f"{file.name}: {row.get('id', n)}") for n, row in enumerate(rows, 1)]


def _read(row: dict[str, Any], where: str) -> Conversation:
    unknown = set(row) - {"id", "about", "turns", "ticket", "tickets", "asks_once", "export_not"}
    assert not unknown, f"{where}: unknown keys {sorted(unknown)}"
    for n, turn in enumerate(row["turns"], 1):
        bad = set(turn) - TURN_KEYS
        assert not bad, f"{where}: turn {n}: unknown keys {sorted(bad)}"
        sent = [k for k in ("says", "photo", "location", "voice", "raw", "operator") if k in turn]
        assert len(sent) == 1, f"{where}: turn {n}: exactly one of says, photo, location, voice, raw, operator"
    tickets = row.get("tickets", [row["ticket"]] if "ticket" in row else [])
    for ticket in tickets:
        bad = set(ticket) - TICKET_KEYS
        assert not bad, f"{where}: ticket: unknown keys {sorted(bad)}"
    return Conversation(
        row["id"], row["about"], row["turns"], tickets, row.get("asks_once", True), row.get("export_not", [])
    )
