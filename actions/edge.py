"""The edge of the action server: every action runs in a thread, and no error leaves with the tracker in it."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import Replies
from actions.turn import Turn
from bot.domain.errors import IntakeError
from bot.logs import set_up_logs
from bot.settings import read_settings
from jiesu.compose import Product

log = structlog.get_logger(__name__)
_product: Product | None = None
_replies = Replies()


def product() -> Product:
    """The product of this process, made on first use."""
    global _product
    if _product is None:
        settings = read_settings()
        set_up_logs(settings.log_level, settings.log_format)
        _product = Product(settings)
    return _product


class ConversationAction(Action, ABC):
    """Base of our actions: ``act`` is plain blocking code that speaks through the turn."""

    action_name = ""

    def name(self) -> str:
        """What Rasa calls it."""
        return self.action_name

    @abstractmethod
    def act(self, turn: Turn) -> None:
        """Do the job: commands through ``turn.product.intake``, words through ``turn.say``."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Run ``act``; an error becomes a fixed reply, never its text."""
        started = time.monotonic()
        turn = Turn(tracker, dispatcher, product(), _replies)
        try:
            await asyncio.to_thread(self.act, turn)
        except IntakeError as error:
            log.warning("action.refused", action=self.action_name, code=error.code, error=type(error).__name__)
            turn.say(error.reply)
        except Exception as error:
            log.error("action.failed", action=self.action_name, error=type(error).__name__, exc_info=error)
            turn.say("utter_internal_error")
        log.info(
            "action.done",
            action=self.action_name,
            intent=(turn.message.get("intent") or {}).get("name"),
            ms=round((time.monotonic() - started) * 1000),
        )
        return turn.events
