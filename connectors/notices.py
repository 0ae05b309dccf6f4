"""The gateway's own texts: greeting, notices and apologies, read from data/notices.yml and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from bot.domain.errors import BadData
from bot.settings import ROOT
from connectors.inbound import Reply
from connectors.yaml_nodes import line_of, pairs, read_entries, scalar, scalars

log = structlog.get_logger(__name__)
FILE = ROOT / "data" / "notices.yml"
NEEDED: dict[str, frozenset[str]] = {
    "welcome": frozenset(),
    "resolved": frozenset({"number", "matter", "department"}),
    "handed_back": frozenset(),
    "apology": frozenset(),
    "continue_hint": frozenset(),
}
"""Texts that must be there, and the values each must show."""
MAX_BYTES = 1_200
"""UTF-8; a notice shares one message with what else is to be told."""
MAX_HINT_BYTES = 120
_PLACE = re.compile(r"\{([a-z_]+)\}")
"""A value to fill in: {number}."""


@dataclass(frozen=True)
class Notice:
    """One text."""

    text: str
    quick_replies: tuple[str, ...] = ()

    def fill(self, values: Mapping[str, Any]) -> Reply:
        """The text with the values in their places; a value that is missing leaves nothing."""
        text = _PLACE.sub(lambda place: str(values.get(place[1], "")), self.text)
        return Reply(text, self.quick_replies)


class Notices:
    """All texts by name."""

    def __init__(self, notices: Mapping[str, Notice]) -> None:
        """Args: notices: at least those of NEEDED."""
        self._notices = dict(notices)

    def get(self, name: str, **values: Any) -> Reply:
        """A text, filled. Raises: KeyError: no text has this name."""
        return self._notices[name].fill(values)

    def render(self, body: Mapping[str, Any]) -> Reply:
        """What a resident sees of a delivery's body: a notice by name and values, or a reply as it stands.

        A notice that the file does not know (any more) is logged and empty.
        """
        name = body.get("notice")
        if name is None:
            return Reply.from_json(body)
        if name not in self._notices:
            log.error("notice.unknown", name=str(name))
            return Reply("")
        return self._notices[str(name)].fill(body)


def load_notices(path: Path = FILE) -> Notices:
    """Read and check the file.

    Raises:
        BadData: a text is missing, empty or too long, or its values are not those that the text must show.
    """
    found: dict[str, Notice] = {}
    for name, node in read_entries(path, "notices").items():
        words: list[str] = []
        if hasattr(node, "value") and not isinstance(node.value, str):
            parts = dict(pairs(path, node, name))
            for part in parts:
                if part not in {"text", "quick_replies"}:
                    raise BadData(str(path), line_of(parts[part]), f"{name}.{part}", "unknown key")
            if "text" not in parts:
                raise BadData(str(path), line_of(node), f"{name}.text", "missing")
            text = scalar(path, parts["text"], f"{name}.text")
            words = scalars(path, parts["quick_replies"], f"{name}.quick_replies") if "quick_replies" in parts else []
        else:
            text = scalar(path, node, name)
        _check(path, line_of(node), name, text)
        found[name] = Notice(text, tuple(words))
    for name in NEEDED:
        if name not in found:
            raise BadData(str(path), 1, name, "missing")
    return Notices(found)


def _check(path: Path, line: int, name: str, text: str) -> None:
    if not text:
        raise BadData(str(path), line, name, "empty")
    limit = MAX_HINT_BYTES if name == "continue_hint" else MAX_BYTES
    if len(text.encode()) > limit:
        raise BadData(str(path), line, name, f"longer than {limit} bytes")
    if name not in NEEDED:
        return
    shown = set(_PLACE.findall(text))
    for value in sorted(NEEDED[name] - shown):
        raise BadData(str(path), line, name, f"does not show {{{value}}}")
    for value in sorted(shown - NEEDED[name]):
        raise BadData(str(path), line, name, f"shows {{{value}}}, which it is not given")
    if _PLACE.sub("", text).count("{") or _PLACE.sub("", text).count("}"):
        raise BadData(str(path), line, name, "holds a brace that is no value")
