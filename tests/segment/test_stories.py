"""Where stories begin and end, what their parts are, and what goes back to its place: invented pages."""

from __future__ import annotations

import pytest

from quality.message import say
from quality.model import Page, Role
from quality.segment import segment
from quality.segment.habits import Habits
from quality.segment.order import Moved, apply_moves
from quality.segment.reflow import Part
from quality.segment.roles import heading_roles
from quality.segment.shapes import Kind, ends_in_name, is_closed, kind_of
from quality.segment.stories import Story

K, H = Role.KICKER, Role.HEADLINE


def outline(text: str) -> list[list[tuple[str, str]]]:
    result = segment(Page("a.txt", text))
    return [[(str(b.role), a.text[s.start : s.end][:6]) for b, s in a.parts()] for a in result.articles]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("本报讯（记者陈一禾）去年冬天", Kind.DATELINE),
        ("【本报讯】去年冬天", Kind.DATELINE),
        ("新华社北坡5月1日电（记者陈一禾）", Kind.DATELINE),
        ("LONDON, May 5 (Reuters) - The river", Kind.DATELINE),
        ("本报记者 陈一禾 本报通讯员 周小满", Kind.BYLINE),
        ("By JOHN SMITH", Kind.BYLINE),
        ("本报通讯员 周小满 摄", Kind.PHOTO),
        ("（摄影 周小满）", Kind.PHOTO),
        ("（陈一禾）", Kind.AUTHOR),
        ("编者按", Kind.LABEL),
        ("责任编辑：陈一禾", Kind.FURNITURE),
        ("第3版", Kind.FURNITURE),
        ("北坡村修通十里水渠", Kind.HEADING),
        ("——来自山里的报告", Kind.HEADING),
        ("据介绍,水渠修了三年", Kind.TEXT),
        ("1.北坡村修通水渠", Kind.TEXT),
        ("的蔬菜卖到城里", Kind.TEXT),
    ],
)
def test_the_look_of_a_line(line: str, kind: Kind) -> None:
    assert kind_of(line, closed=is_closed(line)) is kind


@pytest.mark.parametrize(
    "line",
    ["水渠通了。", "“通了！”", "工人在检修。周小满 摄", "全村一百多人（下转第二版）", "1.修通水渠", "收成翻番……"],
)
def test_closed_lines(line: str) -> None:
    assert is_closed(line)


@pytest.mark.parametrize("line", ["水渠通", "收入增长3.", "他说，", "《关于修渠"])
def test_open_lines(line: str) -> None:
    assert not is_closed(line)


def test_names_after_the_last_sentence_sign_it() -> None:
    assert ends_in_name("水渠通了。陈一禾 周小满")
    assert ends_in_name("水渠通了。陈一禾周小满")
    assert not ends_in_name("水渠通了。波澜不")


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        (["北坡村修通十里水渠", "——来自山里的报告"], [H, H]),
        (["引水上坡 果园丰收", "北坡村修通十里水渠"], [K, H]),
        (["新闻特写", "水渠通了"], [K, H]),
        (["北坡村修通十里水渠", "旱季种菜不再靠天"], [H, H]),
        (["北坡村全力修水渠", "把泉水引到山坡上"], [K, H]),
    ],
)
def test_kickers_and_headlines(headings: list[str], roles: list[Role]) -> None:
    assert heading_roles(headings, "去年冬天，北坡村修通了水渠，旱季种菜不再靠天。") == roles


def test_a_round_up_has_a_story_for_every_place() -> None:
    text = "各地忙春耕\n\n南 湖\n\n本报讯（记者陈一禾）南湖春耕开始。\n\n北 坡\n\n本报讯（记者周小满）北坡春耕开始。"
    assert [story[0] for story in outline(text)] == [
        ("headline", "各地忙春耕"),
        ("headline", "南 湖"),
        ("headline", "北 坡"),
    ]


def test_a_picture_story_between_two_paragraphs_lets_the_text_go_on() -> None:
    text = (
        "北坡村修通十里水渠\n\n本报记者 陈一禾\n\n去年冬天,水渠通了。\n\n\n\n丰收时节\n\n社员在粮站门前排队交粮。\n\n"
        "本报通讯员 周小满 摄\n\n今年春天,菜园绿了。"
    )
    assert outline(text) == [
        [
            ("headline", "北坡村修通十"),
            ("byline", "本报记者 陈"),
            ("paragraph", "去年冬天,水"),
            ("paragraph", "今年春天,菜"),
        ],
        [("headline", "丰收时节"), ("caption", "社员在粮站门"), ("credit", "本报通讯员 ")],
    ]


