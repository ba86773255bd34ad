"""The ``wandb`` command: in this process where it is over at once, in its own where it works for a while."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner
from wandb.cli.cli import cli

# As the command does it, but for the seconds between two questions of an agent.
START = """
from wandb.wandb_agent import Agent
from wandb.cli.cli import cli
Agent.POLL_INTERVAL = 0.1
cli()
"""

# What agents start, with whatever ``python`` is: the parameters come as --a=1.
PROGRAM = """
import argparse, wandb
parser = argparse.ArgumentParser()
parser.add_argument("--a", type=int)
given = parser.parse_args()
with wandb.init() as run:
    assert run.config["a"] == given.a
    run.log({"loss": 10 - given.a})
"""


def command(*arguments: str, code: int = 0) -> str:
    """What ``wandb`` with these arguments prints until its end, which has to be with that exit code.

    The error that it ends with comes after that.
    """
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == code, done.output
    return f"{done.output}{done.exception or ''}"


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """``wandb`` with these arguments as a process that works in ``folder``."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.Popen(
        [sys.executable, "-c", START, *arguments],
        cwd=folder, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def said_by(process: subprocess.Popen[str]) -> str:
    """What a process printed until its end, which has to be a good one."""
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output
