"""Sentences and the grid, or the question, that must come of them."""

from __future__ import annotations

import time

import pytest

from bot.places import Gazetteer, resolve

OUTSIDE = [
    ("青岛市市南区香港中路18号", "青岛市市南区香港中路18号"),
    ("北海市重庆路", "北海市重庆路"),
    ("天河区越秀北路22号", "天河区越秀北路22号"),
    ("江阴市长泾镇", "江阴市长泾镇"),
    ("导航到达茂旗", "达茂旗"),
    ("内蒙古达茂旗百灵庙镇", "内蒙古达茂旗百灵庙镇"),
    ("东莞市莞城区东莞大道", "东莞市莞城区东莞大道"),
    ("杭州市下城区", "杭州市下城区"),
    ("朝阳区有人噪音扰民", "朝阳区"),
    ("江北区有个工地很吵", "江北区"),
    ("西安市雁塔区小寨东路堵车", "西安市雁塔区小寨东路"),
    ("⻄安市雁塔区小寨东路", "⻄安市雁塔区小寨东路"),
    ("西安市高陵区通远街道", "西安市高陵区通远街道"),
    ("富平县庄里镇有人烧麦秆", "富平县庄里镇"),
    ("上海市浦东新区上海路20号", "上海市浦东新区上海路20号"),
    ("北京市朝阳区北京路", "北京市朝阳区北京路"),
    ("海南省三亚市", "海南省三亚市"),
    ("上海市凤凰路18号", "上海市凤凰路18号"),
]
NO_PLACE = [
    "这个县里没人管",
    "我们县医保怎么报销",
    "你好，路灯坏了没人修，马路上很黑",
    "小区里有人吵架",
    "门口的路坏了",
    "路口红绿灯坏了",
    "农村医保怎么交",
    "村里修路",
    "学校食堂不干净",
    "市场监管局电话多少",
    "医院挂号难",
    "乡村振兴补贴怎么申请",
    "兰州拉面店油烟大",
    "重庆火锅店油烟",
    "坐17路公交车等了半小时",
    "县",
    "",
]
UNKNOWN = [
    ("我家住在金色港湾小区3号楼", "金色港湾小区3号楼"),
    ("宏达小区有人吵架", "宏达小区"),
    ("阳光家园3号楼", "阳光家园3号楼"),
    ("上林花园3号楼", "上林花园3号楼"),
    ("陵河小区没热水", "陵河小区"),
    ("胜利北路5号", "胜利北路5号"),
    ("新民街有坑", "新民街"),
    ("红旗村没路灯", "红旗村"),
    ("人民路99999号", "人民路99999号"),
    ("新华路与红旗路交叉口", "新华路与红旗路交叉口"),
    ("西安市", "西安市"),
    ("⻄安", "⻄安"),
]
# sentence, words of the main place, start of the grid's name, lowest p
RESOLVED = [
    ("润天花苑3号楼2单元501漏水", "润天花苑3号楼2单元501", "润天花苑社区第一网格", 0.95),
    ("润天花苑三栋漏水", "润天花苑三栋", "润天花苑社区第一网格", 0.95),
    ("润天花苑13#电梯坏了", "润天花苑13#", "润天花苑社区第二网格", 0.95),
    ("润天花苑的30号楼没电", "润天花苑的30号楼", "润天花苑社区第三网格", 0.95),
    ("汇中花园24栋1单元", "汇中花园24栋1单元", "汇中社区第二网格", 0.95),
    ("汇中花园２４号楼", "汇中花园２４号楼", "汇中社区第二网格", 0.95),
    ("红旗小区二十一号楼", "红旗小区二十一号楼", "红旗社区第三网格", 0.95),
    ("红旗家属院5号楼", "红旗家属院5号楼", "红旗社区第一网格", 0.95),
    ("凤凰花园8-2-501", "凤凰花园8-2-501", "凤凰街社区第一网格", 0.95),
    ("凤凰花园12#2单元", "凤凰花园12#2单元", "凤凰街社区第二网格", 0.95),
    ("潤天花苑3號樓", "潤天花苑3號樓", "润天花苑社区第一网格", 0.95),
    ("我是渭南人，住在福美小区10号楼", "福美小区10号楼", "福美社区第二网格", 0.95),
    ("福美家园2号楼漏水", "福美家园2号楼", "福美社区第一网格", 0.95),
    ("上海花园12号楼停电", "上海花园12号楼", "康桥社区第二网格", 0.95),
    ("杭州新城3号楼", "杭州新城3号楼", "试飞社区第一网格", 0.95),
    ("北京花园停电了", "北京花园", "千禾社区", 0.95),
    ("振兴街道阳光花园3号楼", "振兴街道阳光花园3号楼", "东苑社区第一网格", 0.95),
    ("振兴街道的阳光花园15号楼", "振兴街道的阳光花园15号楼", "东苑社区第二网格", 0.95),
    ("新华路街道的阳光花园", "新华路街道的阳光花园", "阳光社区第一网格", 0.95),
    ("胜利社区幸福家园停水了", "胜利社区幸福家园", "胜利社区", 0.95),
    ("我是振兴街道的，幸福家园停水了", "幸福家园", "胜利社区", 0.95),
    ("⻄安市阎良区润天花苑3号楼", "⻄安市阎良区润天花苑3号楼", "润天花苑社区第一网格", 0.95),
    ("西安润天花苑3号楼", "西安润天花苑3号楼", "润天花苑社区第一网格", 0.95),
    ("新华路街道汇中花园5号楼", "新华路街道汇中花园5号楼", "汇中社区第一网格", 0.7),
    ("武屯街道栎阳宫村四组路灯不亮", "武屯街道栎阳宫村四组", "栎阳宫村", 0.95),
    ("武屯镇老寨子村1组", "武屯镇老寨子村1组", "老寨子村第一网格", 0.95),
    ("屈刘村第2组", "屈刘村第2组", "屈刘村第一网格", 0.95),
    ("老寨子1组没水", "老寨子1组", "老寨子村第一网格", 0.95),
    ("凤凰广场往东50米有占道经营", "凤凰广场往东50米", "凤凰街社区", 0.85),
    ("凤凰广场对面", "凤凰广场对面", "凤凰街社区", 0.85),
    ("红旗小学门口堵车", "红旗小学门口", "红旗社区", 0.85),
    ("阎良区人民医院门口", "阎良区人民医院门口", "人民西路社区", 0.85),
    ("区医院停车难", "区医院", "人民西路社区", 0.95),
    ("飞机城附近", "飞机城附近", "新华社区", 0.85),
    ("石川河大桥裂缝", "石川河大桥", "石川社区", 0.95),
    ("人民西路社区第二网格", "人民西路社区第二网格", "人民西路社区第二网格", 0.95),
    ("住在润天花苑5号楼，凤凰广场有人跳舞噪音大", "凤凰广场", "凤凰街社区", 0.95),
    ("润天花院3#电梯坏了", "润天花院3#", "润天花苑社区第一网格", 0.7),
    ("汇忠花园12号楼", "汇忠花园12号楼", "汇中社区第一网格", 0.7),
    ("福镁小区2号楼", "福镁小区2号楼", "福美社区第一网格", 0.7),
    ("凤皇广场跳舞", "凤皇广场", "凤凰街社区", 0.7),
    ("洪旗小学门前", "洪旗小学门前", "红旗社区", 0.7),
    ("润夭花苑3号楼", "润夭花苑3号楼", "润天花苑社区第一网格", 0.7),
]
AMBIGUOUS = [
    ("阳光花园门口有人摆摊", 3),
    ("幸福家园停水了", 2),
    ("建设路50号", 2),
    ("文化路10号", 2),
    ("福美小区停水", 2),
    ("润天花苑A座", 3),
    ("红旗小区99号楼", 3),
    ("红旗社区有人养鸡", 3),
]
AREA_ONLY = [
    ("凤凰路街道垃圾没人收", "凤凰路街道"),
    ("武屯街办工作人员态度差", "武屯街道"),
    ("关山镇停电", "关山街道"),
    ("阎良区路灯坏了", "阎良区"),
    ("迎宾大道太吵", "阎良区"),
]


