"""Small closed lists of Chinese grammar that the rules on repeats and lists share."""

from __future__ import annotations

REDUPLICATES = frozenset("每逐和与跟又再着越")
"""A short unit that holds one of these may be doubled by grammar: 每村每村, 看着看着, 人与人与."""

ONOMATOPOEIC = frozenset(
    "轰隆哗啦啪嗒咚锵叮当滴答哒嘀呼噜咯吱呀喵汪咩嘎哩噼里嘟哈呵嘻嘿嗨咔嚓铛咣砰嘭嗡咳啧嗷噔蹬喵吼呸呜啊哎嗯哦喔哇叽喳唧啾"
)
"""Sounds and laughter, as long as one likes."""

MODIFIES_A_TITLE = frozenset("副原前代总正老新大小第各省市县区非准再")
"""What makes of the item behind it another one: 副局长、局长."""

ENDS_A_LIST = (
    "等",
    "和",
    "及",
    "与",
    "以及",
    "或",
    "的",
    "为",
    "是",
    "在",
    "于",
    "也",
    "都",
    "均",
    "各",
    "共",
    "这",
    "两",
    "三",
)
"""What follows the last item of a list where no mark does."""

INTERJECTIONS = frozenset("哈呵嘻嘿嗨呜啊哎嗯哦喔哇唉呀哟咦嘛啦咚嘟滴答咯嘎喳叽")
"""Characters repeated at will for a sound."""

NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿几壹贰叁某")
"""Characters of numbers; digits of telephone numbers and years double freely."""

PARTICLES = frozenset("的了是在和与及为于其以们就也都很由并或到")
"""Function words that never stand twice in a row unless a word claims one of them."""

INSTITUTIONS = frozenset("馆院厂校队社局部会所站台店团委党室")
"""Ends of institutions' names, doubled by what follows: 研究馆馆员, 学院院长."""

LEADS_TO_A_LIST = frozenset("了是有括为在到对从以于过由将把向展现出强进供产设立") | {""}
"""Ends of the words that lead to a list's first item; the empty string, a list that begins at once, counts too."""

OPPOSITES = frozenset("上下前后东西南北内外大小男女省市县区左右新老买卖进出增减早晚春夏秋冬你我他她")
"""Characters by which two parallel clauses differ on purpose."""

LEADS = frozenset(
    (
        "今天",
        "今年",
        "昨天",
        "目前",
        "其中",
        "同时",
        "此外",
        "另外",
        "今后",
        "近日",
        "日前",
        "当天",
        "随后",
        "据悉",
        "会上",
        "首先",
        "接着",
        "为此",
        "如今",
        "现在",
        "此前",
        "此后",
        "去年",
        "近年来",
        "与此同时",
        "受其影响",
        "一直以来",
    )
)
"""Short clauses that lead to a sentence and are no item of it."""

NOUN_ENDS = frozenset("会家党院厂部局市省县区员者业工农民法权力度企校村镇府团司站室所场库款费车路桥品国委")
"""Last characters of two-character nouns that dictionaries give as names or as verbs, too."""

NOT_DOUBLED = frozenset(
    (
        "城市",
        "以及",
        "或者",
        "并且",
        "而且",
        "但是",
        "因为",
        "由于",
        "对于",
        "关于",
        "根据",
        "随着",
        "为了",
        "通过",
        "其中",
        "同时",
        "因此",
        "所以",
        "如果",
        "虽然",
        "不仅",
        "此外",
        "尤其",
        "已经",
        "正在",
        "旨在",
        "进行",
        "实现",
        "成为",
        "具有",
        "属于",
        "作为",
        "得到",
        "获得",
        "受到",
        "造成",
        "导致",
        "提出",
        "表示",
        "认为",
        "指出",
        "强调",
        "能够",
        "安全",
        "发展",
        "工作",
        "生产",
        "生活",
        "活动",
        "管理",
        "建设",
        "教育",
        "改革",
        "投资",
        "合作",
        "服务",
        "设计",
        "劳动",
        "比赛",
        "经营",
        "运输",
        "贸易",
        "销售",
        "消费",
        "培训",
        "养殖",
        "施工",
        "考核",
        "救灾",
        "补贴",
        "治理",
        "百姓",
        "和平",
    )
)
"""Words of two characters besides nouns that are not doubled in print as verbs are (研究研究): links, formal verbs, verbs used as nouns."""

