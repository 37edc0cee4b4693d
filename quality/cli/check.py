"""`quality check PATH…`: examine pages and print findings."""

from __future__ import annotations

import sys

import click

from quality.engine.local import examine
from quality.engine.plan import Plan
from quality.model import Failure, Page, Severity
from quality.read import read_paths
from quality.report import json as json_report


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--output-format", type=click.Choice(["console", "json"]), default="console", show_default=True)
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), default="warning", show_default=True)
def command(paths: tuple[str, ...], output_format: str, fail_on: str) -> None:
    """Examine PATHS and print what is wrong with them."""
    read = list(read_paths(paths))
    failures = [r for r in read if isinstance(r, Failure)]
    result = examine([r for r in read if isinstance(r, Page)], Plan(), failures)
    click.echo(
        json_report.render(result)
        if output_format == "json"
        else "\n".join(f"{f.page.path}:{f.span.start} {f.rule} {f.hit.message}" for f in result.findings)
    )
    for failure in failures:
        click.echo(f"error: {failure.path}: {failure.message}", err=True)
    gate = fail_on != "never" and any(
        f.severity.rank >= Severity(fail_on).rank and not f.known for f in result.findings
    )
    sys.exit(2 if failures else int(gate))
