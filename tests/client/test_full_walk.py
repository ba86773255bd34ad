"""Users' scripts in a process of its own, against ``runfake serve``, with nothing set but what that printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_serve import command, first_line

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("full_walk.py", ["walked"]),
        ("documented_examples.py", ["logged test_artifact:v0", "used test_artifact:v0"]),
    ],
)
def test_a_script_runs_unchanged(tmp_path: Path, script: str, said: list[str]) -> None:
    with command("serve", "--json") as server:
        ready = json.loads(first_line(server))
        clean = {name: value for name, value in os.environ.items() if not name.startswith("WANDB_")}
        done = subprocess.run(
            [sys.executable, HERE / script],
            env=clean | {"WANDB_BASE_URL": ready["base_url"], "WANDB_API_KEY": ready["api_key"]},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-len(said) :] == said
