"""What the door must know of an account; none of its secrets shows in a repr."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from connectors.wechat.crypto import EncodingKey
from connectors.wechat.errors import BadAccount

Mode = Literal["plain", "compatible", "safe"]
"""明文模式, 兼容模式, 安全模式."""
Channel = Literal["official_account", "miniprogram", "wecom_app", "wecom_kf", "aibot"]
"""公众号, 小程序客服, 企业微信应用, 微信客服, 智能机器人."""


@dataclass(frozen=True, slots=True, repr=False)
class AccountSecrets:
    """One account of one channel with the secrets that its callbacks are checked with.

    Raises:
        BadAccount: The token is empty, the mode or the channel is unknown, a key or the AppID is missing where one is
            needed, or a WeCom channel is not in safe mode.
        BadEncodingKey: A key is malformed.
    """

    name: str
    """Our own name of the account, as in the callback's path."""
    app_id: str
    """AppID (公众号, 小程序) or CorpID (WeCom); unused for a 智能机器人."""
    original_id: str
    """`gh_…` id that callbacks carry as ToUserName (WeCom: the CorpID); "" switches the check off."""
    token: str
    """Signs callbacks."""
    encoding_aes_key: str
    """43 characters; "" in plain mode."""
    previous_encoding_aes_key: str | None = None
    """The key before the last change, still tried; `None` or "" if there is none."""
    mode: Mode = "safe"
    """How callbacks arrive. WeCom channels know only safe mode."""
    channel: Channel = "official_account"
    """Which platform calls."""

    def __post_init__(self) -> None:
        """Refuse settings that cannot work, by the name of the field."""
        if not self.token:
            raise BadAccount("token is empty", field="token")
        if self.mode not in get_args(Mode):
            raise BadAccount("unknown mode", field="mode")
        if self.channel not in get_args(Channel):
            raise BadAccount("unknown channel", field="channel")
        if self.is_wecom and self.mode != "safe":
            raise BadAccount("WeCom channels are always in safe mode", field="mode")
        if self.mode == "plain":
            return
        if not self.app_id and self.channel != "aibot":
            raise BadAccount("app_id is empty", field="app_id")
        EncodingKey.parse(self.encoding_aes_key)
        if self.previous_encoding_aes_key:
            EncodingKey.parse(self.previous_encoding_aes_key)

    def __repr__(self) -> str:
        """Everything but the secrets."""
        return (
            f"AccountSecrets(name={self.name!r}, channel={self.channel!r}, mode={self.mode!r}, app_id={self.app_id!r}, "
            f"original_id={self.original_id!r}, token='***', encoding_aes_key='***', previous_encoding_aes_key='***')"
        )

    @property
    def is_wecom(self) -> bool:
        """Whether the platform is WeCom, whose URL check is encrypted and whose JSON names are lower-case."""
        return self.channel in ("wecom_app", "wecom_kf", "aibot")

    @property
    def receive_id(self) -> str:
        """What an encrypted frame of this account ends in."""
        return "" if self.channel == "aibot" else self.app_id

    @property
    def keys(self) -> tuple[EncodingKey, ...]:
        """The current key, then the previous one; empty if there is none."""
        return tuple(
            EncodingKey.parse(text) for text in (self.encoding_aes_key, self.previous_encoding_aes_key) if text
        )
