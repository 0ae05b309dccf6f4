"""A resident with WeChat in the hand: writes through the signed, encrypted callback and reads the passive replies."""

from __future__ import annotations

import hashlib
import io
import itertools
import secrets
import time
from datetime import datetime, timezone
from typing import Any

from PIL import Image

from connectors.wechat.platform_side import build_callback, compose, make_user_fields, open_reply, read_reply_text
from tests.golden.product import Running

DELIVERIES = 3
"""The platform delivers a message once and twice more while nothing but an acknowledgement comes back."""
PAUSE_SECONDS = 0.3
_ids = itertools.count(int(time.time() * 1000) * 1000)


class Resident:
    """One invented openid."""

    def __init__(self, product: Running) -> None:
        """Args: product: whom to write to."""
        self._product = product
        self.openid = "o" + secrets.token_hex(13) + "G"
        self.heard: list[str] = []

    def send(self, kind: str, *, repeat: int = 0, silent: bool = False, **fields: Any) -> list[str]:
        """Deliver one message; gives what came back, the first answer and those to ``repeat`` more deliveries."""
        if kind != "event":
            fields.setdefault("MsgId", next(_ids))
        made = make_user_fields(self._product.account, self.openid, datetime.now(timezone.utc), kind, **fields)
        answer = ""
        for attempt in range(DELIVERIES):
            answer = self._deliver(made)
            if answer:
                break
            if attempt < DELIVERIES - 1:
                time.sleep(PAUSE_SECONDS)
        if silent and not answer:
            return [""]
        answers = [answer, *(self._deliver(made) for _ in range(repeat))]
        self.heard.append(answer)
        return answers

    def photo(self, name: str) -> str:
        """Put a small picture on the platform; gives its media id. The same name is the same picture."""
        digest = hashlib.sha256(name.encode()).digest()
        out = io.BytesIO()
        Image.new("RGB", (24, 24), (digest[0], digest[1], digest[2])).save(out, "JPEG")
        media_id = f"media-{self.openid}-{digest.hex()[:12]}"
        self._product.platform.files[media_id] = out.getvalue()
        return media_id

    def voice(self) -> str:
        """Put a short recording on the platform; gives its media id."""
        media_id = f"voice-{self.openid}-{secrets.token_hex(4)}"
        self._product.platform.files[media_id] = b"#!AMR\n" + secrets.token_bytes(64)
        return media_id

    def _deliver(self, fields: Any) -> str:
        account = self._product.account
        callback = build_callback(account, compose(fields), datetime.now(timezone.utc), openid=self.openid)
        status, body = self._product.post(callback.query, callback.body, callback.content_type)
        assert status == 200, f"the callback answered {status}"
        inner = open_reply(account, body)
        return read_reply_text(inner) if inner else ""
