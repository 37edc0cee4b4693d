"""Everything that this package raises on purpose.

QualityError            what the command line prints as `error: …` with exit code 2
├── ConfigError         an option or a configuration file is wrong; holds every problem found
├── InputError          a path, file or row cannot be read; names it and the remedy
├── OutputError         a folder or file cannot be written, or is not ours
└── ProofError          an export does not restore to its sources
"""

from __future__ import annotations


class QualityError(Exception):
    """Base of all; `str()` is the message for a person."""


class ConfigError(QualityError):
    """An option or a configuration file is wrong."""


class InputError(QualityError):
    """A path, file or row cannot be read."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


class OutputError(QualityError):
    """A folder or file cannot be written, or is not ours."""


class ProofError(QualityError):
    """An export does not restore to its sources."""
