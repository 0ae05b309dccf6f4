"""The errors of the WeChat door: one small tree, one HTTP status and one stable code each.

No message ever holds a value that came from outside; at most it names a field.
Codes from -40001 to -40011 are those of Tencent's WXBizMsgCrypt samples, codes from -41001 on are ours.
"""

from __future__ import annotations

from typing import ClassVar


class CallbackError(Exception):
    """A callback that cannot be accepted.

    Source:
        Codes: ierror.py of WXBizMsgCrypt (developer.work.weixin.qq.com/document/path/90968).
    """

    http_status: ClassVar[int] = 400
    """What the gateway answers."""
    code: ClassVar[int] = -40002
    """Stable number for logs and counters."""

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        """Keep what is wrong and, where one field is to blame, its name."""
        super().__init__(f"{self.code} {detail}")
        self.field = field


class BadSignature(CallbackError):
    """The signature is missing or was not made with the account's token."""

    http_status = 403
    code = -40001


class StaleTimestamp(CallbackError):
    """The signature is right, but its timestamp lies outside the accepted window."""

    http_status = 403
    code = -41001


class PlainRefused(CallbackError):
    """An unencrypted callback reached an account that only takes encrypted ones."""

    http_status = 403
    code = -41002


class BadBody(CallbackError):
    """The body is not a readable XML or JSON document, or lacks a field that it must have."""

    code = -40002


class BodyTooLarge(BadBody):
    """The body is longer than any callback of the platform."""

    http_status = 413
    code = -41003


class WrongReceiver(CallbackError):
    """The callback was meant for another account (AppID, CorpID or original id)."""

    code = -40005


class BadCiphertext(CallbackError):
    """The encrypted part cannot be decrypted with any of the account's keys."""

    code = -40007


class BadPadding(BadCiphertext):
    """The decrypted bytes do not end in PKCS#7 padding of block 32."""

    code = -40008


class BadFrame(BadCiphertext):
    """The decrypted bytes are no frame of random, length, message and receiver."""

    code = -40008


class BadBase64(BadCiphertext):
    """The encrypted part is not strict base64."""

    code = -40010


class BadEncodingKey(CallbackError, ValueError):
    """The account's EncodingAESKey is unusable: an error of the settings, not of the caller."""

    http_status = 500
    code = -40004


class BadAccount(CallbackError, ValueError):
    """The account's settings cannot work (empty token, unknown mode, no key where one is needed)."""

    http_status = 500
    code = -41004


class ReplyTooLong(ValueError):
    """A reply text is longer than the channel shows; split it first."""
