"""What a site costs: CPU seconds of rendering and building, beside MkDocs and Material with the same articles as bare Markdown.

    python -m benchmarks.site articles.jsonl [rounds]

One record is one article: its first line the headline, every further line a paragraph. Every round makes our site anew, then the bare one,
then ours again after one record changed. The examination, which is no part of the site, is made once.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quality.cleaned import Fixes
from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Page
from quality.publish.build import build, standing_of
from quality.publish.corpus import Corpus, Manual
from quality.publish.site import render
from quality.publish.workshop import Workshop
from quality.read import read_paths
from quality.repair.apply import clean

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = """\
site_name: bare
theme: {name: material, language: zh, font: false, features: [navigation.prune]}
use_directory_urls: false
plugins: [search]
not_in_nav: /articles/
nav: [index.md]
"""


def main(source: Path, rounds: int = 3) -> None:
    """Measures and prints a table."""
    pages = [p for p in read_paths([str(source)]) if isinstance(p, Page)]
    middle = len(pages) // 2
    edited = [*pages]
    edited[middle] = replace(pages[middle], text=pages[middle].text.replace("。", "，次日。", 1))
    before, after = corpus(pages), corpus(edited)
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(rounds):
            shutil.rmtree(folder / "site", ignore_errors=True)
            ours = measured("ours", seconds, lambda: publish(before, folder / "site"))
            sizes = size(folder / "site"), (folder / "site/search/search_index.json").stat().st_size
            measured("bare", seconds, lambda: bare(pages, folder / "bare"))
            again = measured("again", seconds, lambda: publish(after, folder / "site"))
            told = {"ours": ours, "again": again, "MB": sizes[0] / 1e6, "index MB": sizes[1] / 1e6}
            print(json.dumps({k: round(v, 2) for k, v in told.items()}), flush=True)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    print(
        f"{len(pages):,} articles, CPU seconds, medians of {rounds}: "
        + ", ".join(f"{k} {v:.1f}" for k, v in median.items())
    )
    print(f"ours / bare {median['ours'] / median['bare']:.2f}, again / ours {median['again'] / median['ours']:.3f}")


def corpus(pages: list[Page]) -> Corpus:
    """The pages, examined and repaired."""
    examination = examine(pages, Plan())
    cleaned = tuple(clean(examination.segmentations, examination.findings, Fixes.UNSAFE))
    codes = {f.rule: Manual(f.rule, f.name, str(f.severity), "", "") for f in examination.findings}
    return Corpus("benchmark", examination, cleaned, codes)


def publish(made: Corpus, site: Path) -> None:
    """Renders and builds as `quality publish -o` does."""
    with Workshop(site, made.title, ("zh",)) as workshop:
        for built, earlier in workshop.projects():
            written = render(made, "zh", built.docs, have=standing_of(built.config, earlier))
            build(built.config, written.keys, earlier=earlier)
        workshop.finish()


def bare(pages: list[Page], folder: Path) -> None:
    """The articles as bare Markdown under MkDocs and Material, with search; writing them is counted, too."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs/articles").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# bare\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(BARE, encoding="utf-8")
    for number, page in enumerate(pages):
        headline, *paragraphs = page.text.split("\n")
        text = "\n\n".join([f"# {headline}", *paragraphs])
        (folder / f"docs/articles/{number}.md").write_text(text + "\n", encoding="utf-8")
    loaded = load_config(str(folder / "mkdocs.yml"))
    loaded.plugins.on_startup(command="build", dirty=False)
    mkdocs_build(loaded)


def measured(name: str, seconds: dict[str, list[float]], work: Callable[[], None]) -> float:
    """CPU seconds of a process of its own, which has to load MkDocs and the dictionary of the search as every run has."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{name} failed")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
    seconds.setdefault(name, []).append(spent)
    return spent


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
