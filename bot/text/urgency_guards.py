"""What takes the force away from a sign of danger: other meanings, denial, the past, theory, mere possibility.

Patterns are for the normal form and apply inside one clause.
"""

from typing import Final

from bot.text.urgency_rules import compile_clause

NOT_MEANT: Final = compile_clause(
    "跳楼(?:价|机|大?甩卖)|着火点|上火|(?:火|灭)了(?:一把)?的?(?:店|视频|歌|网红)|火爆|火锅~{0,4}冒烟|"
    "大火(?:收汁|煮|炒)|(?:烟囱|尾气|排气|油烟机|烧烤|炸串|焚烧|烧垃圾|烧秸秆)~{0,8}冒(?:着|出|了)?(?:黑|"
    "白|浓|大)?烟|(?:饭店|餐馆|早餐店|工厂|厂里)~{0,8}冒(?:着|出)?白?烟(?!了)|(?:价格|政策|文件|规定|数据|"
    "猫|狗|鸟)打架|打人(?:柳|工|情)|(?:钱包|心里?)(?:在)?(?:流|滴)血|(?:手机|钥匙|垃圾|树枝|球|帽子|"
    "共享单车|单车|东西|快递|狗|猫|杂物|钱包)~{0,4}(?:掉|滑|扔|落)(?:进|到|入|下)?了?(?:河|江|湖|水|池|井|"
    "塘)|爆炸(?:性|式|头)|信息爆炸|气炸|(?:猫|狗|鸟|犬)~{0,4}(?:困|卡|关|锁)在|(?:树|杆|墙|牌|围挡|栏|桶|"
    "单车|电动车|摩托车)~{0,2}倒(?:在|地)|(?:垃圾|污水|脏水|水|渣|建筑|饭|油|东西|土|粪|菜叶|"
    "废料)~{0,6}倒(?:在|地)|[把将往]~{0,8}倒在|死人(?:脸|味)|没死人|打人气|打人口|冒烟(?:的天|天气)|"
    "嗓子(?:都)?冒烟|热(?:得|到)~{0,4}冒烟|(?:火灾|烟雾|烟感|燃气|煤气|火警)(?:泄漏)?(?:(?:自动)?(?:报警|"
    "警报|探测)器?(?!~{0,5}(?:响|叫))|险)|大出血(?:价|甩卖)|杀人(?:游戏|价)|抢(?:手机|红)包?的?(?:活动|"
    "优惠)|明火(?:烧烤|作业|做饭)|燃气(?:表|灶)?(?:安装|开户|缴费|费|公司)|大火(?:的|起来)"
)
"""Figures of speech and other meanings: 跳楼价, 着火点, 上火, 饭店冒烟, 价格打架, 手机掉河里."""

NEGATION: Final = compile_clause(
    "(?:(?:没有?|未|无)(?:人员?|发生|发现|看到|见到|出现|任何|造成|出|什么|再)*|(?:(?<!是)不是|"
    "并非)(?:真的?|什么|在)?|(?:不会|不曾|(?<![特区级])别|请?勿|严禁|禁止|避免|防止|防范|预防|以防|以免|"
    "谨防|(?<![消人国边设])防|杜绝|不怕|排除)"
    r"(?:再|发生|使用|出现|引发|引起|有人|孩子|学生|儿童|老人|青少年)*)$"
)
"""What denies the sign right after it: 没有着火, 防溺水, 严禁明火."""

PAST: Final = compile_clause(
    "去年|前年|大前年|往年|上个?月|上上个?月|上个?(?:周|星期)(?:[一二三四五六日天])?|上次|那次|有一次|"
    "以前|之前|曾经|当年|历史上|早就|[0-9一二两三四五六七八九十几]+(?:年|个月|个?星期|周)(?:以|之)?前|"
    "前几(?:个月|年)|前(?:段时间|阵子)|(?:着火|起火|火灾|事故|打人|打架|车祸)(?:的事|一事|那件事|事件)|"
    r"(?:着火|起火|火灾|爆炸|车祸|打架)(?:之|以)?后(?!面)|20[0-9]{2}年|已经(?:扑灭|灭了|处理|解决|救出|送医院|抓)"
)
"""What puts the sign behind us: 去年着火后, 打人的事, 已经扑灭."""

YESTERDAY: Final = compile_clause(r"昨天|昨日|前天|前几天|前两天|[0-9一二两三四五六七八九十几]+天(?:以|之)?前")
"""What puts the sign a few days back: 昨天打人. The matter is urgent then."""

ONGOING: Final = compile_clause(
    r"正在|现在|还在|又(?!要)|此刻|这会儿|马上|赶紧|快来|快点来|救命|到现在|仍在|仍然|刚刚|刚才"
)
"""What brings it back to the present."""

THEORY: Final = compile_clause(
    "演练|演习|培训|宣传|讲座|知识|教育|预案|条例|法规|法律|规定|标准|政策|处罚|赔偿|保险|证书|考试|手册|"
    "海报|标语|警示牌|主题|课程|活动|广告(?!牌)|电影|电视剧|小说|游戏|新闻|应急包|过期|年检|检修|检测|"
    "安检|巡检|验收|采购|报名|办理|咨询(?!师)|怎么(?:预防|防|避免|申请|认定|处理的)|如何(?:预防|防|避免|"
    "申请|处理)|什么(?:时候|时间)(?:搞|办|开始|举行|组织)?|"
    r"建议|希望(?:能|加|设|安排)|应该(?:加强|设)|(?:救助|补偿|补贴|低保|热线|心理咨询|急救)(?:政策|怎么|电话|课)"
)
"""Talk about danger, not danger: 消防演练什么时候, 怎么预防煤气中毒, 灭火器过期."""

HYPOTHETICAL: Final = compile_clause(
    "万一|如果|假如|要是|倘若|(?<!可)怕|担心|容易|可能(?=会|引|造|发|导|有|让)|会不会|迟早|早晚[会要]|"
    "差点|险些|(?<!不)小心|以免|一旦|存在|随时|(?<![社开机])会$"
)
"""What, before the sign, has not happened but could: 怕着火, 容易出车祸, 差点撞到人. The matter is urgent then."""

RISK: Final = compile_clause(r"的?(?:隐患|风险|危险|可能|怎么办才)")
"""What, right after the sign, makes it a risk: 着火的隐患, 触电危险."""

FREQUENT: Final = compile_clause(
    "经常|老是|总是|总|多次|时常|好几次|(?<!一)动不动|天天|每天|频繁|三番五次|老(?=困|着|打)"
)
"""What, before the sign, makes it a habit: 电梯经常困人. The matter is urgent then."""

ASSERTED: Final = compile_clause(r"(?:有?人|正在|正|突然|已经|被)?(?:了|着|呢|啦|，?快)")
"""What, right after the sign, says that it is so: 着火了."""

CONDITION: Final = compile_clause(r"(?:万一|如果|假如|要是|假设|遇到|遇见|遇|碰到|发生|出现)~{0,8}$")
"""The start of a question of what to do: 如果着火了怎么办."""

ASKING: Final = compile_clause(r"怎么|如何|该|什么|哪|吗|谁|多少|是不是要")
"""The rest of such a question."""

HYPERBOLE: Final = compile_clause(
    "(?:气|热|吵|烦|急|累|逼|闹|忙|冷|臭|笑|困|愁)(?:得|的|到)(?:我|人|我们|大家|全家)?(?:都|快|真|"
    "简直)?(?:[要想]|恨不得)?|恨不得"
)
"""Strong feeling before a sign of suicide: 气得要跳楼. Someone reads it soon, it is not an alarm."""