SAYS = frozenset(("表示", "认为", "指出", "强调", "提出"))
"""Of these, what somebody does, and no part of his name's belongings."""

VERBS_TOO = frozenset(
    (
        "参观",
        "决赛",
        "商量",
        "打扮",
        "教训",
        "练习",
        "锻炼",
        "麻烦",
        "意思",
        "招呼",
        "表扬",
        "批评",
        "反映",
        "反思",
        "意识",
        "娱乐",
    )
)
"""Words that dictionaries give as nouns, and that are doubled as verbs are, or stand behind a longer one (总决赛决赛)."""

SIZES = frozenset("大小成整")
MEASURES_OF_SIZE = frozenset("口片把块步朵批群堆串捆桶杯碗团滴颗包袋层排段截缕撮勺捧卷筐车船天夜年")
"""Two characters of these are doubled for many: 大口大口, 成片成片, 整天整天."""

UNITS = frozenset(
    (
        "万元",
        "亿元",
        "美元",
        "欧元",
        "公里",
        "千米",
        "厘米",
        "毫米",
        "公斤",
        "千克",
        "公顷",
        "万亩",
        "万吨",
        "亿吨",
        "千瓦",
        "万人",
        "万户",
        "万件",
        "分钟",
    )
)
"""What stands behind a figure, and once."""

HAVE_MEMBERS = frozenset(("工会", "公司", "法院", "大学", "银行", "集团", "协会", "支部"))
"""Kinds of institutions: the names of single ones end with them, what belongs to them begins with them."""

TAKES_NO_OTHER = frozenset(
    (
        "正在",
        "旨在",
        "摆在",
        "放在",
        "站在",
        "坐在",
        "落在",
        "写在",
        "处在",
        "存在",
        "意在",
        "重在",
        "贵在",
        "志在",
        "设在",
        "为了",
        "除了",
        "还是",
        "总是",
        "就是",
        "都是",
        "也是",
        "而是",
        "这是",
        "那是",
        "便是",
        "才是",
        "正是",
        "即是",
        "又是",
        "已是",
        "仍是",
        "更是",
        "越是",
        "既是",
        "却是",
        "乃是",
        "亦是",
    )
)
"""Words with a particle at their end that is not said again behind them (正在在; but 不是|是, 现在|在)."""

SELDOM_DOUBLED = frozenset(
    ("活动", "工作", "管理", "教育", "合作", "培训", "劳动", "比赛", "服务", "考核", "生活", "消费", "施工", "安全")
)
"""Of these, words that are doubled in talk, behind what asks for a verb."""

ASKS_FOR_A_VERB = frozenset("好再去来想要得该能会给我你他她们您请多先便就也都还不没可地")
"""What stands before a verb that is doubled to make it short: 我们讨论讨论, 再研究研究."""

OPENS_A_NOUN = frozenset("的了在是和与及为于其以对把被将向从到由等个名位项些种各每该本此这那有使让给按照据")
"""Behind these no noun goes on: what follows begins one."""

MAKES_LONGER_NOUNS = frozenset("长家者员级化链型性学界品部局厅院网群圈园馆")
"""One character more makes another noun of these: 大队|长, 企业|家."""

NEVER_DOUBLED = frozenset(["the", "and", "of", "with", "from", "their", "our", "your", "my", "its", "than", "because"])
"""English words that no sentence says twice in a row (that that, had had, in in and is is can be grammar)."""
