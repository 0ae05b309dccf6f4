"""The page in a real browser, on both sizes; nothing leaves this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import BrowserContext, Locator, Page, async_playwright, expect
from webchat_fakes import CHROMIUM_FLAGS, Chat, make_photo

from connectors.inbound import Inbound, Reply

PHONE, DESK = (390, 844), (1366, 768)
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
MakePage = Callable[..., Awaitable[Page]]


def talk(message: Inbound) -> list[Reply]:
    """A bot with choices."""
    if message.form == "image":
        return [Reply("照片收到了。")]
    if message.form == "location":
        return [Reply("位置收到了。")]
    if "路灯" in message.text:
        return [Reply("请问在什么位置？\n说个路名就行。", ("和平路", "人民广场"))]
    return [Reply(f"您说的是：{message.text}")]


@pytest.fixture
async def make_page(chat: Chat, chromium: str) -> AsyncIterator[MakePage]:
    """Opens the page in a browser of its own; fails the test when the page broke or called anybody else."""
    chat.turns.answer = talk
    problems: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda r: None if _is_here(r.url) else problems.append(f"asked for {r.url}"))
        page.on("pageerror", lambda error: problems.append(f"failed: {error}"))
        page.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)

    async with AsyncExitStack() as stack:
        server = TestServer(chat.app(poll_seconds=0.2), host="127.0.0.1")
        await stack.enter_async_context(server)
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        stack.push_async_callback(browser.close)

        async def make(size: tuple[int, int] = PHONE, context: BrowserContext | None = None, **options: object) -> Page:
            if context is None:
                viewport = {"width": size[0], "height": size[1]}
                is_phone = size == PHONE
                context = await browser.new_context(
                    viewport=viewport, has_touch=is_phone, is_mobile=is_phone, locale="zh-CN", **options
                )
            page = await context.new_page()
            page.set_default_timeout(10_000)
            watch(page)
            await page.goto(str(server.make_url("/chat")))
            await expect(page.locator("#notice")).to_be_hidden()
            return page

        yield make
    assert problems == []


def _is_here(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("blob", "data") or parts.hostname == "127.0.0.1"


async def write(page: Page, text: str) -> None:
    """Type and press the button."""
    await page.get_by_label("写下您要说的事").fill(text)
    await page.get_by_role("button", name="发送", exact=True).click()


def texts(page: Page, who: str) -> Locator:
    """The words of one side's bubbles."""
    return page.locator(f"#log .message.{who} .words")


@SIZES
async def test_conversation(make_page: MakePage, chat: Chat, size: tuple[int, int]) -> None:
    """A resident writes, chooses an answer with one tap and sends two photos; all arrive in order."""
    page = await make_page(size)
    await write(page, "路灯不亮")
    await expect(texts(page, "service")).to_have_text(["请问在什么位置？\n说个路名就行。"], use_inner_text=True)
    await page.get_by_role("button", name="和平路").click()
    await expect(texts(page, "service").last).to_have_text("您说的是：和平路")
    await expect(page.locator("#choices button")).to_have_count(0)
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="照片", exact=True).click()
    files = [
        {"name": "楼道.jpg", "mimeType": "image/jpeg", "buffer": make_photo(where=True)},
        {"name": "b.png", "mimeType": "image/png", "buffer": make_photo("PNG", (300, 500))},
    ]
    await (await choosing.value).set_files(files)
    await expect(page.locator("#tray img")).to_have_count(2)
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(texts(page, "service").filter(has_text="照片收到了。")).to_have_count(2)
    await expect(page.locator("#log .message.me img")).to_have_count(2)
    assert [m.form for m in chat.turns.taken] == ["text", "text", "image", "image"]
    assert [m.text for m in chat.turns.taken[:2]] == ["路灯不亮", "和平路"]


@SIZES
async def test_page_fits_and_is_readable(make_page: MakePage, size: tuple[int, int]) -> None:
    """Nothing scrolls sideways, words are 17 px or more with AA contrast, and buttons are large enough to hit."""
    page = await make_page(size)
    await write(page, "路灯不亮")
    await expect(page.locator("#choices button").first).to_be_visible()
    found = await page.evaluate(READABILITY)
    assert found["overflow"] <= 0
    assert found["small"] == []
    assert found["faint"] == []
    assert found["narrow"] == []


