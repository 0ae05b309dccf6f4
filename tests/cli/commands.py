"""What the tests see of a command that was run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """Its output as JSON lines: anything else on stdout fails here."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def row(self) -> Any:
        """Its only line."""
        (row,) = self.rows
        return row


Jiesu = Callable[..., Outcome]
"""Runs a command on the test's data folder."""
