"""quality.toml, or [tool.quality] of pyproject.toml, as typed frozen options; every problem is told at once.

Keys are written in kebab case. An unknown key is an error that names its likely spelling. Paths count from the file's folder.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_type_hints

from quality.detect import rules
from quality.detect.contract import FAMILIES, names_rule
from quality.detect.options import notes
from quality.errors import ConfigError
from quality.segment.habits import Layout
from quality.segment.habits import problems as layout_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quality.detect.contract import Rule

FILES = ("quality.toml", ".quality.toml", "pyproject.toml")
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
Table = TypeVar("Table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """Limits of the gate beside `fail-on`; passing one is exit code 1."""

    max_duplicate_ratio: float | None = None
    """Largest share of characters that may stand in copies which go (DUP101, DUP102, DUP103), known ones included; 0 to 1."""
    max_findings: dict[str, int] = field(default_factory=dict)
    """New findings that a rule or family may have; it takes the place of `fail-on` for what it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a configuration file may say; the defaults are those of a run without one."""

    select: tuple[str, ...] = ("ALL",)
    """Rules to run: codes, names, families (`STU`) or `ALL`."""
    ignore: tuple[str, ...] = ()
    """Rules not to run; the more exact of `select` and `ignore` wins."""
    fail_on: Literal["error", "warning", "never"] = "warning"
    """Lowest severity of a new finding for which `quality check` exits with 1."""
    baseline: str | None = None
    """File of the findings that are known; they are reported as such and do not fail the check."""
    decisions: str | None = None
    """File of findings that somebody decided to leave, one JSON object per line, each with a reason."""
    lexicon: tuple[str, ...] = ()
    """Files of words, one per line, that are right as they stand."""
    text_column: str = "text"
    """Column of JSONL, CSV and Parquet that holds the text."""
    id_column: str = "id"
    """Column that holds the record's id."""
    lang: Literal["en", "zh"] = "en"
    """Language of what the terminal shows of findings and rules; formats for machines are in English."""
    jobs: int = 1
    """Processes to work with; 0 is one per processor."""
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Rules to ignore by glob pattern of a page's path."""
    layout: Layout = field(default_factory=Layout)
    """How papers write what is no running text: regular expressions, by kind of line."""
    budgets: Budgets = Budgets()
    """Limits beside `fail-on`."""
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Options of single rules, by code or name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A configuration with its folder and the rules' options made of it."""

    config: Config = Config()
    folder: Path = Path()
    options: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None

    def path(self, name: str | None) -> Path | None:
        """A path of the configuration, from where the command runs."""
        return None if name is None else self.folder / name


def files_of(settings: Settings, *named: str | None) -> list[Path]:
    """The files that say how to check, which are nothing to be checked: configuration, baseline, decisions, lexicons."""
    config = settings.config
    known = (settings.path(name) for name in (config.baseline, config.decisions, *config.lexicon))
    return [*(Path(n) for n in (settings.file, *named) if n), *(path for path in known if path is not None)]


def load(given: str | None = None, *, isolated: bool = False) -> Settings:
    """The settings of a named file, or of the nearest one in this folder or above it, or the defaults.

    Raises:
        ConfigError: the file is missing, no TOML, or has problems; all of them are told.
    """
    if isolated:
        return Settings()
    found = _read(Path(given), whole=True) if given else _nearest()
    if found is None:
        return Settings()
    path, table = found
    return _settings(path, table)


