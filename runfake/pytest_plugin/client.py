"""The ``wandb`` package, as far as it was imported: what it keeps in the process from test to test."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from runfake.pytest_plugin.begun import Begun
from runfake.transports import client_state

# What the newest releases keep until ``teardown()``, by its names there.
_KEPT = ("_settings", "_settings_environ", "_session_identity", "_sweep_config")


class Client:
    """Gives each test a ``wandb`` that remembers nothing.

    Its service process, which takes 0.2 s to start, goes on from test to test where it cannot be told from a
    new one: it is told with each run whose it is, but takes relative paths from the folder that it was started
    in, and keeps files in the cache folder that it was started with. A run that began and cannot be ended takes it
    along. Where ``wandb`` was not imported, nothing
    is done.

    Attributes:
        cache: what ``WANDB_CACHE_DIR`` has to be; empty at the beginning of each test.
    """

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self._folder = os.getcwd()

    @contextmanager
    def fresh(self, *, new_service: bool = False) -> Iterator[None]:
        """A client that begins with this block, and ends with it; ``new_service`` tells of a reason not to keep it."""
        self._reset(whole=new_service or os.getcwd() != self._folder)
        self._folder = os.getcwd()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "chdir", self._following(os.chdir))
            begun = Begun(patch)
            yield
            client_state.finish_runs()
        self._reset(whole=new_service or bool(begun))
        for held in self.cache.iterdir():
            _remove(held)

    def end(self) -> None:
        """Ends the service process too."""
        self._reset(whole=True)

    def _following(self, chdir: Any) -> Any:
        def follow(path: Any) -> None:
            chdir(path)
            if not _in_use():
                self._reset(whole=True)
                self._folder = os.getcwd()

        return follow

    def _reset(self, *, whole: bool) -> None:
        if sys.modules.get("wandb") is None:
            return
        client_state.finish_runs()
        if whole or not _forget():
            client_state.tear_down()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _in_use() -> bool:
    return getattr(client_state.setup(), "_settings", None) is not None


def _forget() -> bool:
    """Makes ``wandb`` forget all but its service; False where that ended, or this release keeps things otherwise."""
    setup, auth, hooks = (
        client_state.setup(),
        sys.modules.get("wandb.sdk.lib.wbauth"),
        sys.modules.get("wandb.sdk.lib.import_hooks"),
    )
    if setup is None or auth is None or hooks is None or not all(name in vars(setup) for name in _KEPT):
        return False
    if getattr(setup, "_connection", None) is not None and client_state.service_process() is None:
        return False
    for name in _KEPT:
        setattr(setup, name, None)
    hooks.unregister_all_post_import_hooks()
    auth.unauthenticate_session(update_settings=False)
    return True
