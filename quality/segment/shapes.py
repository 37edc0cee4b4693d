"""What one line of a page looks like by itself: heading, byline, dateline, credit, label, furniture, running text.

The patterns name the habits of Chinese newspapers, and a few of English ones; none knows a paper or a page. One that is
searched for begins with a literal in every alternative, where it can: `re` then looks only at places where one of these stands.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from quality.data import table
from quality.segment.habits import compiled
from quality.text.patterns import pattern
from quality.text.scripts import HAN, LETTER, is_han
from quality.text.words import frequencies

if TYPE_CHECKING:
    from quality.segment.habits import Habits

LONGEST_HEADING = 45
"""Characters beyond which a line is running text (the longest deck of the gold pages has 38)."""
ARROWS = "▲▼◀▶△▽←→↑↓"
"""They lead from a picture's text to the picture."""
MARKS = f"{ARROWS}●○■□◆◇★☆"
"""They begin the items of a list."""
_TERM = 14
"""Characters of the longest term that is put in quotes."""
_LONG = 400
"""Characters of the longest line that a paper's own pattern is asked about."""
_EDGE = 60
"""Characters that are looked at where a pattern concerns a line's beginning or end: a line may be megabytes long."""


class Kind(StrEnum):
    """What a line looks like before its neighbours are asked."""

    TEXT = "text"
    DATELINE = "dateline"
    HEADING = "heading"
    BYLINE = "byline"
    PHOTO = "photo credit"
    AUTHOR = "author credit"
    LABEL = "label"
    FURNITURE = "furniture"


TEXT, DATELINE, HEADING, BYLINE, PHOTO, AUTHOR, LABEL, FURNITURE = Kind
"""Named once, for every line is compared with several: to look a member up takes longer than that."""
RUNNING = (TEXT, DATELINE)
"""Kinds of running text."""

_H = LETTER
_ROLE = "(?:记者|通讯员|实习生|评论员|撰稿人|特派员|撰稿|编译)"
_HOUSE = f"(?:本[报刊台网社]|{_H}{{0,6}}[—·-]{{0,2}}{_H}{{0,6}}[社报网台刊])"
_RANK = f"(?:全媒体|融媒体|见习|实习|特约|首席|驻{_H}{{1,4}}|高级)*"
_NAME = rf"{_H}{{1,4}}(?:·{_H}{{1,6}})?"
_NAMES = rf"{_NAME}(?:[ 　、]+{_NAME})*"