READABILITY = """() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const c = rgb(getComputedStyle(n).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const out = { overflow: document.documentElement.scrollWidth - innerWidth, small: [], faint: [], narrow: [] };
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    const box = node.getBoundingClientRect();
    if (box.width < 2 || !node.checkVisibility()) continue;
    if (node.matches("button, textarea, a:not(.skip)") && (box.height < 40 || box.width < 40)) {
      out.narrow.push(`${node.textContent.trim()} ${box.width}x${box.height}`);
    }
    if (!own) continue;
    const style = getComputedStyle(node);
    if (parseFloat(style.fontSize) < 17) out.small.push(node.textContent.trim());
    const [a, b] = [light(rgb(style.color)), light(paper(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) out.faint.push(node.textContent.trim());
  }
  return out;
}"""


async def test_words_are_never_read_as_html(make_page: MakePage, chat: Chat) -> None:
    """Markup in the bot's words, in choices and in one's own words is shown, not run."""
    attack = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
    chat.turns.answer = lambda _message: [Reply(attack, (attack,))]
    page = await make_page()
    await write(page, attack)
    await expect(texts(page, "service")).to_have_text([attack])
    await expect(texts(page, "me")).to_have_text([attack])
    assert await page.locator("#log img, #log script, #choices img").count() == 0
    assert await page.title() == "接诉 · 民声在线"


async def test_enter_sends_and_shift_enter_breaks_the_line(make_page: MakePage, chat: Chat) -> None:
    """Enter sends; with Shift it writes a new line, which is kept."""
    page = await make_page(DESK)
    await page.get_by_label("写下您要说的事").focus()
    await page.keyboard.type("第一行")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")
    await expect(texts(page, "me")).to_have_text(["第一行\n第二行"], use_inner_text=True)
    await expect(page.get_by_label("写下您要说的事")).to_have_value("")


async def test_enter_of_an_input_method_does_not_send(make_page: MakePage, chat: Chat) -> None:
    """Enter that picks a word in an input method sends nothing."""
    page = await make_page(DESK)
    await page.get_by_label("写下您要说的事").fill("ludeng")
    for detail in ({"isComposing": True}, {"keyCode": 229}):
        await page.locator("#words").dispatch_event("keydown", {"key": "Enter", "bubbles": True, **detail})
    await asyncio.sleep(0.3)
    assert chat.turns.taken == []


async def test_keyboard_alone_is_enough(make_page: MakePage, chat: Chat) -> None:
    """Tab reaches the choices and every button; Enter on a choice sends it, and the focus goes to the input."""
    page = await make_page(DESK)
    await page.keyboard.type("路灯不亮")
    await page.keyboard.press("Enter")
    await expect(page.locator("#choices button").first).to_be_visible()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="人民广场")).to_be_focused()
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await page.keyboard.press("Enter")
    await expect(texts(page, "me").last).to_have_text("人民广场")
    await expect(page.get_by_label("写下您要说的事")).to_be_focused()
    for name in ("发送", "照片", "发我的位置"):
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()


async def test_screen_reader_finds_its_way(make_page: MakePage) -> None:
    """The conversation is a polite live log, each bubble says whose it is, and every control has a name."""
    page = await make_page()
    await write(page, "路灯不亮")
    await expect(texts(page, "service")).to_have_count(1)
    log = page.get_by_role("log", name="对话内容")
    assert await log.get_attribute("aria-live") == "polite"
    assert await log.get_attribute("aria-busy") == "false"
    assert await page.locator("#log .who").all_text_contents() == ["我：", "民声在线："]
    for control in await page.locator("button:visible, textarea, a").all():
        assert await control.evaluate(
            "n => n.getAttribute('aria-label') || n.labels?.[0]?.textContent || n.textContent.trim()"
        )
    await expect(page.get_by_role("link", name="119 火警")).to_have_attribute("href", "tel:119")


async def test_reload_shows_the_conversation_again(make_page: MakePage) -> None:
    """After a reload both sides are there once, with the choices of the last answer."""
    page = await make_page()
    await write(page, "路灯不亮")
    await expect(texts(page, "service")).to_have_count(1)
    await page.reload()
    await expect(texts(page, "me")).to_have_text(["路灯不亮"])
    await expect(texts(page, "service")).to_have_count(1)
    await expect(page.get_by_role("button", name="和平路")).to_be_visible()


async def test_draft_survives_a_reload(make_page: MakePage) -> None:
    """Half a message is not lost by a reload."""
    page = await make_page()
    await page.get_by_label("写下您要说的事").fill("写了一半")
    await page.reload()
    await expect(page.get_by_label("写下您要说的事")).to_have_value("写了一半")


