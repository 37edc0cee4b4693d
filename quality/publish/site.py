"""All generated pages of a corpus in one language."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from quality.publish import names
from quality.publish.articles import article_documents
from quality.publish.changes import change_documents
from quality.publish.clusters import cluster_documents
from quality.publish.desk import work_documents
from quality.publish.documents import Document, Written, write, write_changed
from quality.publish.front import front_document
from quality.publish.lists import article_list, cluster_list, download_list, page_list, rule_list
from quality.publish.manuals import rule_documents
from quality.publish.press import Press, has_own_page
from quality.publish.reports import report_document
from quality.publish.sources import source_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from quality.publish.corpus import Corpus

SEARCH_ALL = 1000
"""Up to so many articles the search covers their whole text, above it their title and lead."""


def render(
    corpus: Corpus, language: str, docs: Path, *, search_all: int = SEARCH_ALL, have: Mapping[str, str] | None = None
) -> Written:
    """Writes a corpus's pages below a MkDocs `docs_dir`; pages that would be the same are left alone.

    `have` names pages that are built already and need no source, by address with what they were made from.
    """
    gc.freeze()  # a corpus stays to the end of the run: looking through it again and again costs a fifth of the time
    press = Press(corpus, language)
    written = write(documents(press, search_all=search_all), docs, have or {})
    _write_downloads(corpus, docs)
    return written


def documents(press: Press, *, search_all: int = SEARCH_ALL) -> Iterator[Document]:
    """Every generated page."""
    corpus = press.corpus
    full_text = sum(len(c.articles) for c in corpus.pages) <= search_all
    yield front_document(press)
    for cleaned in corpus.pages:
        if has_own_page(cleaned):
            yield source_document(press, cleaned)
        yield from article_documents(press, cleaned, full_text=full_text)
    clusters = list(cluster_documents(press))
    yield from (document for _, document in clusters)
    yield from rule_documents(press)
    yield from work_documents(press)
    yield from page_list(press)
    yield from article_list(press)
    yield from cluster_list(press, [group for group, _ in clusters])
    yield from rule_list(press)
    yield from download_list(press)
    yield report_document(press)
    yield from change_documents(press)
    for page in (r for r in corpus.references if r.language == press.words.language):
        address = f"{names.ROOT}/reference/{page.name}"
        yield Document(address, page.title, page.markdown.__str__, key=names.digest(page), full=False)


def _write_downloads(corpus: Corpus, docs: Path) -> None:
    folder = docs / names.ROOT / "downloads"
    kept = {d.name for d in corpus.downloads} | {"index.md"}
    for download in corpus.downloads:
        write_changed(folder / download.name, download.data)
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept and path.is_file():
            path.unlink()
