"""What rules read in a message: certain intents, urgency and its words, times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.text.choices import parse_choice
from bot.text.short_replies import is_blank, read_short_reply
from bot.text.times import TimeSpan, find_times
from bot.text.urgency import assess_urgency

PHOTO, VOICE, VIDEO, LOCATION = "〔图片〕", "〔语音〕", "〔视频〕", "〔位置〕"
"""What the gateway writes for a message without words. Residents' own 〔 〕 never reach the bot."""
MARKERS = {PHOTO: "send_media", VOICE: "send_voice", VIDEO: "send_media", LOCATION: "send_location"}
EMERGENCY = "report_emergency"
SURE_OF_DANGER = 0.5
"""Probability from which the model alone is enough for an emergency."""
POLITE_TAIL = re.compile(r"[，,。\s]*(?:就)?(?:麻烦|辛苦|谢谢|多谢|感谢|拜托|尽快|快点|赶紧)[^，。]{0,8}[。！!~]*$")
"""对的，麻烦你们了: the words behind a yes."""
WEAK_YES = ("好", "行", "嗯", "恩", "可以", "ok")
"""Words that are as often said to end a talk (好的谢谢) as to confirm."""
MOST_CHOICES = 30
LONGEST_CHOICE = 8
"""Characters; longer texts are never a bare choice."""


@dataclass(frozen=True)
class Signals:
    """What was found."""

    intent: str | None
    """An intent that needs no model, or None."""
    urgency: str
    """normal, urgent or critical."""
    emergency: str | None
    """fire, gas, injury, crime, … when somebody is in danger now."""
    why: tuple[str, ...]
    """The words that made it urgent."""
    times: tuple[TimeSpan, ...]
    """Offsets in characters of the given text, end exclusive."""


def read_signals(text: str, model_intent: str, model_p: float, now: datetime) -> Signals:
    """Read one message.

    Args:
        text: as the resident wrote it, or one of MARKERS.
        model_intent: what the model took it for; a question about an emergency is none.
        model_p: how sure the model is.
        now: aware.
    """
    if text in MARKERS:
        return Signals(MARKERS[text], "normal", None, (), ())
    if is_blank(text):
        return Signals("blank", "normal", None, (), ())
    urgency = assess_urgency(text)
    intent = _short_reply(text, model_intent)
    if intent is None and len(text.strip()) <= LONGEST_CHOICE and parse_choice(text, MOST_CHOICES) is not None:
        intent = "choose"
    if intent is None and TICKET_NUMBER.search(text) and model_intent not in ABOUT_A_TICKET:
        intent = "track_progress"
    level: str = urgency.level
    emergency: str | None = urgency.emergency
    if level == "critical" and emergency and model_intent not in NOT_IN_DANGER:
        intent = EMERGENCY
    elif intent is None and model_intent == EMERGENCY and model_p >= SURE_OF_DANGER:
        intent, level, emergency = EMERGENCY, "critical", emergency or "other"
    return Signals(
        intent,
        level,
        emergency,
        tuple(reason.text for reason in urgency.reasons),
        find_times(text, now),
    )


TICKET_NUMBER = re.compile(r"js\s?\d{10,14}", re.IGNORECASE)
"""A public ticket number, e.g. JS2611220017."""
ABOUT_A_TICKET = frozenset({"urge", "withdraw", "rate", "supplement", "change_place", "change_category", "hand_off"})
"""Acts that can be about the ticket whose number is quoted."""
NOT_IN_DANGER = frozenset({"abuse", "out_of_scope", "suggest", "praise"})
"""Acts and kinds that are not reports of present danger even with its words in them."""


def _short_reply(text: str, model_intent: str) -> str | None:
    head = POLITE_TAIL.sub("", text)
    if head == text or not head.strip():
        return read_short_reply(text)
    if model_intent == "thank" and head.strip().lower().startswith(WEAK_YES):
        return None
    return read_short_reply(head)
