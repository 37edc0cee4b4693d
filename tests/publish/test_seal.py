"""The policy of a page lets in its own scripts and nothing else."""

from __future__ import annotations

import base64
import hashlib

from quality.publish.seal import policy, sealed

PAGE = '<head><meta charset="utf-8"><script>a=1</script><script src="x.js"></script><script type="application/json">{}</script></head>'


def test_inline_scripts_are_named_by_their_hash() -> None:
    digest = base64.b64encode(hashlib.sha256(b"a=1").digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy(PAGE)
    assert policy(PAGE).count("sha256-") == 1


def test_the_policy_stands_before_the_first_script_and_once() -> None:
    once = sealed(PAGE)
    assert once.index("Content-Security-Policy") < once.index("<script>")
    assert sealed(once) == once


def test_no_unsafe_word_is_in_it() -> None:
    assert "unsafe" not in policy(PAGE)
    assert "http" not in policy(PAGE).replace("http-equiv", "")
