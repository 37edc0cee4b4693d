"""The cleaned corpus: JSONL, Parquet, Markdown, dataset card."""
