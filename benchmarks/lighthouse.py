"""Lighthouse on a built site: front page, article and source page, as a phone and as a desktop.

    npm install --prefix build/lighthouse lighthouse
    python -m benchmarks.lighthouse build/site build/lighthouse/node_modules/.bin/lighthouse

The site is served with gzip, as any host does it. CHROME_PATH names the browser. Prints a table; exit code 1 where a category other than
performance is below 100, or performance below 90.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
LOWEST = {"performance": 90}
PACKED = ("text/", "application/json", "application/javascript", "image/svg")


class Packed(SimpleHTTPRequestHandler):
    """Serves files, text with gzip."""

    def do_GET(self) -> None:
        """Sends one file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        kind, data = self.guess_type(path), path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if kind.startswith(PACKED):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def main(site: Path, lighthouse: str) -> int:
    """Measures the pages and prints their scores."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Packed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    low = 0
    for kind, page in pages(site).items():
        for form in ("mobile", "desktop"):
            scores = measure(lighthouse, f"{base}/{page}", form)
            print(f"| {kind} | {form} | {' | '.join(f'{v:.0f}' for v in scores.values())} |", flush=True)
            low += any(value < LOWEST.get(name, 100) for name, value in scores.items())
    server.shutdown()
    return int(low > 0)


def pages(site: Path) -> dict[str, str]:
    """The front page, and the largest article and source page."""

    def largest(folder: str) -> str:
        found = [p for p in (site / "generated" / folder).glob("*.html") if not p.stem.startswith("index")]
        return max(found, key=lambda p: p.stat().st_size).relative_to(site).as_posix()

    return {"front page": "index.html", "article": largest("articles"), "source page": largest("pages")}


def measure(lighthouse: str, address: str, form: str) -> dict[str, float]:
    """Scores out of 100 by category."""
    preset = ["--preset=desktop"] if form == "desktop" else []
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [
            lighthouse,
            address,
            "--quiet",
            "--output=json",
            f"--output-path={told}",
            f"--chrome-flags={FLAGS}",
            *preset,
        ]
        subprocess.run(command, check=True, capture_output=True)
        categories = json.loads(told.read_text(encoding="utf-8"))["categories"]
    return {name: 100 * found["score"] for name, found in categories.items()}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
