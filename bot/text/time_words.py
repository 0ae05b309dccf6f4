"""How residents write times: the patterns and the hours behind words, each with an example."""

import re
from typing import Final

N: Final = r"(?:[0-9]{1,4}|[〇零一二三四五六七八九十两百廿]{1,5})"
"""A small number in either script."""

VAGUE: Final[dict[str, int]] = {
    "几": 5,
    "好几": 5,
    "数": 5,
    "十几": 15,
    "十多": 15,
    "几十": 50,
    "二十多": 25,
    "三十多": 35,
}
"""Vague amounts and the number they are read as: 好几天 is 5 days."""

AMOUNT: Final = rf"(?:{'|'.join(sorted(VAGUE, key=len, reverse=True))}|{N}|半)"

UNIT: Final = (
    "(?:个?(?P<half>半)?个?多?(?P<unit>小时|钟头|分钟|天|夜|周|星期|礼拜|年|(?<=[个半多])月))(?P<and_half>半)?多?"
)
"""A unit after an amount: 个半小时, 天, 个月; 三月 without 个 is March."""

DAYS: Final[dict[str, int]] = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "昨儿": -1,
    "今天": 0,
    "今日": 0,
    "今儿": 0,
    "明天": 1,
    "明日": 1,
    "大后天": 3,
    "后天": 2,
    "昨": -1,
    "今": 0,
    "明": 1,
}
"""Days named from today."""

PARTS: Final[dict[str, tuple[int, int]]] = {
    "凌晨": (0, 6),
    "清晨": (5, 8),
    "早晨": (6, 9),
    "一大早": (6, 9),
    "大清早": (5, 8),
    "大早上": (6, 9),
    "早上": (6, 9),
    "早高峰": (7, 9),
    "晨": (5, 8),
    "上午": (8, 12),
    "中午": (11, 14),
    "午后": (12, 15),
    "下午": (12, 18),
    "傍晚": (17, 20),
    "晚高峰": (17, 19),
    "晚上": (18, 24),
    "大晚上": (18, 24),
    "晚间": (18, 24),
    "夜里": (22, 30),
    "夜间": (22, 30),
    "夜晚": (18, 30),
    "三更半夜": (22, 30),
    "大半夜": (22, 30),
    "后半夜": (24, 30),
    "半夜": (22, 30),
    "深夜": (22, 30),
    "午夜": (23, 25),
    "通宵": (22, 30),
    "整夜": (22, 30),
    "整晚": (18, 30),
    "一整晚": (18, 30),
    "彻夜": (22, 30),
    "白天": (8, 18),
    "早": (6, 9),
    "晚": (18, 24),
    "夜": (22, 30),
}
"""Parts of the day.

Units: hours after the midnight that begins the day; 24 and more are in the next day's small hours.
"""

RECENT: Final[dict[str, tuple[float, float]]] = {
    "刚才": (0.5, 0),
    "刚刚": (0.5, 0),
    "方才": (0.5, 0),
    "现在": (0, 0),
    "目前": (0, 0),
    "此刻": (0, 0),
    "眼下": (0, 0),
    "这会儿": (0, 0),
    "最近": (720, 0),
    "近期": (720, 0),
    "近日": (168, 0),
    "近来": (720, 0),
    "这阵子": (720, 0),
    "这段时间": (720, 0),
    "近段时间": (720, 0),
    "这些天": (168, 0),
    "前段时间": (1440, 0),
    "前阵子": (1440, 0),
    "前些天": (336, 0),
    "前些日子": (1440, 0),
}
"""Vague recent times.

Units: hours before now of the begin and the end.
"""

ALWAYS: Final[tuple[str, ...]] = (
    "从早到晚",
    "一天到晚",
    "没日没夜",
    "整天",
    "成天",
    "天天",
    "夜夜",
    "每次",
    "平时",
    "平日",
    "工作日",
    "节假日",
)
"""Words for what keeps happening without a clock."""

_WEEKDAY: Final = "[一二三四五六日天末1-6]"
_NOT_A_PLACE: Final = r"(?!(?:大|西|东|南|北|中)?(?:路|街|巷|桥|村|镇|小区|社区|广场|公园|花园|苑|里))"
_PART_LONG: Final = "|".join(sorted((word for word in PARTS if len(word) > 1), key=len, reverse=True))
_DAY_LONG: Final = "|".join(sorted((word for word in DAYS if len(word) > 1), key=len, reverse=True))
_CLOCK: Final = (
    r"(?:(?<![0-9第])(?P<hour>[0-9]{1,2}|[二廿]?十?[零〇一二三四五六七八九十两])(?:点钟?|时(?![间候常不刻而期]))"
    "(?:(?P<half_hour>半)|(?P<quarter>[一三])刻|(?P<minute>[0-9]{2}|[一二三四五]?十[一二三四五六七八九]?|"
    "[零〇][一二三四五六七八九])(?![号栋楼个0-9])分?"
    r"|(?P<few>[0-9一二三四五六七八九])分)?"
    r"|(?<![0-9:])(?P<hh>[01]?[0-9]|2[0-4]):(?P<mm>[0-5][0-9])(?::[0-5][0-9])?(?![0-9:]))(?:多|左右|整|许)?"
)

