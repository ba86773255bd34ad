"""The real ``wandb``, in an environment of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from runfake.contract.adapters.program import ProgramPort
from runfake.transports.environment import QUICK_RETRIES, child_environment

PROGRAM = Path(__file__).parents[1] / "clients" / "wandb_client.py"


@contextmanager
def real_wandb(python: str = sys.executable) -> Iterator[ProgramPort]:
    """The ``wandb`` that is installed where the interpreter ``python`` is from.

    What it keeps on disk goes with the block. It repeats failed requests sooner than it would by itself.
    """
    with TemporaryDirectory(prefix="runfake-contract-") as folder:
        # The address comes with each session.
        environment = child_environment("http://127.0.0.1:9", "", "", Path(folder)) | QUICK_RETRIES
        port = ProgramPort([python, str(PROGRAM)], environment)
        port.written = f"wandb={python!r}"
        try:
            yield port
        finally:
            port.close()
