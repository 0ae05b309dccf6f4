"""The one channel that Rasa knows: the gateway posts a message and gets all replies to it in one answer.

In credentials.yml::

    connectors.rasa_channel.GatewayInput:
      secret: ${JIESU_GATEWAY_SECRET}
"""

from __future__ import annotations

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from connectors.rasa_client import SECRET_HEADER

log = structlog.get_logger(__name__)
NAME = "gateway"
REMEMBERED = 2_000
"""Turns whose answers are kept for a gateway that asks again."""
Message = dict[str, Any]
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class GatewayOutput(OutputChannel):
    """Collects what the bot says, in order, one message for each; texts are not split."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.messages: list[Message] = []

    @classmethod
    def name(cls) -> str:
        """What stories and `latest_input_channel` call it."""
        return NAME

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep a text."""
        self._say(text)

    async def send_text_with_buttons(self, recipient_id: str, text: str, buttons: list[Message], **kwargs: Any) -> None:
        """Keep a text with the buttons' titles: a tap sends the title, never a payload."""
        self._say(text, [str(button.get("title") or "") for button in buttons])

    async def send_quick_replies(
        self, recipient_id: str, text: str, quick_replies: list[Message], **kwargs: Any
    ) -> None:
        """Keep a text with quick replies."""
        await self.send_text_with_buttons(recipient_id, text, quick_replies)

    async def send_custom_json(self, recipient_id: str, json_message: Message, **kwargs: Any) -> None:
        """Keep what richer channels show; its ``text``, if any, is for the others."""
        self._say(str(json_message.get("text") or ""), extra=dict(json_message))

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        """Keep a picture's address."""
        self._say("", extra={"image": image})

    async def send_attachment(self, recipient_id: str, attachment: Any, **kwargs: Any) -> None:
        """Keep a file's address."""
        self._say("", extra={"attachment": attachment})

    async def send_elements(self, recipient_id: str, elements: Iterable[Message], **kwargs: Any) -> None:
        """Keep cards."""
        self._say("", extra={"elements": [dict(element) for element in elements]})

    def _say(self, text: str, quick_replies: list[str] | None = None, extra: Message | None = None) -> None:
        words = [word for word in quick_replies or [] if word]
        self.messages.append({"text": text or "", "quick_replies": words, "extra": extra or {}})


class GatewayInput(InputChannel):
    """See the module."""

    def __init__(self, secret: str) -> None:
        """Args: secret: what the gateway must show."""
        self._secret = secret.encode()
        self._turns: OrderedDict[tuple[str, str], asyncio.Task[list[Message]]] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        """Also the path: /webhooks/gateway/."""
        return NAME

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Read credentials.yml. Raises: RasaException: no secret."""
        secret = str((credentials or {}).get("secret") or "")
        if not secret:
            cls.raise_missing_credentials_exception()
        return cls(secret)

    def get_output_channel(self) -> GatewayOutput:
        """For what Rasa says unasked; nothing reads it, residents get notices through the store."""
        return GatewayOutput()

    def get_metadata(self, request: Request) -> dict[str, Any] | None:
        """What the gateway knows of the message and its sender."""
        metadata = (request.json or {}).get("metadata")
        return dict(metadata) if isinstance(metadata, dict) else None

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The two routes."""
        routes = Blueprint("jiesu_gateway_channel")

        async def health(request: Request) -> HTTPResponse:
            return response.json({"ready": _has_model(request)}, status=200 if _has_model(request) else 503)

        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request, on_new_message)

        routes.add_route(health, "/", methods=["GET"])
        routes.add_route(receive, "/webhook", methods=["POST"])
        return routes

    async def _receive(self, request: Request, on_new_message: OnMessage) -> HTTPResponse:
        shown = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(shown, self._secret):
            return response.json({"error": "forbidden"}, status=403)
        body = request.json if isinstance(request.json, dict) else {}
        sender, text, message_id = (str(body.get(k) or "") for k in ("sender", "message", "message_id"))
        if not (sender and text and message_id):
            return response.json({"error": "sender, message and message_id are needed"}, status=400)
        key = (sender, message_id)
        if key not in self._turns:
            if not _has_model(request):
                return response.json({"error": "no model"}, status=503)
            metadata = self.get_metadata(request)
            self._start(key, self._run(on_new_message, sender, text, message_id, metadata))
        # Sanic cancels this handler when the gateway hangs up; the turn goes on and its answer is kept.
        try:
            messages = await asyncio.shield(self._turns[key])
        except Exception as error:
            log.error("rasa.turn.failed", turn=message_id, error=type(error).__name__)
            return response.json({"error": "failed"}, status=500)
        return response.json({"messages": messages}, ensure_ascii=False)

    def _start(self, key: tuple[str, str], turn: Any) -> None:
        task = asyncio.get_running_loop().create_task(turn)
        self._turns[key] = task
        task.add_done_callback(lambda done: self._forget(key, done))

    def _forget(self, key: tuple[str, str], done: asyncio.Task[list[Message]]) -> None:
        """Drop a failed turn, so that it can be tried again, and the oldest finished ones."""
        if done.cancelled() or done.exception() is not None:
            self._turns.pop(key, None)
        while len(self._turns) > REMEMBERED and next(iter(self._turns.values())).done():
            self._turns.popitem(last=False)

    async def _run(
        self, on_new_message: OnMessage, sender: str, text: str, message_id: str, metadata: dict[str, Any] | None
    ) -> list[Message]:
        output = GatewayOutput()
        await on_new_message(
            UserMessage(text, output, sender, input_channel=NAME, message_id=message_id, metadata=metadata)
        )
        return output.messages


def _has_model(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return bool(agent is not None and agent.is_ready())
