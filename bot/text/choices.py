"""Which of the numbered options a resident picks."""

import re
from collections.abc import Sequence
from typing import Final

from bot.text.glyphs import CIRCLED
from bot.text.normalise import as_normal
from bot.text.numerals import parse_number

_LEAD: Final = r"(?:(?:那就|那|我|就|要|想|应该|选择|选|是|按|回复|嗯|呃|好的?|对)[，, ]?){0,5}"
_TAIL: Final = r"(?:吧|啊|呀|哦|噢|呢|啦|了|的|嘛|谢谢|没错|对|[。！，,.!、 ]){0,4}"
_NUMBER: Final = r"[0-9]{1,3}|[〇零一二三四五六七八九十]{1,3}"

NUMBERED: Final = re.compile(
    rf"{_LEAD}(?:(?P<circled>[{CIRCLED}])"
    rf"|第(?P<ordinal>{_NUMBER})(?:个|项|条|号|种|款|位|家)?(?:选项|地址|地方)?"
    rf"|[(\[](?P<bracketed>{_NUMBER})[)\]]"
    rf"|(?P<bare>{_NUMBER})(?P<mark>号|[.、)])?){_TAIL}"
)
"""A choice by number: 1, ①, 第一个, 选1, 1号, 1., (1), 一吧, 就第二个. 1号楼, 12345 and 一个 are none."""

FROM_END: Final = re.compile(
    rf"{_LEAD}(?:最后(?:一个|一项|一条|那个|的)?|末尾那个|倒数第(?P<back>{_NUMBER})(?:个|项|条)?){_TAIL}"
)
"""A choice counted from the end: 最后一个, 倒数第二个."""

OF_TWO: Final[dict[str, int]] = {
    **dict.fromkeys(("前者", "前一个", "前面那个", "前面的", "前面一个", "上面那个", "上面的", "上一个"), 1),
    **dict.fromkeys(("后者", "后一个", "后面那个", "后面的", "后面一个", "下面那个", "下面的", "下一个"), 2),
}
"""Words that pick one of exactly two; among more they say nothing certain."""

_OF_TWO: Final = re.compile(rf"{_LEAD}(?P<word>{'|'.join(OF_TWO)}){_TAIL}")
_MIDDLE: Final = re.compile(rf"{_LEAD}中间(?:那个|的|一个|那项){_TAIL}")
_LEAD_OR_TAIL: Final = re.compile(rf"^{_LEAD}|(?<=..){_TAIL}$")
_HOUSE: Final = re.compile(r"[0-9〇一二三四五六七八九十]号")
_DENIAL: Final = re.compile(r"不是|不要|不对|都不|没有|除了|不选|别选")


def parse_choice(text: str, n: int, labels: Sequence[str] | None = None) -> int | None:
    """Give which of `n` options is picked, counted from 1, or None when the text picks none for certain.

    A label, or two or more characters that only one label has, picks as well as a number does: 阳光花园 out of
    阳光花园一期, 金色家园. A number outside the list picks nothing; 12 is never 1.

    Args:
        text: the reply.
        n: how many options were shown.
        labels: what the options said, in order.

    Raises:
        ValueError: if there are labels and not `n` of them.
    """
    if labels is not None and len(labels) != n:
        raise ValueError(f"{len(labels)} labels for {n} options")
    reply = as_normal(text).text.strip()
    number = _choose_by_number(reply, n)
    if not labels:
        return number
    names = [_compact(as_normal(label).text) for label in labels]
    if names.count(_compact(reply)) == 1:
        return names.index(_compact(reply)) + 1
    named = _choose_by_label(reply, names)
    if number is None:
        return named if NUMBERED.fullmatch(reply) is None or _HOUSE.search(reply) else None
    return None if _HOUSE.search(reply) and named not in (None, number) else number


def _choose_by_number(reply: str, n: int) -> int | None:
    chosen: int | None = None
    if match := NUMBERED.fullmatch(reply):
        if match["circled"]:
            chosen = CIRCLED.index(match["circled"]) + 1
        else:
            chosen = parse_number(match["ordinal"] or match["bracketed"] or match["bare"])
    elif match := FROM_END.fullmatch(reply):
        back = parse_number(match["back"]) if match["back"] else 1
        chosen = None if back is None else n + 1 - back
    elif n == 2 and (match := _OF_TWO.fullmatch(reply)):
        chosen = OF_TWO[match["word"]]
    elif n == 3 and _MIDDLE.fullmatch(reply):
        chosen = 2
    return chosen if chosen is not None and 1 <= chosen <= n else None


def _choose_by_label(reply: str, names: Sequence[str]) -> int | None:
    said = _compact(reply)
    if _DENIAL.search(said):
        return None
    for wording in (said, _compact(_LEAD_OR_TAIL.sub("", reply))):
        if len(wording) >= 2:
            holding = [index for index, name in enumerate(names, 1) if wording in name]
            if holding:
                return holding[0] if len(holding) == 1 else None
    named = [index for index, name in enumerate(names, 1) if len(name) >= 2 and name in said]
    return named[0] if len(named) == 1 else None


def _compact(text: str) -> str:
    return re.sub(r"[\s，。！？、,.!?;；]", "", text)
