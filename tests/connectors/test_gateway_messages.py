"""What Rasa hears of each form of message, and what residents hear."""

from __future__ import annotations

import json

import pytest
import structlog
from gateway_kit import ANNE, BAO, Gateway, utc_now

from bot.logs import set_up_logs
from bot.places.coords import wgs84_to_gcj02
from bot.settings import Secret
from connectors.accounts import Account
from connectors.keys import ACCOUNTS
from connectors.passive import ANSWER_BYTES
from connectors.wechat import AccountSecrets
from connectors.wechat.platform_side import build_callback, compose, make_text

HINT = "（未完，回复“继续”看下文）"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/restart", "／restart"),
        ("  /complain{}", "／complain{}"),
        ("〔图片〕", "【图片】"),
        ("在\x07人民路\r\n12号", "在 人民路\n12号"),
        ("我的电话13812345678", "我的电话[电话]"),
        ("   ", "。"),
    ],
)
async def test_words_are_cleaned(gateway: Gateway, said: str, heard: str) -> None:
    """Commands, markers of ours, control characters and personal numbers do not reach Rasa."""
    await gateway.say(said)
    assert gateway.rasa.texts == [heard]


async def test_first_phone_is_sealed_for_the_ticket(gateway: Gateway) -> None:
    """The number itself travels encrypted; nothing else in the request shows it."""
    await gateway.say("打138 1234 5678或者13900001111，都行")
    body = gateway.rasa.asked[0]
    assert gateway.product.vault.open(body["metadata"]["contact"]) == "13812345678"
    assert "13900001111" not in json.dumps(body)
    assert body["message"] == "打[电话]或者[电话]，都行"


async def test_long_text_is_cut_for_rasa(gateway: Gateway) -> None:
    """Rasa gets 2,000 characters, the metadata the redacted text up to 5,000; a number at the cut stays masked."""
    await gateway.say("吵" * 1990 + "电话13812345678" + "闹" * 4000)
    body = gateway.rasa.asked[0]
    assert len(body["message"]) <= 2000
    assert len(body["metadata"]["full_text"]) == 5000
    assert body["metadata"]["full_text"].startswith("吵" * 1990 + "电话[电话]闹")
    assert "13812345678" not in json.dumps(body)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"kind": "voice", "MediaId": "m1", "Format": "amr", "Recognition": "路灯不亮。"}, "路灯不亮。"),
        ({"kind": "voice", "MediaId": "m1", "Format": "amr", "Recognition": ""}, "〔语音〕"),
        ({"kind": "voice", "MediaId": "m1", "Format": "amr"}, "〔语音〕"),
        ({"kind": "image", "MediaId": "m1", "PicUrl": "http://mmbiz.qpic.cn/1"}, "〔图片〕"),
        ({"kind": "shortvideo", "MediaId": "m1", "ThumbMediaId": "t1"}, "〔视频〕"),
        ({"kind": "event", "Event": "CLICK", "EventKey": "我要反映问题"}, "我要反映问题"),
        ({"kind": "link", "Title": "通知", "Description": "停水", "Url": "https://x.cn/"}, "通知\n停水"),
    ],
)
async def test_forms_become_words_or_markers(gateway: Gateway, fields: dict[str, str], text: str) -> None:
    """A message without words is a marker; one with words is its words."""
    await gateway.post(gateway.fields(**fields))
    assert gateway.rasa.texts == [text]


async def test_location_is_turned_into_wgs84(gateway: Gateway) -> None:
    """WeChat's GCJ-02 point becomes the WGS-84 point of the areas, its label goes along."""
    lng, lat = wgs84_to_gcj02(112.95, 28.2)
    fields = gateway.fields("location", Location_X=str(lat), Location_Y=str(lng), Scale="16", Label="人民路12号")
    await gateway.post(fields)
    body = gateway.rasa.asked[0]
    assert body["message"] == "〔位置〕"
    assert body["metadata"]["location"]["label"] == "人民路12号"
    assert body["metadata"]["location"]["lng"] == pytest.approx(112.95, abs=1e-6)
    assert body["metadata"]["location"]["lat"] == pytest.approx(28.2, abs=1e-6)


async def test_subscribe_is_welcomed_without_rasa(gateway: Gateway) -> None:
    """A new follower hears the fixed welcome; the code's place is a hint for what they write next."""
    fields = gateway.fields("event", Event="subscribe", EventKey="qrscene_430102001001")
    answer = await gateway.post(fields)
    assert answer.text is not None
    assert "接诉" in answer.text
    assert gateway.rasa.asked == []
    await gateway.say("路灯坏了")
    assert gateway.rasa.asked[0]["metadata"]["scene"] == "430102001001"
    await gateway.say("路灯坏了", BAO)
    assert gateway.rasa.asked[1]["metadata"]["scene"] == ""


