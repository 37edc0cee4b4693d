"""The shape that ARCHITECTURE.md draws, held: import direction, sizes, light import."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quality"
LEVELS = {
    "model": 0, "cleaned": 0.5, "errors": 0, "message": 0, "data": 0.5, "text": 1, "match": 2,
    "read": 3, "segment": 3, "detect": 3, "repair": 3, "export": 3, "report": 3, "publish": 3,
    "engine": 4, "explain": 4, "config": 4, "cli": 5, "pytest_plugin": 6, "__main__": 6,
}  # fmt: skip
HEAVY = {
    "numpy",
    "numba",
    "pyarrow",
    "pandas",
    "rapidfuzz",
    "datasketch",
    "mkdocs",
    "rich",
    "click",
    "pydantic",
    "pyspark",
    "jieba",
    "ftfy",
}


def modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py"))


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> set[str]:
    """Rooms of ours that a module imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom) and node.module
            else []
        )
        found |= {room(n) for n in names if n.split(".")[0] == "quality" and room(n)}
        if isinstance(node, ast.ImportFrom) and node.module == "quality":
            found |= {a.name for a in node.names if a.name in LEVELS}
    return found


def test_imports_flow_one_way() -> None:
    wrong = []
    for path in modules():
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] == "__init__":
            continue
        here = parts[0]
        wrong += [
            f"{path.relative_to(ROOT)} imports {other}"
            for other in imports(path)
            if other != here and LEVELS[other] >= LEVELS[here]
        ]
    assert wrong == []


def functions(tree: ast.AST) -> list[int]:
    return [
        n.end_lineno - n.lineno + 1 for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_sizes_stay_small() -> None:
    files = {p: p.read_text(encoding="utf-8") for p in modules()}
    lengths = sorted(t.count("\n") for t in files.values())
    sizes = [n for t in files.values() for n in functions(ast.parse(t))]
    assert lengths[-1] <= 450, max(files, key=lambda p: files[p].count("\n"))
    assert lengths[int(len(lengths) * 0.9)] <= 300
    assert statistics.median(sizes) <= 10
    assert statistics.quantiles(sizes, n=10)[-1] <= 30
    long = [
        f"{p}: {n.name}"
        for p, t in files.items()
        for n in ast.walk(ast.parse(t))
        if isinstance(n, ast.FunctionDef) and n.end_lineno - n.lineno >= 60
    ]
    assert long == []


def test_no_drawers_and_no_broad_handlers() -> None:
    assert [p for p in modules() if p.stem in {"util", "utils", "helpers", "common", "misc"}] == []
    broad = [
        p
        for p in modules()
        if "except Exception" in p.read_text(encoding="utf-8") or "except:" in p.read_text(encoding="utf-8")
    ]
    assert broad == []


def test_import_quality_is_light() -> None:
    code = "import sys, quality; print('\\n'.join(sorted({m.split('.')[0] for m in sys.modules})))"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout.split()
    )
    assert loaded & HEAVY == set()
