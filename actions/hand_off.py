"""转人工: the conversation waits for an operator and the bot falls silent."""

from __future__ import annotations

from actions import names
from actions.edge import ConversationAction
from actions.turn import Turn
from bot.domain.commands import AskForHuman
from bot.domain.errors import ConversationNotFound


class HandOff(ConversationAction):
    """Always works; a developer's shell has no conversation in the store, then only the words are said."""

    action_name = names.HAND_OFF

    def act(self, turn: Turn) -> None:
        """Mark the conversation and tell the resident."""
        try:
            turn.product.intake.ask_for_human(AskForHuman(turn.conversation_id))
        except ConversationNotFound:
            turn.say("utter_hand_off_unavailable")
            return
        turn.say("utter_handed_off")
