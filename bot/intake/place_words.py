"""Places in words: which part of an address a correction replaces, and what may be joined to a place."""

from __future__ import annotations

import re

from bot.text.normalise import normalise

_NUMBER = r"(?:\d+|[〇零一二三四五六七八九十两]+)"
PART = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<sort>号楼|号院|号|栋|幢|座|单元|组|队|室|层|楼|期|#)")
"""A numbered part of an address: 3号楼, 二单元, 四组."""
_SORTS = {"栋": "号楼", "幢": "号楼", "座": "号楼", "#": "号楼", "队": "组"}
WHOLE = re.compile(r"整个|全小区|都是|全部|到处|小区里|门口|大门|院子里|所有")
"""整个小区 and the like: no building is meant."""
_AROUND = re.compile(
    r"[，。,.!！、\s]|应该|其实|就是|我们|说错|打错|写错|错|不对|不是|换成|改成|改为|我家|那个|那|这|是|在|的|吧|了|啊|呢|哦|噢|我|家|住|到"
)
"""Words around a part: 说错了，应该是16号楼吧."""


def is_part(text: str) -> bool:
    """True for an answer that is only a numbered part of an address (5号楼, 说错了，应该是二单元)."""
    plain = normalise(text).text
    return PART.search(plain) is not None and not _AROUND.sub("", PART.sub("", plain))


def parts_of(text: str) -> str:
    """The numbered parts in a text, joined: 应该是16号楼吧 gives 16号楼."""
    return "".join(m[0] for m in PART.finditer(normalise(text).text))


def with_part(place: str, part: str) -> str:
    """The place with its part of the same sort replaced, or added when it has none.

    汇中花园3号楼 with 5号楼 gives 汇中花园5号楼; 红旗小区 with 2号楼 gives 红旗小区2号楼.
    """
    place, new = normalise(place).text, list(PART.finditer(normalise(part).text))
    for found in new:
        sort = _sort(found)
        known = next((m for m in PART.finditer(place) if _sort(m) == sort), None)
        if known is not None:
            place = place[: known.start()] + found[0] + place[known.end() :]
        else:
            last = max((m.end() for m in PART.finditer(place)), default=len(place))
            place = place[:last] + found[0] + place[last:]
    return place if new else f"{place}{part}"


def _sort(found: re.Match[str]) -> str:
    return _SORTS.get(found["sort"], found["sort"])
