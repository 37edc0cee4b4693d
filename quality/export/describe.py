"""What an export says about itself: dataset card, Croissant and data package, all from the same facts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quality.export.tables import TABLES, Kind
from quality.message import counted
from quality.text.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quality.export.tables import Column, Table

CROISSANT = "http://mlcommons.org/croissant/1.1"
LICENSE = "other"
_HEADING = re.compile(r"[^\w .-]+")
CARD = "README.md"
"""The dataset's own page: it goes wherever the folder goes, and no host has to know of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about a run and its result."""

    name: str
    version: str
    """Of the tool."""
    fixes: str
    language: str
    rows: Mapping[str, int]
    """Rows of each table."""
    sources: Sequence[tuple[str, str]]
    """(path, SHA-256) of every file that was read."""
    files: Mapping[str, tuple[int, str]]
    """(bytes, SHA-256) of every data file, by name."""
    date: str
    repairs: Mapping[str, int]
    """Applied edits by rule."""

    @property
    def title(self) -> str:
        """A name for people, on one line."""
        return visible(self.name).replace("␊", " ")

    @property
    def description(self) -> str:
        """One sentence."""
        return (
            f"{counted(self.rows['articles'], 'article')} from {counted(len(self.sources), 'file')}, cleaned by corpus-quality "
            f"{self.version}; {counted(self.rows['removed'], 'text')} taken out; everything can be restored."
        )


def card(facts: Facts) -> str:
    """The dataset card: YAML that the `datasets` library reads, then words for people."""
    configs = [
        [f"- config_name: {t.config}", *(["  default: true"] if t is TABLES[0] else []), "  data_files:", "  - split: train",
         f"    path: {name}"]
        for t in TABLES
        if (name := _file(t, facts)) and facts.rows[t.name]
    ]  # fmt: skip
    head = [
        "---",
        f"pretty_name: {json.dumps(facts.title)}",
        "language:",
        f"- {facts.language}",
        f"license: {LICENSE}",
        "tags:",
        "- corpus-quality",
        "size_categories:",
        f"- {_size(facts.rows['articles'])}",
        *(["configs:", *(line for config in configs for line in config)] if configs else []),
        "---",
    ]
    return "\n".join([*head, "", *_words(facts), ""])


def _words(facts: Facts) -> list[str]:
    lines = [
        f"# {_HEADING.sub(' ', facts.title).strip() or 'corpus'}",
        "",
        facts.description,
        "",
        "## Tables",
        "",
    ]
    for table in TABLES:
        lines += [
            f"### {table.name} ({counted(facts.rows[table.name], 'row')})",
            "",
            table.meaning,
            "",
            "| column | meaning |",
            "|---|---|",
        ]
        lines += [f"| `{c.name}` | {c.meaning} |" for c in table.columns] + [""]
    lines += ["## Repairs", "", f"Fixes applied: `{facts.fixes}`.", "", "| rule | edits |", "|---|---|"]
    lines += [f"| {rule} | {count:,} |" for rule, count in sorted(facts.repairs.items())]
    return [
        *lines, "", "## Restore", "",
        "`quality verify` proves that this folder is whole; `quality restore` rebuilds the sources byte for byte.",
    ]  # fmt: skip


def _file(table: Table, facts: Facts) -> str | None:
    return next((n for n in (f"{table.name}.parquet", f"{table.name}.jsonl") if n in facts.files), None)


def _size(rows: int) -> str:
    for limit, name in ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")):
        if rows < limit:
            return name
    return "n>1M"


def datapackage(facts: Facts) -> dict[str, Any]:
    """The data package descriptor (specs.frictionlessdata.io) of the JSON Lines tables."""
    return {
        "profile": "data-package",
        "name": _slug(facts.name),
        "title": facts.title,
        "description": facts.description,
        "created": f"{facts.date}T00:00:00Z",
        "sources": [{"title": visible(path), "path": _slug(path)} for path, _ in facts.sources[:100]],
        "contributors": [{"title": f"corpus-quality {facts.version}", "role": "wrangler"}],
        "resources": [_resource(t, facts) for t in TABLES if f"{t.name}.jsonl" in facts.files],
    }


