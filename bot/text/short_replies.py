"""Replies of a word or two: yes, no, change something; and texts that say nothing."""

import re
from itertools import pairwise
from typing import Final, Literal

from bot.text.normalise import as_normal

ShortReply = Literal["affirm", "deny", "modify"]

AFFIRM: Final[tuple[str, ...]] = (
    "有帮助",
    "有用",
    "这下对了",
    "这回对了",
    "这次对了",
    "确认无误",
    "确认提交",
    "信息正确",
    "是这样",
    "就这样",
    "没问题",
    "没毛病",
    "对的",
    "确认",
    "确定",
    "确实",
    "是的",
    "正确",
    "无误",
    "没错",
    "可以",
    "好的",
    "好滴",
    "好哒",
    "好嘞",
    "行的",
    "嗯呢",
    "嗯嗯",
    "中",
    "提交",
    "同意",
    "是",
    "对",
    "嗯",
    "恩",
    "好",
    "行",
    "成",
    "yes",
    "yep",
    "yeah",
    "okay",
    "ok",
    "okk",
    "y",
)
"""Words of assent; several in a row are one: 嗯，对，是的."""

DENY: Final[tuple[str, ...]] = (
    "不是这样",
    "不正确",
    "不对劲",
    "不可以",
    "不是的",
    "不需要",
    "不同意",
    "不用了",
    "不要了",
    "没有了",
    "不是",
    "不对",
    "不行",
    "不可",
    "不用",
    "不要",
    "不好",
    "没有",
    "有误",
    "错了",
    "错的",
    "否",
    "非",
    "不",
    "没",
    "nope",
    "no",
    "n",
)
"""Words of refusal. 取消 is none: it ends the matter instead of answering."""

MODIFY: Final[tuple[str, ...]] = (
    "修改一下",
    "修改信息",
    "修改内容",
    "我要修改",
    "需要修改",
    "重新填写",
    "重新填",
    "改一下",
    "改一改",
    "要修改",
    "想修改",
    "填错了",
    "写错了",
    "说错了",
    "改地址",
    "改类别",
    "修改",
    "更改",
    "更正",
    "变更",
    "重填",
    "要改",
    "想改",
    "改改",
    "改",
)
"""Words that ask to change what was taken down."""

SIGNS: Final[dict[str, ShortReply]] = {
    "👌": "affirm",
    "👍": "affirm",
    "✅": "affirm",
    "✔": "affirm",
    "🆗": "affirm",
    "☑": "affirm",
    "🙆": "affirm",
    "[ok]": "affirm",
    "[好的]": "affirm",
    "[强]": "affirm",
    "❌": "deny",
    "✖": "deny",
    "👎": "deny",
    "🙅": "deny",
    "[弱]": "deny",
}
"""Emoji and WeChat faces that answer by themselves: 👌."""

_TAIL: Final = "(?:的|吧|呀|啊|呢|哦|噢|啦|了|哈|嘛|哒|滴|谢谢你?们?|麻烦了|辛苦了)"
_LONGEST: Final = 16
_MARKS: Final = re.compile(r"[^\w]|_")


def _word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    choice = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:嗯|呃|哦|噢|啊|那)?(?:(?:{choice}){_TAIL}{{0,2}}){{1,5}}")


_PATTERNS: Final[dict[ShortReply, re.Pattern[str]]] = {
    "modify": re.compile(
        f"(?:{'|'.join(('不对', '不是', '不', '我', '有误', '错了', *DENY))})?{_word_pattern(MODIFY).pattern}"
    ),
    "deny": _word_pattern(DENY),
    "affirm": _word_pattern(AFFIRM),
}
_NOT_A_REPLY: Final = re.compile(
    "[对是好行成中](?:不|没)(?:对|是|好|行|成)|[?？]|[吗么嘛]$|^(?:不好|好|行|对|成|非|中)了$"
)

LAUGHTER: Final = re.compile(r"(?:[哈呵嘿嘻嘎噗]|h|哇|233|666){2,}")
"""Laughing and cheering: 哈哈, hhh."""

KEYBOARD_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""Keys that lie side by side, in order: asdf is a hand on the keyboard."""

HESITATION: Final = re.compile(r"(?:[呃额唔啊哦噢诶欸哎唉嘶]|那个|这个|就是){1,6}")
"""Sounds before anything is said: 呃, 那个."""


def read_short_reply(text: str) -> ShortReply | None:
    """Give what a reply of a word or two says, or None when it says more or something else.

    确认, 是的, 嗯 and 👌 affirm; 不是, 不对 and 否 deny; 修改 and 改一下 ask to modify. Questions (对吗, 行不行) answer
    nothing, and 取消 is not a denial.
    """
    signs = {SIGNS[sign] for sign in SIGNS if sign in text.lower()}
    words = _MARKS.sub("", as_normal(text).text)
    if not words:
        return signs.pop() if len(signs) == 1 else None
    if len(words) > _LONGEST or _NOT_A_REPLY.search(as_normal(text).text.rstrip(" 。！~.")):
        return None
    for reply, pattern in _PATTERNS.items():
        if pattern.fullmatch(words):
            return reply
    return None


def is_blank(text: str) -> bool:
    """Say whether a text has no letter, digit or ideograph: empty, or only emoji, punctuation and controls."""
    return not any(char.isalnum() for char in as_normal(text).text)


def is_noise(text: str) -> bool:
    """Say whether a text has nothing to understand: blank, laughter, hesitation, one repeated character, mashing.

    Short replies (嗯, 好, 1) are not noise.
    """
    words = _MARKS.sub("", as_normal(text).text)
    if not words:
        return True
    if read_short_reply(text) is not None or (words[0].isdigit() and len(words) < 6):
        return bool(LAUGHTER.fullmatch(words))
    if LAUGHTER.fullmatch(words) or HESITATION.fullmatch(words):
        return True
    plain = _MARKS.sub("", text.strip().lower())
    return (len(plain) >= 3 and len(set(plain)) == 1) or _is_mashed(words)


def _is_mashed(words: str) -> bool:
    if not (len(words) >= 4 and words.isascii() and words.isalpha()):
        return False
    neighbours = sum(first + second in row for first, second in pairwise(words) for row in KEYBOARD_ROWS)
    is_vowelless = set(words).isdisjoint("aeiouy")
    return neighbours * 10 >= 7 * (len(words) - 1) or len(set(words)) * 3 <= len(words) or is_vowelless
