"""Asks Rasa, through its gateway channel, for the replies to one message."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog

from bot.domain.errors import UpstreamUnavailable
from connectors.inbound import Reply

log = structlog.get_logger(__name__)
SECRET_HEADER = "X-Jiesu-Gateway"  # noqa: S105 (the name of the header, not its value)
PATH = "/webhooks/gateway/webhook"
HEALTH_PATH = "/webhooks/gateway/"
AWAY_SECONDS = 20.0
"""How long one attempt waits for a Rasa that is away or loads a model."""
ANSWER_SECONDS = 40.0
"""How long one turn may take; Rasa's lock on a conversation lives 60 s."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


class RasaAway(UpstreamUnavailable):
    """Rasa did not come back in time; it has not seen the message."""


class RasaFailed(UpstreamUnavailable):
    """Rasa answered with an error, unreadably, or not at all."""


class RasaClient:
    """Keeps one client session; close it."""

    def __init__(
        self,
        base: str,
        secret: str,
        *,
        away_seconds: float = AWAY_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        connections: int = 64,
    ) -> None:
        """Make it inside a running loop.

        Args:
            base: address of the Rasa server.
            secret: of the gateway channel in credentials.yml.
            away_seconds: see AWAY_SECONDS.
            answer_seconds: see ANSWER_SECONDS.
            connections: open at once.
        """
        self._base, self._away_seconds = base.rstrip("/"), away_seconds
        self._session = aiohttp.ClientSession(
            headers={SECRET_HEADER: secret},
            timeout=aiohttp.ClientTimeout(total=answer_seconds, connect=2.0),
            connector=aiohttp.TCPConnector(limit=connections),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def ask(self, sender: str, text: str, message_id: str, metadata: Mapping[str, Any]) -> list[Reply]:
        """The replies to one message, in order. Asking again with the same message id gives the same replies.

        Raises:
            RasaAway, RasaFailed.
        """
        body = {"sender": sender, "message": text, "message_id": message_id, "metadata": dict(metadata)}
        until = time.monotonic() + self._away_seconds
        pause = FIRST_PAUSE
        while True:
            answer = await self._post(body)
            if answer is not None:
                return _read(answer)
            if time.monotonic() + pause > until:
                raise RasaAway("Rasa did not come back in time")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def is_ready(self) -> bool:
        """Whether Rasa answers and has a model."""
        try:
            async with self._session.get(
                self._base + HEALTH_PATH, timeout=aiohttp.ClientTimeout(total=2.0)
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    async def _post(self, body: dict[str, Any]) -> Any:
        """The JSON answer; None when Rasa is away."""
        try:
            async with self._session.post(self._base + PATH, json=body) as response:
                if response.status == 503:
                    return None
                if response.status != 200:
                    raise RasaFailed(f"Rasa answered with status {response.status}")
                return await response.json(content_type=None)
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectionError):
            return None
        except asyncio.TimeoutError as error:
            raise RasaFailed("Rasa did not answer in time") from error
        except (aiohttp.ClientError, ValueError) as error:
            raise RasaFailed("Rasa's answer cannot be read") from error


def _read(answer: Any) -> list[Reply]:
    messages = answer.get("messages") if isinstance(answer, dict) else None
    if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
        raise RasaFailed("Rasa's answer has another shape")
    return [Reply.from_json(message) for message in messages]
