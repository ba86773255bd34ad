"""The ``wandb`` package, as far as it was imported: what it keeps in the process from test to test."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer

SECONDS_TO_END = 10.0


def reset_wandb() -> None:
    """Ends what ``wandb`` has going and makes it forget its settings, credentials and service process.

    Does nothing where ``wandb`` was not imported.
    """
    wandb = sys.modules.get("wandb")
    if wandb is None:
        return
    if getattr(wandb, "run", None) is not None:
        wandb.finish()
    # teardown() leaves the interpreter when its service process ended with an error.
    with _bounded(SECONDS_TO_END), suppress(SystemExit):
        wandb.teardown()


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Lets what is waited for within take so long; then the service processes are ended.

    The newest clients may lose the request to end: a history scan that is thrown away just before still asks
    the service to clean up, and where the answer comes too late, the service drops the connection unread. It
    would end by itself after ten minutes.
    """
    timer = Timer(seconds, _end_services)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end_services() -> None:
    # By type: some objects answer for their class with code of their own.
    for process in [held for held in gc.get_objects() if issubclass(type(held), subprocess.Popen)]:
        if "wandb-core" in str(process.args) and process.poll() is None:
            process.terminate()
