"""What stands of an earlier build: a second run makes the same site as a first one, and leaves alone what is the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from quality.publish.build import build, standing_of
from quality.publish.standing import MARK
from tests.publish.conftest import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECT = """\
site_name: x
site_url: https://example.com/x/
theme: {name: material, language: zh, font: false}
use_directory_urls: false
plugins: [search]
not_in_nav: /generated/
nav: [index.md, about.md, 版面: generated/pages/index.md]
"""
Publish = "Callable[[], Path]"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Six pages of one story each."""
    (tmp_path / "in").mkdir()
    for n in range(6):
        write(tmp_path / f"in/{n}.txt", f"标题第{n}号\n这里是第{n}号文章的正文，说的是第{n}件事情。\n")
    return tmp_path / "in"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(params=["folder", "project"])
def run(request: pytest.FixtureRequest, tmp_path: Path, pages: Path) -> Callable[[], Path]:
    """Publishes into a folder, or into a project of somebody's own; gives the site."""
    site = tmp_path / "site"
    if request.param == "folder":
        return lambda: publish(pages, "-o", site, "--lang", "both", "--isolated", "--title", "六页") or site
    write(tmp_path / "mkdocs.yml", PROJECT + f"site_dir: {site}\n")
    write(tmp_path / "docs/index.md", "# 首页\n\n[版面](generated/pages/index.md)\n")
    write(tmp_path / "docs/about.md", "# 关于\n")
    return lambda: publish(pages, "--project", tmp_path / "mkdocs.yml", "--isolated", "--no-cache") or site


def contents(site: Path) -> dict[str, bytes]:
    left = {"sitemap.xml.gz", *(n for n in (MARK,))}
    return {
        p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file() and p.name not in left
    }


def files(site: Path) -> dict[str, tuple[int, int]]:
    return {
        p.relative_to(site).as_posix(): (p.stat().st_ino, p.stat().st_mtime_ns)
        for p in (site / "generated/articles").glob("*.html")
        if p.stem != "index"
    }


def test_a_second_run_is_the_first_run_of_what_there_is_now(
    run: Callable[[], Path], pages: Path, tmp_path: Path
) -> None:
    first = files(run())
    write(pages / "3.txt", "标题第三号\n这里换了一句话，往前走、往前走、往前走、往前走。\n")
    (pages / "5.txt").unlink()
    write(pages / "7.txt", "又来一篇\n这是后来才到的一篇，讲的是别的。\n")
    site = run()
    second = files(site)
    stayed = {name for name, state in second.items() if first.get(name) == state}
    assert len(stayed) == 4
    assert len(second) == 6
    again = contents(site)
    (site / MARK).unlink()
    (site / MARK).touch()
    anew = contents(run())
    assert not stayed & {n for n, state in files(site).items() if second.get(n) == state}
    assert sorted(again) == sorted(anew)
    assert {n for n in anew if anew[n] != again[n]} == set()
    assert "后来" in again["search/search_index.json"].decode().replace("\u200b", "")
    assert "第5" not in again["search/search_index.json"].decode().replace("\u200b", "")


def test_other_surroundings_leave_nothing_standing(run: Callable[[], Path], tmp_path: Path) -> None:
    site = run()
    about = tmp_path / "docs/about.md"
    if not about.exists():
        pytest.skip("the packaged project has no pages written by hand")
    standing = standing_of(tmp_path / "mkdocs.yml", site)
    assert len(standing) > 6
    write(about, "# 关于我们\n")
    assert standing_of(tmp_path / "mkdocs.yml", site) == {}
    before = files(site)
    assert not set(before.items()) & set(files(run()).items())


def test_pages_in_the_navigation_are_always_built(run: Callable[[], Path], tmp_path: Path) -> None:
    site = run()
    if (tmp_path / "mkdocs.yml").exists():
        assert "generated/pages/index" not in standing_of(tmp_path / "mkdocs.yml", site)
        told = json.loads((site / MARK).read_text(encoding="utf-8"))
        assert told["keys"]["generated/pages/index"]


def test_a_build_that_was_broken_off_leaves_nothing_standing(
    run: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = run()
    if not (tmp_path / "mkdocs.yml").exists():
        pytest.skip("a folder is exchanged at the end")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mkdocs.commands.build.build", stop)
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "mkdocs.yml", {})
    assert standing_of(tmp_path / "mkdocs.yml", site) == {}


def test_mkdocs_alone_builds_the_same_pages(pages: Path, tmp_path: Path) -> None:
    write(tmp_path / "mkdocs.yml", PROJECT)
    write(tmp_path / "docs/index.md", "# 首页\n")
    write(tmp_path / "docs/about.md", "# 关于\n")
    publish(pages, "--project", tmp_path / "mkdocs.yml", "--isolated", "--no-cache")
    ours = contents(tmp_path / "site")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", tmp_path / "mkdocs.yml", "-d", tmp_path / "plain"],
        check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True,
    )  # fmt: skip
    plain = contents(tmp_path / "plain")
    articles = [n for n in plain if n.startswith("generated/articles/") and not n.endswith("index.html")]
    assert len(articles) == 6
    for name in articles:
        assert body(ours[name]) == body(plain[name])
    assert len(json.loads(ours["search/search_index.json"])["docs"]) == len(
        json.loads(plain["search/search_index.json"])["docs"]
    )


def test_other_languages_are_named_by_whole_addresses_or_not_at_all(pages: Path, tmp_path: Path) -> None:
    twins = 'extra: {alternate: [{name: 中文, lang: zh, link: ""}, {name: English, lang: en, link: en/}]}\n'
    write(tmp_path / "mkdocs.yml", PROJECT.replace("index.md, about.md, ", "") + twins)
    write(tmp_path / "docs/index.md", "# 首页\n")
    publish(pages, "--project", tmp_path / "mkdocs.yml", "--isolated", "--no-cache")
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" href="https://example.com/x/en/index.html" hreflang="en">' in html
    assert '<link rel="alternate" href="https://example.com/x/index.html" hreflang="zh">' in html
    write(
        tmp_path / "mkdocs.yml",
        PROJECT.replace("site_url: https://example.com/x/\n", "").replace("about.md, ", "") + twins,
    )
    publish(pages, "--project", tmp_path / "mkdocs.yml", "--isolated", "--no-cache")
    assert 'rel="alternate"' not in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def body(page: bytes) -> str:
    text = page.decode()
    return text[text.index("<article") : text.rindex("</article>")].replace("\n", "")
