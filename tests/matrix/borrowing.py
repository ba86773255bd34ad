"""Programs in the environment of a release, which find what that lacks in the environment of the tests."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

from tests.matrix.environments import environment

ROOT = Path(__file__).parents[2]
# After the release's own: what it needs itself is there in the versions that it came with.
_BORROW = f"import sys; sys.path += {[str(ROOT), sysconfig.get_paths()['purelib']]!r}\n"
# Some releases look as they are imported whether they may report errors. What is imported is compiled once alone.
_DIFFERENT = {"WANDB_ERROR_REPORTING": "false"}
_WITHOUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")


def run(version: str, source: str, *arguments: str, folder: Path | None = None) -> str:
    """What a program prints that runs with that release of ``wandb``, and with runfake beside it.

    Raises:
        AssertionError: it ended with an error; the text has what it printed.
    """
    line = [str(environment(version)), "-c", _BORROW + source, *arguments]
    variables = {name: value for name, value in os.environ.items() if name not in _WITHOUT} | _DIFFERENT
    done = subprocess.run(
        line, capture_output=True, text=True, check=False, cwd=folder, stdin=subprocess.DEVNULL, env=variables
    )
    assert done.returncode == 0, f"Python with wandb {version} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout
