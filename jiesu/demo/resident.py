"""A resident on WeChat: all that is known of the product is its address and what the platform's form holds."""

from __future__ import annotations

import http.client
import itertools
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

from bot.domain.errors import UpstreamUnavailable
from connectors.wechat import AccountSecrets, CallbackError
from connectors.wechat.platform_side import (
    Scalars,
    build_callback,
    compose,
    make_text,
    make_user_fields,
    open_reply,
    read_reply_text,
)

ATTEMPTS = 3
"""How often the platform delivers a message that is not answered."""
ATTEMPT_SECONDS = 5.0
"""When the platform hangs up."""
PAUSE_SECONDS = 1.0


@dataclass(frozen=True)
class Exchange:
    """What was said and heard."""

    says: str
    hears: str
    milliseconds: int
    attempts: int


class Resident:
    """Writes to one account through its callback, signed and encrypted as the platform does it."""

    def __init__(self, app: str, shown: Mapping[str, str], *, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Args: app: address of the app. shown: what ``jiesu accounts show demo --json`` printed."""
        self._account = AccountSecrets(
            name=shown["name"],
            app_id=shown["app_id"],
            original_id=shown["original_id"],
            token=shown["token"],
            encoding_aes_key=shown["encoding_aes_key"],
            mode=shown["mode"],  # type: ignore[arg-type]  # checked inside
        )
        self._url = app + shown["path"]
        self._pause_seconds = pause_seconds
        self.openid = "o" + secrets.token_urlsafe(20)
        self._message_ids = itertools.count(secrets.randbelow(10**15) + 10**16)

    def say(self, text: str) -> Exchange:
        """Send a text."""
        fields = make_text(self._account, self.openid, text, next(self._message_ids), _now())
        return self._deliver(text, fields)

    def send_photo(self, media_id: str, picture_url: str) -> Exchange:
        """Send a photo that lies on the platform."""
        fields = make_user_fields(
            self._account,
            self.openid,
            _now(),
            "image",
            PicUrl=picture_url,
            MediaId=media_id,
            MsgId=next(self._message_ids),
        )
        return self._deliver("[照片]", fields)

    def _deliver(self, shown: str, fields: Scalars) -> Exchange:
        """Deliver as the platform does: an empty answer, or none in time, has the same message sent again.

        Raises:
            UpstreamUnavailable: it was refused, or never answered with words.
        """
        started = time.monotonic()
        problem = "the answer was empty"
        for attempt in range(1, ATTEMPTS + 1):
            try:
                inner = self._post(fields)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                    raise UpstreamUnavailable(f"“{shown}” was refused with status {error.code}") from error
                problem, inner = f"no answer within {ATTEMPT_SECONDS:.0f} s ({error})", None
            if inner:
                milliseconds = round((time.monotonic() - started) * 1000)
                return Exchange(shown, read_reply_text(inner), milliseconds, attempt)
            time.sleep(self._pause_seconds)
        raise UpstreamUnavailable(f"“{shown}”: {problem}, {ATTEMPTS} times")

    def _post(self, fields: Scalars) -> str | None:
        callback = build_callback(self._account, compose(fields), _now(), openid=self.openid)
        request = urllib.request.Request(  # noqa: S310 (the address that jiesu up printed)
            f"{self._url}?{urllib.parse.urlencode(callback.query)}",
            data=callback.body,
            headers={"Content-Type": callback.content_type},
        )
        with urllib.request.urlopen(request, timeout=ATTEMPT_SECONDS) as reply:  # noqa: S310 (see above)
            body = reply.read()
        try:
            return open_reply(self._account, body)
        except CallbackError as error:
            raise UpstreamUnavailable(f"the answer is not what the platform takes: {error}") from error


def _now() -> datetime:
    return datetime.now(timezone.utc)
