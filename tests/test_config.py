"""quality.toml: typed, every problem at once, unknown keys with their likely spelling."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import jsonschema
import pytest

from quality.cli.plans import plan
from quality.config import Config, build, choose, load, schema
from quality.detect import rules
from quality.errors import ConfigError


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def problems(text: str) -> list[str]:
    Path("quality.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load()
    return str(error.value).splitlines()


def test_without_a_file_the_defaults_stand() -> None:
    assert load().config == Config()


def test_the_nearest_file_wins_and_pyproject_counts_only_where_it_speaks_of_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quality.toml").write_text('fail-on = "error"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    monkeypatch.chdir(below)
    assert load().config.fail_on == "error"
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.quality]\nfail-on = "never"\n')
    assert load().config.fail_on == "never"
    assert load().folder == tmp_path / "a"
    assert load(isolated=True).config.fail_on == "warning"


def test_every_problem_is_told_at_once() -> None:
    told = problems(
        'selekt = ["STU"]\nfail-on = "warn"\njobs = "2"\nignore = ["GAR3O5"]\n'
        "[budgets]\nmax-duplicate-ratoi = 0.1\nmax-findings = { STUX = 1 }\n[rules.none-such]\nx = 1\n"
    )
    assert [line.split(": ", 1)[0].rsplit("/", 1)[-1] for line in told] == ["quality.toml"] * len(told)
    words = "\n".join(told)
    for expected in (
        "`selekt` is no option: did you mean `select`?",
        "`fail-on`: input should be 'error', 'warning' or 'never', not 'warn'",
        "`jobs`: input should be a valid integer, not '2'",
        "no rule is called `GAR3O5`",
        "`budgets.max-duplicate-ratoi` is no option: did you mean `max-duplicate-ratio`?",
        "no rule is called `STUX`",
        "`rules.none-such`: no rule is called so",
    ):
        assert expected in words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("max-findings = { STU = 3 }", "`max-findings` is no option: did you mean `budgets.max-findings`?"),
        ('[budgets]\nselect = ["STU"]', "`budgets.select` is no option: did you mean `select`?"),
        ('[layout.papers.x]\nbilyne = ["a"]', "`layout.papers.x.bilyne` is no option: did you mean `byline`?"),
        ("[rules.GAR301]\nlexikon = []", "`rules.GAR301.lexikon` is no option: did you mean `lexicon`?"),
        ("[rules.GAR301]\nx = 3", "`rules.GAR301.x` is no option: known here: `lexicon`"),
        ("[rules.STU201]\nlongest = 3", "`rules.STU201.longest` is no option: the rule has none"),
        ("[tool.quality]\njobs = 2", "`tool` is no option: `[tool.quality]` is for pyproject.toml"),
    ],
)
def test_a_key_that_is_none_is_told_with_what_it_may_be(text: str, told: str) -> None:
    [said] = problems(text + "\n")
    assert told in said


def test_broken_toml_names_the_line() -> None:
    [told] = problems("jobs = 1\nselect = ]\n")
    assert "is no TOML" in told
    assert "line 2" in told


def test_a_value_of_the_wrong_shape_is_told() -> None:
    assert problems('select = "STU"\n') == [
        f"{Path.cwd() / 'quality.toml'}: `select`: input should be a valid array, not 'STU'"
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    least_copies: int = 2
    """How often."""
    words: frozenset[str] = frozenset()
    ratio: float = 0.5


def test_a_table_becomes_typed_frozen_options() -> None:
    told: list[str] = []
    assert build(Options, {"least-copies": 3, "words": ["a", "a"], "ratio": 1}, "", told) == Options(
        least_copies=3, words=frozenset("a"), ratio=1.0
    )
    assert told == []
    build(Options, {"least-copies": True, "ratio": "0.5"}, "rules.X.", told)
    assert [line.split(":")[0] for line in told] == ["`rules.X.least-copies`", "`rules.X.ratio`"]


def test_a_lexicon_that_is_not_there_is_told() -> None:
    [told] = problems('lexicon = ["words.txt"]\n')
    assert "words.txt cannot be read" in told


def test_choose_prefers_the_more_exact_word() -> None:
    every = list(rules())
    assert [r.code for r in choose(["ALL"], [])] == every
    assert choose(["ALL"], ["ALL"]) == ()
    one = every[0]
    assert [r.code for r in choose([one], [one[:3]])] == [one]
    assert one not in [r.code for r in choose(["ALL"], [rules()[one].name])]


def test_the_command_line_replaces_select_and_adds_to_ignore() -> None:
    one = next(iter(rules()))
    Path("quality.toml").write_text(f'select = ["{one}"]\n')
    assert [r.code for r in plan(load()).rules] == [one]
    assert plan(load(), ignore=[one]).rules == ()
    assert len(plan(load(), select=["ALL"]).rules) == len(rules())


def test_the_schema_accepts_what_we_accept_and_describes_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    check = jsonschema.Draft202012Validator(schema())
    assert check.is_valid({"select": ["STU"], "fail-on": "error", "budgets": {"max-findings": {"STU": 0}}})
    assert not check.is_valid({"selekt": ["STU"]})
    assert not check.is_valid({"budgets": {"max": 1}})
    assert [k for k, v in schema()["properties"].items() if not v["description"]] == []


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.code)
def test_every_rule_takes_its_options_from_a_table(rule: object) -> None:
    options = getattr(rule, "options")  # noqa: B009 - rules are parametrised as plain values
    told: list[str] = []
    build(options, {f.name.replace("_", "-"): "?" for f in fields(options)}, "", told)
    assert not [t for t in told if "is no option" in t]


def test_habits_of_papers_are_checked_and_told_by_their_key() -> None:
    told = "\n".join(
        problems(
            '[layout]\nfurniture = ["[x"]\nheadlin = ["a"]\ncaption = [".*"]\n'
            '[layout.papers."daily/*"]\nbyline = ["(a"]\nbylines = ["a"]\n[layout.papers]\nother = 3\n'
        )
    )
    assert "`layout.furniture`: ‘[x’ is no regular expression" in told
    assert "`layout.headlin` is no option: did you mean `headline`?" in told
    assert "`layout.caption`: ‘.*’ fits the empty line" in told
    assert "`layout.papers.daily/*.byline`: ‘(a’ is no regular expression" in told
    assert "`layout.papers.daily/*.bylines` is no option: did you mean `byline`?" in told
    assert "`layout.papers.other` is no table" in told


def test_habits_of_a_paper_come_before_those_of_every_page() -> None:
    Path("quality.toml").write_text(
        '[layout]\nfurniture = ["今日.{2}"]\n[layout.papers."daily/*"]\nfurniture = ["口袋.+"]\nbyline = ["文字：.+"]\n',
        encoding="utf-8",
    )
    layout = plan(load()).layout
    assert layout.habits_of("daily/1.txt").furniture == ("口袋.+", "今日.{2}")
    assert layout.habits_of("weekly/1.txt").byline == ()