def test_a_label_makes_a_standfirst() -> None:
    text = "北坡村修通十里水渠\n\n阅读提示\n\n三年修渠路。\n\n本报记者 陈一禾\n\n去年冬天,水渠通了。"
    assert [role for role, _ in outline(text)[0]] == ["headline", "label", "standfirst", "byline", "paragraph"]


def test_a_bare_name_is_a_byline_below_a_headline_and_a_credit_below_a_text() -> None:
    text = "北坡村修通十里水渠\n\n陈一禾\n\n去年冬天,水渠通了。\n\n周小满\n\n粮站翻修完工\n\n仓库翻修了。"
    assert outline(text) == [
        [("headline", "北坡村修通十"), ("byline", "陈一禾"), ("paragraph", "去年冬天,水"), ("credit", "周小满")],
        [("headline", "粮站翻修完工"), ("paragraph", "仓库翻修了。")],
    ]


def test_an_authors_credit_goes_to_the_only_story_without_a_name() -> None:
    text = "粮站翻修完工\n\n本报讯 入冬以后,仓库翻修了。\n\n北坡村修通十里水渠\n\n本报讯（记者陈一禾）水渠通了。\n\n(周小满)"
    page = Page("a.txt", text)
    (move,) = segment(page).displaced
    assert (page.slice(move.span), move.kind, text[: move.to or 0][-5:]) == (
        "(周小满)",
        "tail",
        "库翻修了。",
    )
    assert [story[-1] for story in outline(text)] == [("credit", "(周小满)"), ("paragraph", "本报讯（记者")]


def test_text_that_somebody_else_signed_is_another_story() -> None:
    text = (
        "粮站翻修完工\n\n本报讯（记者周小满）入冬以后,清河镇粮站的仓库全部翻修。\n\n清河镇粮站的老站长说,新仓库防潮防鼠。\n\n"
        "北坡村的水渠浇灌了坡上的果园,村支书何大山引水上坡。\n\n何大山家的果园在坡上,北坡村人人都夸水渠。\n\n"
        "如今何大山还想把水渠修到北坡村外的果园。（陈一禾）"
    )
    result = segment(Page("a.txt", text))
    assert [len(a.blocks) for a in result.articles] == [3, 3]
    assert [t.kind for t in result.truncated] == ["no-headline"]


@pytest.mark.parametrize(
    ("lead", "shown"),
    [
        ("本报讯 “水来了！”何大山站在坡上喊。水渠通了。", "本报讯 “水来了！”"),
        ("本报讯 水渠通了", "本报讯 水渠通了"),
    ],
)
def test_a_story_without_a_headline_is_shown_by_its_first_sentence(lead: str, shown: str) -> None:
    page = Page("a.txt", f"粮站翻修完工\n\n本报讯 入冬以后,仓库翻修了。\n\n{lead}\n\n今年春天,菜园绿了。")
    assert [page.slice(t.span) for t in segment(page).truncated if t.kind == "no-headline"] == [shown]


@pytest.mark.parametrize("mark", "▲△●◆")
@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n\n"])
def test_items_of_a_list_are_no_texts_of_pictures(mark: str, gap: str) -> None:
    items = "\n\n".join(f"{mark}{text}" for text in ("粮站的仓库全部翻修。", "菜市场装了新灯。", "渡口的船修好了。"))
    text = f"北坡村修通十里水渠\n\n本报讯（记者陈一禾）水渠通了。\n\n今年春天,菜园绿了。{gap}{items}"
    result = segment(Page("a.txt", text))
    assert not result.displaced
    assert [b.role for a in result.articles for b in a.blocks][-3:] == [Role.PARAGRAPH] * 3


@pytest.mark.parametrize("captions", ["▲社员在交粮。", "▲图为社员在交粮。\n\n▲图为社员在修渠。"])
def test_an_arrow_alone_leads_to_a_picture(captions: str) -> None:
    text = f"北坡村修通十里水渠\n\n本报讯（记者陈一禾）水渠通了。\n\n{captions}"
    result = segment(Page("a.txt", text))
    assert [text[d.span.start : d.span.end] for d in result.displaced] == captions.split("\n\n")


