"""How urgent a matter is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.urgency import URGENCY_NAMES, assess_urgency
from bot.text.urgency_rules import CRITICAL, URGENT


@pytest.mark.parametrize(
    ("text", "emergency"),
    [
        ("着火了", "fire"),
        ("我们楼起火了快来", "fire"),
        ("三楼冒烟了", "fire"),
        ("楼道里有煤气味", "gas"),
        ("燃气泄漏", "gas"),
        ("闻到煤气", "gas"),
        ("燃气漏气了", "gas"),
        ("有老人晕倒了", "injury"),
        ("有人流血了", "injury"),
        ("我妈昏迷了叫不醒", "injury"),
        ("有人触电了", "injury"),
        ("我爸喘不上气", "injury"),
        ("正在打人", "crime"),
        ("有人持刀", "crime"),
        ("抢劫了", "crime"),
        ("有人砸我家门", "crime"),
        ("有人入室", "crime"),
        ("电梯困人", "trapped"),
        ("有人困在电梯", "trapped"),
        ("有人落水了", "drowning"),
        ("孩子掉河里了", "drowning"),
        ("我不想活了", "suicide"),
        ("有人要跳楼", "suicide"),
        ("路口撞人了", "traffic"),
        ("著火了", "fire"),
        ("培训机构着火了", "fire"),
        ("消防通道着火了", "fire"),
        ("别墅着火了", "fire"),
        ("楼上在冒浓烟", "fire"),
        ("电动车自燃", "fire"),
        ("未成年人被打了", "crime"),
        ("他不小心掉河里了", "drowning"),
        ("老人从楼梯上摔下来了", "injury"),
        ("孩子头卡在栏杆里", "trapped"),
        ("小孩锁在车里了", "trapped"),
        ("我被困在电梯里", "trapped"),
        ("两车相撞有人受伤", "traffic"),
        ("家暴快来人", "crime"),
        ("有人割腕", "suicide"),
        ("燃气报警器一直响", "gas"),
        ("去年修的电梯，现在困人了", "trapped"),
        ("广告牌掉下来砸到人了", "injury"),
        ("着火了怎么办", "fire"),
        ("是不是着火了", "fire"),
        ("有人被车撞了", "traffic"),
        ("邻居打老婆正在打", "crime"),
        ("昨晚着火了还在冒烟", "fire"),
        ("曾先生晕倒了", "injury"),
        ("要是再不解决我就跳楼", "suicide"),
        ("我怕他自杀", "suicide"),
        ("楼里爆炸了", "fire"),
        ("有人在打架", "crime"),
        ("工人被埋了", "trapped"),
        ("老人掉进窨井了", "trapped"),
        ("无人机着火了", "fire"),
        ("有人晕倒在路边", "injury"),
        ("一氧化碳中毒了", "gas"),
        ("电箱冒火花", "fire"),
        ("路面积水导致老人摔伤了", "injury"),
        ("救命啊", "injury"),
        ("火灾！快来", "fire"),
        ("有個老人暈倒了", "injury"),
        ("着 火 了", "fire"),
        ("着🔥火了", "fire"),
        ("3号楼着火了，冒黑烟", "fire"),
        ("我家厨房起火了", "fire"),
        ("仓库失火", "fire"),
        ("楼下垃圾桶烧起来了", "fire"),
        ("电瓶车爆炸了", "fire"),
        ("一闻全是煤气", "gas"),
        ("有股天然气味道", "gas"),
        ("煤气罐漏气", "gas"),
        ("有人摔下来不动了，血流不止", "injury"),
        ("工人从架子上摔下来", "injury"),
        ("我老公抽搐叫不醒", "injury"),
        ("老人倒在路边", "injury"),
        ("小孩被开水烫伤", "injury"),
        ("有个人拿着刀", "crime"),
        ("几个人在群殴", "crime"),
        ("有人在撬我家锁", "crime"),
        ("有人尾随我", "crime"),
        ("老人困在电梯里两个小时", "trapped"),
        ("我们三个人被困在里面", "trapped"),
        ("小孩溺水了快来", "drowning"),
        ("大爷跳河了", "suicide"),
        ("活着没意思，不想活了", "suicide"),
        ("车祸，司机卡在车里", "traffic"),
        ("货车撞了老人", "traffic"),
        ("孩子喝农药了", "suicide"),
        ("爸爸心脏病发作", "injury"),
        ("楼上有人要跳楼！！！", "suicide"),
        ("希望快点派人，着火了", "fire"),
        ("邻居家里传来打人的声音，正在打", "crime"),
        ("触电了！！", "injury"),
        ("闻到很大的煤气味道，怎么办", "gas"),
        ("电梯里困了人", "trapped"),
        ("我奶奶呼吸困难", "injury"),
        ("楼下有人拿刀砍人", "crime"),
        ("老人摔倒了起不来", "injury"),
        ("门反锁了，孩子反锁在里面", "trapped"),
        ("有人站在天台上要跳下去", "suicide"),
        ("孩子被水冲走了", "drowning"),
        ("电梯停在半空，里面有人", "trapped"),
        ("房子塌了有人压在下面", "trapped"),
        ("老公打我", "crime"),
        ("有人要杀我", "crime"),
        ("他吃了安眠药", "suicide"),
        ("我家厨房冒烟了", "fire"),
        ("有人躺在马路上不动", "injury"),
        ("电梯卡住了，我们在里面", "trapped"),
        ("家里煤气泄露，头晕", "gas"),
        ("有人从桥上跳河", "suicide"),
        ("孩子掉井里了", "drowning"),
    ],
)
def test_danger_now_is_critical(text: str, emergency: str) -> None:
    """Life in danger now is critical, with the emergency and its words."""
    urgency = assess_urgency(text)
    assert (urgency.level, urgency.emergency) == ("critical", emergency)
    assert urgency.reasons
    assert all(text[reason.start : reason.end] == reason.text for reason in urgency.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "消防演练什么时候",
        "着火点在哪里",
        "最近上火了",
        "怎么预防煤气中毒",
        "去年着火后墙一直黑着",
        "灭火器过期了",
        "打人的事上个月报过警",
        "没有着火",
        "气得要跳楼价",
        "商场跳楼价",
        "这家店火了",
        "忙得要死",
        "热死了",
        "吵死人了",
        "臭死了",
        "没人受伤",
        "防溺水警示牌掉了色",
        "燃气费怎么交",
        "火锅店太吵",
        "烟囱冒黑烟",
        "烧烤摊冒烟",
        "手机掉河里了",
        "落水管坏了",
        "燃气热水器漏水",
        "狗关在家里整天叫",
        "楼下全是烟味",
        "我有心脏病受不了噪音",
        "扶手断了",
        "政策打架",
        "严禁明火",
        "被困扰很久",
        "火灾报警器坏了",
        "如果着火了怎么办",
        "电话被打爆了",
        "垃圾没人清",
        "路灯不亮",
        "想咨询居住证",
        "消防知识讲座在哪",
        "防触电宣传",
        "嗓子冒烟",
        "抢票难",
        "中断手续",
        "办事困难",
        "气死了",
        "楼上天天吵",
        "工伤认定怎么办理",
        "里面的车出不来",
        "电梯坏了",
        "上个月有人打架",
        "2019年发生过火灾",
        "打扰一下",
        "打孩子疫苗在哪里",
        "前年这里出过车祸",
        "谢谢你们",
        "楼下饭店油烟大",
        "遇到抢劫怎么办",
        "没有发生火灾",
        "不是着火",
        "怎么申请燃气开户",
        "停车难",
        "树掉叶子",
        "大家都说好",
        "灭火器在哪里领",
        "怎么申请煤气补贴",
        "消防车占道停车",
        "消防栓漏水",
        "想反映路灯问题",
        "楼下广场舞太吵",
        "快递丢了",
        "火车票怎么买",
        "这个政策火了",
        "饭店厨房冒烟熏人",
        "小区没有发生打架",
        "禁止明火烧烤",
        "社区搞防灾演习吗",
        "以前这里着火过",
        "前年有人跳楼的传闻",
        "打人柳长得好",
        "夏天容易上火",
        "请问打疫苗在哪",
        "孩子上学怎么报名",
        "急救知识培训报名",
        "猫困在树上",
        "血站在哪里献血",
        "雨水落水口堵了",
        "死人脸的保安",
        "杀人游戏太吵",
        "累死了等这么久",
        "咨询工伤赔偿",
        "我想表扬网格员",
        "大火锅店排烟",
        "电信诈骗宣传",
        "水管装修",
        "气炸了",
        "电话打不通",
        "交通事故怎么认定",
        "打人工客服没人接",
        "孩子医保卡在哪办",
        "楼上吊顶漏水",
        "接触电梯按钮",
        "来自燃气公司的短信",
        "一起火锅店太吵",
        "证明火化流程",
        "砸到人行道护栏价格",
        "骨折价",
        "水管快不行了",
        "撞柱子",
        "气得冒火",
        "嗓子冒烟了",
        "我妈打我电话",
        "办卡在哪",
        "注明火车票",
    ],
)
def test_no_danger_is_normal(text: str) -> None:
    """Questions, plans, denials, the past, figures of speech and ordinary matters are normal."""
    urgency = assess_urgency(text)
    assert (urgency.level, urgency.reasons, urgency.emergency) == ("normal", (), None)


@pytest.mark.parametrize(
    "text",
    [
        "停水三天了",
        "三天没水了",
        "暖气不热好多天",
        "污水倒灌进家里",
        "井盖丢了",
        "电线掉在路上",
        "围墙要倒了",
        "高空抛物",
        "怕着火",
        "电线老化容易着火",
        "有个孩子走丢了",
        "几十个工人聚集讨薪",
        "被流浪狗咬了",
        "消防通道被堵死了",
        "水管爆了",
        "外墙瓷砖脱落",
        "有火灾隐患",
        "老人差点摔倒",
        "飞线充电",
        "整栋楼没电",
        "家里进水了",
        "两周没热水",
        "差点撞到人",
        "空调外机快掉了",
        "路面塌陷",
        "有蛇",
        "担心煤气泄漏",
        "地下室被淹",
        "拖欠工资",
        "树倒了",
        "没有井盖",
        "漏电",
        "会砸到人",
        "电线裸露在外面",
        "下水道返水到厨房",
        "马桶倒灌",
        "窨井盖不见了",
        "天花板塌了一块",
        "大树倾斜快倒了",
        "老人走失了",
        "小孩一个人在家没人管",
        "暖气不热一个星期了",
        "停电两天了",
        "消防通道被锁了",
        "电梯突然下坠",
        "电动车在楼道里充电",
        "马蜂窝",
        "万一着火都跑不出去",
        "楼道堆物有火灾隐患",
        "井盖破了老人差点掉进去",
        "业主拉横幅",
        "玻璃幕墙掉下来",
    ],
)
def test_what_cannot_wait_is_urgent(text: str) -> None:
    """Threats to safety and lost supplies are urgent, without an emergency."""
    urgency = assess_urgency(text)
    assert (urgency.level, urgency.emergency) == ("urgent", None)
    assert urgency.reasons


@pytest.mark.parametrize(
    ("text", "emergency"),
    [
        ("电梯经常困人", "trapped"),
        ("气得要跳楼", "suicide"),
        ("热得不想活了", "suicide"),
        ("昨天有人打架", "crime"),
        ("前天有人打架", "crime"),
    ],
)
def test_danger_that_recurs_or_was_yesterday_is_urgent(text: str, emergency: str) -> None:
    """Danger as a habit, of yesterday or in strong words is urgent and keeps its emergency."""
    urgency = assess_urgency(text)
    assert (urgency.level, urgency.emergency) == ("urgent", emergency)


@pytest.mark.parametrize("emergency", list(CRITICAL))
def test_each_critical_sign_has_its_example(emergency: str) -> None:
    """The example of a sign is critical by that sign."""
    urgency = assess_urgency(CRITICAL[emergency].example)  # type: ignore[index]  # pytest gives the key as str
    assert (urgency.level, urgency.emergency) == ("critical", emergency)


@pytest.mark.parametrize("name", list(URGENT))
def test_each_urgent_sign_has_its_example(name: str) -> None:
    """The example of a sign is urgent and matches it."""
    assert URGENT[name].pattern.search(URGENT[name].example)
    assert assess_urgency(URGENT[name].example).level == "urgent"


def test_critical_outweighs_urgent() -> None:
    """With several signs the gravest decides, and only its words are the reasons."""
    urgency = assess_urgency("停水三天了，現在樓裡著火了")
    assert urgency.level == "critical"
    assert [reason.text for reason in urgency.reasons] == ["著火"]


def test_levels_have_names() -> None:
    """Each level has its Chinese name."""
    assert list(URGENCY_NAMES.values()) == ["一般", "紧急", "特急"]


@pytest.mark.parametrize(
    "text", ["着火了", "燃气", "电梯", "从", "有", "着火，", "没有", "墙", "手机", "电梯停在", "着火 "]
)
def test_assess_urgency_is_bounded(text: str) -> None:
    """Twenty thousand characters take less than three seconds."""
    began = time.process_time()
    assess_urgency((text * 20_000)[:20_000])
    assert time.process_time() - began < 3


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_cry_for_help_is_always_heard(before: str, after: str) -> None:
    """着火了 in a sentence of its own is critical whatever stands around it."""
    assert assess_urgency(f"{before}。我们楼现在着火了！{after}").level == "critical"
