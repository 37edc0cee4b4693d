"""corpus-quality: what is repeated, stuttered, garbled, contradictory or torn apart in a folder of text."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quality.engine.dedup import dedup
    from quality.export.frames import read_corpus

__all__ = ["__version__", "dedup", "read_corpus"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Public names, imported when they are first used, so that `import quality` stays light."""
    if name == "read_corpus":
        from quality.export.frames import read_corpus

        return read_corpus
    if name == "dedup":
        from quality.engine.dedup import dedup

        return dedup
    raise AttributeError(f"module 'quality' has no attribute {name!r}")