_BYLINE = pattern(
    rf"(?:[□■●◆▲○◎▌]\s*|文[/／:：]\s*)?(?:{_HOUSE}?\s?{_RANK}{_ROLE}[ 　:：/]*{_NAMES}[ 　、,，/]*)+(?:[ 　]*(?:文/?图?|整理|综合))?"
    rf"|[□■●◆▲○◎]\s*{_NAMES}|本[报刊]{_H}{{0,4}}评论员"
    r"|(?:By|BY) [A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,5}(?:,? .{0,30})?"
)
_DATELINE = pattern(
    rf"[【\[［]?本[报刊台网社](?:{_H}{{1,8}}?)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:专?[讯电]|消息)(?=[\s（(：:，,【】\[\]［］]|{_H}|[“\d]|$)"
    rf"|据?(?:新华社|中新社|中新网|人民网|央视网){_H}{{0,8}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:[讯电]|消息)(?=[\s（(：:，,]|$)"
    rf"|{_H}{{2,10}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:讯|电|消息)\s*[（(](?:[^（()）]{{0,12}}(?:{_ROLE}|作者)|[^（()）]{{2,12}}[）)]\s*[:：])"
    rf"|[（(【\[［](?:{_HOUSE}?\s?{_RANK}{_ROLE})[ 　:：]*{_NAMES}"
    r"|[A-Z][A-Z .'’-]{2,30}(?:, [A-Z][a-z]{2,9}\.? \d{1,2})?(?: \([A-Z][A-Za-z]+\))? ?(?:--|[—–]|- )"
)
_REPORTER = pattern(rf"[（(【\[［]\s*{_HOUSE}?\s?{_RANK}{_ROLE}")
_PHOTO = pattern(
    rf"(?:[（(]?(?:{_HOUSE}\S{{0,4}}\s?)?(?:\S{{0,6}}[ 　]*)?(?:{_NAMES}|{_NAME}/)[ 　]*[/／]?(?:摄影?|供图|绘图?)(?:影报道)?[）)]?[。.]?"
    rf"|[（(]?(?:摄影|图片|照片|供图|图片来源|图)[ 　:：/／]+.{{1,30}}|[（(]?资料图片?[）)]?"
    rf"|[（(]?新华社[记者发稿]*.{{0,20}}摄[）)]?[）)]?"
    r"|(?:Photo|PHOTO|Photograph|Picture)s?(?: by|:) .{1,40})"
)
_AUTHOR = pattern(
    rf"[（(【]\s*(?:(?:据|本报|综合|作者|记者|来源|通讯员|摘自).{{0,24}}|{_NAMES}(?:\s+{_H}{{2,4}})*)\s*[】)）]"
    rf"|[（(].{{0,12}}?作者.{{2,30}}[)）]"
)
_LABEL = re.compile(
    r"(?:阅读提示|核心提示|内容提要|核心阅读|新闻提示|提要|导读|编者按|编者的话|编后|新闻背景|背景链接|新闻链接|相关链接|相关新闻|延伸阅读|"
    r"小贴士|名词解释|专家点评|记者手记|采访手记|短评|点评|链接|背景|快评)[:：]?"
)
_LONGEST_LABEL = 5
_FURNITURE = pattern(
    r"(?:公益)?广告|(?:本版|本期)?(?:责任编辑|责编|编辑|美编|版式|版面设计|校对|主编)(?:[:：/ 　].{0,60})?"
    r"|(?:本版|本期)?(?:值班主任|值班|组版|制图|策划|统筹)(?:[:：/ 　].{0,60})?"
    r"|.{0,12}(?:电话|热线|邮箱|电子信箱|传真|网址|邮编|地址|国内统一(?:连续出版物)?刊?号|邮发代号|代号|E-?mail|Tel|http)[:： /].{0,60}"
    r"|要闻|综合(?:新闻)?|国[内际](?:新闻)?|时政|副刊|专版|本版导读"
    r"|第?\s*[A-Z]?\d{1,3}\s*版?|第?\s*[A-Z]?\d{1,3}\s*版[ 　:：·]{1,3}\S{2,8}|\S{2,8}[ 　·]{1,3}第?\s*[A-Z]?\d{1,3}\s*版"
    r"|[-—–·]\s*\d{1,4}\s*[-—–·]|[A-Z]\d{1,2}\b.{0,12}"
    r"|[\[（(【]?(?:下转|上接|紧接)第?.{1,8}版?.{0,4}[\]）)】]?"
    r"|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:[ 　]*星期.)?(?:[ 　].{0,24})?|星期[一二三四五六日天]"
    r"|[（(【]?(?:更新时间|发布时间|来源|原标题|阅读次数|浏览次数|打印本页|字号|分享到|关闭窗口|本文链接)(?:[:：].{0,60})?[）)】]?"
    r"|(?i:advertisement|page \d{1,4})|[\W_]+"
)
_OPENER = pattern(
    rf"(?:据(?:了解|介绍|悉|统计|报道|{_H}{{1,8}}介绍)|此外|同时|另外|对此|目前|如今|近日|日前|近年来|今年|去年|随后|随着|为(?:此|了)|不仅如此|接下来|下一步"
    rf"|与此同时|值得|当天|当日|今天|昨天|今晚|昨晚|其[中一二三四]|一是|首先|记者|截至|根据|自{_H}{{0,12}}以来|[^，,。；;]{{1,14}}?(?:[年月日时许天]|期间|伊始|以来|同时|来看|之际|前夕|之后|背景下|引领下|推动下)[,，]|{_H}{{1,8}}后[,，]"
    rf"|(?:记者|主持人|问|答)[：:]"
    rf"|(?:\d{{4}}年)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?<=[年月日])(?:{_H}{{0,4}})[,，至]|\d{{4}}年{_H}{{1,6}}[,，])"
)
_LEAD = re.compile(r"近日|日前|今天|昨天|当天|\d日")
_TITLE = pattern(
    r"(?:主席|书记|主任|[局厅部会院校市县省队所处科组站馆厂社村镇事]长|经理|记者|代表|教授|总理|总统|负责人|委员|院士|专家|工人|职工)$"
)
_ITEM = pattern(
    r"[一二三四五六七八九十]{1,3}[、，.．]|第[一二三四五六七八九十百\d]{1,4}[条章节款]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    rf"|\d{{1,2}}[.．、](?!\d)|——|[{MARKS}*•※①-⑳]|#+\s|- "
)
_SPEECH = re.compile(r"(?:说|表示|指出|强调|认为|介绍|称|透露)[，,]")
_NUMBERED = re.compile(r"\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]")
_CONTINUATION = frozenset("，,。；;：:！!？?、”’」』）)】》〉…·％%的了着们" + ascii_lowercase)
_DAY = re.compile(r"\d{1,2}[日月]")
_EXPECTS = frozenset("的和与及在对把被将从向以于由并而或且其这那各每很较更最因若第约近比到至给使让令(（“《")
_FUNCTION = pattern(
    r"以及|因为|由于|[关对位属处用基至]于|为了|并且|而且|[作成称]为|正在|[即必还也都已均]将|反对|[针应]对|.的|\d"
)
_LINKS = frozenset("和与及等或之并而于也都还则却内外里间者名个条项次年月日时吨亿万元米")
_LINKED = ("中，", "中,", "中、", "中的")
_TRAILS = "”’」』）)】》〉\"' 　"
_STOPS = "。！？!?…"
_CLOSES = frozenset(f"{_STOPS}；;：:")
_ENDS = f"{_STOPS}."
_MARK = re.compile(r"。|；|;|!(?=.)|！(?=.)|\?(?=.)|？(?=.)")
_COMMA = re.compile(r"[,，](?!\d{3})")
_END = re.compile(r"[。！？!?]")
_INNER_MARK = re.compile(r"[，。、；：,;:]")


