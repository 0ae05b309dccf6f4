"""Written forms of places: one-to-one normalisation that keeps offsets, numerals, ranges of numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.places.model import Side

_LOOK_ALIKES = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳戶衆綫",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户众线",
        strict=True,
    )
)
"""Radicals of the block U+2E80 look like characters but have no compatibility form. Source: JioNLP issue 249."""

_TRADITIONAL = dict(
    zip(
        "長鳳號樓棟單區縣鎮鄉路橋廣場學醫園東關陽順華興龍國門車馬頭莊灣島嶺溝灘濱經濟業發員會館廟錦繡麗瑞億達寶豐榮聖樂書畫雲飛鵬鷹銀鐵鋼鋪羅陳楊趙張劉吳蘇"
        "潤倉庫線環內對邊側後樹蘭蓮葉綠紅藍視聯衛圖鐘機場劇辦監獄養貿戰勝義愛貴慶鄭韓豬魚鳥龜陰陸際應順鹽農歸遠運進連還這麼個從來時無為與",
        "长凤号楼栋单区县镇乡路桥广场学医园东关阳顺华兴龙国门车马头庄湾岛岭沟滩滨经济业发员会馆庙锦绣丽瑞亿达宝丰荣圣乐书画云飞鹏鹰银铁钢铺罗陈杨赵张刘吴苏"
        "润仓库线环内对边侧后树兰莲叶绿红蓝视联卫图钟机场剧办监狱养贸战胜义爱贵庆郑韩猪鱼鸟龟阴陆际应顺盐农归远运进连还这么个从来时无为与",
        strict=True,
    )
)
"""Traditional characters that are common in the names and words of places."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "幺": 1}
_SCALES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"(?:\d{1,5}|[零〇○一二两三四五六七八九十百千]{1,7})"
"""Regular expression of one number, in digits or in characters."""

_RANGE = re.compile(r"^(\d+)(?:-(\d+))?$")


@lru_cache(maxsize=20000)
def normalise_char(char: str) -> str:
    """One character in the form that matching uses; always one character long."""
    if char in _LOOK_ALIKES:
        return _LOOK_ALIKES[char]
    if char in _TRADITIONAL:
        return _TRADITIONAL[char]
    plain = unicodedata.normalize("NFKC", char).upper()
    return _TRADITIONAL.get(plain, plain) if len(plain) == 1 else char


def normalise(text: str) -> str:
    """The text in the form that matching uses. Shape: as long as the given text, so offsets stay true."""
    if text.isascii():
        return "".join(char.upper() for char in text)
    return "".join(map(normalise_char, text))


def parse_number(text: str) -> int | None:
    """The value of digits or Chinese numerals (三十二, 一百零五, 一二〇), None for anything else."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(char not in _DIGITS and char not in _SCALES for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, pending, scale = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            pending = _DIGITS[char]
        else:
            scale = _SCALES[char]
            total += (pending or (1 if total == 0 else 0)) * scale
            pending = 0
    if pending and scale >= 100 and text[-2] in _SCALES:
        return total + pending * scale // 10  # 一百二 is 120
    return total + pending


def is_in_range(number: int, span: str) -> bool:
    """Whether a number lies in "1-12" or "7"; an empty span holds every number."""
    if not span:
        return True
    for part in span.split("|"):
        match = _RANGE.match(part)
        if match and int(match[1]) <= number <= int(match[2] or match[1]):
            return True
    return False


def is_on_side(number: int, side: Side) -> bool:
    """Whether a door number belongs to a side of the road."""
    return side == "all" or (number % 2 == 1) == (side == "odd")
