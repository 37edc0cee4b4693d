"""Temporary folders: removed at the end, and after a kill at the next start."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from quality.engine.records.scratch import scratch, sweep

HOLD = """
import sys, time
from pathlib import Path
from quality.engine.records.scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "column-0").write_bytes(b"x" * 1000)
    print(folder, flush=True)
    time.sleep(60)
"""


def test_a_folder_is_gone_when_its_run_ends(tmp_path: Path) -> None:
    with scratch(tmp_path) as folder:
        assert folder.parent == tmp_path
        sweep(tmp_path)
        assert folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_at_the_next_start_and_a_running_one_stays(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = [Path(run.stdout.readline().strip()) for run in runs if run.stdout]
    runs[0].send_signal(signal.SIGKILL)
    runs[0].wait()
    assert folders[0].exists()
    with scratch(tmp_path):
        assert [f.exists() for f in folders] == [False, True]
    runs[1].kill()
    for run in runs:
        run.communicate()
