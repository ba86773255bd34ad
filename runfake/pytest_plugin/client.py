"""The ``wandb`` package, as far as it was imported: what it keeps in the process from test to test."""

from __future__ import annotations

import sys
from contextlib import suppress


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
    with suppress(SystemExit):
        wandb.teardown()
