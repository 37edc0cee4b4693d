"""A strict Content-Security-Policy for every built page: own files only, and the inline scripts that the page holds, by hash.

The hashes are computed page by page, when MkDocs is done with one: Material's inline scripts hold the page's depth. A policy by
<meta> covers what follows it, so it stands before the first script. See CSP Level 3, sections 2.3.1 and 4.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def sealed(html: str) -> str:
    """A page with its policy; one that it has already is replaced."""
    html = _POLICY.sub("", html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(html)}">'
    return _CHARSET.sub(lambda m: m[0] + meta, html, count=1)


def policy(html: str) -> str:
    """The policy that lets this page run and nothing else."""
    scripts = " ".join(["'self'", *dict.fromkeys(_hashes(html))])
    return (
        f"default-src 'none'; script-src {scripts}; worker-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


def _hashes(html: str) -> Iterator[str]:
    for script in _SCRIPT.finditer(html):
        attributes = script["attributes"]
        if "src=" not in attributes and "application/json" not in attributes:
            digest = base64.b64encode(hashlib.sha256(script["code"].encode()).digest()).decode()
            yield f"'sha256-{digest}'"
