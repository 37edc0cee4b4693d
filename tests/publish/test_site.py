"""The built site: links that lead somewhere, nothing from elsewhere, lists in sheets, pages left alone that did not change."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from quality.cli.publish import command
from quality.publish.sheets import sheets
from quality.publish.words import Words, phrases
from tests.publish.conftest import publish
from tests.publish.corpora import PAGE, STORY, write_small

ROOT = Path(__file__).parent.parent.parent


class Links(HTMLParser):
    """Every address in a page, and every id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.to: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src"}:
                self.to.append((tag, value or ""))
            elif name == "id":
                self.ids.append(value or "")


def pages_of(site: Path) -> dict[Path, Links]:
    return {p: Links(p.read_text(encoding="utf-8")) for p in site.rglob("*.html") if p.name != "404.html"}


def broken_links(site: Path) -> list[str]:
    pages = pages_of(site)
    broken = []
    for path, links in pages.items():
        for _, address in links.to:
            target, _, fragment = address.partition("#")
            if address.startswith(("data:", "mailto:")):
                continue
            goal = (path.parent / unquote(target)).resolve() if target else path
            goal = goal / "index.html" if goal.is_dir() else goal
            if not goal.is_file() or (fragment and goal in pages and unquote(fragment) not in pages[goal].ids):
                broken.append(f"{path.relative_to(site)}: {address}")
    return broken


def test_every_link_leads_to_a_page_and_a_place_of_the_site(small_site: Path, hostile_site: Path) -> None:
    assert broken_links(small_site) == []
    assert broken_links(hostile_site) == []
    assert len(pages_of(small_site)) > 50


def test_notes_and_links_of_records_that_are_one_article_lead_to_its_page(tmp_path: Path) -> None:
    texts = [
        "短讯\n本报讯（记者丁一）工人们喊着号子往前走、往前走、往前走，把最后一根钢梁\n推到位,大桥年底通车。",
        STORY,
        STORY + "完。\n",
    ]
    rows = "".join(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts))
    (tmp_path / "r.jsonl").write_text(rows, encoding="utf-8")
    publish(tmp_path / "r.jsonl", "-o", tmp_path / "site", "--isolated")
    assert broken_links(tmp_path / "site") == []


def test_the_page_for_what_is_not_there_leads_to_no_other_site(small_site: Path) -> None:
    for page in small_site.rglob("404.html"):
        addresses = [address for _, address in Links(page.read_text(encoding="utf-8")).to]
        assert [a for a in addresses if re.match("(?:https?:)?//", a)] == []


def test_no_id_stands_twice(small_site: Path) -> None:
    twice = {p.name: [i for i in set(x.ids) if x.ids.count(i) > 1] for p, x in pages_of(small_site).items()}
    assert {n: i for n, i in twice.items() if i} == {}


def test_nothing_is_loaded_from_elsewhere(small_site: Path) -> None:
    outside = [
        (p.name, tag, address)
        for p, links in pages_of(small_site).items()
        for tag, address in links.to
        if re.match(r"(?:https?:)?//", address) and tag != "a"
    ]
    assert outside == []
    styles = "".join(p.read_text(encoding="utf-8") for p in small_site.rglob("*.css"))
    assert re.findall(r"url\((?!['\"]?(?:data:|#))[^)]*//[^)]*\)|@import", styles) == []


def test_both_languages_hold_the_same_pages(small_site: Path) -> None:
    chinese = {p.relative_to(small_site) for p in pages_of(small_site) if "en" not in p.relative_to(small_site).parts}
    english = {p.relative_to(small_site / "en") for p in pages_of(small_site / "en")}
    assert chinese == english


def test_the_corpus_can_be_read_on_its_page(small_site: Path) -> None:
    sources = [p for p in (small_site / "generated/pages").glob("*.html") if p.name != "index.html"]
    html = sources[0].read_text(encoding="utf-8")
    assert "往前走" in html
    assert html.count('class="cq-line"') == len(PAGE.splitlines())


def test_front_page_says_the_state(small_site: Path) -> None:
    html = (small_site / "index.html").read_text(encoding="utf-8")
    assert re.search(r"1 个版面、\d+ 字里有 \d+ 处问题：错误 \d+ 处", html)
    assert "cq-button" not in html  # nothing waits for a decision
    assert "page.txt 第 2 行" in html
    assert "整洁度" in html
    assert "stuttered-phrase" not in html
    assert "词语重复" in html
    assert 'href="generated/rules/stu201.html"' in html


