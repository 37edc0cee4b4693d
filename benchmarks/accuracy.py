"""How often is each rule right? Every rule on every data set at hand: `make accuracy`.

Writes `benchmarks/accuracy.json`, and the same into the package, from where the site, SARIF and `quality rules` take their
figures. The pages of `tests/gold` are always there; the other sets are research data that no project may hand on: their folder
is named by `--data` or the variable QUALITY_DATA.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.accuracy_sets import SETS, Judged, gold
from quality.data.accuracy import FILE
from quality.detect import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent / "accuracy.json"


def document(judged: Iterable[Judged]) -> dict[str, Any]:
    """Figures by rule, in order of codes, and by set, in the order measured."""
    by_rule: dict[str, list[dict[str, Any]]] = defaultdict(list)
    sets = {}
    for of_set in judged:
        sets[of_set.name] = {"kind": of_set.kind, "texts": of_set.texts, "size": of_set.size, "what": of_set.what}
        for code, row in of_set.rows().items():
            by_rule[code].append({"name": of_set.name, "kind": of_set.kind, "size": of_set.size, **row})
    ordered = {code: by_rule[code] for code in rules() if code in by_rule}
    return {"schema": "quality/accuracy@1", "sets": sets, "rules": ordered}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("QUALITY_DATA", "")) if "QUALITY_DATA" in os.environ else None
    )
    parser.add_argument("--only", action="append", help="Measure these sets and keep the figures of the others.")
    given = parser.parse_args()
    if given.data is None or not given.data.is_dir():
        sys.exit("error: name the folder of the data sets: --data FOLDER, or QUALITY_DATA=FOLDER make accuracy")
    judged = [gold()] if not given.only or "gold" in given.only else []
    for name, (folder, judge) in SETS.items():
        if (not given.only or name in given.only) and (given.data / folder).is_dir():
            judged.append(judge(name, given.data / folder))
            print(
                f"{name}: {judged[-1].size:,} characters, {dict(sorted(Counter(judged[-1].found).items()))}", flush=True
            )
    result = document(judged)
    if given.only and HERE.exists():
        result = merged(json.loads(HERE.read_text(encoding="utf-8")), result)
    text = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
    for path in (HERE, FILE):
        path.write_text(text, encoding="utf-8")


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The old figures with those of the newly measured sets in their place."""
    sets = old["sets"] | new["sets"]
    by_rule = {
        code: sorted(
            [r for r in old["rules"].get(code, []) if r["name"] not in new["sets"]] + new["rules"].get(code, []),
            key=lambda r: list(sets).index(r["name"]),
        )
        for code in rules()
        if code in old["rules"] or code in new["rules"]
    }
    return {"schema": old["schema"], "sets": sets, "rules": {c: rows for c, rows in by_rule.items() if rows}}


if __name__ == "__main__":
    main()