async def test_two_tabs_show_the_same(make_page: MakePage) -> None:
    """What is written in one tab stands in the other too, once."""
    one = await make_page()
    two = await make_page(context=one.context)
    await write(one, "路灯不亮")
    for page in (one, two):
        await expect(texts(page, "service")).to_have_count(1)
        await expect(texts(page, "me")).to_have_text(["路灯不亮"])


async def test_failed_message_is_sent_again_with_its_id(make_page: MakePage, chat: Chat) -> None:
    """When the answer to a send is lost, the retry is the same message."""
    page = await make_page()
    ids = []

    async def lose(route):
        ids.append(route.request.post_data_json["id"])
        if len(ids) <= 3:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/chat/messages", lose)
    await write(page, "路灯不亮")
    await page.get_by_role("button", name="重新发送").click()
    await expect(page.get_by_role("button", name="重新发送")).to_be_hidden()
    await expect(texts(page, "service")).to_have_count(1)
    assert len(ids) == 4
    assert len(set(ids)) == 1
    assert len(chat.turns.taken) == 1


async def test_offline_is_said_and_mended(make_page: MakePage, chat: Chat) -> None:
    """Without a network the page says so; when it is back, the message goes out by itself."""
    page = await make_page()
    await page.context.set_offline(True)
    await expect(page.locator("#notice")).to_contain_text("网络断开了")
    await write(page, "路灯不亮")
    await expect(page.locator(".fate")).to_contain_text("自动再发")
    await page.context.set_offline(False)
    await expect(texts(page, "service")).to_have_count(1)
    await expect(page.locator("#notice")).to_be_hidden()
    await expect(page.locator(".failed")).to_have_count(0)


async def test_slow_answer_shows_that_somebody_is_at_it(make_page: MakePage, chat: Chat) -> None:
    """While the answer is awaited the page says so; with the answer that line goes."""
    chat.turns.seconds = 1.0
    page = await make_page()
    await write(page, "路灯不亮")
    await expect(page.locator("#typing")).to_contain_text("正在查看您的消息")
    await expect(texts(page, "service")).to_have_count(1)
    await expect(page.locator("#typing")).to_be_hidden()


async def test_refusal_is_shown_in_the_servers_words(make_page: MakePage, chat: Chat) -> None:
    """A damaged photo is refused in words a resident understands."""
    page = await make_page()
    broken = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"broken" * 9}
    await page.locator("#photos").set_input_files([broken])
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.locator(".failed .fate")).to_contain_text("可能已经损坏")


async def test_wrong_file_is_refused_before_it_is_sent(make_page: MakePage, chat: Chat) -> None:
    """A file that is no photo never leaves the page."""
    page = await make_page()
    await page.locator("#photos").set_input_files([{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}])
    await expect(page.locator("#hint")).to_contain_text("只能发照片")
    await expect(page.locator("#tray")).to_be_hidden()


async def test_photo_can_be_removed_before_sending(make_page: MakePage, chat: Chat) -> None:
    """A photo chosen by mistake is taken out again."""
    page = await make_page()
    photos = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": make_photo(size=(64 + n, 64))} for n in range(2)]
    await page.locator("#photos").set_input_files(photos)
    await page.get_by_role("button", name="移除这张照片 1").click()
    await expect(page.locator("#tray img")).to_have_count(1)
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(texts(page, "service")).to_have_text(["照片收到了。"])
    assert len(chat.turns.taken) == 1


async def test_place_is_sent(make_page: MakePage, chat: Chat) -> None:
    """With the browser's leave the place goes out as it is."""
    place = {"latitude": 31.82, "longitude": 117.23}
    page = await make_page(geolocation=place, permissions=["geolocation"])
    await page.get_by_role("button", name="发我的位置").click()
    await expect(texts(page, "service")).to_have_text(["位置收到了。"])
    assert chat.turns.taken[0].location == (117.23, 31.82)


async def test_refused_place_leads_to_words(make_page: MakePage, chat: Chat) -> None:
    """Without leave the page asks for the place in words, and the input has the focus."""
    page = await make_page()
    await page.get_by_role("button", name="发我的位置").click()
    await expect(page.locator("#hint")).to_contain_text("请直接写下地点")
    await expect(page.get_by_label("写下您要说的事")).to_be_focused()
    assert chat.turns.taken == []
