"""One inbound message as the conversation sees it: what was said, and all that was read in it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.kinds import Kind, Urgency
from bot.places.model import Resolution

SURE = 0.6
"""Probability above which an act is taken as meant."""

NOWHERE = Resolution("none")
"""No place was named."""


@dataclass(frozen=True)
class Reading:
    """A message, read."""

    text: str
    """Words with personal numbers masked; empty for media without words."""
    intent: str
    """Act or kind."""
    p: float
    """Probability of the intent."""
    kind: Kind
    """The most probable kind, whether or not the message is a matter."""
    categories: tuple[tuple[str, float], ...] = ()
    """Category codes with probabilities, most probable first."""
    urgency: Urgency = Urgency.NORMAL
    emergency: str | None = None
    """fire, gas, injury, crime, … when somebody is in danger now."""
    places: Resolution = NOWHERE
    """Every place named, and what they amount to."""
    occurred: str = ""
    """When it happened, in the resident's words."""
    contact: str = ""
    """Sealed contact."""
    media: tuple[str, ...] = ()
    """SHA-256 of files that came with the message."""
    location: tuple[float, float] | None = None
    """Longitude and latitude, WGS-84."""
    location_label: str = ""
    location_grid: str | None = None
    """Grid of the location; None when it lies outside the district."""
    location_name: str = ""
    """Names from street to grid of the location."""
    message_id: str = ""

    @property
    def is_media(self) -> bool:
        """True for a photo, voice or video without words."""
        return self.intent in {"send_media", "send_voice"}

    @property
    def is_matter(self) -> bool:
        """True when it reports something (a kind other than a question)."""
        return self.intent in {k.value for k in Kind} - {Kind.CONSULT.value}

    def is_surely(self, *intents: str) -> bool:
        """True when the intent is one of these beyond doubt."""
        return self.intent in intents and self.p >= SURE
