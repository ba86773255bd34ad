"""A user's script in a process of its own, against ``runfake serve``, with nothing set but what that printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli.test_serve import command, first_line


def test_a_script_logs_reads_edits_and_deletes_a_run(tmp_path: Path) -> None:
    with command("serve", "--json") as server:
        ready = json.loads(first_line(server))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WANDB_")}
        done = subprocess.run(
            [sys.executable, Path(__file__).parent / "full_walk.py"],
            env=clean | {"WANDB_BASE_URL": ready["base_url"], "WANDB_API_KEY": ready["api_key"]},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "walked"
