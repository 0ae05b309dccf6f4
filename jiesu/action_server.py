"""The action server process: rasa-sdk on loopback, with the district read before the first message."""

from __future__ import annotations

from rasa_sdk import endpoint

from actions import edge
from bot.settings import read_settings


def main() -> None:
    """Serve until told to stop. A bad setting or data file stops the start."""
    settings = read_settings()
    _ = edge.product().catalogue.gazetteer
    endpoint.run("actions", port=settings.port + 2)


if __name__ == "__main__":
    main()
