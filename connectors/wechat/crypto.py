"""The encrypted frame of WeChat-style callbacks: AES-256-CBC, PKCS#7 of block 32, receiver inside.

Frame: 16 random bytes, the message's length in bytes (unsigned, 32 bits, big-endian), the message, the receiver's id.

Source:
    消息加解密说明 (official account); WeCom path/91144 (加解密方案).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from connectors.wechat.errors import (
    BadBase64,
    BadCiphertext,
    BadEncodingKey,
    BadFrame,
    BadPadding,
    WrongReceiver,
)

BLOCK = 32
"""Padding block of the callback frame, in bytes."""
AES_BLOCK = 16
_RANDOM_BYTES = 16
_HEAD_BYTES = _RANDOM_BYTES + 4
_KEY_TEXT = re.compile(r"[A-Za-z0-9]{43}")
_BASE64_TEXT = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


@dataclass(frozen=True, slots=True)
class EncodingKey:
    """One EncodingAESKey, decoded; its repr shows nothing of it."""

    aes: bytes = field(repr=False)
    """32 bytes; the first 16 are the IV as well."""

    @classmethod
    def parse(cls, text: str) -> EncodingKey:
        """Decode the 43 characters shown in the platform's console.

        The last character carries two spare bits, which genuine keys often have set: encoding the decoded bytes again
        need not give the same text, so a round trip is no test of a key.

        Raises:
            BadEncodingKey: It is not 43 letters and digits.
        """
        if not _KEY_TEXT.fullmatch(text):
            raise BadEncodingKey("EncodingAESKey must be 43 letters and digits", field="encoding_aes_key")
        aes = base64.b64decode(text + "=")
        if len(aes) != 32:
            raise BadEncodingKey("EncodingAESKey must decode to 32 bytes", field="encoding_aes_key")
        return cls(aes)


def decode_base64(text: str) -> bytes:
    """Decode base64 that has no blanks, no foreign characters and complete padding.

    Raises:
        BadBase64: It is anything else.
    """
    if not _BASE64_TEXT.fullmatch(text):
        raise BadBase64("not strict base64")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadBase64("not strict base64") from error


def pad(data: bytes, block: int = BLOCK) -> bytes:
    """Append PKCS#7 padding of 1 to `block` bytes."""
    count = block - len(data) % block
    return data + bytes([count]) * count


def unpad(data: bytes, block: int = BLOCK) -> bytes:
    """Remove PKCS#7 padding after checking every byte of it.

    Raises:
        BadPadding: The last byte is not between 1 and `block`, or the others differ from it.
    """
    count = data[-1] if data else 0
    if not 1 <= count <= min(block, len(data)):
        raise BadPadding("padding length out of range")
    if data[-count:] != bytes([count]) * count:
        raise BadPadding("padding bytes differ")
    return data[:-count]


def aes_cbc_decrypt(ciphertext: bytes, key: bytes, iv: bytes) -> bytes:
    """Decrypt AES-CBC without touching the padding.

    Raises:
        BadCiphertext: The ciphertext is empty or no whole number of AES blocks.
    """
    if not ciphertext or len(ciphertext) % AES_BLOCK:
        raise BadCiphertext("ciphertext is no whole number of blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(ciphertext) + decryptor.finalize()


def encrypt(plaintext: bytes, receive_id: str, key: EncodingKey, random16: bytes | None = None) -> str:
    """Frame and encrypt a message; the result is base64.

    Args:
        plaintext: The message, UTF-8.
        receive_id: AppID, CorpID, or "" for a 智能机器人.
        key: The account's key.
        random16: Sixteen bytes for tests; fresh random bytes otherwise.

    Raises:
        ValueError: `random16` is not 16 bytes long.
    """
    head = secrets.token_bytes(_RANDOM_BYTES) if random16 is None else random16
    if len(head) != _RANDOM_BYTES:
        raise ValueError("random16 must be 16 bytes")
    frame = head + struct.pack(">I", len(plaintext)) + plaintext + receive_id.encode()
    encryptor = Cipher(algorithms.AES(key.aes), modes.CBC(key.aes[:AES_BLOCK])).encryptor()
    return base64.b64encode(encryptor.update(pad(frame)) + encryptor.finalize()).decode("ascii")


def decrypt(encrypt_b64: str, keys: Sequence[EncodingKey], receive_id: str) -> tuple[bytes, EncodingKey]:
    """Decrypt with the first key that gives a sound frame for the receiver.

    Args:
        encrypt_b64: The encrypted part of a callback.
        keys: The current key, then the previous one if there is one.
        receive_id: What the frame must end in; "" is a value of its own.

    Returns:
        The message's bytes and the key that opened it, with which the reply must be sealed.

    Raises:
        BadBase64: It is not base64.
        BadCiphertext: No key opens it (or, as BadPadding or BadFrame, what the current key gave is unsound).
        WrongReceiver: A key opens it, but it is for another account.
        ValueError: There is no key.
    """
    if not keys:
        raise ValueError("no key to decrypt with")
    ciphertext = decode_base64(encrypt_b64)
    failure: BadCiphertext | None = None
    for key in keys:
        try:
            return _open_frame(unpad(aes_cbc_decrypt(ciphertext, key.aes, key.aes[:AES_BLOCK])), receive_id), key
        except BadCiphertext as error:
            failure = failure or error
    raise failure or BadCiphertext("no key opens it")


def _open_frame(frame: bytes, receive_id: str) -> bytes:
    if len(frame) < _HEAD_BYTES:
        raise BadFrame("frame is shorter than its head")
    (length,) = struct.unpack(">I", frame[_RANDOM_BYTES:_HEAD_BYTES])
    end = _HEAD_BYTES + length
    if end > len(frame):
        raise BadFrame("message is longer than its frame")
    if not hmac.compare_digest(frame[end:], receive_id.encode()):
        raise WrongReceiver("frame is for another receiver", field="receiveid")
    return frame[_HEAD_BYTES:end]
