"""Pure knowledge of strings: folding, scripts, numerals, width, shingles."""