def test_a_signed_item_of_a_round_up_needs_no_headline() -> None:
    items = (
        "◆菜市场的摊位装上了新灯。（何大山）",
        "◆渡口的木船在船厂修好了。（周小满）",
        "◆小学的操场铺上了沙土。（林小川）",
    )
    text = "\n\n".join(("水渠通了", "本报讯（记者陈一禾）北坡村的水渠通了。", "北坡村人人都夸水渠。", "简讯", *items))
    assert not segment(Page("a.txt", f"粮站翻修完工\n\n本报讯 仓库翻修了。\n\n{text}")).truncated


def test_an_office_signs_its_notice() -> None:
    text = (
        "停水公告\n\n北坡村的水渠本月检修,请各家存水。北坡镇水利管理局\n\n遗失声明\n\n何大山遗失渔船证书,声明作废。\n\n"
        "粮站翻修完工\n\n本报讯 仓库翻修了。"
    )
    result = segment(Page("a.txt", text))
    assert not result.joins
    assert not result.truncated
    assert [story[0][1] for story in outline(text)] == ["停水公告", "遗失声明", "粮站翻修完工"]


@pytest.mark.parametrize(
    "line",
    [
        "表2 粮站仓库的收购价格（单位：元/斤）",
        "图1：粮站,仓库,水渠,渡口,由北向南看",
        "数据来源：粮站账本,渡口账本,磨坊账本,仓库账本",
        "粮站的仓库,长a米,宽b米,高c米,容积V=abc",
    ],
)
def test_no_sentence_breaks_off_in_a_table_or_a_formula(line: str) -> None:
    text = (
        f"水渠通了。\n\n北坡村粮站的仓库翻修了,粮站仓库的收购价格涨了。\n\n{line}\n\n菜市场装了新灯\n\n摊贩都说亮堂\n\n"
        "本报讯 菜市场装了新灯。"
    )
    assert not segment(Page("a.txt", text)).truncated


def test_text_goes_on_below_a_caption_that_has_its_credit() -> None:
    text = (
        "北坡村修通十里水渠\n\n本报讯（记者陈一禾）水渠通了,坡上的菜园都绿了。\n\n社员（左一）在渠边检修水泵。周小满 摄\n\n"
        "老支书打算明年再修一条。"
    )
    assert [role for role, _ in outline(text)[0]] == ["headline", "paragraph", "caption", "paragraph"]


def test_without_reorder_a_headline_stays_inside_the_sentence() -> None:
    text = (
        "本报记者 陈一禾\n\n去年冬天,水渠通了。老人们都说,日子有了奔\n\n北坡村修通十里水渠\n\n头,年轻人也愿意留下来了。"
    )
    moved, printed = (segment(Page("a.txt", text), reorder=reorder).articles[0] for reorder in (True, False))
    assert moved.text.startswith("北坡村修通十里水渠\n")
    assert "日子有了奔头,年轻人" in moved.text
    assert printed.text == text.replace("\n\n", "\n")


def test_a_papers_own_patterns_come_first() -> None:
    text = (
        "北坡村修通十里水渠\n\n文字：陈一禾\n\n去年冬天,水渠通了。\n\n今日关注\n\n画面中的社员在排队。\n\n今年春天,菜园绿了。"
        "\n\n大家都来了。"
    )
    habits = Habits(byline=("文字：.+",), furniture=("今日关注",), caption=("画面中.+",))
    result = segment(Page("a.txt", text), habits=habits)
    (article,) = result.articles
    assert [str(b.role) for b in article.blocks] == [
        "headline",
        "byline",
        "paragraph",
        "caption",
        "paragraph",
        "paragraph",
    ]
    assert [result.page.slice(b.span) for b in result.furniture] == ["今日关注"]


def test_a_few_words_between_headline_and_byline_are_a_standfirst() -> None:
    text = (
        "北坡村修通十里水渠\n\n三年修渠路,一朝水上山。\n\n本报记者 陈一禾\n\n去年冬天,水渠通了,老人们都说日子有了奔头。"
        "\n\n粮站翻修完工\n\n本报讯（记者周小满）入冬以后,仓库翻修了。"
    )
    assert [role for role, _ in outline(text)[0]] == ["headline", "standfirst", "byline", "paragraph"]