def test_every_page_has_a_description_of_its_own_kind(small_site: Path) -> None:
    told = {
        p: re.findall(r'<meta name="description" content="([^"]*)">', p.read_text("utf-8"))
        for p in pages_of(small_site)
    }
    assert [p.name for p, found in told.items() if len(found) != 1 or not found[0]] == []
    assert any(found[0].startswith("本报讯（记者白帆）清溪县供水站日前更换了三台老旧水泵") for found in told.values())


def test_a_second_run_renders_only_what_changed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(6):
        (tmp_path / "in" / f"{n}.txt").write_text(
            f"标题第{n}号\n这里是第{n}号文章的正文，说的是第{n}件事情。\n", encoding="utf-8"
        )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# x\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material, language: zh}\n", encoding="utf-8")
    first = made(tmp_path)
    assert made(tmp_path) == {}
    changed = tmp_path / "in/3.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("件事情", "桩事情"), encoding="utf-8")
    again = made(tmp_path)
    assert 0 < len(again) <= 6
    assert set(again) < set(first)


def made(folder: Path) -> dict[str, float]:
    """Publishes and gives the generated files that were written."""
    before = {p: p.stat().st_mtime_ns for p in (folder / "docs").rglob("*.md")}
    publish(folder / "in", "--project", folder / "mkdocs.yml", "-o", folder / "site", "--isolated")
    after = {p: p.stat().st_mtime_ns for p in (folder / "docs").rglob("*.md")}
    return {p.name: t for p, t in after.items() if before.get(p) != t}


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    write_small(tmp_path / "in")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("x", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "quality", "publish", str(tmp_path / "in"), "-o", str(tmp_path / "mine"), "--isolated"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "holds no site of ours" in done.stderr
    assert [p.name for p in tmp_path.iterdir() if p.name != "in"] == ["mine"]
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_publishing_twice_exchanges_the_site_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_small(tmp_path / "in")
    for _ in range(2):
        publish(tmp_path / "in", "-o", tmp_path / "site", "--isolated")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "site"]
    assert (tmp_path / "site/index.html").is_file()


def test_missing_input_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none"), "-o", str(tmp_path / "site"), "--isolated"])
    assert result.exit_code != 0
    assert not (tmp_path / "site").exists()


def test_the_hand_written_project_builds_strictly_without_a_rendering(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", name, "-d", str(tmp_path / name)],
            cwd=ROOT, capture_output=True, text=True, check=False, env={"NO_MKDOCS_2_WARNING": "1", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr


def test_sheets_tell_true_totals() -> None:
    rows = list(range(450))
    cut = list(sheets("a/index", rows, 200))
    assert [(s.address, s.first, s.last, s.total) for s in cut] == [
        ("a/index", 1, 200, 450), ("a/index-2", 201, 400, 450), ("a/index-3", 401, 450, 450),
    ]  # fmt: skip
    assert [s.next for s in cut] == ["a/index-2", "a/index-3", ""]
    assert [s.total for s in sheets("a/index", [], 200)] == [0]


def test_every_phrase_stands_in_both_languages_and_every_used_one_exists() -> None:
    table = phrases()["phrases"]
    assert [k for k, pair in table.items() if len(pair) != 2 or not all(pair)] == []
    package = ROOT / "quality/publish"
    used = set()
    for path in package.rglob("*.html"):
        used |= set(re.findall(r"""\bt\("([\w -]+)\"""", path.read_text(encoding="utf-8")))
    for path in package.glob("*.py"):
        used |= set(re.findall(r"""\b(?:t|press\.words|self\.words)\("([\w -]+)\"""", path.read_text(encoding="utf-8")))
    used = {u for u in used if not u.endswith("-")}
    assert used - set(table) == set()
    assert Words("zh")("showing", a=1, b=2, n=3) == "第 1–2 条，共 3 条"


def test_every_rule_has_a_title_in_both_languages() -> None:
    catalogue = json.loads((ROOT / "tests/detect/rules.json").read_text(encoding="utf-8"))
    assert {row[0] for row in catalogue} - set(phrases()["rules"]) == set()
