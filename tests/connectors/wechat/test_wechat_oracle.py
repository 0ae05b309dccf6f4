"""wechatpy as an outside oracle, on random messages in both directions."""

from __future__ import annotations

import warnings
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wechat import AccountSecrets, TextMessage, open_callback, seal
from connectors.wechat.crypto import EncodingKey, encrypt
from connectors.wechat.messages import parse_message
from connectors.wechat.platform_side import build_callback, compose, make_text, make_user_fields
from connectors.wechat.replies import compose_xml
from connectors.wechat.signature import sign

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    wechatpy = pytest.importorskip("wechatpy", reason="wechatpy, the test oracle, is not installed")
    from wechatpy.crypto import WeChatCrypto
    from wechatpy.utils import WeChatSigner

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=timezone.utc)
STAMP = str(int(NOW.timestamp()))
ACCOUNT = AccountSecrets(
    name="demo",
    app_id="wx0123456789abcdef",
    original_id="gh_0123456789ab",
    token="tokenOfTheTests",
    encoding_aes_key="kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
)
ORACLE = WeChatCrypto(ACCOUNT.token, ACCOUNT.encoding_aes_key, ACCOUNT.app_id)
IDS = st.text("abcdefghijkXYZ0123456789_-", min_size=1, max_size=28)
PLAIN_TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=300,
)
WORDS = PLAIN_TEXT.map(str.strip).filter(lambda text: text and "]]>" not in text)
"""wechatpy strips blanks and breaks `]]>`, so these are left out here and tested elsewhere."""


@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=12), st.text(max_size=60))
def test_signature_is_that_of_the_oracle(token: str, timestamp: str, nonce: str, part: str) -> None:
    """Both make the same signature of any four texts."""
    signer = WeChatSigner()
    signer.add_data(token, timestamp, nonce, part)
    assert sign(token, timestamp, nonce, part) == signer.signature


@settings(deadline=None)
@given(WORDS, IDS, st.integers(1, 2**63))
def test_door_opens_what_the_oracle_seals(content: str, openid: str, message_id: int) -> None:
    """A callback that wechatpy encrypted and signed opens, and says what it said."""
    inner = compose(make_text(ACCOUNT, openid, content, message_id, NOW))
    body = ORACLE.encrypt_message(inner, "nonce1", STAMP)
    encrypted = body.split("<Encrypt><![CDATA[")[1].split("]]>")[0]
    query = {"timestamp": STAMP, "nonce": "nonce1", "msg_signature": sign(ACCOUNT.token, STAMP, "nonce1", encrypted)}
    message = open_callback(ACCOUNT, query, body.encode(), NOW).message
    assert isinstance(message, TextMessage)
    assert (message.content, message.head.from_user) == (content, openid)
    assert message.head.message_id == str(message_id)


@settings(deadline=None)
@given(WORDS, IDS)
def test_oracle_opens_what_the_door_seals(content: str, openid: str) -> None:
    """A callback that our platform side made, and the reply to it, open in wechatpy."""
    callback = build_callback(ACCOUNT, compose(make_text(ACCOUNT, openid, "x", 1, NOW)), NOW)
    query = callback.query
    inner = ORACLE.decrypt_message(callback.body, query["msg_signature"], query["timestamp"], query["nonce"])
    assert wechatpy.parse_message(inner).source == openid
    opened = open_callback(ACCOUNT, query, callback.body, NOW)
    reply = seal(opened, content[:600], NOW, nonce="nonce2").body.decode()
    signature = reply.split("<MsgSignature><![CDATA[")[1].split("]]>")[0]
    answer = wechatpy.parse_message(ORACLE.decrypt_message(reply, signature, STAMP, "nonce2"))
    assert (answer.target, answer.source) == (openid, ACCOUNT.original_id)
    assert answer.content == content[:600].strip()


@given(st.binary(min_size=16, max_size=16), st.text(max_size=200))
def test_frame_is_that_of_the_oracle(random16: bytes, text: str) -> None:
    """With the same random bytes both make the same ciphertext."""
    from wechatpy.crypto.base import WeChatCipher
    from wechatpy.crypto.pkcs7 import PKCS7Encoder

    key = EncodingKey.parse(ACCOUNT.encoding_aes_key)
    message = text.encode("utf-8", "replace")
    frame = random16 + len(message).to_bytes(4, "big") + message + ACCOUNT.app_id.encode()
    import base64

    expected = base64.b64encode(WeChatCipher(key.aes).encrypt(PKCS7Encoder.encode(frame))).decode()
    assert encrypt(message, ACCOUNT.app_id, key, random16) == expected


@given(WORDS, IDS, st.integers(1, 2**63), st.integers(0, 2**31))
def test_plain_message_is_read_as_by_the_oracle(content: str, openid: str, message_id: int, created: int) -> None:
    """Sender, words, id and time agree."""
    when = datetime.fromtimestamp(created, tz=timezone.utc)
    body = compose(make_text(ACCOUNT, openid, content, message_id, when))
    ours, theirs = parse_message(body.encode(), "demo"), wechatpy.parse_message(body)
    assert (ours.content, ours.head.from_user) == (theirs.content, theirs.source)
    assert (ours.head.message_id, ours.head.to_user) == (str(theirs.id), theirs.target)
    assert ours.head.created_at == when


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 20), WORDS)
def test_location_is_read_as_by_the_oracle(lat: float, lng: float, scale: int, label: str) -> None:
    """Coordinates and label agree."""
    place = {"Location_X": f"{lat:.6f}", "Location_Y": f"{lng:.6f}", "Scale": scale, "Label": label, "MsgId": 1}
    body = compose_xml({**make_user_fields(ACCOUNT, "oU", NOW, "location"), **place})
    ours, theirs = parse_message(body.encode(), "demo"), wechatpy.parse_message(body)
    assert (str(ours.lat), str(ours.lng)) == tuple(str(float(part)) for part in theirs.location)
    assert ours.label == theirs.label