_OWN = {
    "headline": HEADING,
    "byline": BYLINE,
    "dateline": DATELINE,
    "caption": TEXT,
    "credit": PHOTO,
    "furniture": FURNITURE,
}
_LEADS_TO_WRITER = re.compile(r"记者|通讯员|实习生|评论员|撰稿|特派员|编译|□|■|●|◆|▲|○|◎|By |BY ")
_SHOWN = re.compile(r"摄|图|照|photo|Photo|PHOTO|Picture")
_NAMES_AGENCY = re.compile(r"讯|电|消息|--|—|–|- ")
_NO_HEADING = f"\\|<{ARROWS}"
_CLOSING_OF = {"“": "”", "‘": "’", "《": "》", "（": "）", "「": "」", "『": "』", "【": "】", "(": ")"}
_PARTNER = _CLOSING_OF | {closing: opening for opening, closing in _CLOSING_OF.items()}
_PAIR_MARK = re.compile(f"[{''.join(_PARTNER)}]")
_OPENING = re.compile(f"[{''.join(_CLOSING_OF)}]")
_OPENING_BRACKET = re.compile(r"[《（「『【(]")


def own_kind(text: str, habits: Habits) -> tuple[Kind, bool] | None:
    """What the paper's own patterns say of a line, and whether it is a caption; None where none fits."""
    for name, own in compiled(habits):
        if own.match(text, 0, _EDGE) if name == "dateline" else len(text) <= _LONG and own.fullmatch(text):
            return _OWN[name], name == "caption"
    return None


def kind_of(text: str, *, closed: bool) -> Kind:
    """What a line looks like by itself, if it ends its sentence or not."""
    if len(text) <= 3 and (continues(text) or (len(text) == 1 and is_han(text))):
        return TEXT
    if len(text) <= _EDGE:
        if len(text) <= _LONGEST_LABEL and _LABEL.fullmatch(text):
            return LABEL
        if _FURNITURE.fullmatch(text):
            return FURNITURE
        if _SHOWN.search(text) and _PHOTO.fullmatch(text):
            return PHOTO
        if _LEADS_TO_WRITER.search(text) and _BYLINE.fullmatch(text):
            return BYLINE
        if text[0] in "（(【" and _AUTHOR.fullmatch(text):
            return AUTHOR
    if (text[0] in "（(【[［" or _NAMES_AGENCY.search(text, 0, _EDGE)) and _DATELINE.match(text, 0, _EDGE):
        return DATELINE
    return HEADING if len(text) <= LONGEST_HEADING and _is_heading(text, closed=closed) else TEXT


def _is_heading(text: str, *, closed: bool) -> bool:
    """True for a short line without a number or a full stop, at most two commas, no mark that says the sentence goes on."""
    if (
        (closed and text[-1] not in "！!？?")
        or text[0] in _NO_HEADING
        or text[-1] in "，,、；;：:。"
        or continues(text)
        or _MARK.search(text)
        or _NUMBERED.match(text)
    ):
        return False
    commas = text.count("，") + text.count(",")
    if (commas > 2 and len(_COMMA.findall(text)) > 2) or not _has_letter(text) or _is_uneven(text):
        return False
    opener = _OPENER.match(text) if commas else None
    return opener is None or not any(c in "，," for c in text[opener.end() - 1 : opener.end() + 1])


