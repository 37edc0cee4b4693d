"""What this process knows better than MkDocs: a generated page is HTML already, and every page gets its policy as it is written.

The site is the same without it, built by MkDocs or ProperDocs from the same files, only slower and without the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from quality.publish.bytecode import bytecode
from quality.publish.names import ROOT
from quality.publish.seal import sealed
from quality.publish.standing import named_in

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


class HtmlPage(Page):
    """A page whose body is one line of HTML: Markdown would hand it on as it is, after parsing it twice."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Takes the body as the page's content."""
        body = (self.markdown or "").strip()
        if not body.startswith("<div ") or "\n" in body:
            super().render(config, files)
            return
        self.content = body
        self.toc = get_toc([])


class Shortcut(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # its argument would be options, of which there are none
    """Events of our own in the middle of MkDocs's build."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Generated pages are pages of HTML, with the titles that the navigation gives them."""
        titles = named_in(config.nav)
        for file in files.documentation_pages():
            if file.page is None and file.src_uri.startswith(f"{ROOT}/"):
                file.page = HtmlPage(titles.get(file.src_uri), file, config)
        return files

    def on_env(self, env: Environment, **_: Any) -> Environment:
        """Templates are compiled once for many runs, in Jinja's own folder for temporary files."""
        env.bytecode_cache = bytecode()
        return env

    @event_priority(-100)
    def on_post_page(self, output: str, **_: Any) -> str:
        """Sets the policy of a page, last of all."""
        return sealed(output)

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, **_: Any) -> str:
        """Sets the policy of a page that is a template only (404.html)."""
        return sealed(output_content) if template_name.endswith(".html") else output_content
