"""Carries out one turn: decides who answers, and asks Rasa when it is the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from connectors.inbound import Inbound, Reply
from connectors.media import Media
from connectors.notices import Notices
from connectors.rasa_client import RasaClient
from connectors.turn_message import make_turn_message
from store.inbox import DONE, FAILED, HELD, MAX_ATTEMPTS, Inbox, Work
from store.vault import Vault

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How a turn ended."""

    state: str
    """done, held or failed."""
    replies: Sequence[Reply] = ()
    is_leaving: bool | None = None
    """True: the resident unsubscribed. False: subscribed. None: neither."""
    channel: str = ""
    form: str = ""


class TurnRunner:
    """Knows what each form of message asks for."""

    def __init__(self, inbox: Inbox, rasa: RasaClient, media: Media, notices: Notices, vault: Vault) -> None:
        """Args: inbox: opens messages. rasa: answers. media: fetches files. notices: our texts. vault: seals phones."""
        self._inbox, self._rasa, self._media, self._notices, self._vault = inbox, rasa, media, notices, vault

    def apology(self) -> list[Reply]:
        """What a resident hears when a turn is given up."""
        return [self._notices.get("apology")]

    async def run(self, work: Work) -> Outcome:
        """Carry out a turn.

        Raises:
            RasaAway, RasaFailed, CannotOpen: it may be tried again.
        """
        if work.attempts > MAX_ATTEMPTS:  # earlier attempts ended with the process
            return Outcome(FAILED, self.apology())
        message = Inbound.from_json(self._inbox.open(work))
        channel = f"{message.channel}:{message.account}"
        if message.form == "unsubscribe":
            return Outcome(DONE, (), True, channel, message.form)
        is_leaving = False if message.form == "subscribe" else None
        if work.owner != "bot":
            if message.form != "subscribe":
                await self._media.collect(message, work.resident_id)
            return Outcome(HELD, (), is_leaving, channel, message.form)
        if message.form == "subscribe":
            return Outcome(DONE, [self._notices.get("welcome")], is_leaving, channel, message.form)
        return Outcome(DONE, await self._ask(work, message), None, channel, message.form)

    async def _ask(self, work: Work, message: Inbound) -> list[Reply]:
        media = await self._media.collect(message, work.resident_id)
        turn = await asyncio.to_thread(make_turn_message, work, message, media, self._vault)
        replies = await self._rasa.ask(work.conversation_id, turn.text, str(work.inbox_id), turn.metadata)
        if not any(reply.text or reply.extra for reply in replies):
            # Rasa goes on without words when its action server is away; a resident must not.
            log.warning("turn.without_words", turn=work.inbox_id)
            return self.apology()
        return replies
