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
    )
)
"""Short clauses that lead to a sentence and are no item of it."""

NOUN_ENDS = frozenset("会家党院厂部局市省县区员者业工农民法权力度企校村镇府团司站室所场库款费车路桥品国委")
"""Last characters of two-character nouns; nouns are not doubled as verbs are (研究研究)."""
NEVER_DOUBLED = frozenset(["the", "and", "of", "with", "from", "their", "our", "your", "my", "its", "than", "because"])
"""English words that no sentence says twice in a row (that that, had had, in in and is is can be grammar)."""
