"""Single characters: what each one becomes in the normal form.

NFKC leaves the CJK radicals supplement alone (⻄ stays ⻄) and turns ① into 1, which would glue list marks to numbers;
both are decided here.
"""

import unicodedata
from functools import lru_cache
from typing import Final

RADICALS: Final[dict[str, str]] = dict(
    zip(
        "⺁⺄⺅⺆⺇⺈⺉⺊⺌⺍⺎⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸"
        "⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫"
        "⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙亻冂几刀刂卜小小兀尢尢巳幺彑彐忄心扌攵旡日月歹母民氵水灬爪爪丬牛犭王疋目示礻竹糹纟网罒网网网羊羊羊"
        "耂肀聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅长长长门阜阝雨青韦页风飞食食饣饣首马骨鬼鱼鸟卤麦黄黾齐"
        "齐齿齿龙龙龟龟龟",
        strict=True,
    )
)
"""CJK radicals supplement to the character that people take it for (⻄ is 西, ⻓ is 长).

Source: Unicode EquivalentUnifiedIdeograph, simplified where the radical is a traditional form.
"""

LOOK_ALIKES: Final[dict[str, str]] = {
    "〸": "十",
    "〹": "廿",
    "〺": "卅",
    "妳": "你",
    "牠": "它",
    "祂": "他",
    "ㄧ": "一",
    "﹣": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "“": '"',
    "”": '"',
    "„": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "‘": "'",
    "’": "'",
    "…": "…",
    "⋯": "…",
    ",": "，",
    "!": "！",
    "?": "？",
    ";": "；",
    "，": "，",
    "！": "！",
    "？": "？",
    "；": "；",
    "﹐": "，",
    "﹗": "！",
    "﹖": "？",
    "﹔": "；",
}
"""Characters that differ for a machine but not for a reader; sentence marks take their Chinese width."""

CIRCLED: Final[str] = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Circled numbers 1 to 20, kept as they are because they mark list items."""

HAN_NUMERALS: Final[frozenset[str]] = frozenset("〇零一二三四五六七八九十百千万亿两廿卅幺")
"""Chinese numerals; like digits they are never squeezed (零零零零 may be part of a phone number)."""

WECHAT_FACES: Final[frozenset[str]] = frozenset(
    [
        "微笑",
        "撇嘴",
        "色",
        "发呆",
        "得意",
        "流泪",
        "害羞",
        "闭嘴",
        "睡",
        "大哭",
        "尴尬",
        "发怒",
        "调皮",
        "呲牙",
        "惊讶",
        "难过",
        "囧",
        "抓狂",
        "吐",
        "偷笑",
        "愉快",
        "白眼",
        "傲慢",
        "困",
        "惊恐",
        "憨笑",
        "悠闲",
        "咒骂",
        "疑问",
        "嘘",
        "晕",
        "衰",
        "骷髅",
        "敲打",
        "再见",
        "擦汗",
        "抠鼻",
        "鼓掌",
        "坏笑",
        "右哼哼",
        "鄙视",
        "委屈",
        "快哭了",
        "阴险",
        "亲亲",
        "可怜",
        "笑脸",
        "生病",
        "脸红",
        "破涕为笑",
        "恐惧",
        "失望",
        "无语",
        "嘿哈",
        "捂脸",
        "奸笑",
        "机智",
        "皱眉",
        "耶",
        "吃瓜",
        "加油",
        "汗",
        "天啊",
        "社会社会",
        "旺柴",
        "好的",
        "打脸",
        "哇",
        "翻白眼",
        "让我看看",
        "叹气",
        "苦涩",
        "裂开",
        "爱心",
        "心碎",
        "拥抱",
        "强",
        "弱",
        "握手",
        "胜利",
        "抱拳",
        "勾引",
        "拳头",
        "合十",
        "啤酒",
        "咖啡",
        "蛋糕",
        "玫瑰",
        "凋谢",
        "菜刀",
        "炸弹",
        "便便",
        "月亮",
        "太阳",
        "庆祝",
        "礼物",
        "红包",
        "發",
        "福",
        "烟花",
        "爆竹",
        "猪头",
        "跳跳",
        "发抖",
        "转圈",
        "ok",
        "OK",
        "Emm",
    ]
)
"""Names that WeChat puts in square brackets for its own faces: 你好[微笑]."""

_DROPPED_CATEGORIES: Final[frozenset[str]] = frozenset({"Cc", "Cf", "Cs", "Co", "Me"})
_VARIATION_SELECTORS: Final[tuple[tuple[int, int], ...]] = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180D))
_PICTURES: Final[tuple[tuple[int, int], ...]] = (
    (0x2300, 0x23FF),
    (0x2600, 0x2775),
    (0x2794, 0x27BF),
    (0x2B00, 0x2BFF),
    (0x1F000, 0x1FAFF),
    (0x3030, 0x3030),
)


def _is_within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in ranges)


def is_picture(char: str) -> bool:
    """Say whether a character is an emoji or a pictograph (😀, ☎, ✅)."""
    return _is_within(char, _PICTURES) or unicodedata.category(char) == "Cn"


def is_han(char: str) -> bool:
    """Say whether a character is a Chinese ideograph."""
    return (
        "\u4e00" <= char <= "\u9fff"
        or char == "〇"
        or "\u3400" <= char <= "\u4dbf"
        or "\U00020000" <= char <= "\U0003ffff"
    )


@lru_cache(maxsize=32768)
def fold_char(char: str) -> str:
    """Give what one character becomes: mostly one character, none when dropped, a space for white space or an emoji.

    Traditional characters stay; they need their neighbours and are converted for the text as a whole.
    """
    if char in CIRCLED:
        return char
    known = RADICALS.get(char) or LOOK_ALIKES.get(char)
    if known is not None:
        return known
    if char.isspace():
        return " "
    if unicodedata.category(char) in _DROPPED_CATEGORIES or _is_within(char, _VARIATION_SELECTORS):
        return ""
    compatible = unicodedata.normalize("NFKC", char)
    if compatible == char:
        return " " if is_picture(char) else unicodedata.normalize("NFKC", char.lower())
    return "".join(
        LOOK_ALIKES.get(part) or RADICALS.get(part) or (" " if part.isspace() else part)
        for part in unicodedata.normalize("NFKC", compatible.lower())
    )
