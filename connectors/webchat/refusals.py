"""Everything the web chat refuses, in one JSON shape: ``{"error": {"code", "message"}}``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

_FILE = Path(__file__).parent / "pages" / "refusals.yml"


def _load(path: Path) -> dict[str, tuple[int, str]]:
    rows: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {code: (int(row["status"]), str(row["message"])) for code, row in rows.items()}


REFUSALS = _load(_FILE)
"""HTTP status and the words a resident sees, by code."""


class ChatRefused(Exception):
    """A request that is not taken; ``code`` is a key of REFUSALS."""

    def __init__(self, code: str, *, wait: int = 0) -> None:
        """Args: code: key of REFUSALS. wait: seconds after which it may be tried again, 0 for no such time."""
        super().__init__(code)
        self.code, self.wait = code, wait


def refusal_response(error: ChatRefused) -> web.Response:
    """The answer to a refused request."""
    status, message = REFUSALS[error.code]
    response = web.json_response({"error": {"code": error.code, "message": message}}, status=status)
    if error.wait:
        response.headers["Retry-After"] = str(error.wait)
    return response
