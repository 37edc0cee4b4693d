"""Lines behind which their writer broke off stay apart, a headline from the text below it; a narrow column is joined."""

from __future__ import annotations

import pytest

from quality.model import Page
from quality.segment import segment

COMMAS = """渡口

我在村口的渡口等你很久，

等一艘不会回来的船。

像外婆喊我的名字，

一声比一声低，

一声比一声远"""
BARE = """河的谣曲

大河，大河

你的腰一年年地弯

弯成坡上的犁

翻一垄高粱，翻一垄豆

大河，大河"""
REFRAIN = """下雨了，下雨了

屋檐一滴滴地数

下雨了，下雨了

蓑衣在门后轻轻地应"""
TABLE = """工分榜

名次 小队 春 夏 秋 全年

1 坡上队 31 22 17 70

2 河湾队 30 21 18 69

3 桥头队 28 25 12 65"""
CONTENTS = """今日看点

修渠的人在山上过年 （2版）

村里的路通到了城里 （6版）

粮站：一座仓库与一条河 第8版

老支书的账本……12

山里的果子熟了，装车的人忙到天黑。"""
COUPLETS = """粮站翻修完工

清河镇的粮站翻修以后，可以存放三百万斤粮食，交粮的人不用排队。

春联选登

旧岁挑灯，凿开云外路；新春放水，浇醒梦中田

山高有水，渠引千家绿；岁稔无忧，仓盈万户春"""
CELLS = """渠工得分榜

队名

春

秋

总分

坡上队

河湾队"""
PROGRAMME = """晒谷场放映

LED-2 19:30 露天电影：水渠与枣树

LED-5 20:15 乡村篮球赛半决赛

周六 19:00 《守渠人》 粮站院内

坡上的话

坡上人把“晚上”说成“夜里头”，外乡人听不懂。"""
PRICES = """种子价目（3月2日，单位：元/公斤）

品种 坡上 河湾

白菜 1.5 1.6 1.6

萝卜 2.0 2.1 2.2"""
RIDDLES = """猜一猜

生在坡上，长在坡上，烂在水里。（打一农具）

白房子，绿房顶，
里面住着一家人。"""
SONGS = """渠边（组诗）

灯

灯在渠边，夜在渠边

人不在渠边

我把灯提成一条路，再把路提成一个点，最后把点提成一声没有人听见的应答

回来吧，回来吧

水不回来

枣

枣在树上，风在树上

回来吧，回来吧

风不回来"""
LETTER = """书信选登

坡上的妹妹：

见字如面。渠里的水已经放下来了，枣树也发了芽。"""
COLUMN = """合作社的水渠修了二十
天，社员们挑土、抬石
头，天黑了才回家。今
年，坡上的菜地都浇到
了水。"""


@pytest.mark.parametrize(
    "kept", [COMMAS, BARE, REFRAIN, TABLE, CONTENTS, COUPLETS, CELLS, PROGRAMME, PRICES, SONGS, LETTER]
)
def test_they_stay_apart(kept: str) -> None:
    result = segment(Page("a.txt", kept))
    assert not result.joins
    assert not result.displaced
    assert not result.truncated


def test_what_stands_in_brackets_behind_a_sentence_closes_it() -> None:
    joins = segment(Page("a.txt", RIDDLES)).joins
    assert [RIDDLES[j.span.start - 1] for j in joins] in ([], ["，"])


def test_a_column_as_narrow_as_verse_is_joined() -> None:
    assert len(segment(Page("a.txt", COLUMN)).joins) == COLUMN.count("\n")


@pytest.mark.parametrize(
    "page",
    [
        "守渠人的马灯\n\n那盏马灯，亮了四十年。灯罩裂过两回，都用铁丝箍着，提在手里沉沉的。",
        "山坡上的枣树\n\n渠边有棵老枣树。一到秋天，孩子们就围着它转，捡落在草里的枣子。",
        "是谁点亮了坡上的灯\n\n夜深了，灯还亮着。守渠的人提着它，一里一里地走。",
        "渠边的灯\n\n灯亮着。守渠的人还没有睡，雨下了一整夜，水涨到了第三级石阶。",
        "在水渠通水大会上的讲话\n\n同志们，乡亲们：\n\n今天，水渠通水了，我向大家表示祝贺。",
    ],
)
def test_a_headline_stays_apart_from_a_short_first_sentence(page: str) -> None:
    assert not segment(Page("a.txt", page)).joins


def test_the_rest_of_a_sentence_below_a_line_like_a_heading_is_joined() -> None:
    page = "修渠的人过上了和城里\n人一样的日子。老支书常说，这都是水带来的。"
    assert len(segment(Page("a.txt", page)).joins) == 1
