"""Runs that ``wandb`` began and never ended: its service process keeps them, and refuses others of the same id."""

from __future__ import annotations

import sys
from typing import Any

import pytest


class Begun:
    """The ids of the runs that the service process was told of, and not told that they ended.

    A run whose ``wandb.init`` failed midway is such a one, for no code has it to finish it.

    Args:
        patch: undoes the watching in the end.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._ids: set[str] = set()
        connection = _connection_class()
        self._watched = connection is not None
        if connection is not None:
            self._watch(patch, connection)

    def __bool__(self) -> bool:
        """Whether there are any, or may be, for the client was not there to be watched in the beginning."""
        return bool(self._ids) or (not self._watched and _connection_class() is not None)

    def _watch(self, patch: pytest.MonkeyPatch, connection: Any) -> None:
        begin, end = connection.inform_init, connection.inform_finish

        def inform_init(service: Any, settings: Any, run_id: str) -> Any:
            interface = begin(service, settings, run_id)
            self._ids.add(run_id)
            return interface

        def inform_finish(service: Any, run_id: str) -> Any:
            self._ids.discard(run_id)
            return end(service, run_id)

        patch.setattr(connection, "inform_init", inform_init)
        patch.setattr(connection, "inform_finish", inform_finish)


def _connection_class() -> Any:
    """What talks to the service process, by its name in the newest releases; None where that is not loaded."""
    found = getattr(sys.modules.get("wandb.sdk.lib.service.service_connection"), "ServiceConnection", None)
    return found if hasattr(found, "inform_init") and hasattr(found, "inform_finish") else None
