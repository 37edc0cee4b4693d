"""What a person meets: pages in Chromium, by mouse, keyboard, eye and screen reader."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.conftest import publish
from tests.publish.corpora import HOSTILE, LONG
from tests.requirements import missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent.parent
FIRST_LOAD = 300_000
"""Bytes of the front page with everything that it loads, as a server sends them (gzip)."""
HIDDEN_READ_BACK = """node => {
  const copy = node.cloneNode(true);
  for (const number of copy.querySelectorAll('.cq-n')) number.remove();
  for (const label of copy.querySelectorAll('.cq-hidden')) label.replaceWith(String.fromCodePoint(parseInt(label.dataset.code, 16)));
  return copy.textContent;
}"""


@pytest.fixture(scope="session")
def seeds_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five pages of the repository."""
    folder = tmp_path_factory.mktemp("seeds")
    publish(ROOT / "seeds", "-o", folder / "site", "--isolated", "--lang", "both")
    return folder / "site"


@pytest.fixture
def view(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages, each in a context of its own; a console error or a request to another host fails the test."""
    contexts = []
    troubles: list[str] = []

    def opened(address: str, *, width: int = 1280, scheme: str = "light", **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda m: troubles.append(f"{address}: {m.text}") if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda e: troubles.append(f"{address}: {e}"))
        page.on(
            "request", lambda r: None if is_ours(r.url, address) else troubles.append(f"{address}: asked for {r.url}")
        )
        page.goto(address)
        page.wait_for_timeout(100)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def is_ours(url: str, address: str) -> bool:
    return url.startswith(("data:", "blob:")) or url.split("/")[:3] == address.split("/")[:3]


def one_of_each(site: Path) -> dict[str, str]:
    """A page of every kind, by kind."""

    def first(folder: str, needle: str = "") -> str:
        found = sorted(p for p in (site / "generated" / folder).glob("*.html") if p.stem != "index")
        return str(next(p for p in found if needle in p.read_text(encoding="utf-8")).relative_to(site))

    return {
        "front": "index.html",
        "article": first("articles", "<del>、跟党走"),
        "source": first("pages", "cq-error"),
        "cluster": first("clusters"),
        "rule": first("rules", "cq-evidence"),
        "work list": "generated/worklist/index.html",
        "reports": "generated/reports.html",
        "list": "generated/articles/index.html",
        "downloads": "generated/downloads/index.html",
    }


KINDS = ["front", "article", "source", "cluster", "rule", "work list", "reports", "list", "downloads"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_pages_load_and_nothing_scrolls_sideways(
    seeds_site: Path, serve: Any, view: Any, kind: str, width: int, scheme: str
) -> None:
    page = view(f"{serve(seeds_site)}/{one_of_each(seeds_site)[kind]}", width=width, scheme=scheme)
    assert page.locator("meta[http-equiv='Content-Security-Policy']").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.locator("h1").is_visible()
    scheme_set = page.evaluate("document.body.dataset.mdColorScheme")
    assert scheme_set == ("slate" if scheme == "dark" else "default")


@pytest.mark.parametrize("width", [794, 560])
def test_nothing_scrolls_sideways_in_print(seeds_site: Path, serve: Any, view: Any, width: int) -> None:
    for kind in ("front", "article", "work list"):
        page = view(f"{serve(seeds_site)}/{one_of_each(seeds_site)[kind]}", width=width)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".cq").first.is_visible()


def test_the_switch_works_by_mouse_and_by_keyboard(seeds_site: Path, serve: Any, view: Any) -> None:
    page = view(f"{serve(seeds_site)}/{one_of_each(seeds_site)['article']}")
    gone, new = page.locator(".cq-text del:not(.cq-slight)").first, page.locator(".cq-text ins").first
    assert not gone.is_visible()
    page.locator("label[for=cq-view-printed]").click()
    assert gone.is_visible()
    assert not new.is_visible()
    page.keyboard.press("ArrowLeft")
    assert gone.is_visible()
    assert new.is_visible()
    page.keyboard.press("ArrowLeft")
    assert not gone.is_visible()
    assert page.evaluate("document.activeElement.id") == "cq-view-clean"


def test_the_switch_can_be_reached_with_the_tab_key(seeds_site: Path, serve: Any, view: Any) -> None:
    page = view(f"{serve(seeds_site)}/{one_of_each(seeds_site)['article']}")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "cq-view":
            break
    assert page.evaluate("document.activeElement.name") == "cq-view"
    style = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_articles_can_be_read_and_switched_without_scripts(seeds_site: Path, serve: Any, view: Any) -> None:
    page = view(f"{serve(seeds_site)}/{one_of_each(seeds_site)['article']}", java_script_enabled=False)
    assert page.locator(".cq-text p").first.is_visible()
    page.locator("label[for=cq-view-printed]").click()
    assert page.locator(".cq-text del:not(.cq-slight)").first.is_visible()


@pytest.mark.parametrize("word", ["尤溪", "跟党走"])
@pytest.mark.parametrize("language", ["", "en/"])
def test_search_finds_chinese(seeds_site: Path, serve: Any, view: Any, word: str, language: str) -> None:
    page = view(f"{serve(seeds_site)}/{language}index.html")
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type(word)
    results = page.locator(".md-search-result__item")
    for _ in range(40):  # the theme listens to keys, as those of an input method, once its index has come
        page.keyboard.press("End")
        page.wait_for_timeout(250)
        if results.count():
            break
    assert word in " ".join(results.all_inner_texts())


def test_tables_sort_by_a_click_on_their_head(seeds_site: Path, serve: Any, view: Any) -> None:
    page = view(f"{serve(seeds_site)}/generated/reports.html")
    table = page.locator("table[data-cq-sort]").first
    table.locator("th button").nth(2).click()
    column = [int(t.replace(",", "")) for t in table.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert column == sorted(column)
    assert len(set(column)) > 1
    table.locator("th button").nth(2).click()
    down = [int(t.replace(",", "")) for t in table.locator("tbody td:nth-child(3)").all_inner_texts()]
    assert down == sorted(column, reverse=True)


def test_the_language_switch_leads_to_the_same_page(seeds_site: Path, serve: Any, view: Any) -> None:
    path = one_of_each(seeds_site)["cluster"]
    page = view(f"{serve(seeds_site)}/{path}")
    page.locator("a.cq-language").click()
    assert page.url.endswith(f"/en/{path}")
    page.locator("a.cq-language").click()
    assert page.url.endswith(f"/{path}")
    assert "/en/" not in page.url


def test_the_front_page_leads_to_what_has_to_be_decided(seeds_site: Path, serve: Any, view: Any) -> None:
    page = view(f"{serve(seeds_site)}/index.html")
    button = page.locator("a.cq-button")
    assert button.bounding_box()["y"] < 400
    wanted = int(re.findall(r"\d+", button.inner_text())[0])
    button.click()
    assert page.locator("h1").inner_text() == "待定"
    groups = page.locator(".cq-desk h3").all_inner_texts()
    assert sum(int(g.split()[-1]) for g in groups if g.startswith("由编辑定")) == wanted


def test_works_under_a_sub_path(seeds_site: Path, serve: Any, view: Any) -> None:
    page = view(f"{serve(seeds_site.parent)}/site/index.html")
    page.locator(".cq-tiles a").first.click()
    assert page.locator("h1").inner_text() == "版面"


def test_works_from_disk_and_says_that_search_needs_a_server(seeds_site: Path, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto((seeds_site / one_of_each(seeds_site)["article"]).as_uri())
    assert "服务器" in page.locator("[data-md-component=search-query]").get_attribute("placeholder")
    page.locator("label[for=cq-view-printed]").click()
    assert page.locator(".cq-text del:not(.cq-slight)").first.is_visible()
    page.locator(".cq-crumbs a").first.click()
    assert page.locator(".cq-tiles").is_visible()
    page.close()


def test_the_front_page_is_light(seeds_site: Path, serve: Any, chromium: Any) -> None:
    import gzip

    page = chromium.new_page()
    bodies: dict[str, bytes] = {}
    page.on("response", lambda r: bodies.__setitem__(r.url, r.body()))
    page.goto(f"{serve(seeds_site)}/index.html")
    page.wait_for_load_state("networkidle")
    page.close()
    assert any(u.endswith(".css") for u in bodies)
    total = sum(len(gzip.compress(b, 6)) for b in bodies.values())
    assert total <= FIRST_LOAD, {u.rsplit("/", 1)[-1]: len(gzip.compress(b)) for u, b in bodies.items()}


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core: the file that AXE names, or from npm where the test is required."""
    named = os.environ.get("AXE", "")
    if named and Path(named).is_file():
        return Path(named).read_text(encoding="utf-8")
    if "axe" not in os.environ.get("QUALITY_REQUIRE", "") or not shutil.which("npm"):
        missing("axe", "no axe-core here: set AXE to its axe.min.js")
    folder = tmp_path_factory.mktemp("axe")
    subprocess.run(
        ["npm", "install", "--no-save", "--prefix", str(folder), "axe-core@4"], check=True, capture_output=True
    )
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(seeds_site: Path, serve: Any, view: Any, axe: str, kind: str, scheme: str) -> None:
    page = view(f"{serve(seeds_site)}/{one_of_each(seeds_site)[kind]}", scheme=scheme, bypass_csp=True)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    grave = {
        v["id"]: [n["html"][:160] + " | " + json.dumps(n["any"][:1])[:200] for n in v["nodes"][:3]]
        for v in found
        if v["impact"] in {"serious", "critical"}
    }
    assert grave == {}


def test_hostile_text_runs_nowhere(hostile_site: Path, serve: Any, view: Any) -> None:
    base = serve(hostile_site)
    paths = sorted(p.relative_to(hostile_site).as_posix() for p in hostile_site.rglob("*.html") if p.name != "404.html")
    paths = [p for p in paths if not re.search(r"rules/\w{6}\.html", p)]
    assert len(paths) > 20
    page = view(f"{base}/index.html")
    for path in paths:
        page.goto(f"{base}/{path}")
        assert page.evaluate("window.cracked") is None, path
        assert page.locator("a[href^='javascript']").count() == 0, path
        assert page.locator(".cq").count() >= 1, path
        assert page.locator("[onerror], [onclick], [onmouseover], [onfocus]").count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path


def test_hostile_text_is_shown_to_the_last_character(hostile_site: Path, serve: Any, view: Any) -> None:
    base = serve(hostile_site)
    shown = {}
    for path in sorted((hostile_site / "generated/pages").glob("*.html")):
        if path.stem != "index":
            page = view(f"{base}/generated/pages/{path.name}")
            lines = page.locator(".cq-src").evaluate_all(f"nodes => nodes.map({HIDDEN_READ_BACK})")
            shown[page.locator("h1").inner_text()] = lines
    expected = "\n\n".join(HOSTILE)
    assert re.split(r"\r\n|\r|\n", expected) in shown.values()
    assert [LONG] in shown.values()
