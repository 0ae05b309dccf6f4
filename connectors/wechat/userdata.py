"""Encrypted user data of a mini program (wx.getUserInfo, getPhoneNumber): AES-128-CBC, PKCS#7 of block 16."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from connectors.wechat.crypto import AES_BLOCK, aes_cbc_decrypt, decode_base64, unpad
from connectors.wechat.errors import BadBody, BadCiphertext, WrongReceiver
from connectors.wechat.fields import Fields, parse_document
from connectors.wechat.readers import find_text, read_id, read_object, read_time


@dataclass(frozen=True, slots=True)
class UserData:
    """Decrypted data, all of it personal."""

    fields: Fields = field(repr=False)
    """openId, phoneNumber…, by the platform's names; numbers as text."""
    made_at: datetime | None
    """Time in the watermark, UTC; the data are no fresher than that."""


def decrypt_user_data(session_key: str, iv: str, encrypted: str, app_id: str) -> UserData:
    """Decrypt `encryptedData` with the session key and check whose it is.

    The data carry no signature. Whatever is wrong with them gives one and the same error, so that a caller who sends
    altered data learns nothing from it.

    Args:
        session_key: Base64, from code2Session; never leaves the server.
        iv: Base64, from the mini program.
        encrypted: Base64, from the mini program.
        app_id: What the watermark must name.

    Raises:
        BadCiphertext: It cannot be decrypted.
        WrongReceiver: The watermark names another mini program.

    Source:
        开放数据校验与解密, developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html.
    """
    try:
        fields = parse_document(_decrypt(session_key, iv, encrypted)).fields
        watermark = read_object(fields, "watermark")
        owner = read_id(watermark, "appid")
        made_at = read_time(watermark, "timestamp") if find_text(watermark, "timestamp") else None
    except (BadCiphertext, BadBody) as error:
        raise BadCiphertext("user data cannot be decrypted") from error
    if owner != app_id:
        raise WrongReceiver("watermark names another mini program", field="appid")
    return UserData(fields, made_at)


def _decrypt(session_key: str, iv: str, encrypted: str) -> bytes:
    key, start = decode_base64(session_key), decode_base64(iv)
    if len(key) != AES_BLOCK or len(start) != AES_BLOCK:
        raise BadCiphertext("session key or iv has the wrong length")
    return unpad(aes_cbc_decrypt(decode_base64(encrypted), key, start), AES_BLOCK)
