"""What a test needs from the machine: skips it where that is missing, fails it where QUALITY_REQUIRE names it."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(name: str, reason: str) -> NoReturn:
    """Ends the test: `name` is how QUALITY_REQUIRE calls what is missing."""
    if name in os.environ.get("QUALITY_REQUIRE", "").replace(",", " ").split():
        pytest.fail(f"{reason}, and QUALITY_REQUIRE names {name}")
    pytest.skip(reason)
