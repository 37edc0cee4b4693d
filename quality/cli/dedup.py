"""`quality dedup INPUT… -o DIR`: cluster the records of a corpus that are one text."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quality.cli.streams import obeys, tell, tell_failures
from quality.engine.records.options import INDEXES, KEEP, Options
from quality.engine.records.tables import FINDINGS, PASSAGES
from quality.errors import ConfigError
from quality.message import counted
from quality.read.records import Columns

if TYPE_CHECKING:
    from quality.engine.dedup import Deduplication

UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def size(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """Bytes of `512MiB`."""
    unit = next((u for u in reversed(UNITS) if text.endswith(u)), "")
    try:
        return int(float(text.removesuffix(unit)) * UNITS.get(unit, 1))
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no size: write 512MiB or 2GiB") from error


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--output", required=True, help="Folder for the results; with Spark on any Hadoop path.")
@click.option("--text-column", default="text", show_default=True, help="Column that holds the text.")
@click.option("--id-column", default="id", show_default=True, help="Column that names the record.")
@click.option(
    "--threshold",
    type=float,
    help="Exact Jaccard similarity of the texts as they are, instead of the default judgement.",
)
@click.option("--shingle", type=int, default=5, show_default=True, help="Characters of a shingle.")
@click.option("--num-perm", type=int, default=128, show_default=True, help="Values of a MinHash signature.")
@click.option("--keep", type=click.Choice(KEEP), default="best", show_default=True, help="Which copy stays.")
@click.option(
    "--memory", callback=size, default="1GiB", show_default=True, help="Keys and signatures beyond it go to files."
)
@click.option("--temp", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Folder for these files.")
@click.option("--jobs", type=int, help="Threads; as many as there are processors unless told.")
@click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True, help="Who runs it."
)
@click.option(
    "--against", type=click.Path(path_type=Path), help="Index of records that stay; INPUTS are compared with them."
)
@click.option("--save-index", type=click.Path(path_type=Path), help="File that keeps this corpus for --against.")
@click.option("--index", type=click.Choice(INDEXES), default="sorted", show_default=True, help="What proposes pairs.")
@click.option(
    "--passages",
    type=int,
    metavar="N",
    help="Also find passages of N characters and more that records share, and judge as check does what is a copy.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the permutations.")
def command(
    inputs: tuple[str, ...], output: str, text_column: str, id_column: str, jobs: int | None, engine: str, **more: Any
) -> None:
    """Find the records of INPUTS (JSONL, Parquet, CSV or folders of text) that are one text."""
    if jobs is not None:
        more["jobs"] = jobs
    if engine == "spark" and (more["against"] or more["save_index"] or more["index"] != "sorted"):
        raise ConfigError("--against, --save-index and --index need --engine local")
    if engine == "local" and "://" in output:
        raise ConfigError(
            f"-o {output}: --engine local writes to folders of this machine; name one, or use --engine spark"
        )
    progress = Progress(obeys(sys.stderr))
    run = import_module("quality.engine.spark" if engine == "spark" else "quality.engine.dedup").dedup
    result: Deduplication = run(
        inputs, output, Options(columns=Columns(text=text_column, id=id_column), **more), tell=progress.tell
    )
    progress.close()
    tell(summary(result, output))
    tell_failures(result.failures)
    sys.stdout.flush()
    sys.exit(2 if result.failures else 0)


def summary(result: Deduplication, output: str) -> str:
    """A run in a few lines."""
    report = result.report
    reasons, pairs = report["reasons"], report["pairs"]
    took = sum(report["seconds"].values())
    kinds = ", ".join(f"{reasons[name]:,} {name}" for name in ("identical", "near", "contained") if reasons[name])
    lines = [
        f"{counted(report['records'], 'record')} in {took:.1f} s ({report['records'] / max(took, 1e-9):,.0f} a second)",
        f"{report['duplicates']:,} can go: copies in {counted(report['clusters'], 'cluster')}"
        + (f" ({kinds})" if kinds else ""),
    ]
    if pairs["unsure"] or pairs["template"]:
        lines.append(
            f"kept apart: {counted(pairs['template'], 'pair')} in one mould, {pairs['unsure']:,} unsure; see {output}/pairs.jsonl"
        )
    if told := report.get("passages"):
        lines.append(
            f"{counted(told['found'], 'passage')} of {told['shortest']} characters and more in {counted(told['records'], 'record')}"
            f" found at an earlier place, too; see {output}/{PASSAGES}"
        )
    if found := report.get("findings"):
        by_rule = ", ".join(f"{rule} {count:,}" for rule, count in found.items())
        lines.append(f"{counted(sum(found.values()), 'finding')} on copies ({by_rule}); see {output}/{FINDINGS}")
    if report["skipped"]["comparisons"]:
        lines.append(f"{counted(report['skipped']['comparisons'], 'comparison')} inside giant buckets spared")
    return "\n".join([*lines, f"results in {output}"])


@dataclass(slots=True)
class Progress:
    """One line on a terminal: stage, count, rate."""

    shown: bool
    begun: float = field(default_factory=time.monotonic)

    def tell(self, stage: str, done: int) -> None:
        """Shows where the run is."""
        if self.shown:
            rate = done / max(time.monotonic() - self.begun, 1e-9)
            sys.stderr.write(f"\r\x1b[K{stage}" + (f" {done:,} records, {rate:,.0f} a second" if done else ""))
            sys.stderr.flush()

    def close(self) -> None:
        """Clears the line."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
