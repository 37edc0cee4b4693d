"""corpus-quality: what is repeated, stuttered, garbled, contradictory or torn apart in a folder of text."""

__version__ = "0.1.0"
