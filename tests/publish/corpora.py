"""Small invented corpora for the site's tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STORY = (
    "清溪县供水站换新泵\n本报讯（记者白帆）清溪县供水站日前更换了三台老旧水泵，沿河六个村的用水从此不再断续。"
    "站长介绍，新泵每小时多供水四十吨，耗电反而少了两成。\n村民陈阿婆说，从前洗菜要等到半夜，如今拧开龙头就有水。"
    "县里还安排了两名技工常驻站内，随叫随到，把检修做在前头。\n"
)
PAGE = (
    "青石镇修桥工地见闻\n本报讯（记者丁一）工人们喊着号子往前走、往前走、往前走、往前走，把最后一根钢梁推到位。"
    "大桥全长两百百米，年底通车。\n监理员说，焊缝逐条查过，没有一处返工。\n\n" + STORY + "\n" + STORY
)
"""A stutter, a doubled character, and one story twice."""

HOSTILE = [
    "<script>window.cracked = 1</script>",
    '<img src=x onerror="window.cracked = 2">',
    "[点这里](javascript:window.cracked=3)",
    '<a href="javascript:window.cracked=4">点</a>',
    "</textarea></div></article></body><h1>出去了",
    "<!-- 注释 --> &lt;script&gt; &amp;amp; &#60;",
    "{{ config.site_name }} {% raw %} {# 注 #} ${7*7}",
    "# 标题 {: onmouseover=window.cracked=5 }",
    '--8<-- "/etc/hostname"',
    "*[术语]: 解释",
    "```python\nprint(1)\n```",
    "~~~\n围栏\n~~~",
    "3. 甲\n5. 乙\n5. 丙",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "    四格缩进的一行",
    "\tTab\t之间",
    "右到左\u202e控制\u202c与隔离\u2066字符\u2069",
    "\x1b[31m红\x1b[0m \x07响铃 \x9b31m",
    "零宽\u200b空格\ufeff与\u00ad连字",
    "::error file=x::注入",
    '=HYPERLINK("http://example.com")',
    "<style>body{display:none}</style>",
    "\"' onfocus=window.cracked=6 autofocus '\"",
    "]]> <![CDATA[ x ]]> <?php echo 1 ?>",
    "\u3000\u3000全角缩进，  双空格  ，尾随空格  ",
    "wzxhzdk:0 klzzwxh:0001 \x02wzxhzdk:0\x03",
]
LONG = "长" * 100_000


def write_small(folder: Path) -> Path:
    """One page of plain text."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    return folder


def write_hostile(folder: Path) -> Path:
    """Hostile lines as a page and as records with hostile ids."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hostile <b>&\"'.txt").write_text("\n\n".join(HOSTILE), encoding="utf-8")
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    ids = ["../../x", "<script>window.cracked=7</script>", "con", "a/b", "", " ", "\u202eabc", "{{ 7*7 }}", "x" * 500]
    rows = [{"id": i, "text": f"{HOSTILE[n]}\n{HOSTILE[-1 - n]}"} for n, i in enumerate(ids)]
    text = "".join(json.dumps(r) + "\n" for r in rows)
    (folder / "records.jsonl").write_text(text, encoding="utf-8")
    return folder
