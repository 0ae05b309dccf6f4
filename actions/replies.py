"""What actions say: texts of data/responses under the key ``replies``, read again when a file changes."""

from __future__ import annotations

from pathlib import Path

from bot.data_files import read_yaml
from bot.domain.errors import BadData
from bot.settings import ROOT

FOLDER = ROOT / "data" / "responses"


class Replies:
    """All replies by name."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read now, so that a bad file stops the start.

        Raises:
            BadData: a file that cannot be taken.
        """
        self._folder = folder
        self._stamp: tuple[tuple[str, int], ...] = ()
        self._texts: dict[str, str] = {}
        self._refresh()

    def render(self, name: str, values: dict[str, str]) -> str:
        """The text with its words filled in.

        Raises:
            KeyError: no such reply, or a word that was not given.
        """
        self._refresh()
        return self._texts[name].format_map(values)

    def __contains__(self, name: str) -> bool:
        """Whether there is such a reply."""
        return name in self._texts

    def _refresh(self) -> None:
        files = sorted(self._folder.glob("*.yml"))
        stamp = tuple((str(f), f.stat().st_mtime_ns) for f in files)
        if stamp == self._stamp:
            return
        texts: dict[str, str] = {}
        for file in files:
            found = (read_yaml(file) or {}).get("replies") or {}
            for name, text in found.items():
                if not isinstance(text, str) or not text.strip():
                    raise BadData(str(file), 1, str(name), "empty or not a text")
                texts[name] = text
        self._texts, self._stamp = texts, stamp
