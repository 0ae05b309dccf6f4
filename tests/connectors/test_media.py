"""Files: fetched with a token, checked, noted when the platform is away, never from elsewhere."""

from __future__ import annotations

import asyncio
import hashlib
import io

import pytest
from gateway_kit import Gateway, MakeGateway
from PIL import Image

from connectors.accounts import ensure_demo_account, load_accounts
from connectors.media import Media
from connectors.wechat_api import WeChatApi
from store.missing_files import MissingFiles
from tests.fakes.fake_platform import FakePlatform


def make_picture(colour: tuple[int, int, int] = (90, 140, 200)) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
async def with_platform(make_gateway: MakeGateway, platform: FakePlatform) -> Gateway:
    """A gateway whose platform is the fake."""
    return await make_gateway(wechat_api_base=platform.url)


async def send_picture(gateway: Gateway, media_id: str = "m1", url: str = "http://mmbiz.qpic.cn/1") -> list[str]:
    """Sends a picture; gives the digests that Rasa was told."""
    await gateway.post(gateway.fields("image", MediaId=media_id, PicUrl=url))
    return list(gateway.rasa.asked[-1]["metadata"]["media"])


async def test_picture_is_fetched_and_stored(with_platform: Gateway, platform: FakePlatform) -> None:
    """The digest in the metadata is that of the stored file."""
    platform.files["m1"] = make_picture()
    [digest] = await send_picture(with_platform)
    assert hashlib.sha256(with_platform.product.blobs.path(digest).read_bytes()).hexdigest() == digest
    assert with_platform.rows("attachments", "sha256") == [digest]
    assert with_platform.rows("attachments", "source_sealed") == [""]
    assert platform.tokens_given == [False]


async def test_stale_token_is_refreshed_once(with_platform: Gateway, platform: FakePlatform) -> None:
    """After 42001 one new token is fetched, whoever else waits for it."""
    platform.files |= {f"m{n}": make_picture((n, n, n)) for n in range(20)}
    await send_picture(with_platform, "m0")
    platform.good_token = "token-2"
    await asyncio.gather(
        *(
            with_platform.post(with_platform.fields("image", f"oUser{n}", MediaId=f"m{n}", PicUrl="http://x.cn/1"))
            for n in range(1, 20)
        )
    )
    assert platform.tokens_given == [False, True]
    assert with_platform.rows("attachments", "source_sealed") == [""] * 20


async def test_picture_address_on_own_host_is_the_second_way(with_platform: Gateway, platform: FakePlatform) -> None:
    """When media/get does not know the file, the picture's address on the platform's host is followed."""
    platform.pictures["a.jpg"] = make_picture()
    await send_picture(with_platform, "gone", f"{platform.url}/pictures/a.jpg")
    assert with_platform.rows("attachments", "source_sealed") == [""]


async def test_file_that_is_away_is_noted(with_platform: Gateway, platform: FakePlatform) -> None:
    """Nothing is lost: it is an attachment of size 0 named by its id, its source sealed."""
    platform.is_away = True
    digests = await send_picture(with_platform)
    assert digests == [hashlib.sha256(b"m1").hexdigest()]
    assert with_platform.rows("attachments", "size") == [0]
    [sealed] = with_platform.rows("attachments", "source_sealed")
    assert with_platform.product.vault.open_json(sealed)["media_id"] == "m1"


async def test_missing_file_of_a_ticket_is_fetched_later(
    with_platform: Gateway, platform: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the platform is back, the file takes the place of the noted one."""
    gateway, product = with_platform, with_platform.product
    platform.is_away = True
    await send_picture(gateway)
    platform.is_away, platform.files["m1"] = False, make_picture()
    accounts = load_accounts(ensure_demo_account(gateway.folder))
    api = WeChatApi(platform.url)
    missing = MissingFiles(product.engine, product.vault)
    media = Media(api, accounts, product.blobs, product.open_uow, missing, gateway.app_now)
    assert await media.try_missing() == 0  # in no ticket yet: the conversation still knows its first digest
    raw = product.engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")  # stands for a ticket
    raw.execute("UPDATE attachments SET ticket = 'T1'")
    raw.close()
    assert await media.try_missing() == 1
    [digest] = gateway.rows("attachments", "sha256")
    assert product.blobs.path(digest).exists()
    assert gateway.rows("attachments", "source_sealed") == [""]
    await api.close()


async def test_file_of_a_wrong_kind_is_left_out(with_platform: Gateway, platform: FakePlatform) -> None:
    """What is no picture is neither stored nor noted."""
    platform.files["m1"] = b"MZ" + b"\x00" * 400
    assert await send_picture(with_platform) == []
    assert with_platform.count("attachments") == 0


async def test_demo_account_never_asks_the_real_platform(gateway: Gateway) -> None:
    """The real platform does not know the invented account: the file is noted at once."""
    digests = await send_picture(gateway)
    assert digests == [hashlib.sha256(b"m1").hexdigest()]


@pytest.mark.parametrize(
    ("url", "is_own"),
    [
        ("http://mmbiz.qpic.cn/mmbiz_jpg/abc/0", True),
        ("https://wx.qlogo.cn/abc", True),
        ("https://a.b.qpic.cn/abc", True),
        ("http://127.0.0.1:9/x", True),
        ("http://127.0.0.1:10/x", False),
        ("http://127.0.0.1/x", False),
        ("http://mmbiz.qpic.cn:8080/x", False),
        ("http://mmbiz.qpic.cn.evil.cn/x", False),
        ("http://evilqpic.cn/x", False),
        ("http://mmbiz.qpic.cn@evil.cn/x", False),
        ("http://user:pw@mmbiz.qpic.cn/x", False),
        ("file:///etc/passwd", False),
        ("http://169.254.169.254/latest", False),
        ("http://mmbiz.qpic.cn:99999/", False),
        ("", False),
    ],
)
async def test_pictures_come_from_own_hosts_only(url: str, is_own: bool) -> None:
    """No address that a message brings leads anywhere else."""
    api = WeChatApi("http://127.0.0.1:9")
    assert api.is_own_address(url) is is_own
    await api.close()