def _has_letter(text: str) -> bool:
    return text[0].isalpha() or any(map(str.isalpha, text))


def is_closed(text: str) -> bool:
    """True where a line ends its sentence, or in a mark of a list; closing quotes and brackets may follow."""
    if text[-1] in _CLOSES:
        return True
    bare = text[-_EDGE:].rstrip(_TRAILS)
    if bare[-1:] == "." and bare[-2:-1].isdecimal() and HAN.search(text):
        return False  # a decimal fraction is parted
    if not bare or bare[-1] in _ENDS or text[0] in ARROWS:
        return True
    if _NUMBERED.match(text) and len(text) <= LONGEST_HEADING and not has_end(text):
        return True  # one line of a list
    if bare.endswith(("··", "——", "\\\\")) or not _has_letter(text[:_EDGE]):
        return True
    aside = text[-1] in ")）" and _ASIDE.search(text[-_EDGE:]) is not None
    return aside or ends_in_credit(text) or (bare[-1] == "版" and _TURNS.search(bare) is not None)


_ASIDE = pattern(r"[。！？!?…][”’]?[（(][^（()）]{1,20}[)）]$")
"""What stands in brackets behind a sentence closes it: 里面住着个白胖子。（打一食物）"""
_ANSWER = pattern(rf"({_H}{{2,3}})[：:]|({_H}{{2,4}})(?:说|表示|介绍|认为|指出|强调|告诉|坦言|透露|解释)")
_SIGNED = pattern(rf"[。！？!?…][”’]?[ 　]?({_H}{{2,9}}(?:[ 　、]+{_H}{{2,3}}){{0,2}})$")
_OFFICE = pattern(rf"[。！？][ 　]?{_H}{{2,20}}(?:法院|检察院|公司|委员会|政府|局|办公室)$")
_BARE = pattern(rf"{_H}(?:{_H}{{1,2}}|[ 　]+{_H})(?:[ 　、]+{_H}(?:{_H}{{1,2}}|[ 　]+{_H})){{0,3}}")
_DOUBLE = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "慕容", "公孙", "令狐", "东方", "夏侯", "端木")
)
"""Surnames of two characters."""
_TURNS = re.compile(r"下转第?.{1,6}版$")
_CREDIT_END = pattern(
    rf"[。！？!?…][”’]?(?:[ 　]*{_HOUSE}?\s?{_RANK}{_ROLE}[ 　]*{_NAMES}(?:[ 　]*摄)?|[ 　]*{_NAMES}[ 　]+摄|[ 　]+{_NAMES}"
    rf"|[ 　]*[—-]{{1,2}}编者|[ 　]*[（(].{{0,12}}摄[)）]|[ 　]*[（(]{_NAMES}[ 　]*摄?[)）])$"
)


def ends_in_credit(text: str) -> bool:
    """True where a credit follows the last sentence on its line: a photographer, or names in brackets."""
    return (text[-1].isalnum() or text[-1] in ")）") and _CREDIT_END.search(text[-_EDGE:]) is not None


def ends_in_author(text: str) -> bool:
    """True where the last sentence is followed by its author's name in brackets."""
    return text[-1] in ")）" and ends_in_credit(text)


def ends_in_name(text: str) -> bool:
    """True where one to three names may follow the last sentence without a mark, as papers sign their briefs."""
    found = _SIGNED.search(text[-_EDGE:]) if text[-1:].isalnum() else None
    if found is None:
        return False
    names = re.split("[ 　、]+", found[1])
    return all(map(_are_names, names)) or (len(names) > 1 and any(map(_are_names, names)))


def ends_in_office(text: str) -> bool:
    """True where the last sentence is followed by the name of an office and no mark, as notices are signed."""
    return text[-1] in "院司会府局室" and _OFFICE.search(text[-_EDGE:]) is not None


def is_name(text: str) -> bool:
    """True for a line that is somebody's name, two or three characters, perhaps set apart, or several of them."""
    return text[0] in _surnames() and _BARE.fullmatch(text) is not None


