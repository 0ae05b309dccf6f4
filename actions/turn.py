"""The tracker of one turn, read: what was said, by whom, and what the conversation waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import names
from actions.replies import Replies
from bot.domain.events import Actor
from bot.domain.kinds import Kind, Urgency
from bot.domain.states import Role
from bot.intake.reading import NOWHERE, Reading
from bot.places.model import Resolution
from bot.places.resolve import resolve
from bot.reading.signals import MARKERS
from jiesu.compose import Product

Event = dict[str, Any]
LISTEN = "action_listen"
"""Rasa's own action that waits for the resident."""


@dataclass
class Turn:
    """One call of one action."""

    tracker: Tracker
    dispatcher: CollectingDispatcher
    product: Product
    replies: Replies
    events: list[Event] = field(default_factory=list)

    @property
    def message(self) -> Mapping[str, Any]:
        """The parse result of the latest message."""
        return self.tracker.latest_message or {}

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """What the gateway sent along."""
        return self.message.get("metadata") or {}

    @property
    def message_id(self) -> str:
        """Names the message; a retried turn has the same."""
        return str(self.metadata.get("message_id") or self.message.get("message_id") or "")

    @property
    def conversation_id(self) -> str:
        """The conversation, also Rasa's sender id."""
        return str(self.metadata.get("conversation_id") or self.tracker.sender_id)

    @property
    def resident_id(self) -> str:
        """Keyed hash of the resident; Rasa's sender id for a developer's shell."""
        return str(self.metadata.get("resident_id") or self.tracker.sender_id)

    @property
    def channel(self) -> str:
        """Channel and account."""
        return str(self.metadata.get("channel") or "shell")

    @property
    def actor(self) -> Actor:
        """The resident."""
        return Actor(Role.RESIDENT, self.resident_id)

    @property
    def previous_action(self) -> str:
        """The action before this one. Rasa lists the running form as an action, too; that is left out."""
        done = [str(e.get("name")) for e in self.tracker.events if e.get("event") == "action"]
        if done and done[-1] == names.FORM:
            done.pop()
        return done[-1] if done else LISTEN

    @property
    def is_fresh(self) -> bool:
        """True when the resident's message has not been acted on yet."""
        return self.previous_action == LISTEN

    @property
    def is_in_form(self) -> bool:
        """True while a report is being taken in."""
        return (self.tracker.active_loop or {}).get("name") == names.FORM

    @property
    def expecting(self) -> dict[str, Any]:
        """What the last reply outside a report waits for: {"about": …}."""
        return dict(self.tracker.get_slot(names.SLOT_EXPECTING) or {})

    def resolve(self, text: str) -> Resolution:
        """The grid that words speak of; a QR code's grid is the hint."""
        hint = str(self.metadata.get("scene") or "") or None
        gazetteer = self.product.catalogue.gazetteer
        return resolve(text, gazetteer, hint if hint and gazetteer.grid(hint) else None)

    @cached_property
    def reading(self) -> Reading:
        """The latest message, read."""
        message, metadata = self.message, self.metadata
        intent = message.get("intent") or {}
        text = str(message.get("text") or "")
        words = "" if text in MARKERS else str(metadata.get("full_text") or text)
        kind = (message.get("kind") or {}).get("name") or Kind.HELP.value
        urgency = message.get("urgency") or {}
        lng_lat, grid, name = self._location(metadata.get("location"))
        return Reading(
            text=words,
            intent=str(intent.get("name") or ""),
            p=float(intent.get("confidence") or 0.0),
            kind=Kind(kind),
            categories=tuple((str(c["code"]), float(c["p"])) for c in message.get("categories") or ()),
            urgency=Urgency(urgency.get("level") or "normal"),
            emergency=urgency.get("emergency"),
            places=self.resolve(words) if words else NOWHERE,
            occurred=next((e["value"] for e in message.get("entities") or () if e.get("entity") == "time"), "")[:50],
            contact=str(metadata.get("contact") or ""),
            media=tuple(str(m) for m in metadata.get("media") or ()),
            location=lng_lat,
            location_label=str((metadata.get("location") or {}).get("label") or "")[:100],
            location_grid=grid,
            location_name=name,
            message_id=self.message_id,
        )

    def _location(self, value: Any) -> tuple[tuple[float, float] | None, str | None, str]:
        if not isinstance(value, Mapping):
            return None, None, ""
        lng, lat = float(value["lng"]), float(value["lat"])
        gazetteer = self.product.catalogue.gazetteer
        area = gazetteer.grid_at(lng, lat)
        if area is None:
            return (lng, lat), None, ""
        path = [a.name for a in gazetteer.path(area.code) if a.level != "district"]
        return (lng, lat), area.code, " ".join(path)

    def say(self, reply: str, quick_replies: list[str] | None = None, **values: str) -> None:
        """Say one of data/responses, with words that can be sent with one tap."""
        buttons = [{"title": words, "payload": words} for words in quick_replies or ()]
        self.dispatcher.utter_message(text=self.replies.render(reply, values), buttons=buttons or None)

    def set_slot(self, name: str, value: Any) -> None:
        """Add a SlotSet event."""
        self.events.append({"event": "slot", "timestamp": None, "name": name, "value": value})

    def expect(self, about: str | None, **values: Any) -> None:
        """Remember what the next short answer will be about; None for nothing."""
        self.set_slot(names.SLOT_EXPECTING, {"about": about, **values} if about else None)

    def follow_with(self, action: str) -> None:
        """Run this action next."""
        self.events.append({"event": "followup", "timestamp": None, "name": action})

    def leave_form(self) -> None:
        """End the report without submitting it."""
        self.events.append({"event": "active_loop", "timestamp": None, "name": None})
        for name in (
            names.SLOT_DRAFT,
            names.SLOT_CATEGORY,
            names.SLOT_PLACE,
            names.SLOT_CONFIRMATION,
            "requested_slot",
        ):
            self.set_slot(name, None)
