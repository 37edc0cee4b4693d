"""What other tools accept, written down strictly from their documentation: nothing may stand in a report that is not listed here.

The SARIF part is the subset of SARIF 2.1.0 that we write with the limits of GitHub's documentation, the JUnit part the common
subset of the Ant and Jenkins readers. The standards themselves stand in `standards/` and are asked, too.
"""

from __future__ import annotations

from typing import Any


def strict(required: str = "", /, **properties: Any) -> dict[str, Any]:
    """An object with these properties and no others; `required` names those that must be there, `*` all."""
    names = list(properties) if required == "*" else required.split()
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def several(items: Any, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


TEXT = {"type": "string", "minLength": 1}
SHORT = {"type": "string", "minLength": 1, "maxLength": 1024}
COUNT = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
FREE = {"type": "object"}
MESSAGE = strict("*", text=TEXT)
URI = {"type": "string", "pattern": r"^(?!\./)[A-Za-z0-9/%._~!$&'()*+,;=@:-]+$"}
ARTIFACT = strict("*", uri=URI)
REGION = strict("startLine", startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT)
LOCATION = strict(
    "physicalLocation", id=COUNT, message=MESSAGE,
    physicalLocation=strict("*", artifactLocation=ARTIFACT, region=REGION),
    logicalLocations=several(strict("*", kind=TEXT, fullyQualifiedName=TEXT), 1),
)  # fmt: skip
REPLACEMENT = strict("deletedRegion", deletedRegion=REGION, insertedContent=MESSAGE)
FIX = strict(
    "artifactChanges", description=MESSAGE,
    artifactChanges=several(strict("*", artifactLocation=ARTIFACT, replacements=several(REPLACEMENT, 1)), 1),
)  # fmt: skip
RESULT = strict(
    "ruleId message locations partialFingerprints", ruleId=TEXT, ruleIndex={"type": "integer", "minimum": 0}, level=LEVEL,
    message=MESSAGE, locations={"type": "array", "items": LOCATION, "minItems": 1, "maxItems": 1}, relatedLocations=several(LOCATION, 1),
    partialFingerprints={"type": "object", "required": ["primaryLocationLineHash"], "additionalProperties": TEXT},
    rank={"type": "number", "minimum": 0, "maximum": 100}, fixes=several(FIX, 1), properties=FREE,
    baselineState={"enum": ["new", "unchanged", "updated", "absent"]},
    suppressions=several(strict("kind", kind={"enum": ["inSource", "external"]}, justification=TEXT), 1),
)  # fmt: skip
RULE = strict(
    "id", id=TEXT, name={"type": "string", "maxLength": 255}, shortDescription=strict("*", text=SHORT),
    fullDescription=strict("*", text=SHORT), help=strict("text", text=TEXT, markdown=TEXT),
    defaultConfiguration=strict("*", level=LEVEL),
    properties={"type": "object", "properties": {
        "precision": {"enum": ["very-high", "high", "medium", "low"]},
        "problem.severity": {"enum": ["error", "warning", "recommendation"]},
        "tags": several(TEXT),
    }},
)  # fmt: skip
NOTE = strict("message", level=LEVEL, message=MESSAGE)
RUN = strict(
    "tool results columnKind",
    tool=strict("*", driver=strict("name rules", name=TEXT, version=TEXT, semanticVersion=TEXT, rules=several(RULE))),
    columnKind={"const": "unicodeCodePoints"}, newlineSequences=several(TEXT, 1),
    automationDetails=strict("*", id={"type": "string", "pattern": "/$"}),
    invocations=several(strict("executionSuccessful", executionSuccessful={"type": "boolean"}, toolExecutionNotifications=several(NOTE))),
    results=several(RESULT),
)  # fmt: skip
SARIF = {
    **strict("version runs", version={"const": "2.1.0"}, runs=several(RUN, 1)),
    "patternProperties": {r"^\$schema$": {"const": "https://json.schemastore.org/sarif-2.1.0.json"}},
}
GITLAB = several(
    strict(
        "*",
        description=TEXT,
        check_name=TEXT,
        fingerprint=TEXT,
        severity={"enum": ["info", "minor", "major", "critical", "blocker"]},
        location=strict(
            "*", path={"type": "string", "pattern": r"^(?!\./)"}, lines=strict("begin", begin=COUNT, end=COUNT)
        ),
    )
)
POSITION = strict("line", line=COUNT, column=COUNT)
RANGE = strict("start", start=POSITION, end=POSITION)
PLACE = strict("path", path=TEXT, range=RANGE)
RDJSON = strict(
    "diagnostics", source=strict("name", name=TEXT, url=TEXT), severity={"enum": ["ERROR", "WARNING", "INFO"]},
    diagnostics=several(strict(
        "message location", message=TEXT, location=PLACE, severity={"enum": ["ERROR", "WARNING", "INFO"]},
        code=strict("value", value=TEXT, url=TEXT), suggestions=several(strict("*", range=RANGE, text={"type": "string"})),
        related_locations=several(strict("location", message=TEXT, location=PLACE)),
    )),
)  # fmt: skip
JUNIT = """<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
  </xs:complexType></xs:element>
  <xs:element name="testsuite"><xs:complexType>
    <xs:sequence><xs:element ref="testcase" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
    <xs:attribute name="skipped" type="xs:nonNegativeInteger"/>
  </xs:complexType></xs:element>
  <xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0">
      <xs:element name="skipped"><xs:complexType><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>
      <xs:element name="failure" type="trouble"/>
      <xs:element name="error" type="trouble"/>
      <xs:element name="system-out" type="xs:string"/>
    </xs:choice>
    <xs:attribute name="name" type="xs:string" use="required"/>
    <xs:attribute name="classname" type="xs:string" use="required"/>
  </xs:complexType></xs:element>
  <xs:complexType name="trouble"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="type" type="xs:string" use="required"/>
    <xs:attribute name="message" type="xs:string" use="required"/>
  </xs:extension></xs:simpleContent></xs:complexType>
</xs:schema>
"""
