"""The words around names of places: endings, numbers, directions, and words that a name never contains."""

from __future__ import annotations

import re

from bot.places.forms import NUMERAL as N


def _words(text: str) -> list[str]:
    return text.split()


SUFFIXES = _words("""
    小区 花园 家园 花苑 雅苑 家属院 家属区 公寓 新村 新城 庄园 山庄 豪庭 名邸 公馆 苑 城 村 大道 路 街 巷
    广场 商场 市场 菜市场 公园 大厦 幼儿园 小学 中学 学校 医院 卫生院 派出所 火车站 汽车站 地铁站 公交站
    工业园 工业区 大桥 高铁站 公交场站 站 公安分局 分局 交警大队 支队 图书馆 大学 超市 酒店 豪园 步行街
    商业街 购物中心 社区 街道 镇 乡 区 县 市 旗 河 桥
""")
"""Endings by which an unknown name is seen; 区 县 市 旗 only straight behind the name of a region."""
SUFFIX = re.compile("|".join(sorted(SUFFIXES, key=len, reverse=True)))
BELOW_REGION = frozenset("区县市旗")
ROAD_ENDS = ("大道", "路", "街", "巷")
SETTLEMENT_ENDS = ("镇", "乡", "街道", "社区", "村")
MAX_CORE = 7

_STOP = _words("""
    在 住 到 从 去 是 的 了 我 你 您 他 她 它 们 这 那 该 某 把 被 请 让 给 很 每 几 哪 叫 找 离 有 没 为
    因 将 来 往 至 于 由 向 对 就 都 也 还 又 想 问 说 看 过 着 个 条 座 所 间 家住 家在 附近 旁边 对面
    门口 隔壁 靠近 位于 地址 村里 家里 经过 路过 投诉 举报 咨询 反映 建议 希望 关于 尊敬 领导 你好 您好
    居住 属于 就读 前往 通往 进入 增加 整治 整个 整条 全部 以及 还有 因为 如果 现在 目前 今天 昨天 昨晚
    今晚 晚上 早上 每天 最近 一直 经常 业主 居民 市民 村民 小区 社区 周边 周围 沿着 沿线 途经 其中 包括
    尤其 特别 比如 例如 管理 建设局 修建 新建 改造 和 与 及 或 跟 同 、 号 并 而 但 只 不 更 最 用 以 使 走
    等 起 满 影响 导致 增设 方便 知道 放眼 弥补 清理 另外 近日 换成 绕行 什么 大量 撤出 翻越 加上 黑臭 严重
    发现 目睹 上下 需要 可以 如何 怎么 我们 自己 平时 这里 那里 拐弯 转到 围绕 占用 堵塞 损坏 破坏 开车
    骑车 坐车 下车 上车 站在 走到 终点站
""")
STOP_BEHIND = re.compile("(?:" + "|".join(sorted(map(re.escape, _STOP), key=len, reverse=True)) + ")$")
"""A name begins behind such a word."""
NOT_STOP = re.compile(
    r"^(?:和[平谐睦顺园兴信泰庄美畅苑]|同[心德乐兴福济]|来[安宾福]|为民|向[阳东荣上]|不夜|用友|对河|过境|"
    r"家[园居属]|问[天津]|号[楼院])"
)
"""Words of names that begin like a stop word."""

_NO_NAME = _words("""
    马 公 道 铁 线 电 水 网 思 走 修 让 堵 绕 小 大 问 迷 一 半 高速公 十字 行 老 整条 主 辅 支 农 乡 全 本
    各 自然 行政 城中 城边 商 县 进 出 住宅 封闭式 高档 商业 步行 夜市 古 农贸 菜 批发 综合 公立 私立 民办
    附属 定点 三甲 大型 中心 市 区 镇 社区 重点 普通 公办 城市 城 省 地 辖 新 旧 两 二 三 多 上 下 单行
    断头 石子 水泥 柏油 泥 土 山 乡间 环城 污水 臭水 排水 内 护城 江 立交 过 天 人行天 高架 小吃 美食 街
    安置 回迁 老旧 开放式 相邻 无物业 公安 幼儿 儿童 体育 文化 市民 休闲 机动车 非机动车 无名 国道 县道
    生活 盲 坡 弯 快速 长 短 近 远 夜 闹 逛 扫 上下
""")
NO_NAME = frozenset(_NO_NAME)
"""What before an ending makes an ordinary word (马路, 农村, 菜市场), not a name."""
_NO_NAME_END = _words("""
    马 公 道 铁 思 线 修 电 农 县 高速公 十字 三叉 三岔 夜市 住宅 居民 老旧 商业 菜 农贸 这条 乡 公立
    私立 民办 车 加油 网 充电 终点 到 下一 出租车
""")
NO_NAME_END = re.compile("(?:[0-9]|" + "|".join(_NO_NAME_END) + ")$")