def _are_names(text: str) -> bool:
    """True for names of two to four characters one after the other."""
    if len(text) <= 3:
        return len(text) > 1 and text[0] in _surnames()
    if len(text) == 4 and text[:2] in _DOUBLE:
        return True
    return any(_are_names(text[:n]) and _are_names(text[n:]) for n in (2, 3))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(table("surnames.txt"))


def names_reporter(text: str) -> bool:
    """True for a dateline that names who wrote."""
    return _REPORTER.search(text, 0, _EDGE) is not None


def ends_in_photo(text: str) -> bool:
    """True where the line closes with a photographer's credit."""
    return text.rstrip("）)。")[-1:] in ("摄", "图") and ends_in_credit(text.rstrip("。"))


def opens_paragraph(text: str) -> bool:
    """True for beginnings that sentences of a new paragraph like: dates, 据介绍, 此外, somebody's answer."""
    if _OPENER.match(text, 0, _EDGE) is not None:
        return True
    return text[0] in _surnames() and _ANSWER.match(text) is not None


def opens_speech(text: str) -> bool:
    """True where a line begins with somebody's words rather than with a term in quotes."""
    if text[0] not in "“‘「":
        return False
    end = min((at for mark in "”’」" if (at := text.find(mark, 1, _TERM)) > 0), default=-1)
    return end < 0 or text[end - 1] in "，,。！？!?"


def reads_like_lead(text: str) -> bool:
    """True for a beginning that tells when: as the first sentence of a report does."""
    return _LEAD.search(text, 0, LONGEST_HEADING) is not None


def ends_in_title(text: str) -> bool:
    """True for a line that ends in somebody's office: a name follows."""
    return _TITLE.search(text[-4:]) is not None


def is_item(text: str) -> bool:
    """True for a list's number or bullet."""
    return _ITEM.match(text, 0, _EDGE) is not None


def continues(text: str) -> bool:
    """True for a line that cannot begin a sentence: a closing mark, a comma, 的, a lower-case letter."""
    return text[0] in _CONTINUATION


_NARROW = re.compile(r"[A-Za-z0-9]")


def has_open_bracket(text: str) -> bool:
    """True where a bracket near the end of the line stays open; quotes may stay open over paragraphs."""
    tail = text[-400:]
    marks = _OPENING_BRACKET.findall(tail)
    return bool(marks) and any(tail.rfind(mark) > tail.rfind(_PARTNER[mark]) for mark in set(marks))


def _is_uneven(text: str) -> bool:
    marks = _PAIR_MARK.findall(text)
    return bool(marks) and any(marks.count(mark) != marks.count(_PARTNER[mark]) for mark in set(marks))


def closes_pair(left: str, right: str) -> bool:
    """True where a quote or bracket that the first line leaves open closes in the second, before another opens."""
    tail, head = left[-400:], right[:400]
    for opening in set(_OPENING.findall(tail)):
        closing = _PARTNER[opening]
        if tail.rfind(opening) > tail.rfind(closing) and 0 <= head.find(closing) < (head.find(opening) + 1 or 401):
            return True
    return False


def expects_more(text: str) -> bool:
    """True for a line that ends in a word which never ends a sentence or a heading: 的, 和, but not 目的 or 参与."""
    digit = text[-2:-1] if text[-1] in "余多" else text[-1]
    if text[-1] not in _EXPECTS and not digit.isdecimal():
        return False
    known = frequencies()
    return not (text[-2:] in known or text[-3:] in known) or _FUNCTION.search(text[-2:]) is not None


def splits_number(left: str, right: str) -> bool:
    """True where a break parts a date, or the digits of a number in running text."""
    if left[-1] in "月年" and left[-2:-1].isdecimal() and _DAY.match(right):
        return True
    return left[-1] in "0123456789." and right[0] in "0123456789" and left[-2:-1].isascii() and not left[:8].isascii()


def links(text: str) -> bool:
    """True for a line that begins with 和, 等, 中, a unit …, where that character begins no word of the dictionary."""
    begins = text[0] in _LINKS or text.startswith(_LINKED)
    return begins and not any(text[:end] in frequencies() for end in (2, 3, 4))


def has_end(text: str) -> bool:
    """True where a sentence ends inside the text."""
    return _END.search(text) is not None


def has_mark(text: str) -> bool:
    """True for running text's marks inside a line."""
    return _INNER_MARK.search(text, 1, max(len(text) - 1, 1)) is not None


def width(text: str) -> float:
    """Printed width in ems: letters and digits of Latin script take half of one."""
    return len(text) - len(_NARROW.findall(text)) / 2