def _resource(table: Table, facts: Facts) -> dict[str, Any]:
    size, sha = facts.files[f"{table.name}.jsonl"]
    return {
        "name": table.name,
        "path": f"{table.name}.jsonl",
        "title": table.meaning,
        "profile": "tabular-data-resource",
        "format": "jsonl",
        "mediatype": "application/jsonl",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha}",
        "dialect": {"keyed": True},
        "schema": {"fields": [_field(c) for c in table.columns], "missingValues": []},  # a text may be empty
    }


def _field(column: Column) -> dict[str, Any]:
    types = {
        Kind.TEXT: "string",
        Kind.INTEGER: "integer",
        Kind.NUMBER: "number",
        Kind.YES_NO: "boolean",
        Kind.FIX: "object",
    }
    field = {"name": column.name, "type": types.get(column.kind, "array"), "description": column.meaning}
    return field | ({"constraints": {"required": True}} if column.required and column.kind in types else {})


def _slug(name: str) -> str:
    return re.sub(r"[^-a-z0-9._]+", "-", name.lower()).strip("-.") or "corpus"


def croissant(facts: Facts) -> dict[str, Any]:
    """The Croissant 1.1 description, with the run as W3C PROV."""
    tables = [t for t in TABLES if _file(t, facts) and facts.rows[t.name]]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CROISSANT,
        "name": _slug(facts.name),
        "description": facts.description,
        "license": "https://choosealicense.com/licenses/other/",
        "url": CARD,
        "creator": {"@type": "sc:Organization", "name": "corpus-quality"},
        "datePublished": facts.date,
        "version": "1.0.0",
        "inLanguage": facts.language,
        "citeAs": f"corpus-quality {facts.version}",
        "isLiveDataset": False,
        "prov:wasGeneratedBy": _activity(facts),
        "prov:wasDerivedFrom": [_source(path, sha) for path, sha in facts.sources[:1000]],
        "distribution": [_object(_file(t, facts) or "", facts) for t in tables],
        "recordSet": [_records(t, _file(t, facts) or "") for t in tables],
    }


def _activity(facts: Facts) -> dict[str, Any]:
    agent = {"@type": "prov:SoftwareAgent", "prov:label": f"corpus-quality {facts.version}"}
    return {
        "@type": "prov:Activity",
        "prov:label": f"quality clean --fixes {facts.fixes}",
        "prov:wasAssociatedWith": agent,
    }


def _source(path: str, sha: str) -> dict[str, Any]:
    return {"@type": "prov:Entity", "prov:label": visible(path), "sha256": sha}


def _object(name: str, facts: Facts) -> dict[str, Any]:
    size, sha = facts.files[name]
    kind = "application/x-parquet" if name.endswith(".parquet") else "application/jsonlines"
    return {
        "@type": "cr:FileObject", "@id": name, "name": name, "contentUrl": name, "encodingFormat": kind,
        "contentSize": f"{size} B", "sha256": sha,
    }  # fmt: skip


def _records(table: Table, name: str) -> dict[str, Any]:
    plain = [c for c in table.columns if c.kind not in {Kind.PLACES, Kind.FIX}]
    return {
        "@type": "cr:RecordSet",
        "@id": table.config,
        "name": table.config,
        "description": table.meaning,
        "field": [_croissant_field(table, c, name) for c in plain],
    }


def _croissant_field(table: Table, column: Column, name: str) -> dict[str, Any]:
    types = {Kind.INTEGER: "sc:Integer", Kind.NUMBER: "sc:Float", Kind.YES_NO: "sc:Boolean"}
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.config}/{column.name}",
        "name": column.name,
        "description": column.meaning,
        "dataType": types.get(column.kind, "sc:Text"),
        "source": {"fileObject": {"@id": name}, "extract": {"column": column.name}},
    }
    return field | ({"isArray": True, "arrayShape": "-1"} if column.kind is Kind.TEXTS else {})


_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "prov": "http://www.w3.org/ns/prov#",
    "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isArray": "cr:isArray", "arrayShape": "cr:arrayShape",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField",
    "path": "cr:path", "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate", "separator": "cr:separator", "source": "cr:source",
    "subField": "cr:subField", "transform": "cr:transform", "equivalentProperty": "cr:equivalentProperty",
}  # fmt: skip
"""The terms of the specification."""
