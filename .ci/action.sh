#!/usr/bin/env bash
# The step of action.yml: everything that a user gives comes in a variable; nothing of it is evaluated.
set -uo pipefail

if [[ "${QUALITY_INSTALL:-yes}" == yes ]]; then
    if [[ -n "${QUALITY_VERSION:-}" ]]; then
        python -m pip install --quiet "corpus-quality==${QUALITY_VERSION}" || exit 2
    else
        python -m pip install --quiet "$GITHUB_ACTION_PATH" || exit 2
    fi
fi

report="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/quality.json"
rm -f -- "$report"
arguments=(--output-format github --report "json=$report")
[[ -n "${QUALITY_CONFIG:-}" ]] && arguments+=(--config "$QUALITY_CONFIG")
[[ -n "${QUALITY_BASELINE:-}" ]] && arguments+=(--baseline "$QUALITY_BASELINE")
[[ -n "${QUALITY_FAIL_ON:-}" ]] && arguments+=(--fail-on "$QUALITY_FAIL_ON")
[[ -n "${QUALITY_SARIF:-}" ]] && arguments+=(--report "sarif=$QUALITY_SARIF")
while IFS= read -r line; do
    [[ -n "$line" ]] && arguments+=("$line")
done <<<"${QUALITY_ARGS:-}"
arguments+=(--)
while IFS= read -r line; do
    [[ -n "$line" ]] && arguments+=("$line")
done <<<"${QUALITY_PATHS:-.}"

quality check "${arguments[@]}"
code=$?

python - "$report" "$code" >>"${GITHUB_OUTPUT:-/dev/stdout}" <<'PYTHON'
import json
import sys
from pathlib import Path

report, code = sys.argv[1:]
found = json.loads(Path(report).read_text(encoding="utf-8"))["findings"] if Path(report).exists() else []
print(f"exit-code={code}")
print(f"findings={len(found)}")
print(f"new={sum(f['status'] == 'new' for f in found)}")
print(f"report={report}")
PYTHON
exit "$code"