def test_paragraphs_that_say_beforehand_what_the_story_says_are_a_standfirst() -> None:
    told = ["全村一百二十人修了四十天水渠,把泉水引到坡上的果园。", "坡上六十户人家种起苹果,每亩收入翻了一番。"]
    rest = [
        "雪落得早,山路滑得站不住人。",
        "支书何大山带头,全村一百二十人修了四十天水渠,手上都磨出了泡。",
        "开春那天,他们把泉水引到坡上的果园,老人们看着水流了泪。",
        "水来了,坡上六十户人家种起苹果,也种菜。",
        "到了秋天一算账,每亩收入翻了一番还多。",
        "镇上的货车天天来,果子卖到了城里。",
        "何大山说,明年还要再修一段。",
        "村里的小学也装上了自来水。",
    ]
    text = "\n\n".join(["北坡村修通十里水渠", "本报记者 陈一禾", *told, *rest])
    roles = [role for role, _ in outline(text)[0]]
    assert roles == ["headline", "byline", "standfirst", "standfirst"] + ["paragraph"] * len(rest)


def test_a_box_above_its_headline_belongs_to_the_story_below() -> None:
    text = "阅读提示\n\n三年修渠路,一朝水上山。\n\n北坡村修通十里水渠\n\n本报记者 陈一禾\n\n去年冬天,水渠通了。"
    assert [[role for role, _ in story] for story in outline(text)] == [
        ["headline", "label", "standfirst", "byline", "paragraph"]
    ]


def test_a_displaced_tail_goes_on_with_the_torn_sentence_of_its_story() -> None:
    text = (
        "北坡村修通十里水渠\n\n本报记者 陈一禾\n\n去年冬天,北坡村修通了水渠。一百多人修了四十天,"
        "把水从山那边引到坡上,村支书何大山天天在工地上。\n\n"
        "北坡村的苹果也因此出了名,坡上的果园年年有客人来,何大山说,引水上坡的好处要让全村的困难\n\n\n\n"
        "粮站翻修完工\n\n本报讯（记者周小满）入冬以后,清河镇粮站的仓库全部翻修,可以存放三百万斤粮食,"
        "清河镇的农户再也不用排长队。\n\n"
        "清河镇粮站的老站长说,新仓库防潮防鼠,粮食放三年也不坏,清河镇今年的粮食都存得下。\n\n"
        "和贫困的农户都尝到。北坡村种苹果的人家从八户增加到六十户,何大山家的果园去年卖了九万元,引水上坡成了全村的榜样。"
    )
    result = segment(Page("a.txt", text))
    assert "全村的困难和贫困的农户都尝到。" in result.articles[0].text
    assert [t.kind for t in result.truncated] == []
    assert [d.kind for d in result.displaced] == ["tail"]


def test_two_tails_may_go_to_one_story_and_the_first_go_on_with_its_torn_sentence() -> None:
    paragraphs = [(Role.PARAGRAPH, Part(Kind.TEXT, (line,))) for line in range(6)]
    stories = [Story(paragraphs[:2]), Story(paragraphs[2:4]), Story(paragraphs[4:])]
    sentence, first, second = (pair[1] for pair in (paragraphs[1], paragraphs[3], paragraphs[5]))
    sure, likely = (
        Moved(((Role.PARAGRAPH, tail),), source, 0, sentence, 0.9, say("it goes on"), joined)
        for tail, source, joined in ((first, 1, True), (second, 2, False))
    )
    apply_moves(stories, [sure, likely])
    assert [part.lines for _, part in stories[0].parts] == [(0,), (1, 3), (5,)]


def test_english_lines_are_joined_and_headlines_in_capitals_stay_apart() -> None:
    text = (
        "MILL GATES CLOSED AS RIVER RISES\n\nBy JOHN SMITH\n\n"
        "The river rose two feet over night and the mill had to close its gates be-\n"
        "fore the morning shift. Foremen sent three hundred hands home with half a\n"
        "day's pay, and the women of the carding room waited by the bridge for word\nof their men.\n\n"
        "COUNCIL VOTES MONEY FOR NEW SCHOOL\n\n"
        "The council voted on Tuesday to spend four thousand pounds on a school for\nthe children of the lower town.\n"
    )
    blocks = [(b.role, len(b.pieces)) for a in segment(Page("a.txt", text)).articles for b in a.blocks]
    assert [pieces for _, pieces in blocks] == [1, 1, 4, 1, 2]
    assert [role for role, _ in blocks if role is not Role.PARAGRAPH] == [Role.HEADLINE, Role.BYLINE, Role.SUBHEAD]
