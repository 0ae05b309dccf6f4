"""The platform's API as far as files need it: access tokens and media."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.domain.errors import InvalidAttachment, UpstreamUnavailable
from connectors.accounts import Account
from store.blobs import MAX_BYTES

REAL_PLATFORM = "https://api.weixin.qq.com"
REQUEST_SECONDS = 3.0
PICTURE_HOSTS = ("mmbiz.qpic.cn", "wx.qlogo.cn")
PICTURE_DOMAIN = ".qpic.cn"
STALE_TOKEN = frozenset({40001, 40014, 41001, 42001})
"""Error codes after which a new token is fetched, once. Source: 全局返回码 of the official account."""
EARLY_SECONDS = 60
"""A token is renewed this long before it ends."""


class FileAway(UpstreamUnavailable):
    """The platform does not give the file now."""


@dataclass
class _Token:
    text: str
    until: float
    """On the monotonic clock."""


class WeChatApi:
    """Fetches files; one token for each account, refreshed by one caller at a time."""

    def __init__(self, base: str) -> None:
        """Make it inside a running loop.

        Args:
            base: address of the platform.
        """
        self._base = base.rstrip("/")
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS))
        self._tokens: dict[str, _Token] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    def knows(self, account: Account) -> bool:
        """Whether the platform can be asked about this account: the real one never heard of ``demo``.

        WeCom has another API, with other tokens.
        """
        is_invented = account.is_demo and self._base == REAL_PLATFORM
        return account.family == "wechat" and bool(account.app_secret) and not is_invented

    async def get_media(self, account: Account, media_id: str) -> bytes:
        """A temporary file by its id.

        Raises:
            FileAway: not now.
            InvalidAttachment: too large.
        """
        token = await self._token(account, stale="")
        for is_last in (False, True):
            content = await self._get(f"{self._base}/cgi-bin/media/get", {"access_token": token, "media_id": media_id})
            code = _error_code(content)
            if code is None:
                return content
            if is_last or code not in STALE_TOKEN:
                raise FileAway(f"media/get answered with code {code}")
            token = await self._token(account, stale=token)
        raise AssertionError("unreachable")

    async def get_picture(self, url: str) -> bytes:
        """A picture by its address, which must be on the platform's own hosts; redirects are not followed.

        Raises:
            FileAway: another host, or not now.
            InvalidAttachment: too large.
        """
        if not self.is_own_address(url):
            raise FileAway("the picture's address is not the platform's")
        return await self._get(url, {})

    def is_own_address(self, url: str) -> bool:
        """Whether an address lies on the platform's own hosts."""
        try:
            parts, base = urlsplit(url), urlsplit(self._base)
            host, port = parts.hostname or "", parts.port
            if parts.username or parts.password:
                return False
            if (host, port, parts.scheme) == (base.hostname, base.port, base.scheme):
                return True
        except ValueError:
            return False
        is_platform = host in PICTURE_HOSTS or host.endswith(PICTURE_DOMAIN)
        return is_platform and port is None and parts.scheme in {"http", "https"}

    async def _get(self, url: str, query: dict[str, str]) -> bytes:
        try:
            async with self._session.get(url, params=query, allow_redirects=False) as response:
                if response.status != 200:
                    raise FileAway(f"the platform answered with status {response.status}")
                content = bytearray()
                async for chunk in response.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > MAX_BYTES:
                        raise InvalidAttachment(f"file: more than {MAX_BYTES} bytes")
                return bytes(content)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise FileAway("the platform cannot be reached") from error

    async def _token(self, account: Account, stale: str) -> str:
        """The token of an account; a new one when the present one is ``stale`` or ends soon."""
        async with self._locks.setdefault(account.name, asyncio.Lock()):
            known = self._tokens.get(account.name)
            if known is not None and known.text != stale and known.until > time.monotonic():
                return known.text
            answer = await self._ask_token(account, is_forced=bool(stale))
            text = str(answer.get("access_token") or "")
            if not text:
                raise FileAway(f"stable_token answered with code {answer.get('errcode')}")
            lasts = float(answer.get("expires_in") or 300)
            self._tokens[account.name] = _Token(text, time.monotonic() + max(lasts - EARLY_SECONDS, lasts / 2))
            return text

    async def _ask_token(self, account: Account, *, is_forced: bool) -> dict[str, Any]:
        body = {
            "grant_type": "client_credential",
            "appid": account.secrets.app_id,
            "secret": str(account.app_secret),
            "force_refresh": is_forced,
        }
        try:
            async with self._session.post(f"{self._base}/cgi-bin/stable_token", json=body) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise FileAway("the platform gives no token") from error
        return answer if isinstance(answer, dict) else {}


def _error_code(content: bytes) -> int | None:
    """The error code that came instead of a file; -1 for JSON without one (a video's address)."""
    if not content.startswith(b"{"):
        return None
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return int(answer.get("errcode") or -1) if isinstance(answer, dict) else None