@pytest.mark.parametrize(("text", "place"), OUTSIDE)
def test_place_of_another_city_is_outside(gazetteer: Gazetteer, text: str, place: str) -> None:
    """A place under another city, county or district is one span with the status outside."""
    found = resolve(text, gazetteer)
    assert (found.status, [span.text for span in found.spans]) == ("outside", [place])
    assert found.choices == ()


@pytest.mark.parametrize("text", NO_PLACE)
def test_ordinary_words_are_no_place(gazetteer: Gazetteer, text: str) -> None:
    """Ordinary words that end like names give no span."""
    assert resolve(text, gazetteer).spans == ()
    assert resolve(text, gazetteer).status == "none"


@pytest.mark.parametrize(("text", "place"), UNKNOWN)
def test_unmatched_place_is_unknown(gazetteer: Gazetteer, text: str, place: str) -> None:
    """A place that matches nothing is kept as a span and never guessed."""
    found = resolve(text, gazetteer)
    assert (found.status, [span.text for span in found.spans], found.choices) == ("unknown", [place], ())


@pytest.mark.parametrize(("text", "place", "grid", "p"), RESOLVED)
def test_place_resolves_to_its_grid(gazetteer: Gazetteer, text: str, place: str, grid: str, p: float) -> None:
    """A place that says enough resolves to one grid, its span covers all its words, and p shows how sure it is."""
    found = resolve(text, gazetteer)
    assert found.status == "resolved"
    assert found.main is not None
    assert found.main.text == place == text[found.main.start : found.main.end]
    assert found.choices[0].grid_name.startswith(grid)
    assert p <= found.choices[0].p <= 1


