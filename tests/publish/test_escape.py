"""Text on a page is the text of the source, whatever it holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from quality.publish.escape import escape, one_line, plain
from tests.publish.corpora import HOSTILE

HARD = st.text(
    st.sampled_from("<>&\"'`~*_#[]{}\\|!/=-+.:;3 \t\n\r\x00\x1b\x02\x03\u3000\u200b\u202e\ufeff字a"), max_size=60
)
EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "tables",
    "toc",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.details",
]


class Text(HTMLParser):
    """The text content of a fragment, labels of hidden characters read back."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self._label = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if dict(attrs).get("class") == "cq-hidden":
            self._label = True
            self.text += chr(int(dict(attrs)["data-code"] or "", 16))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._label = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._label else data


def content(html: str) -> Text:
    parser = Text()
    parser.feed(html)
    parser.close()
    return parser


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_is_shown_and_none_acts(text: str) -> None:
    body = one_line(Markup("<div>\n    <p>") + escape(text) + Markup("</p>\n</div>"))
    assert "\n" not in body
    built = markdown.markdown(body, extensions=EXTENSIONS)
    assert built == body
    read = content(built)
    assert read.text == text
    assert set(read.tags) <= {"div", "p", "span"}


@settings(max_examples=150, deadline=None)
@given(HARD)
def test_any_text_survives_markdown(text: str) -> None:
    body = f"<div><p>{escape(text)}</p></div>"
    assert content(markdown.markdown(body, extensions=EXTENSIONS)).text == text


@given(st.text(max_size=40))
def test_plain_text_holds_no_hidden_character_and_no_break(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b\u202e\ud800-\udfff]", plain(text))


def test_markup_stays_and_is_not_escaped_twice() -> None:
    assert escape(escape("<b>")) == "&lt;b&gt;"
