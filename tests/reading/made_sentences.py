"""A handful of invented training sentences."""

from __future__ import annotations

from bot.reading.matter import Sentence

_WORDS = {
    ("greet", None): ["你好", "您好", "在吗", "早上好", "下午好", "哈喽", "嗨", "有人吗"],
    ("urge", None): [
        "快点",
        "催一下",
        "怎么还没来",
        "尽快处理",
        "都几天了还不办",
        "抓紧啊",
        "帮我催催",
        "快一点行不行",
    ],
    ("complain", "noise"): [
        "楼上半夜吵",
        "工地太吵了",
        "夜里施工噪音大",
        "广场舞音响太吵",
        "吵得睡不着",
        "KTV噪音扰民",
        "装修吵死了",
        "喇叭一直响吵人",
    ],
    ("help", "lift"): [
        "电梯坏了",
        "电梯不动了",
        "电梯停了没人修",
        "电梯门关不上",
        "电梯一直抖",
        "电梯按钮失灵",
        "电梯又停运",
        "直梯坏了",
    ],
    ("consult", "permit"): [
        "居住证怎么办",
        "居住证要什么材料",
        "哪里办居住证",
        "居住证多久能拿",
        "居住证能代办吗",
        "办居住证收费吗",
        "居住证过期咋办",
        "居住证在哪续签",
    ],
    ("give_place", None): [
        "红旗小区2号楼",
        "人民路8号",
        "汇中花园",
        "在新华路上",
        "阳光社区",
        "凤凰路口",
        "我住三号楼",
        "前进路12号",
    ],
}
SENTENCES = [Sentence(text, intent, category) for (intent, category), texts in _WORDS.items() for text in texts]