@pytest.mark.parametrize(("text", "count"), AMBIGUOUS)
def test_open_place_offers_choices(gazetteer: Gazetteer, text: str, count: int) -> None:
    """A place that fits several grids offers them all, each with its own label naming street and community."""
    found = resolve(text, gazetteer)
    assert found.status == "ambiguous"
    assert len(found.choices) == count == len({choice.label for choice in found.choices})
    assert all("街道·" in choice.label and "（" in choice.label for choice in found.choices)


@pytest.mark.parametrize(("text", "area"), AREA_ONLY)
def test_wide_area_is_kept_without_a_grid(gazetteer: Gazetteer, text: str, area: str) -> None:
    """A street, a district or a long road alone gives no grid but the area that the caller can narrow."""
    found = resolve(text, gazetteer)
    assert found.status == "unknown"
    assert found.area is not None
    assert (found.area.name, found.choices) == (area, ())


@pytest.mark.parametrize(
    ("road", "name"),
    [("重庆路", "重庆路"), ("北京路", "北京路"), ("西安路", "西安路"), ("延安街", "延安街"), ("航空二路", "航空2路")],
)
@pytest.mark.parametrize("number", ["12", "31", "一百零五"])
def test_door_number_gives_the_grid_of_its_row(gazetteer: Gazetteer, road: str, name: str, number: str) -> None:
    """A road with a number, even one named after a city, gives the grid whose range and side hold the number."""
    value = {"一百零五": 105}.get(number) or int(number)
    rows = [row for row in gazetteer.roads[road] if row.from_no <= value <= row.to_no]
    wanted = {row.grid_code for row in rows if row.side == "all" or (row.side == "odd") == (value % 2 == 1)}
    found = resolve(f"{name}{number}号路灯坏了", gazetteer)
    assert (found.status, {choice.grid_code for choice in found.choices}) == ("resolved", wanted)


@pytest.mark.parametrize("words", ["{}与{}交叉口", "{}和{}路口", "{}{}十字", "{}、{}交汇处", "{}跟{}的十字路口"])
def test_crossing_gives_its_own_grid(gazetteer: Gazetteer, words: str) -> None:
    """Two roads that cross give the grid of the crossing, in any of the usual wordings."""
    (row,) = gazetteer.crossings[frozenset(("人民路", "凤凰东路"))]
    text = words.format("凤凰东路", "人民路")
    found = resolve(f"{text}堵车", gazetteer)
    assert found.status == "resolved"
    assert found.spans[0].text == text
    assert found.choices[0].grid_code == row.grid_code


def test_sides_of_a_road_differ(gazetteer: Gazetteer) -> None:
    """Odd and even neighbours resolve to different grids where the road is the border."""
    odd = resolve("新华路345号", gazetteer).choices[0].grid_code
    even = resolve("新华路346号", gazetteer).choices[0].grid_code
    assert odd != even


def test_bare_city_travelled_from_is_not_the_matter(gazetteer: Gazetteer) -> None:
    """A city that one only came from does not make the message one for another city."""
    found = resolve("我从北京回来想办居住证", gazetteer)
    assert (found.status, found.main) == ("unknown", None)


def test_hint_chooses_between_what_the_text_allows(gazetteer: Gazetteer) -> None:
    """A hint in one of two streets settles an ambiguous name with a lower p, a hint elsewhere does not."""
    choices = resolve("幸福家园停水了", gazetteer).choices
    hinted = resolve("幸福家园停水了", gazetteer, choices[1].grid_code)
    assert (hinted.status, hinted.choices[0].grid_code) == ("resolved", choices[1].grid_code)
    assert 0.8 <= hinted.choices[0].p < 0.95
    assert resolve("幸福家园停水了", gazetteer, (120.0, 30.0)).status == "ambiguous"


@pytest.mark.parametrize("text", ["凤凰路18号。" * 60, "小区" * 150, "人民路" * 100, "我家门口的马路边上有人" * 30])
def test_long_message_is_quick(gazetteer: Gazetteer, text: str) -> None:
    """A message of several hundred characters takes milliseconds, whatever it repeats."""
    resolve(text, gazetteer)
    start = time.perf_counter()
    resolve(text, gazetteer)
    assert time.perf_counter() - start < 0.1