def choose(select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """Rules that `select` names more exactly than `ignore`; codes, names, beginnings of codes, `ALL`.

    Raises:
        ConfigError: a word fits no rule.
    """
    wanted, unwanted = tuple(select), tuple(ignore)
    problems = [p for word in (*wanted, *unwanted) if (p := _unknown_rule(word))]
    if problems:
        raise ConfigError("\n".join(dict.fromkeys(problems)))
    return tuple(r for r in rules().values() if _fit(r, wanted) > _fit(r, unwanted))


def _fit(rule: Rule, words: Iterable[str]) -> int:
    """How exactly the best of the words names the rule; -1 for not at all."""
    fits = (0 if w == "ALL" else 6 if w == rule.name else len(w) for w in words if names_rule(w, rule.code, rule.name))
    return max(fits, default=-1)


def _unknown_rule(word: str) -> str | None:
    if word in {"ALL", *FAMILIES} or any(names_rule(word, r.code, r.name) for r in rules().values()):
        return None
    known = [n for r in rules().values() for n in (r.code, r.name, r.code[:3])]
    return f"no rule is called `{word}`{_like(word, known)} (`quality rules` lists them)"


def _like(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, sorted(set(known)), n=1, cutoff=0.5)
    close = close or difflib.get_close_matches(word.upper(), sorted(set(known)), n=1, cutoff=0.5)
    return f": did you mean `{close[0]}`?" if close else ""


def _nearest() -> tuple[Path, dict[str, Any]] | None:
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in FILES:
            path = folder / name
            found = _read(path, whole=name != "pyproject.toml") if path.is_file() else None
            if found is not None:
                return found
    return None


def _read(path: Path, *, whole: bool) -> tuple[Path, dict[str, Any]] | None:
    """A file and its table; of a pyproject.toml that says nothing of us, nothing."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}): check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is no TOML ({error}): mend it") from error
    if whole and path.name != "pyproject.toml":
        return path, table
    ours = table.get("tool", {}).get("quality")
    return None if ours is None and not whole else (path, ours or {})


def _settings(path: Path, table: Mapping[str, Any]) -> Settings:
    problems: list[str] = []
    config = build(Config, table, "", problems)
    problems += [p for word in (*config.select, *config.ignore, *_budgeted(config)) if (p := _unknown_rule(word))]
    problems += layout_problems(config.layout)
    words = _lexicon([path.parent / name for name in config.lexicon], problems)
    options = _options(config.rules, words, problems)
    if problems:
        raise ConfigError("\n".join(f"{path}: {p}" for p in problems))
    return Settings(config=config, folder=path.parent, options=options, file=str(path))


def _budgeted(config: Config) -> list[str]:
    return [*config.budgets.max_findings, *(w for words in config.per_file_ignores.values() for w in words)]


def _options(tables: Mapping[str, Mapping[str, Any]], words: frozenset[str], problems: list[str]) -> dict[str, Any]:
    """Options by code: what the file says, and the lexicon for the rules that take one."""
    found: dict[str, Any] = {}
    for rule in rules().values():
        given = {k: v for name in (rule.code, rule.name) for k, v in tables.get(name, {}).items()}
        made = build(rule.options, given, f"rules.{rule.code}.", problems)
        if words and any(f.name == "lexicon" for f in fields(rule.options)):
            made = replace(made, lexicon=frozenset(getattr(made, "lexicon", ())) | words)
        if given or words:
            found[rule.code] = made
    known = {n for r in rules().values() for n in (r.code, r.name)}
    problems += [f"`rules.{t}`: no rule is called so{_like(t, known)}" for t in tables if t not in known]
    return found


def _lexicon(paths: Iterable[Path], problems: list[str]) -> frozenset[str]:
    words: set[str] = set()
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"`lexicon`: {path} cannot be read ({error})")
        else:
            words.update(w for line in lines if (w := line.split("#", 1)[0].strip()))
    return frozenset(words)


def build(kind: type[Table], table: Mapping[str, Any], where: str, problems: list[str]) -> Table:
    """A dataclass of a TOML table; what is wrong is added to `problems`, and the default stands in for it."""
    types = get_type_hints(kind)
    known = {f.name.replace("_", "-"): f.name for f in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = known.get(key)
        if name is None:
            problems.append(f"`{where}{key}` is no option{_like(key, known) or _elsewhere(key, where, known)}")
        elif isinstance(value, dict) and hasattr(types[name], "__dataclass_fields__"):
            values[name] = build(types[name], value, f"{where}{key}.", problems)
        elif isinstance(value, dict) and (inner := _tables_of(types[name])):
            values[name] = {
                k: build(inner, v, f"{where}{key}.{k}.", problems) for k, v in value.items() if isinstance(v, dict)
            }
            problems += [f"`{where}{key}.{k}` is no table" for k, v in value.items() if not isinstance(v, dict)]
        else:
            _typed(types[name], name, value, f"{where}{key}", values, problems)
    return kind(**values)


def _elsewhere(key: str, where: str, known: Iterable[str]) -> str:
    """Where a key like this one may stand; else what may stand here."""
    if where == "" and key == "tool":
        return ": `[tool.quality]` is for pyproject.toml, here its keys stand by themselves"
    tables = {"": Config, "budgets.": Budgets, "layout.": Layout}
    names = {f.name.replace("_", "-"): table for table, kind in tables.items() for f in fields(kind)}
    for close in difflib.get_close_matches(key, names, n=1, cutoff=0.7):
        return f": did you mean `{names[close]}{close}`?"
    taken = ", ".join(f"`{name}`" for name in known)
    return f": known here: {taken}" if taken else ": the rule has none" if where.startswith("rules.") else ""


def _tables_of(kind: Any) -> type[Any] | None:
    """The dataclass of a table of tables."""
    inner = get_args(kind)[-1:]
    return inner[0] if inner and hasattr(inner[0], "__dataclass_fields__") else None


def _typed(kind: Any, name: str, value: object, where: str, values: dict[str, Any], problems: list[str]) -> None:
    from pydantic import TypeAdapter, ValidationError

    # By way of JSON: there an array may become a tuple, and still no text becomes a number.
    try:
        values[name] = TypeAdapter(kind).validate_json(json.dumps(value, default=str), strict=True)
    except ValidationError as error:
        for problem in error.errors():
            inner = "".join(f".{part}" for part in problem["loc"])
            problems.append(f"`{where}{inner}`: {problem['msg'].lower()}, not {problem['input']!r}")


def schema() -> dict[str, Any]:
    """The JSON Schema of quality.toml, with every rule's options; editors complete and check by it."""
    table = _schema_of(Config)
    table["properties"]["budgets"] |= _schema_of(Budgets)
    table["properties"]["layout"] |= _schema_of(Layout)
    options = {r.name: r for r in rules().values() if fields(r.options)}
    by_rule = {key: _schema_of(r.options) for name, r in options.items() for key in (r.code, name)}
    table["properties"]["rules"] = {
        "description": table["properties"]["rules"]["description"], "type": "object",
        "properties": dict(sorted(by_rule.items())), "additionalProperties": False,
    }  # fmt: skip
    return {"$schema": SCHEMA, "title": "quality.toml of corpus-quality", **table}


def _schema_of(kind: type[Any]) -> dict[str, Any]:
    from pydantic import TypeAdapter

    types, said = get_type_hints(kind), notes(kind)
    properties: dict[str, Any] = {}
    for part in fields(kind):
        if hasattr(types[part.name], "__dataclass_fields__"):
            described: dict[str, Any] = {"type": "object"}
        elif inner := _tables_of(types[part.name]):
            described = {"type": "object", "additionalProperties": _schema_of(inner)}
        else:
            described = TypeAdapter(types[part.name]).json_schema()
        if part.default is not MISSING and isinstance(part.default, str | int | float | tuple):
            described["default"] = list(part.default) if isinstance(part.default, tuple) else part.default
        properties[part.name.replace("_", "-")] = described | {"description": said.get(part.name, "")}
    return {"type": "object", "properties": properties, "additionalProperties": False}
