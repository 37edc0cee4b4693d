"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the code: what must be quick has a test of its own.
settings.register_profile("quality", deadline=None)
settings.load_profile("quality")
