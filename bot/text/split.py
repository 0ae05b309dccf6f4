"""Several matters in one message, taken apart where the writer does so himself."""

import re
from itertools import islice
from typing import Final

from bot.text.normalise import NormalText, Span, as_normal

_BREAK: Final = r"(?:^|(?<=[，。！？；…：: ])|(?<=[。！？；]\"))"

NEXT_MATTER: Final = re.compile(
    f"{_BREAK}(?:还有)?(?:另外(?!一[个头边栋]|的|[两几]个)|此外|除此之外|除此以外|顺便(?=[，问说反提]|再|"
    "咨询|投诉|举报|也)|再就是|再有就是|再一个[，就]|再者|其次|第[二三四五]件(?:事情?)?|"
    "第[二三四五](?=[，、:：]|个问题|点)(?:个问题|点)?|还(?:想|要)(?:再)?(?:问|反映|咨询|投诉|举报|"
    "说)(?:一下|个|一个)?(?:事情?|问题)?|还有(?:就是|一(?:个|件|点)(?:事情?|问题)?|个(?:事情?|问题)|"
    "件事情?|[，:：]))"
    rf"(?:也?(?:想|要)?(?:反映|问|说|咨询|投诉)一?下?(?:，)?)?[，、:： ]*(?:就是|是)?[，: ]*"
)
"""What opens another matter at the start of a clause: 另外, 还有一个问题, 再就是, 顺便, 第二."""

ALSO_THERE: Final = re.compile(
    f"{_BREAK}还有(?!人|很|点|些|一股|没|多|什么|谁|吗|几|一[天点]|异味|臭)(?=[^，。！？；]{{0,8}}(?:楼|"
    "小区|路灯|电梯|门口|路|井盖|车库|隔壁|邻居|物业|单元|垃圾|公园))"
)
"""还有 before a place or a thing of its own: 还有小区门口路灯不亮."""

LIST_MARK: Final = re.compile(
    f"(?P<circled>[①②③④⑤⑥⑦⑧⑨])[，、:： ]*|{_BREAK}(?:(?P<arabic>[1-9])(?:[、)）]|[.．](?![0-9]))|"
    r"\((?P<bracketed>[1-9一二三四五六七八九])\)|"
    "(?P<han>[一二三四五六七八九])[、是来](?!是|到)|第(?P<ordinal>[一二三四五六七八九])(?=[，、:：]|"
    "个问题|点|件)(?:个问题|点|件事?)?)[，、:： ]*"
)
"""A mark of a numbered list: 1、, 2., ③, (4), 五、, 一是, 第二，."""

_PREAMBLE: Final = re.compile(
    "(?:问题|事情?|情况|几点|诉求|反映|如下|想法|建议|两点|三点)[^，。！？；]{0,6}[：:，。]? ?$"
)
_CONTENT: Final = re.compile(r"[\w]")
_LEAST: Final = 4
_ROWS: Final = ("123456789", "①②③④⑤⑥⑦⑧⑨", "一二三四五六七八九")
_EDGE: Final = " ，。！；、：:,.;"


def split_matters(text: str | NormalText) -> tuple[Span, ...]:
    """Split a message into its matters: 电梯坏了，另外楼下烧烤油烟太大 gives two spans.

    Only the writer's own marks split (另外, 还有一个问题, 顺便, 1、2、, 一是二是), and only between stretches that say
    something, so that one matter told at length stays whole.

    Returns:
        The matters in order without the marks; one for an ordinary message, none for a blank one. Shape: offsets in
        characters of the original, end exclusive.
    """
    normal = as_normal(text)
    matters: list[tuple[int, int]] = []
    begin = 0
    for start, end in [*_find_marks(normal.text), (len(normal.text), len(normal.text))]:
        if start < begin:
            continue
        is_last = start == len(normal.text)
        if _says_something(normal.text, begin, start) or (is_last and not matters):
            matters.append((begin, start))
        elif matters:  # too little after a mark: it belongs to what came before
            matters[-1] = (matters[-1][0], start)
        begin = end if _says_something(normal.text, end, len(normal.text)) else start
    return tuple(span for begin, end in matters if (span := _strip(normal, begin, end)) is not None)


def _find_marks(text: str) -> list[tuple[int, int]]:
    marks = [match.span() for pattern in (NEXT_MATTER, ALSO_THERE) for match in pattern.finditer(text)]
    listed = list(LIST_MARK.finditer(text))
    series: list[re.Match[str]] = []
    for match in listed:
        follows = not series or _says_something(text, series[-1].end(), match.start())
        if _number_of(match) == len(series) + 1 and follows:
            series.append(match)
    if len(series) < 2:
        series = [match for match in listed if _is_lone_second(text, match)][:1]
    marks += [match.span() for match in series]
    if series and _number_of(series[0]) == 1 and _PREAMBLE.search(text[: series[0].start()]):
        marks.append((0, series[0].end()))
    return sorted(marks, key=lambda mark: (mark[0], -mark[1]))


def _number_of(match: re.Match[str]) -> int:
    mark = match[match.lastgroup or 0]
    return next(row.index(mark) + 1 for row in _ROWS if mark in row)


def _is_lone_second(text: str, match: re.Match[str]) -> bool:
    return _number_of(match) == 2 and match["ordinal"] is None and _says_something(text, 0, match.start())


def _says_something(text: str, start: int, end: int) -> bool:
    return len(list(islice(_CONTENT.finditer(text, start, end), _LEAST))) == _LEAST


def _strip(normal: NormalText, start: int, end: int) -> Span | None:
    stretch = normal.text[start:end]
    left = len(stretch) - len(stretch.lstrip(_EDGE))
    right = len(stretch.rstrip(_EDGE))
    return normal.span(start + left, start + right) if left < right and _CONTENT.search(stretch) else None