NOT_A_PLACE_BEHIND = re.compile(
    r"银行|大学|话|菜|人|烤鸭|火锅|拉面|小面|米粉|牌|时间|现代|大众|籍|户口|户籍|身份证|驾照|不足|采光|不够|"
    r"天然气|电网|移动|联通|电信|晚报|日报|卫视|队"
)
"""Behind the bare name of a region these words make it something else (兰州拉面)."""
ON_THE_WAY = re.compile(r"(?:从|由|自|来自|来到|去|去往|到|回|飞往|发往|寄往|寄到|开往|前往|老家|原籍|籍贯)$")
"""Before the bare name of a region these words say that it is not where the matter is."""
LIVES_AT = re.compile(r"(?:住在|家住|居住在|居住于|住|户籍在|户口在|家在)$")
"""Before a place these words say where the writer lives, which may not be where the matter is."""

ROAD_NUMBER = re.compile(
    rf"[ ]?(?P<no>{N})(?:[-之](?:{N}))?(?:号(?!线|楼|桥|文|公告)院?|弄)(?:附?\d+号)?"
    rf"(?:[、,，和](?:{N})号(?!线|楼))*|"
    r"(?P<bare>\d{1,4})(?![\d.年月日路点元多个分次天人户%米公栋幢号楼])"
)
"""凤凰路18号, 三十二号院, 36号、38号; the bare number of 凤凰路18."""
BUILDING = re.compile(
    rf"[的 ]?(?:第?[A-Z]?(?P<no>{N})[A-Z]?(?:号公寓楼|号楼|号住宅楼|#楼|楼栋|栋|幢|座|#)|"
    r"第?(?P<dash>\d{1,3})(?=-\d{1,2}-\d)|[A-Z](?:座|栋|区|幢|楼)|"
    rf"(?:{N})期|(?:{N})区|[东西南北中](?:苑|区|院)(?!别|域))"
)
"""3号楼, 三栋, 3#, the 8 of 8-2-501; A座, 二期, 东区 without a number."""
INSIDE = re.compile(
    rf"[, ]?(?:(?:{N})单元|(?:{N})(?:层|楼)(?!栋)|(?:{N})门(?!口)|"
    r"\d{3,4}(?:室|号房|房|号|户)?(?![\d年元米人户个.])|(?:-\d{1,4}){1,3}(?:室|号)?)"
)
"""2单元, 五楼, 501室, -2-501."""
GROUP = re.compile(rf"[的 ]?第?(?P<no>{N})(?:村民小组|小组|组|生产队|队)")
CROSSING = re.compile(
    r"(?:的|相交的?|交叉的?|交汇的?)?(?:十字路口|丁字路口|三岔路口|交叉路口|红绿灯路口|十字|丁字口|"
    r"交叉口|交叉处|交汇处|交汇口|交界处|交界|路口|相交处|口)"
)
JOINT = re.compile(r"[ ]?(?:与|和|跟|同|及|、|/|-|交)[ ]?")
_SIDE = "[东南西北]{1,2}"
AROUND = re.compile(
    rf"[ ]?的?(?:(?:往|向|以)?{_SIDE}(?:边|侧|面|方向|门)?(?:大?约|大概|大致)?(?:{N})多?(?:米|公里|里)"
    rf"(?:处|左右|远|的地方)?|{_SIDE}(?:大门|门|侧|边|面|头|段|口)(?:门?口|外)?|"
    r"大门口|小区门口|门口|门前|门外|正?对面|斜对面|旁边|旁|附近|周边|隔壁|后面|背后|前面|后门|正门|大门|侧门|"
    r"十字路口|丁字路口|路口|十字|交叉口|红绿灯|路段|段(?![落子时])|沿线|沿街|楼下|院内|院子里|里面|"
    r"地下车库|地下停车场|停车场|地下室|家属院|工地)"
)
"""Words that place something beside, before or inside what was named."""
GAP = re.compile(r"[ ·•—]{0,2}")
