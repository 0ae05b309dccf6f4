"""Chinese and Arabic numerals: reading, writing and finding them."""

import re
from dataclasses import dataclass
from typing import Final

from bot.text.normalise import NormalText, as_normal

DIGITS: Final[dict[str, int]] = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "两": 2,
    "幺": 1,
    "俩": 2,
    "仨": 3,
}
"""Digits as written in words: 三, 叁, 两; 幺 is how a one is said in phone and door numbers."""

UNITS: Final[dict[str, int]] = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
"""Multipliers inside a group of four digits."""

MYRIADS: Final[dict[str, int]] = {"万": 10**4, "亿": 10**8}
"""Multipliers of whole groups."""

TENS: Final[dict[str, int]] = {"廿": 20, "卅": 30}
"""Tens with a character of their own: 廿三 is 23."""

IDIOMS: Final[frozenset[str]] = frozenset(
    [
        "万一",
        "千万",
        "十分",
        "百分",
        "三三两两",
        "七七八八",
        "一一",
        "千百万",
        "百十",
        "万万",
        "千千万万",
        "亿万",
        "百万",
        "三五",
        "三两",
        "五一",
        "十一",
    ]
)
"""Numeral-looking words that count nothing: 万一着火, 十分难闻, 国庆的十一."""

_HAN: Final = "〇零一二三四五六七八九十百千万亿两廿卅幺壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC: Final = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,8}))?([十百千万亿]{0,2})")
_CANDIDATE: Final = re.compile(
    rf"[0-9]{{1,40}}(?:\.[0-9]{{1,8}})?(?:[百千万亿]{{1,2}}(?:[0-9]{{1,4}}[百千]?)?)?|第?[{_HAN}]{{1,20}}"
)
_COUNTED: Final = "号栋幢座楼层单元室户个位名人次件条家间米天年月日周时点分秒元块度辆台只头棵根处吨斤里期组队村弄排区"
_IDIOM_BEFORE: Final = frozenset("统唯单万同之逐划专")
_WRITTEN: Final = "零一二三四五六七八九"


@dataclass(frozen=True)
class NumberSpan:
    """A number found in a text."""

    text: str
    """The characters of the original."""
    start: int
    """Offset of the first character."""
    end: int
    """Offset after the last character."""
    value: int
    """What it amounts to."""


def parse_number(text: str) -> int | None:
    """Give the whole number that a text is: 三十二, 两百零五, 一千二 (1200), 二〇二五, ３２, 3万5, 1.2万; else None."""
    compact = as_normal(text).text.replace(" ", "")
    if not compact:
        return None
    if compact[0] in "0123456789":
        return _parse_arabic(compact)
    return _parse_han(compact)


def format_number(value: int) -> str:
    """Give a whole number in Chinese words: 205 is 二百零五, 10 is 十.

    Raises:
        ValueError: if the number is negative or has more than twelve digits.
    """
    if not 0 <= value < 10**12:
        raise ValueError(f"not a number of at most twelve digits: {value}")
    if value == 0:
        return "零"
    words = ""
    for name, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group = value // size % 10**4
        if group:
            words += ("零" if words and group < 1000 else "") + _format_group(group) + name
    return words[1:] if words.startswith("一十") else words


def find_numbers(text: str | NormalText) -> tuple[NumberSpan, ...]:
    """Find the numbers in a text; idioms (万一, 十分), guesses (三四天) and the 一 of 一直 are not numbers.

    Shape: in order, offsets in characters of the original, end exclusive.
    """
    normal = as_normal(text)
    found: list[NumberSpan] = []
    for match in _CANDIDATE.finditer(normal.text):
        start, end = match.start() + match[0].startswith("第"), match.end()
        words = normal.text[start:end]
        if not words or (words[0] not in "0123456789" and not _counts(normal.text, start, end)):
            continue
        value = parse_number(words)
        if value is not None:
            found.append(NumberSpan(*normal.span(start, end), value))
    return tuple(found)


def _format_group(group: int) -> str:
    words = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = group // size % 10
        if digit:
            skipped = words and group // (size * 10) % 10 == 0
            words += ("零" if skipped else "") + _WRITTEN[digit] + unit
    return words


def _counts(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    if words in IDIOMS or (words == "十" and text[end : end + 1] == "分" and text[end + 1 : end + 2] != "钟"):
        return False
    is_ordinal = start > 0 and text[start - 1] == "第"
    if len(words) == 1:
        before = text[start - 1] if start else ""
        return is_ordinal or (before not in _IDIOM_BEFORE and end < len(text) and text[end] in _COUNTED)
    values = [DIGITS.get(char) for char in words]
    first, second = values[-2], values[-1]
    is_guess = first is not None and second == first + 1 and (len(words) == 2 or values[-3] is None)
    return is_ordinal or not is_guess


def _parse_arabic(text: str) -> int | None:
    match = _ARABIC.match(text)
    if match is None:
        return None
    size = 1
    for unit in match[3]:
        size *= UNITS.get(unit) or MYRIADS[unit]
    fraction = match[2] or ""
    scaled = int(match[1] + fraction) * size
    whole, rest = divmod(scaled, int("1" + "0" * len(fraction)))
    if rest:
        return None
    tail = text[match.end() :]
    if not tail:
        return whole
    if size == 1 or fraction:
        return None
    if len(tail) == 1 and tail in "123456789":  # 3万5: a lone digit stands for the next unit
        return whole + int(tail) * size // 10
    following = parse_number(tail)
    return whole + following if following is not None and following < size else None


def _parse_han(text: str) -> int | None:
    if all(char in DIGITS for char in text):
        return None if len(text) > 15 else int("".join(str(DIGITS[char]) for char in text))
    if text[0] not in DIGITS and text[0] not in "十拾廿卅":
        return None
    total = 0
    for myriad in ("亿", "万"):
        head, found, text = text.rpartition(myriad) if myriad in text else ("", "", text)
        if found:
            group = _parse_group(head, 0) if "万" not in head else _parse_han(head)
            if group is None or group == 0:
                return None
            total += group * MYRIADS[myriad]
            if len(text) == 1 and DIGITS.get(text, 0) > 0:  # 三万五 is 35,000
                return total + DIGITS[text] * MYRIADS[myriad] // 10
    rest = _parse_group(text, 0) if text else 0
    return None if rest is None else total + rest


def _parse_group(text: str, total: int) -> int | None:
    """Read at most 9,999; units must fall: 百十 after 千."""
    above, digit, has_zero = 10_000, None, False
    for index, char in enumerate(text):
        if char in TENS and above > 10 and digit is None:
            total, above = total + TENS[char], 10
        elif char in UNITS:
            unit = UNITS[char]
            if (
                unit >= above
                or (digit is None and (unit != 10 or (index > 0 and not has_zero and total == 0)))
                or digit == 0
            ):
                return None
            total, above, digit, has_zero = total + (1 if digit is None else digit) * unit, unit, None, False
        elif DIGITS.get(char) == 0:
            if digit is not None:
                return None
            has_zero = True
        elif char in DIGITS and digit is None:
            digit = DIGITS[char]
        else:
            return None
    if digit is None:
        return None if has_zero and total == 0 else total
    lone = above in (100, 1000) and not has_zero  # 一千二 is 1,200; 一千零二 is 1,002
    return total + (digit * above // 10 if lone else digit)
