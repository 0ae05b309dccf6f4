"""Brings the files that residents send into the store; none is lost when the platform is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.domain.errors import InvalidAttachment
from connectors.accounts import Account
from connectors.inbound import Inbound
from connectors.wechat_api import FileAway, WeChatApi
from store.blobs import Blob, BlobStore
from store.missing_files import MissingFiles
from store.uow import UowFactory

log = structlog.get_logger(__name__)
TURN_SECONDS = 3.0
"""How long a turn waits for its files."""
KEPT_DAYS = 3
"""How long the platform keeps a file. Source: 获取临时素材 of the official account."""
PAUSE_SECONDS = 60.0
"""Between looks at files that are still missing."""
USUAL_TYPES = {"image": "image/jpeg", "voice": "audio/amr", "video": "video/mp4"}


class Media:
    """Fetches, checks and notes files."""

    def __init__(
        self,
        api: WeChatApi,
        accounts: Mapping[str, Account],
        blobs: BlobStore,
        open_uow: UowFactory,
        missing: MissingFiles,
        clock: Callable[[], datetime],
    ) -> None:
        """Args: api: of the platform. accounts: by name. blobs, open_uow, missing: where files are kept and noted."""
        self._api, self._accounts = api, accounts
        self._blobs, self._open_uow, self._missing, self._clock = blobs, open_uow, missing, clock

    async def collect(self, message: Inbound, resident_id: str) -> list[str]:
        """The SHA-256 of every file of a message, those that were stored before and those fetched now.

        A file that cannot be fetched within TURN_SECONDS is noted and has the digest of its id; one that is not taken
        is left out.
        """
        found = await asyncio.gather(*(self._collect_one(message, m, resident_id) for m in message.media_ids))
        return [*message.files, *(digest for digest in found if digest)]

    async def _collect_one(self, message: Inbound, media_id: str, resident_id: str) -> str | None:
        source = {
            "account": message.account,
            "media_id": media_id,
            "url": message.picture_url,
            "form": message.form,
        }
        try:
            blob = await self._fetch(source)
        except InvalidAttachment as error:
            log.warning("media.refused", account=message.account, kind=message.form, code=error.code)
            return None
        except (FileAway, asyncio.TimeoutError) as error:
            log.warning("media.away", account=message.account, kind=message.form, error=type(error).__name__)
            usual = USUAL_TYPES.get(message.form, "application/octet-stream")
            return await asyncio.to_thread(self._missing.note, media_id, usual, resident_id, source, self._clock())
        await asyncio.to_thread(self._note, blob, resident_id)
        return blob.sha256

    async def keep_trying(self) -> None:
        """Fetch missing files of tickets until cancelled."""
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            try:
                await self.try_missing()
            except Exception as error:
                log.error("media.retry.failed", error=type(error).__name__)

    async def try_missing(self) -> int:
        """Try to fetch missing files once; gives how many were found."""
        since = self._clock() - timedelta(days=KEPT_DAYS)
        count = 0
        for missing in await asyncio.to_thread(self._missing.wanted, since):
            try:
                blob = await self._fetch(missing.source)
            except InvalidAttachment:
                await asyncio.to_thread(self._missing.give_up, missing)
            except (FileAway, asyncio.TimeoutError):
                continue
            else:
                await asyncio.to_thread(self._missing.found, missing, blob.sha256, blob.media_type, blob.size)
                count += 1
        return count

    async def _fetch(self, source: Mapping[str, Any]) -> Blob:
        """Raises: FileAway, InvalidAttachment, asyncio.TimeoutError."""
        account = self._accounts.get(str(source["account"]))
        if account is None or not self._api.knows(account):
            raise FileAway("the platform does not know this account")
        content = await asyncio.wait_for(self._download(account, source), TURN_SECONDS)
        return await asyncio.to_thread(self._blobs.put, content)

    async def _download(self, account: Account, source: Mapping[str, Any]) -> bytes:
        try:
            return await self._api.get_media(account, str(source["media_id"]))
        except FileAway:
            if not source["url"]:
                raise
        return await self._api.get_picture(str(source["url"]))

    def _note(self, blob: Blob, resident_id: str) -> None:
        with self._open_uow() as uow:
            uow.attachments.receive(blob.sha256, blob.media_type, blob.size, resident_id, self._clock())
            uow.commit()
