"""Personal data: found and written over."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.personal_numbers import is_bank_card, is_id_card
from bot.text.redaction import PLACEHOLDERS, find_personal, redact


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("13800138000", "phone", "13800138000"),
        ("我电话138-0013-8001。", "phone", "13800138001"),
        ("138 0013 8000", "phone", "13800138000"),
        ("１３８００１３８０００", "phone", "13800138000"),
        ("幺三八零零幺三八零零零", "phone", "13800138000"),
        ("一三八 零零一三 八零零零", "phone", "13800138000"),
        ("+86 138 0013 8000", "phone", "13800138000"),
        ("8613800138000", "phone", "13800138000"),
        ("0086-13800138000", "phone", "13800138000"),
        ("138，0013，8000", "phone", "13800138000"),
        ("138\u200b0013\u200b8000", "phone", "13800138000"),
        ("138😀0013😀8000", "phone", "13800138000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "phone", "13800138000"),
        ("tel13800138000", "phone", "13800138000"),
        ("微信13800138000", "phone", "13800138000"),
        ("010-62345678", "phone", "01062345678"),
        ("（010）62345678转8023", "phone", "01062345678"),
        ("0571 87654321", "phone", "057187654321"),
        ("电话62345678", "phone", "62345678"),
        ("身份证11010519491231002X", "id_card", "11010519491231002X"),
        ("11010519491231002x", "id_card", "11010519491231002X"),
        ("110105 19491231 002X", "id_card", "11010519491231002X"),
        ("110105491231002", "id_card", "110105491231002"),
        ("身份证号：110105194912310021", "id_card", "110105194912310021"),
        ("6222021234567890128", "bank_card", "6222021234567890128"),
        ("卡号 6222 0202 0011 2233 440", "bank_card", "6222020200112233440"),
        ("zhang.san@QQ.com", "email", "zhang.san@qq.com"),
        ("ａｂｃ＠１６３．ｃｏｍ", "email", "abc@163.com"),
        ("京A12345", "plate", "京A12345"),
        ("粤B·D12345乱停", "plate", "粤BD12345"),
        ("沪a1234学", "plate", "沪A1234学"),
        ("微信号：zhangsan_88", "wechat", "zhangsan_88"),
        ("vx abc12345", "wechat", "abc12345"),
        ("加V：wxid_abc123", "wechat", "wxid_abc123"),
        ("QQ：12345678", "qq", "12345678"),
    ],
)
def test_find_personal_finds(text: str, kind: str, value: str) -> None:
    """Each way of writing a personal number is found with its plain value."""
    found = find_personal(text)
    assert [(piece.kind, piece.value) for piece in found] == [(kind, value)]
    assert all(0 <= piece.start < piece.end <= len(text) for piece in found)


@pytest.mark.parametrize(
    "text",
    [
        "打110没人接",
        "119",
        "120",
        "122",
        "12345",
        "12315",
        "12328",
        "95598",
        "10086",
        "96110",
        "拨打12345、110、95598",
        "400-820-8820",
        "010-12345",
        "3号楼2单元502室",
        "2025年11月3日14:30",
        "2025-11-03",
        "工单2025112200012",
        "1.2.3.4.5.6.7.8.9.10.11.12",
        "110105194912310021",
        "微信公众号",
        "QQ群",
        "京东12345",
        "云A座",
        "三五一二",
        "二〇二五年",
        "停水3天",
    ],
)
def test_find_personal_leaves_public_numbers(text: str) -> None:
    """Public numbers, addresses, dates and ticket numbers are nobody's."""
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("打13800138000或13900139000", "打[电话]或[电话]"),
        ("13800138000，13900139000", "[电话]，[电话]"),
        ("13800138000 13900139000", "[电话] [电话]"),
        ("1380013800013900139000", "[电话][电话]"),
        ("车牌京A12345，电话13800138000", "车牌[车牌]，电话[电话]"),
        ("11010519491231002X13800138000", "[身份证][电话]"),
        ("电梯坏了", "电梯坏了"),
    ],
)
def test_redact_writes_over_every_piece(text: str, redacted: str) -> None:
    """All pieces get a placeholder, the rest of the text stays."""
    assert redact(text) == redacted


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "13800138000",
                    "138-0013-8000",
                    "京A12345",
                    "a@b.com",
                    "微信abc12345",
                    "电话62345678",
                    "、",
                    "，",
                    " ",
                    "-",
                ]
            ),
            st.text(alphabet="0123456789零一二三X 、-+()电话微信京a@.", max_size=12),
        ),
        max_size=8,
    )
)
def test_redact_is_idempotent(parts: list[str]) -> None:
    """Redacting twice is redacting once, and nothing personal is left."""
    once = redact("".join(parts))
    assert redact(once) == once
    assert find_personal(once) == ()


@given(
    st.text(max_size=10),
    st.text(alphabet="电梯坏了，。请回 ", max_size=10),
    st.integers(3, 9),
    st.integers(0, 10**9 - 1),
)
def test_redact_finds_every_mobile(before: str, after: str, second: int, rest: int) -> None:
    """A mobile number between letters and marks never stays."""
    mobile = f"1{second}{rest:09d}"
    text = (
        "".join(char for char in before if not char.isnumeric() and char not in "-. ·()、，,") + "：" + mobile + after
    )
    assert mobile not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1 ",
        "138 ",
        "a@",
        "a",
        "京A",
        "13800138000，",
        "13800138000",
        "微信",
        "1、",
        "a.",
        "0 1-",
        "一",
        "((",
        "微信a",
        "电话2",
    ],
)
def test_redact_is_bounded(text: str) -> None:
    """Twenty thousand characters of anything take less than three seconds."""
    began = time.process_time()
    redact((text * 20_000)[:20_000])
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("digits", "expected"), [("11010519491231002x", True), ("110105194912310021", False), ("990105194912310021", False)]
)
def test_is_id_card_checks(digits: str, *, expected: bool) -> None:
    """Province, birthday and check character must fit."""
    assert is_id_card(digits) is expected


@pytest.mark.parametrize(
    ("digits", "expected"), [("6222021234567890128", True), ("6222021234567890129", False), ("0000000000000000", False)]
)
def test_is_bank_card_checks(digits: str, *, expected: bool) -> None:
    """The Luhn check must fit."""
    assert is_bank_card(digits) is expected


def test_placeholders_are_nothing_personal() -> None:
    """No placeholder is itself taken for personal data."""
    assert all(find_personal(placeholder) == () for placeholder in PLACEHOLDERS.values())
