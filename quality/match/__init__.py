"""Pure algorithms over folded text: signatures, bands, clusters, passages, alignment, tandem repeats."""
