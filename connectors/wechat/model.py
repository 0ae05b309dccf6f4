"""Typed messages and events that residents' apps send, the same for every WeChat-style channel.

What a resident wrote or is known by stays out of every repr.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every message has."""

    account: str
    """Our own name of the account that it came to."""
    to_user: str
    """ToUserName: the account's original id, CorpID, aibotid or open_kfid."""
    from_user: str = field(repr=False)
    """openid, WeCom userid or external_userid; "" for a KfSignal, which is from nobody."""
    created_at: datetime
    """When it was sent, UTC; when it was received, if the platform does not say."""
    dedupe_key: str
    """Equal for all deliveries of one message, different for different ones."""
    message_id: str | None = None
    """MsgId as text; events of most channels have none."""
    agent_id: str | None = None
    """WeCom application."""
    chat_id: str | None = None
    """Group in which a 智能机器人 was addressed; `None` in a single chat."""
    response_url: str | None = field(default=None, repr=False)
    """Address to which a 智能机器人 may push one later answer; a secret."""


@dataclass(frozen=True, slots=True)
class TextMessage:
    """Something that a resident typed."""

    head: Head
    content: str = field(repr=False)
    """Line feeds kept, other control characters blanked."""


@dataclass(frozen=True, slots=True)
class ImageMessage:
    """A picture."""

    head: Head
    media_id: str
    pic_url: str | None = field(default=None, repr=False)
    """Followed only to the platform's own hosts."""


@dataclass(frozen=True, slots=True)
class VoiceMessage:
    """A voice message."""

    head: Head
    media_id: str | None
    """`None` where the channel gives only the recognised words (智能机器人)."""
    format: str | None
    """amr, speex…"""
    recognition: str | None = field(default=None, repr=False)
    """The platform's transcript, which it is withdrawing; missing and empty are both `None`."""


@dataclass(frozen=True, slots=True)
class VideoMessage:
    """A video or a short video."""

    head: Head
    media_id: str
    thumb_media_id: str | None
    is_short: bool
    """Whether it came as 小视频."""


@dataclass(frozen=True, slots=True)
class LocationMessage:
    """A place that a resident chose and sent."""

    head: Head
    lat: float = field(repr=False)
    """Degrees, GCJ-02."""
    lng: float = field(repr=False)
    """Degrees, GCJ-02."""
    scale: float | None
    """Zoom level of the map."""
    label: str | None = field(repr=False)
    """Address or name as the app shows it."""


@dataclass(frozen=True, slots=True)
class LinkMessage:
    """A shared page."""

    head: Head
    title: str = field(repr=False)
    description: str = field(repr=False)
    url: str = field(repr=False)
    """Text from outside: never fetched."""


@dataclass(frozen=True, slots=True)
class MenuClick:
    """A pressed button. For the push quota it is a menu click, not a user message."""

    head: Head
    key: str
    """EventKey, bizmsgmenuid or menu_id."""
    label: str | None
    """Words on the button, where they are sent along."""
    origin: Literal["menu", "msgmenu"]
    """The account's menu, or a choice offered in the conversation."""


@dataclass(frozen=True, slots=True)
class Subscribe:
    """A resident follows the account."""

    head: Head
    scene: str | None
    """Scene of the QR code that led there, without its prefix."""


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """A resident leaves; nobody is there to answer, and personal state is to be retired."""

    head: Head


@dataclass(frozen=True, slots=True)
class Scan:
    """A follower scanned a QR code with a scene."""

    head: Head
    scene: str


@dataclass(frozen=True, slots=True)
class LocationReport:
    """A periodic position (event LOCATION). It must not start a dialogue."""

    head: Head
    lat: float = field(repr=False)
    """Degrees; GCJ-02 is not promised for this event."""
    lng: float = field(repr=False)
    """Degrees."""
    precision: float | None = field(repr=False)
    """Metres."""


@dataclass(frozen=True, slots=True)
class EnterSession:
    """A resident opened the conversation; some channels send it on every opening."""

    head: Head
    scene: str | None
    """SessionFrom or scene."""
    scene_param: str | None = None
    """What the link to a 微信客服 carried."""
    welcome_code: str | None = field(default=None, repr=False)
    """Lets a 微信客服 greet once, within seconds."""


@dataclass(frozen=True, slots=True)
class KfSignal:
    """微信客服 has something to fetch with sync_msg."""

    head: Head
    open_kfid: str
    token: str = field(repr=False)
    """Lifts the rate limit of sync_msg for ten minutes."""


@dataclass(frozen=True, slots=True)
class KfSendFail:
    """A message that sync_msg reports as not delivered."""

    head: Head
    fail_msgid: str
    fail_type: int
    """4 expired, 5 closed, 6 over five, 10 refused…"""


@dataclass(frozen=True, slots=True)
class IgnoredEvent:
    """An event that asks for no answer (VIEW, send reports, unknown ones)."""

    head: Head
    name: str
    """As the platform writes it."""


@dataclass(frozen=True, slots=True)
class UnknownMessage:
    """A message of a type that we do not read; the resident may be asked for words or a picture."""

    head: Head
    type: str


Message: TypeAlias = (
    TextMessage
    | ImageMessage
    | VoiceMessage
    | VideoMessage
    | LocationMessage
    | LinkMessage
    | MenuClick
    | Subscribe
    | Unsubscribe
    | Scan
    | LocationReport
    | EnterSession
    | KfSignal
    | KfSendFail
    | IgnoredEvent
    | UnknownMessage
)
