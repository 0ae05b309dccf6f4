"""The door's typed messages as the gateway's one kind of message."""

from __future__ import annotations

import re
from datetime import datetime

from bot.places.coords import gcj02_to_wgs84
from connectors.inbound import Form, Inbound
from connectors.wechat.model import (
    ImageMessage,
    LinkMessage,
    LocationMessage,
    MenuClick,
    Message,
    Scan,
    Subscribe,
    TextMessage,
    Unsubscribe,
    VideoMessage,
    VoiceMessage,
)

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def to_inbound(message: Message, channel: str, received_at: datetime) -> Inbound | None:
    """What the bot is to hear of a message; None for what is only acknowledged.

    Args:
        message: parsed.
        channel: family, wechat or wecom.
        received_at: aware.
    """
    head = message.head

    def make(
        form: Form,
        text: str = "",
        media_id: str | None = None,
        *,
        picture_url: str = "",
        location: tuple[float, float] | None = None,
        scene: str = "",
    ) -> Inbound:
        return Inbound(
            channel=channel,
            account=head.account,
            identity=head.from_user,
            dedupe_key=head.dedupe_key,
            form=form,
            received_at=received_at,
            text=text,
            media_ids=(media_id,) if media_id else (),
            picture_url=picture_url,
            location=location,
            scene=scene,
        )

    match message:
        case TextMessage():
            return make("text", message.content)
        case ImageMessage():
            return make("image", media_id=message.media_id, picture_url=message.pic_url or "")
        case VoiceMessage():
            return make("voice", message.recognition or "", message.media_id)
        case VideoMessage():
            return make("video", media_id=message.media_id)
        case LocationMessage():
            return make("location", message.label or "", location=gcj02_to_wgs84(message.lng, message.lat))
        case LinkMessage():
            words = "\n".join(part for part in (message.title, message.description) if part.strip())
            return make("text", words) if words else None
        case MenuClick():
            words = message.label or message.key
            return make("text", words) if _CHINESE.search(words) else None
        case Subscribe():
            return make("subscribe", scene=message.scene or "")
        case Scan():
            return make("subscribe", scene=message.scene)
        case Unsubscribe():
            return make("unsubscribe")
        case _:
            return None