MOMENT: Final = re.compile(
    "(?=[每天大前昨今明后上下这本周星礼去0-9〇一二三四五六七八九十两廿元清国春过劳妇儿圣除端中凌晨早晚午傍"
    "夜三深半通整彻白])"
    r"(?P<every>每(?:天|日|个|逢|到|隔)?的?|天天|夜夜)?"
    r"(?:"
    rf"(?P<day>{_DAY_LONG}|[昨今明](?=早|晚|夜|晨)|(?<=前)(?=晚))"
    rf"|(?P<week_shift>上上个?|上个?|这个?|本|下下个?|下个?)(?:周|星期|礼拜)(?P<shifted_weekday>{_WEEKDAY})?(?![边围])"
    rf"|(?<!同)(?:周|星期|礼拜)(?P<weekday>{_WEEKDAY})(?!路)"
    r"|(?<=每)(?P<weekly>周|星期)(?![边围])"
    r"|(?<![0-9])(?P<iso_year>(?:19|20)[0-9]{2})[-/.](?P<iso_month>[0-9]{1,2})[-/.](?P<iso_day>[0-9]{1,2})日?(?![0-9-])"
    rf"|(?P<month_word>上上个?月|上个?月|这个?月|本月|下个?月|(?<=每)个?月)(?:份|(?P<word_day>{N})[号日])?"
    r"|(?:(?P<year_word>前年|去年|今年|明年)|(?P<year>(?:19|20)[0-9]{2}|[一二][〇零一二三四五六七八九]{3})年)?的?(?:"
    "(?<![0-9一二三四五六七八九十])(?P<month>[0-9]{1,2}|十?[一二三四五六七八九十])月(?:份|"
    f"(?P<month_day>{N})[号日])?"
    "|(?P<holiday>元旦|清明|五一|劳动节|国庆|妇女节|儿童节|圣诞|除夕|春节|过年|元宵|端午|中秋|十一(?=期间|"
    f"假期|长假|黄金周|放假)){_NOT_A_PLACE}"
    r"节?(?:期间|假期|长假|黄金周|那几天|当天|放假)?"
    r"|(?<=年))"
    f"|(?<![0-9第之号楼栋])(?P<bare_day>{N})[号日](?=凌晨|早|上午|中午|下午|晚|夜|开始|起|以来|之前|之后|"
    "那天|到现在|就)"
    r")?"
    r"(?:的|那天| (?=[0-9上下早晚中凌夜]))?"
    rf"(?P<part>{_PART_LONG}|(?<=[昨今明前每天夜])[早晚夜晨]上?)?"
    rf"(?:的|差不多|大概|大约|快)?(?:{_CLOCK})?"
)
"""A day, a part of it, a clock time, or several together: 昨晚十一点, 每天晚上10点, 11月3号, 上周六下午, 国庆期间."""

ELAPSED: Final = re.compile(
    f"(?P<amount>{AMOUNT}){UNIT}(?P<way>以前|之前|前(?![面门边院])|以后|之后|后(?![面门边院])|以内|之内|内)"
)
"""An amount away from now: 两个小时前, 三天后, 24小时内."""

LATELY: Final = re.compile(rf"(?P<which>最近这?|近|过去|这|前)(?P<amount>{AMOUNT}){UNIT}(?!前|后|路)")
"""The last so many units: 这两天, 最近一周, 前几天."""

_UNIT_AFTER: Final = re.sub(r"\?P<(\w+)>", r"?P<\1_after>", UNIT)

LASTING: Final = re.compile(
    "(?:(?:(?:连续|连着|一连|接连|持续了?|断断续续|整整|长达|超过|将近|已经有?)了?(?:大概|差不多|快|将近|"
    "整整|近)?|(?<=[了都有快经停]))"
    rf"(?P<amount>{AMOUNT}){UNIT}(?:了|以来)?(?![0-9]|以?之?[前后内])"
    f"|(?<![第0-9])(?P<amount_after>{AMOUNT}){_UNIT_AFTER}"
    r"(?:了|以来|(?=都没|没有?|还没|都不|不)))"
)
"""How long it has gone on: 连续三天, 停了两个小时, 一个多月了, 三天没水."""

FROM: Final = re.compile(r"(?:自从|打从|从|自|打)$")
"""What opens an interval before a time: 从上周."""

ONWARD: Final = re.compile(
    "(?:以后|之后|过后|后(?![面门边院街巷来天])|就?开始|起(?![火来诉码步吊重飞])|以来|至今|到现在|到今天)"
)
"""What leaves the end of an interval open: 上周起, 10点以后."""

UNTIL: Final = re.compile(r"(?:以前|之前|前(?![面门边院街后往台天]))")
"""What leaves the begin of an interval open: 10点以前."""

BETWEEN: Final = re.compile(r"(?:一直|直)?(?:到|至|-|~)了?")
"""What joins two times into one interval: 晚上8点到10点."""
