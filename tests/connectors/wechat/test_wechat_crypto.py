"""Signatures, padding, frames and keys: what must be refused, and how."""

from __future__ import annotations

import base64
import hashlib
import struct
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from connectors.wechat.crypto import EncodingKey, decode_base64, decrypt, encrypt, pad, unpad
from connectors.wechat.errors import (
    BadBase64,
    BadCiphertext,
    BadEncodingKey,
    BadFrame,
    BadPadding,
    BadSignature,
    CallbackError,
    StaleTimestamp,
    WrongReceiver,
)
from connectors.wechat.signature import check_fresh, sign, verify

KEY = EncodingKey.parse("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
OTHER = EncodingKey.parse("kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR")
APP = "wx0123456789abcdef"


def raw_encrypt(padded: bytes, key: EncodingKey = KEY) -> str:
    """Encrypt bytes as they are, without frame or padding."""
    encryptor = Cipher(algorithms.AES(key.aes), modes.CBC(key.aes[:16])).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def frame_of(message: bytes, length: int | None = None, receiver: bytes = APP.encode()) -> bytes:
    """A frame whose length may lie."""
    return b"r" * 16 + struct.pack(">I", len(message) if length is None else length) + message + receiver


@pytest.mark.parametrize(
    ("ciphertext", "error"),
    [
        ("", BadCiphertext),
        ("AAA", BadBase64),
        ("AAAA=", BadBase64),
        ("AA A", BadBase64),
        ("AAAA\n", BadBase64),
        ("AA-_", BadBase64),
        ("密文密文", BadBase64),
        ("AAAA", BadCiphertext),
        (base64.b64encode(b"x" * 31).decode(), BadCiphertext),
        (raw_encrypt(frame_of(b"x" * 9) + b"\x00"), BadPadding),
        (raw_encrypt(frame_of(b"x" * 9) + b"\x21"), BadPadding),
        (raw_encrypt(frame_of(b"x" * 10)[:46] + b"\x03\x02"), BadPadding),
        (raw_encrypt(b"\x20" * 16), BadPadding),
        (raw_encrypt(b"\x20" * 32), BadFrame),
        (raw_encrypt(pad(b"x" * 19)), BadFrame),
        (raw_encrypt(pad(frame_of(b"hello", 24))), BadFrame),
        (raw_encrypt(pad(frame_of(b"hello", 2**32 - 1))), BadFrame),
        (raw_encrypt(pad(frame_of(b"hello", 4))), WrongReceiver),
        (raw_encrypt(pad(frame_of(b"hello", 6))), WrongReceiver),
        (raw_encrypt(pad(frame_of(b"hello", receiver=b"\xff\xfe"))), WrongReceiver),
        (raw_encrypt(pad(frame_of(b"hello", receiver=b""))), WrongReceiver),
    ],
)
def test_decrypt_refuses_malformed_ciphertext(ciphertext: str, error: type[CallbackError]) -> None:
    """Each malformation has its own error and status 400."""
    with pytest.raises(CallbackError) as caught:
        decrypt(ciphertext, [KEY], APP)
    assert type(caught.value) is error
    assert caught.value.http_status == 400


@given(st.binary(max_size=200))
def test_decrypt_of_noise_gives_only_our_errors(noise: bytes) -> None:
    """Whatever bytes are sent, the error is one of the tree."""
    with pytest.raises(CallbackError):
        decrypt(raw_encrypt(noise + b"\x00" * (-len(noise) % 16)), [KEY, OTHER], APP)


@given(st.text(max_size=300))
def test_decrypt_of_any_text_gives_only_our_errors(text: str) -> None:
    """Text that is no ciphertext is refused by an error of the tree."""
    with pytest.raises(CallbackError):
        decrypt(text, [KEY], APP)


@given(st.binary(max_size=400), st.sampled_from([APP, "", "企业"]))
def test_frame_round_trips(message: bytes, receiver: str) -> None:
    """What is encrypted for a receiver, the empty one too, comes back."""
    assert decrypt(encrypt(message, receiver, KEY), [KEY], receiver) == (message, KEY)


@given(st.binary(max_size=100), st.sampled_from([16, 32]))
def test_padding_round_trips_with_1_to_block_bytes(data: bytes, block: int) -> None:
    """Padding fills up to the block and is never empty."""
    padded = pad(data, block)
    assert len(padded) % block == 0
    assert 1 <= len(padded) - len(data) <= block
    assert unpad(padded, block) == data


def test_previous_key_opens_and_is_reported() -> None:
    """A message under the key before the change opens, and the caller learns which key it was."""
    assert decrypt(encrypt(b"old", APP, OTHER), [KEY, OTHER], APP) == (b"old", OTHER)
    assert decrypt(encrypt(b"new", APP, KEY), [KEY, OTHER], APP) == (b"new", KEY)
    with pytest.raises(BadCiphertext):
        decrypt(encrypt(b"old", APP, OTHER), [KEY], APP)


def test_wrong_receiver_is_told_even_if_the_other_key_fails() -> None:
    """The more telling error wins, whichever key gave it."""
    for sealed_with in (KEY, OTHER):
        with pytest.raises(WrongReceiver):
            decrypt(encrypt(b"x", "wx_other", sealed_with), [KEY, OTHER], APP)


def test_decrypt_without_keys_is_a_programming_error() -> None:
    """An account without keys never reaches decryption."""
    with pytest.raises(ValueError, match="no key"):
        decrypt("", [], APP)
    with pytest.raises(ValueError, match="random16"):
        encrypt(b"", APP, KEY, b"short")


@pytest.mark.parametrize("text", ["４" * 43, "a" * 42 + "\n", " " + "a" * 42, "a" * 42 + "+", "a" * 43 + "\n"])
def test_key_refuses_foreign_characters(text: str) -> None:
    """Only 43 ASCII letters and digits make a key; a line end at the end is no part of one."""
    with pytest.raises(BadEncodingKey):
        EncodingKey.parse(text)


def test_base64_with_spare_bits_and_full_alphabet_decodes() -> None:
    """Strictness is about alphabet and padding."""
    assert decode_base64("+/8=") == b"\xfb\xff"
    assert decode_base64("") == b""


def test_signature_sorts_as_text() -> None:
    """In the joined text, 10 stands before 9."""
    assert sign("t", "9", "10") == sign("t", "10", "9") == sign("10", "t", "9")
    assert sign("b", "9", "10") == hashlib.sha1(b"109b", usedforsecurity=False).hexdigest()


@given(st.text(), st.text(), st.text(), st.none() | st.text())
def test_verify_accepts_own_signature_of_any_text(token: str, timestamp: str, nonce: str, part: str | None) -> None:
    """Empty and non-ASCII parts neither break nor confuse it."""
    signature = sign(token, timestamp, nonce, part)
    if token:
        verify(signature, token, timestamp, nonce, part)
    with pytest.raises(BadSignature):
        verify(signature[:-1], token, timestamp, nonce, part)


@pytest.mark.parametrize("given_signature", ["", "签名", "\ud800", "0" * 40, "F" * 40])
def test_verify_refuses_foreign_signature(given_signature: str) -> None:
    """Anything else is a bad signature with status 403 and code -40001."""
    with pytest.raises(BadSignature) as caught:
        verify(given_signature, "token", "1", "2")
    assert (caught.value.http_status, caught.value.code) == (403, -40001)


def test_verify_refuses_empty_token() -> None:
    """Without a token anybody could sign."""
    with pytest.raises(BadSignature):
        verify(sign("", "1", "2"), "", "1", "2")


@pytest.mark.parametrize("offset", [-600, 0, 600])
def test_freshness_accepts_window_on_both_sides(now: datetime, offset: int) -> None:
    """The window reaches into past and future, ends included."""
    check_fresh(str(int(now.timestamp()) + offset), now, 600)


@pytest.mark.parametrize("timestamp", ["", "abc", "-5", "1e9", "１７７２", "9" * 30, "1.5", " 1"])
def test_freshness_refuses_what_is_no_timestamp(now: datetime, timestamp: str) -> None:
    """Text that is no Unix time is stale, unless the window is off."""
    with pytest.raises(StaleTimestamp):
        check_fresh(timestamp, now)
    check_fresh(timestamp, now, None)


def test_freshness_refuses_outside_window(now: datetime) -> None:
    """One second too old is too old; a clock without zone is a mistake of ours."""
    timestamp = str(int(now.timestamp()))
    with pytest.raises(StaleTimestamp):
        check_fresh(timestamp, now + timedelta(seconds=61), 60)
    with pytest.raises(ValueError, match="time zone"):
        check_fresh(timestamp, now.replace(tzinfo=None))
