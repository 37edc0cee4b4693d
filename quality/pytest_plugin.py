"""`pytest --quality PATH`: every page is a test that fails where `quality check` would fail for it.

Loaded by pytest in every run, so that nothing of ours is imported before the option is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quality.cli.single import Checked
    from quality.model import Failure, Finding, Page


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option; it may be given several times."""
    group = parser.getgroup("quality", "quality of text")
    group.addoption(
        "--quality", action="append", metavar="PATH", help="Check the text of a file or folder, a test per page."
    )


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Adds a test for every page below the paths, and one for everything that could not be read."""
    paths: list[str] = config.getoption("--quality") or []
    if paths:
        from quality.cli.single import check
        from quality.errors import QualityError

        try:
            checked = check(paths)
        except QualityError as error:
            raise pytest.UsageError(str(error)) from error
        collector = Pages.from_parent(session, name="quality", nodeid="quality")
        items += list(collector.tests(checked))


class Pages(pytest.Collector):
    """All pages of a run."""

    def collect(self) -> list[pytest.Item]:
        """Nothing by itself: the tests are made of one examination."""
        return []

    def tests(self, checked: Checked) -> Iterator[pytest.Item]:
        """One test per page, then one per input that could not be read."""
        for page, failing in checked.by_page:
            yield PageTest.from_parent(self, name=checked.name_of(page), page=page, failing=failing, checked=checked)
        for failure in checked.failures:
            yield ReadTest.from_parent(self, name=checked.shown(failure.path), failure=failure)


class PageTest(pytest.Item):
    """One page; fails with its findings as the console shows them."""

    def __init__(self, *, page: Page, failing: list[Finding], checked: Checked, **given: Any) -> None:
        super().__init__(**given)
        self.page = page
        self.failing = failing
        self.checked = checked

    def runtest(self) -> None:
        """Fails where a new finding is at the gate."""
        if self.failing:
            pytest.fail(self.checked.render(self.failing), pytrace=False)

    def reportinfo(self) -> tuple[str, None, str]:
        """Where and what."""
        return self.page.path, None, f"quality: {self.name}"


class ReadTest(pytest.Item):
    """An input that could not be read."""

    def __init__(self, *, failure: Failure, **given: Any) -> None:
        super().__init__(**given)
        self.failure = failure

    def runtest(self) -> None:
        """Fails with the reason."""
        pytest.fail(f"{self.name}: {self.failure.message}", pytrace=False)

    def reportinfo(self) -> tuple[str, None, str]:
        """Where and what."""
        return self.failure.path, None, f"quality: {self.name}"
