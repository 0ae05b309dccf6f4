"""Corrections: what a resident takes back and what stands in its place."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.text.normalise import NormalText, Span, as_normal

About = Literal["place", "category"]

_OLD: Final = r"(?P<wrong>[^，。！？；]{1,20}?)"
_NEW: Final = r"(?P<right>[^，。！？；]{1,40})"
_PAUSE: Final = r"[，。！；、 ]{0,2}"
_START: Final = r"(?:^|(?<=[，。！？； ]))(?:嗯|呃|哦|哎呀?|啊|抱歉|不好意思|对不起|等等|等一下)?[， ]?"
_PLACE_WORD: Final = "地址|位置|地点|地方|小区|楼号|楼栋|门牌号?|单元|房号|路名|街道|社区|网格"
_CATEGORY_WORD: Final = "类别|类型|分类|事项|诉求类型|问题类型|种类|性质"
_ERROR: Final = r"(?:填|写|说|选|搞|弄|分|定|归|发|记)?(?:错了?|不对|有误|不准确?|不正确|反了|得不对)了?"

NOT_BUT: Final = re.compile(
    f"(?<![是要还])不(?:是|在)(?:在|说)?{_OLD}{_PAUSE}(?:而|应该|其实)?(?<![不就才还])(?:是|在)(?:在|说)?{_NEW}"
)
"""不是3号楼，是5号楼; 不在东门，在西门."""

BUT_NOT: Final = re.compile(
    f"{_START}(?:应该|其实)?(?:是|在){_NEW.replace('40', '20')}[，、 ]{{0,2}}(?<!是)不(?:是|"
    "在)(?P<wrong>[^，。！？；吗]{1,20})$"
)
"""是5号楼，不是3号楼."""

NAMED_ERROR: Final = re.compile(
    f"(?:(?P<place>{_PLACE_WORD})|(?P<category>{_CATEGORY_WORD}))(?:名|信息)?(?:刚才|刚刚|我|给|"
    f"你们?)?{_ERROR}{_PAUSE}(?:应该|其实|要|得)?(?:是|在|为|选|改成|改为|归)?(?:在|到)?{_NEW}"
)
"""地址错了，在解放路3号; 类别不对，是噪音."""

NAMED_NOT: Final = re.compile(
    f"(?:(?P<place>{_PLACE_WORD})|(?P<category>{_CATEGORY_WORD}))(?:改成|改为|换成|更正为|改到|应该是|"
    f"应该为|应为){_NEW}"
)
"""地址改成解放路3号; 类别应该是噪音."""

CHANGE_TO: Final = re.compile(
    f"{_START}(?:请|麻烦)?(?:帮我)?(?:把|将)?(?P<wrong>[^，。！？；把将]{{1,20}}?)?(?:改成|改为|换成|更正为){_NEW}"
)
"""把3号楼改成5号楼; 改成噪音."""

ERROR_THEN: Final = re.compile(
    f"{_START}(?:(?:我|刚才|刚刚|前面|上面){{0,2}}{_ERROR}|不对|不是|"
    f"更正一?下?){_PAUSE}[:：]?{_PAUSE}(?:应该|其实|要)?(?:是|在|为){_NEW}"
)
"""说错了，是5号楼; 不对，应该在西门; 更正：是周三."""

SHOULD_BE: Final = re.compile(rf"{_START}(?:不对|不是)?{_PAUSE}(?:应该|其实|应当)(?:是|在|为){_NEW}")
"""应该是5号楼."""

I_MEANT: Final = re.compile(rf"{_START}我(?:说|指|问|要说)的?(?:其实)?是{_NEW}")
"""我说的是5号楼."""

PLACE_CUE: Final = re.compile(
    "[0-9〇零一二三四五六七八九十a-z]+(?:号|栋|幢|座|弄|期|层|室|楼|单元|户|区|组|队|门)|楼|栋|幢|单元|路|"
    "街|巷|胡同|弄堂|村|小区|花园|家园|社区|苑|公寓|大厦|广场|门口|[东南西北]门|对面|旁边|隔壁|附近|路口|"
    "桥|镇|乡|庄|"
    r"公园|学校|小学|中学|幼儿园|医院|超市|菜场|菜市场|市场|车站|地铁站|停车场|车库|工地|河边|里面那|[东南西北]侧|中心$"
)
"""What makes a phrase a place: 3号楼, 二单元, 解放路, 李家村, 东门."""

CATEGORY_CUE: Final = re.compile(
    "噪音|噪声|扰民|油烟|异味|臭|漏水|渗水|停水|停电|垃圾|占道|违停|停车|违建|搭建|电梯|路灯|井盖|施工|"
    "装修|投诉|举报|建议|求助|咨询|表扬|物业|绿化|积水|供暖|暖气|燃气|宠物|狗|消防|充电|下水道?|管道|堵|"
    r"污染|扬尘|广告|摊贩|流动|拖欠|工资|社保|医保|户籍|居住证|政策|服务|公交|交通|树|路面|污水|邻里|纠纷|坏|破损|维修"
)
"""What makes a phrase a matter: 噪音, 漏水, 投诉."""

_RHETORIC: Final = re.compile(
    "^(?:我|你|他|她|我们|你们|他们)?(?:不|说|想|因为|为了|第[一二三]次|一[天次两个]|开玩笑|故意|很|太|"
    "什么|吗|吧|这个?意思|这么)|(?:就|都|还|也|才|总|老|只|又|真|算|便)$"
)
_TRAILING: Final = re.compile(r"(?:才对|才是|的?吧|啊|呀|哦|噢|呢|啦|了|谢谢|的)+[\"' ]*$")


@dataclass(frozen=True)
class Correction:
    """What is taken back and what is right.

    Shape: offsets in characters of the original, end exclusive.
    """

    wrong: str | None
    """What is taken back, when it is said."""
    right: str
    """What stands in its place."""
    about: About | None
    """Whether it is the place or the category, when the words tell."""
    wrong_span: tuple[int, int] | None
    """Where `wrong` stands."""
    right_span: tuple[int, int]
    """Where `right` stands."""


def find_correction(text: str | NormalText) -> Correction | None:
    """Find a correction: 不是3号楼，是5号楼; 地址错了，在西门; 类别不对，是噪音; 应该是5号楼.

    Questions and 不是…就是… are none; of several corrections the first and clearest counts.
    """
    normal = as_normal(text)
    for pattern in (NAMED_ERROR, NAMED_NOT, NOT_BUT, BUT_NOT, ERROR_THEN, CHANGE_TO, SHOULD_BE, I_MEANT):
        match = pattern.search(normal.text)
        if match is not None and (correction := _read(normal, match)):
            return correction
    return None


def _read(normal: NormalText, match: re.Match[str]) -> Correction | None:
    groups = match.groupdict()
    right = _trim(normal, *match.span("right"))
    wrong = _trim(normal, *match.span("wrong")) if groups.get("wrong") else None
    following = normal.text[match.end() : match.end() + 1]
    if not right.text or following in ("？", "?") or right.text[-1] in "吗么":
        return None
    if wrong is not None and (not wrong.text or _RHETORIC.search(wrong.text)):
        return None
    return Correction(
        wrong.text if wrong else None,
        right.text,
        "place" if groups.get("place") else "category" if groups.get("category") else _tell_about(right.text, wrong),
        (wrong.start, wrong.end) if wrong else None,
        (right.start, right.end),
    )


def _trim(normal: NormalText, start: int, end: int) -> Span:
    words = normal.text[start:end]
    kept = _TRAILING.sub("", words).rstrip() or words.rstrip()
    lead = len(kept) - len(kept.lstrip(" :，"))
    return normal.span(start + lead, start + max(lead, len(kept)))


def _tell_about(right: str, wrong: Span | None) -> About | None:
    for words in (right, wrong.text if wrong else ""):
        plain = as_normal(words).text
        if PLACE_CUE.search(plain) and not re.fullmatch(rf"(?:{CATEGORY_CUE.pattern})+", plain):
            return "place"
        if CATEGORY_CUE.search(plain):
            return "category"
    return None
