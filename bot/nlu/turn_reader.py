"""Rasa component: what rules read more surely than a model — short replies, choices, emergencies, times, media."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.reading.matter import KINDS
from bot.reading.signals import EMERGENCY, read_signals


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TurnReader(GraphComponent, EntityExtractorMixin):
    """Overrides the intent where a rule is certain; adds ``urgency`` and entities of the kind ``time``."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TurnReader:
        """A component without state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Read the messages."""
        for message in messages:
            text = message.get(TEXT) or ""
            model = message.get(INTENT) or {}
            confidence = float(model.get("confidence") or 0.0)
            signals = read_signals(text, str(model.get("name") or ""), confidence, datetime.now(timezone.utc))
            if signals.intent is not None:
                message.set(INTENT, {"name": signals.intent, "confidence": 1.0}, add_to_output=True)
            elif confidence < needed(text, str(model.get("name") or "")):
                message.set(INTENT, {"name": "nlu_fallback", "confidence": 1.0}, add_to_output=True)
            message.set(
                "urgency",
                {"level": signals.urgency, "emergency": signals.emergency, "why": list(signals.why)},
                add_to_output=True,
            )
            found = [
                {"entity": "time", "value": s.text, "start": s.start, "end": s.end, "extractor": "TurnReader"}
                for s in signals.times
                if not DURATION.fullmatch(s.text)
            ]
            message.set(ENTITIES, (message.get(ENTITIES) or []) + found, add_to_output=True)
        return messages


def needed(text: str, intent: str) -> float:
    """Probability that an intent must have: more for acts than for matters, most for texts without Chinese."""
    if intent == EMERGENCY or not HAN.search(text):
        return 0.8
    return 0.35 if intent in KINDS else 0.45


DURATION = re.compile(
    r"现在|目前|最近|刚才|晚上|白天|早上|中午|下午|天天|每天|平时|今年|去年|这几天|这两天|一直|"
    r"(?:连续|已经|快|都)?[\d一二三四五六七八九十两半几]+个?多?(?:年|月|天|周|星期|礼拜|小时|分钟)[多了半]*"
)
"""两年, 半个月, 最近: how long or nearly always, not when."""
HAN = re.compile(r"[\u3400-\u9fff]")
