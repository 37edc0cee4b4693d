"""`quality init`: a commented quality.toml to start from."""

from __future__ import annotations

from pathlib import Path

import click

from quality.cli.streams import write, write_file
from quality.errors import OutputError

FILE = "quality.toml"
START = """\
# What `quality check` needs to know of this folder. Everything here is optional: without this file it runs every rule.
# `quality rules` lists the rules, `quality explain RULE` says what one does.

# select = ["ALL"]               # codes (STU201), names (stuttered-phrase), families (STU)
# ignore = ["ENC"]
# fail-on = "warning"            # error, warning or never

# Findings that are there already: write them once with `quality check PATH --write-baseline quality-baseline.json`,
# commit the file, and from then on only new ones fail.
# baseline = "quality-baseline.json"

# Findings that somebody looked at and left, with reasons.
# decisions = "quality-decisions.jsonl"

# Words that are right as they stand, one per line.
# lexicon = ["words.txt"]

# [budgets]
# max-duplicate-ratio = 0.02     # share of the characters that may be copies
# max-findings = { STU = 0 }     # takes the place of fail-on for what it names

# [per-file-ignores]
# "poems/*" = ["STU"]

# [rules.STU201]                 # options of one rule: `quality explain STU201`
"""


@click.command()
@click.argument("folder", default=".", metavar="[FOLDER]")
def command(folder: str) -> None:
    """Write a commented quality.toml into FOLDER (here by default); an existing one is left alone."""
    path = Path(folder) / FILE
    if path.exists() or path.is_symlink():
        raise OutputError(f"{path}: is there already and was left alone")
    write_file(str(path), START)
    write(f"wrote {path}\nnext: quality check {folder}\n")