async def test_unsubscribe_retires_and_is_not_answered(gateway: Gateway) -> None:
    """Who leaves is retired, who comes back is not."""
    await gateway.say("你好")
    answer = await gateway.post(gateway.fields("event", Event="unsubscribe"))
    assert answer.body == b"success"
    await gateway.settle_all()
    assert gateway.rows("residents", "retired_at") != [None]
    await gateway.post(gateway.fields("event", Event="subscribe", EventKey=""))
    assert gateway.rows("residents", "retired_at") == [None]


@pytest.mark.parametrize("owner", ["waiting", "operator"])
async def test_bot_is_silent_while_an_operator_has_the_conversation(gateway: Gateway, owner: str) -> None:
    """The message is kept for the operator, nobody answers; other residents are not touched."""
    gateway.own(owner)
    assert await gateway.say("还在吗") is None
    assert await gateway.say("在吗", BAO) == "收到：在吗"
    assert gateway.rows("inbox", "state") == ["held", "done"]
    gateway.own("bot")
    assert await gateway.say("又好了") == "收到：又好了"


async def test_operator_words_come_with_the_next_message(gateway: Gateway) -> None:
    """What an operator wrote meanwhile is the answer to what the resident writes next."""
    conversation = gateway.own("operator")
    deliveries = gateway.deliveries
    deliveries.add(conversation, "operator", {"text": "我是值班员小李"}, gateway.app_now())
    assert await gateway.say("在吗") == "我是值班员小李"
    assert await gateway.say("好的") is None


async def test_notices_and_replies_are_one_text(gateway: Gateway) -> None:
    """A notice that waited and the replies of the turn come together, in order, a blank line between."""
    gateway.rasa.answer = lambda body: [
        {"text": "第一\n\n段", "quick_replies": ["确认"], "extra": {}},
        {"text": "第二", "quick_replies": [], "extra": {"card": 1}},
    ]
    await gateway.say("你好")
    conversation = gateway.rows("conversations", "id")[0]
    body = {"notice": "resolved", "number": "JS1", "matter": "路灯", "department": "城管局"}
    gateway.notify(conversation, body)
    text = await gateway.say("进展呢")
    assert text is not None
    assert text.endswith("\n\n第一\n\n段\n\n第二")
    assert "JS1" in text
    assert "满意" in text


async def test_unknown_notice_is_left_out(gateway: Gateway) -> None:
    """A notice whose text is gone spoils nothing."""
    gateway.notify(gateway.own("bot"), {"notice": "no_such_text"})
    assert await gateway.say("你好") == "收到：你好"


async def test_long_answer_is_split_and_continued(gateway: Gateway) -> None:
    """An answer beyond the platform's length comes in parts, each asked for with 继续 and without a turn."""
    words = "".join(f"第{n}条，请带身份证🪪。" for n in range(200))
    gateway.rasa.answer = lambda body: [{"text": words}]
    got = []
    fields = gateway.fields("text", Content="怎么办")
    text = (await gateway.post(fields)).text
    assert (await gateway.post(fields)).text == text
    while text is not None:
        assert len(text.encode()) <= ANSWER_BYTES
        got.append(text.removesuffix(HINT).rstrip("\n"))
        if not text.endswith(HINT):
            break
        more = gateway.fields("text", Content=" 继续 ")
        text = (await gateway.post(more)).text
        assert (await gateway.post(more)).text == text
    assert "".join(got) == words
    assert len(got) > 2
    assert gateway.rasa.texts == ["怎么办"]
    await gateway.say("继续")
    assert gateway.rasa.texts == ["怎么办", "继续"]


async def test_plain_mode_is_answered_plainly(gateway: Gateway) -> None:
    """A reply is sealed only where the request was."""
    plain = AccountSecrets("plain", "", "gh_0123456789ab", "tokenOfPlain", "", None, "plain")
    gateway.app[ACCOUNTS]["plain"] = Account(plain, Secret(""))  # type: ignore[index]
    callback = build_callback(plain, compose(make_text(plain, ANNE, "你好", 1, utc_now())), utc_now())
    async with gateway.client.post("/wechat/plain", params=callback.query, data=callback.body) as response:
        assert "收到：你好" in await response.text()


async def test_nothing_personal_is_logged(
    gateway: Gateway, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """Neither words nor ids nor numbers of residents stand in the log, through the real processors."""
    request.addfinalizer(structlog.reset_defaults)
    set_up_logs("debug", "json")
    gateway.rasa.fails = 1
    await gateway.say("张三丰住人民路12号，电话13812345678")
    await gateway.post_inner("<xml><ToUserName>张三丰</ToUserName></xml>")
    await gateway.post(gateway.fields("image", MediaId="mediaOfZhang", PicUrl="http://mmbiz.qpic.cn/zhang"))
    err = capsys.readouterr().err
    assert "turn.done" in err
    for personal in ("张三丰", "人民路", "13812345678", ANNE, "mediaOfZhang", "qpic", gateway.account.secrets.token):
        assert personal not in err
