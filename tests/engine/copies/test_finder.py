"""Copies of articles and passages: the pairs, the copy that stays, and what is left alone."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from quality.engine.copies.finder import Copies, find_copies
from quality.model import (
    Alignment,
    Article,
    Block,
    Cluster,
    Copy,
    CopyKind,
    Displaced,
    Hit,
    Page,
    Piece,
    Role,
    Segmentation,
    Span,
)
from quality.segment import segment

STORY = (
    "本报讯（记者林晚）山口的气象站只有两个人，一个看天，一个记数。看天的老人姓俞，在山上住了三十一年，风从哪边来，他闻一闻就知道。"
    "记数的年轻人去年才来，带了一台新仪器，头一个月就测到一场没有预报的冰雹。老人说仪器好，年轻人说鼻子好，两个人谁也没有说服谁。"
)
OTHERS = (
    "山下的粮站今年换了新秤，卖粮的人不用再排长队，傍晚就能赶回家吃饭。",
    "渡口的船工把旧船漆成了蓝色，孩子们在船头画了一条大鱼。",
    "集市搬到了河对岸，桥头多了两家卖豆腐的铺子。",
)


def found(*texts: str, hits: tuple[Hit, ...] = ()) -> tuple[Alignment, ...]:
    return copies(*texts, hits=hits).alignments


def copies(*texts: str, hits: tuple[Hit, ...] = ()) -> Copies:
    return find_copies([segment(Page(f"{n}.txt", t)) for n, t in enumerate(texts)], (), lambda _: hits)


def test_of_three_copies_two_go_and_point_at_the_one_that_stays() -> None:
    pairs = found(*(f"{STORY}\n\n{o}" for o in OTHERS))
    assert len(pairs) == 2
    assert {p.keeper.page.path for p in pairs} == {"0.txt"}
    assert {p.leaver.page.path for p in pairs} == {"1.txt", "2.txt"}
    assert all(p.kind is CopyKind.ARTICLE for p in pairs)


def test_the_earlier_page_is_left_whichever_stays() -> None:
    with_headline = f"山口的两个人\n\n{STORY}"
    (pair,) = found(STORY, with_headline)
    assert (pair.left.page.path, pair.right.page.path) == ("0.txt", "1.txt")
    assert pair.keeper.page.path == "1.txt"
    assert pair.keeper.text.startswith("山口的两个人")
    assert pair.reason == "it has its headline"


def test_a_passage_inside_a_copy_that_goes_is_not_told_again() -> None:
    once_more = STORY[66:124]
    pairs = found(f"{STORY}\n\n{OTHERS[0]}\n\n{STORY}\n\n{OTHERS[1]}\n\n{once_more}")
    places = sorted(p.leaver.spans[0] for p in pairs)
    assert all(not a.overlaps(b) for a, b in pairwise(places))


def test_the_copy_with_fewer_defects_stays() -> None:
    page = Page("0.txt", f"{STORY}\n\n{OTHERS[0]}\n\n{STORY}\n\n{OTHERS[1]}")
    defect = Hit(page, (Span(30, 34),), "", 1.0)
    (pair,) = find_copies([segment(page)], (), lambda _: [defect]).alignments
    assert pair.leaver.spans[0].start == 0
    assert pair.reason == "it has fewer defects"


def test_the_copy_in_a_displaced_fragment_goes() -> None:
    page = Page("0.txt", f"{STORY}\n\n{OTHERS[0]}\n\n{STORY}\n\n{OTHERS[1]}")
    starts = [0, *(m.end() for m in re.finditer("\n\n", page.text))]
    lines = [Span(a, b) for a, b in zip(starts, [*(s - 2 for s in starts[1:]), len(page.text)], strict=True)]
    article = Article.of(page, 0, [Block(Role.PARAGRAPH, (Piece(span),)) for span in lines])
    displaced = (Displaced(lines[0], "tail", None, 0.9, ""),)
    (pair,) = find_copies([Segmentation(page, (article,), displaced=displaced)], (), lambda _: ()).alignments
    assert pair.leaver.spans == (lines[0],)


def test_records_that_go_with_their_cluster_are_not_compared() -> None:
    pages = [Page(f"{n}.txt", f"{STORY}\n\n{o}") for n, o in enumerate(OTHERS[:2])]
    whole = tuple(Copy(p, (Span(0, len(p.text)),)) for p in pages)
    cluster = Cluster(pages[0], (Alignment(CopyKind.RECORD, whole[0], whole[1], (), 1.0, 1.0),))
    assert find_copies([segment(p) for p in pages], (cluster,), lambda _: ()).alignments == ()


def test_an_inserted_caption_does_not_split_a_copy() -> None:
    middle = STORY.index("记数的")
    caption = "图为山口的观测场。"
    (pair,) = found(f"{STORY}\n\n{OTHERS[0]}\n\n{STORY[:middle]}\n\n{caption}\n\n{STORY[middle:]}")
    covered = sum(len(s) for s in pair.right.spans)
    assert covered >= len(STORY)


def test_differences_are_those_of_print() -> None:
    other = STORY.replace("三十一年", "三十七年").replace("，", ",").replace("记者林晚）", "记者林晚） ")
    (pair,) = found(f"{STORY}\n\n{OTHERS[0]}\n\n{other}")
    (difference,) = pair.differences
    page = pair.left.page
    assert (page.slice(difference.left), page.slice(difference.right)) == ("一", "七")


def test_what_two_pages_share_by_right_is_counted_not_told() -> None:
    quotation = "“看天种地的日子要过去了，会看墒情，会看苗情，还要会看手机里的雨情。”"
    told = copies(f"农技员在会上说：{quotation}会后大家下了地。", f"老把式们记住了那句话：{quotation}今年按墒情浇水。")
    assert told.alignments == ()
    assert any("1 passage" in note for note in told.notes)


@pytest.mark.parametrize("text", ["", "\n", "天", "的" * 3000, "天地\n" * 2000])
def test_texts_with_nothing_to_find(text: str) -> None:
    assert found(text) == ()


def test_the_copy_that_reads_like_words_stays() -> None:
    wrong = "".join(chr(ord(c) + 7) if n % 15 == 9 and c.isalpha() else c for n, c in enumerate(STORY))
    (pair,) = found(f"{wrong}\n\n{OTHERS[0]}\n\n{STORY}")
    assert pair.keeper.text == STORY
    assert pair.reason == "its words are those of the dictionary"
    assert len(pair.differences) >= 5


def test_the_copy_without_a_caption_inside_stays() -> None:
    middle = STORY.index("头一个月")
    caption = "图为山口的观测场。\n\n本报通讯员 俞山 摄"
    (pair,) = found(f"{STORY[:middle]}\n\n{caption}\n\n{STORY[middle:]}\n\n{OTHERS[0]}\n\n{STORY}")
    assert pair.keeper.text == STORY
    assert pair.reason == "no other text interrupts it"


def test_letters_count_a_third_of_a_han_character() -> None:
    prose = (
        "The ferryman painted his old boat blue in the spring, and the children drew a great fish on its bow. He said that "
        "a boat without a face finds no harbour, and nobody on the landing stage wanted to argue with him about that."
    )
    line = "See the manual for further information on this."
    (pair,) = found("\n\n".join((prose, line, OTHERS[0], prose, line, OTHERS[1], line)))
    assert pair.left.text.startswith("The ferryman")


def test_every_part_of_a_story_that_two_pages_share() -> None:
    middle = STORY.index("记数的")
    other = f"{STORY[:middle]}\n\n{''.join(OTHERS) * 6}\n\n{STORY[middle:]}"
    pairs = found(f"{STORY}\n\n{OTHERS[0]}", other)
    assert sum(len(s) for p in pairs for s in p.leaver.spans) >= len(STORY) - 4


def test_many_copies_of_many_lines_in_any_order() -> None:
    dice = random.Random(1)
    lines = ["".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(40)) + "。" for _ in range(120)]
    pairs = found("\n\n".join(dice.sample(lines * 4, 480)))
    assert 300 <= len(pairs) <= 360
    assert all(p.left.text and p.right.text for p in pairs)


def test_a_phrase_said_often_does_not_make_its_passage_a_formula() -> None:
    phrase = "第五届山区果品交易暨民间手工艺品与农机具展览会"
    passage = f"{phrase}闭幕以后，收摊的果农"
    text = (
        f"县里今年办了{phrase}。{OTHERS[0]}来的人都知道{passage}在桥头等车。\n\n{OTHERS[1]}\n\n"
        f"邻县也想办一个{phrase}，派人来学。{OTHERS[2]}修渠的人中午回来看见{passage}晚饭还没有着落。\n"
    )
    (pair,) = found(text)
    assert pair.kind is CopyKind.PASSAGE


def test_a_term_may_stand_anywhere() -> None:
    term = "县级以上人民政府渔业行政主管部门或者其所属的渔政监督管理机构及资源保护区管理机构"
    text = (
        f"在保护区里钓鱼的，应当先向当地{term}申请，得到同意以后才可以下竿。\n\n"
        f"造成损失的，由当地{term.replace('机构及', '机均及')}依法处理，情节严重的移交法院。\n"
    )
    assert found(text) == ()
