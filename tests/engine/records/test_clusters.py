"""DUP103's clusters: the judgement of dedup over the pages of a run."""

from __future__ import annotations

import subprocess
import sys

from quality.engine.records.clusters import find_clusters
from quality.model import CopyKind, Page
from tests.match.made import noisy, story


def clusters(*texts: str):
    return find_clusters([Page(f"{n}.txt", t) for n, t in enumerate(texts)])


def test_a_single_page_and_strangers_have_none() -> None:
    assert clusters(story(1, 300)) == ()
    assert clusters(*(story(n, 300) for n in range(12))) == ()


def test_the_keeper_and_its_verified_pairs() -> None:
    whole = story(1, 300)
    (found,) = clusters(noisy(whole, 0.06, 1), whole, story(2, 300), noisy(whole, 0.06, 2) + "\n")
    assert found.keeper.path == "1.txt"
    assert [(p.left.page.path, p.right.page.path, p.keep_left) for p in found.pairs] == [
        ("0.txt", "1.txt", False),
        ("1.txt", "3.txt", True),
    ]
    for pair in found.pairs:
        assert pair.kind is CopyKind.RECORD
        assert 0.3 < pair.similarity < 1
        assert pair.differences
        assert pair.leaver.text == pair.leaver.text.strip()


def test_short_notices_repeat_by_right() -> None:
    assert clusters("下转第四版", "下转第四版", "下转第四版") == ()


def test_more_pages_than_a_look_at_hashes_serves() -> None:
    (found,) = clusters(*(story(n, 60) for n in range(420)), story(7, 60))
    assert (found.keeper.path, found.pairs[0].leaver.page.path) == ("7.txt", "420.txt")


def test_pandas_is_not_loaded_to_compare_pages() -> None:
    program = (
        "import sys; from quality.engine.records.clusters import find_clusters; from quality.model import Page;"
        "pages = [Page(n, '渡船靠岸了，老人提着竹篮走上石阶，孩子们在桥头等他回家吃饭。' * 3) for n in 'ab'];"
        "assert find_clusters(pages); sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
