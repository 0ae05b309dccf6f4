"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Status = Literal["ok", "warn", "fail"]
GIB = 1024**3
FIRST_START = "it is made on the first start"


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    name: str
    status: Status
    found: str
    advice: str = ""
    """What to do; empty when all is well."""


def nearest_existing(path: Path) -> Path:
    """The path, or the nearest folder above it that exists."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path
