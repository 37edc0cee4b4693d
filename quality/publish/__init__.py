"""The site: plain Markdown and escaped HTML on disk, built by MkDocs."""
