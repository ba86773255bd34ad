"""The ``wandb`` package, as far as it was imported: what it keeps in the process from test to test."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from runfake.pytest_plugin.begun import Begun
from runfake.pytest_plugin.surroundings import Surroundings
from runfake.transports import client_state
from runfake.transports.environment import put_in_place

# What the newest releases keep until ``teardown()``, by its names there.
_KEPT = ("_settings", "_settings_environ", "_session_identity", "_sweep_config")


class Client:
    """Gives each test a ``wandb`` that remembers nothing.

    Its service process, which takes 0.2 s to start, goes on from test to test where it cannot be told from a
    new one: it is told with each run whose it is. It keeps files in the cache folder that it was started with, so
    each process has one, and each test finds that empty. A run that began and cannot be ended takes the process
    along. Where ``wandb`` was not imported, nothing is done.

    Args:
        folder: where the cache folders are made.
    """

    def __init__(self, folder: Path) -> None:
        self._folders = (folder / str(number) for number in count())
        self._cache = next(self._folders)
        self._surroundings = Surroundings()

    @contextmanager
    def fresh(self, variables: Mapping[str, str]) -> Iterator[None]:
        """A client that begins with this block and this environment, and ends with it."""
        # A service process that is found in the environment was started by a test without the fixture. It ends before
        # the environment is put away, or would be restored with it.
        self._reset(whole="WANDB_SERVICE" in os.environ)
        cache = self._cache
        cache.mkdir(exist_ok=True)
        variables = {**variables, "WANDB_CACHE_DIR": str(cache)}
        with put_in_place(variables):
            with pytest.MonkeyPatch.context() as patch, self._surroundings.of_a_test(variables):
                begun = Begun(patch)
                yield
                client_state.finish_runs()
            self._reset(whole=bool(begun))
        _empty(cache)

    def end(self) -> None:
        """Ends the service process too."""
        self._reset(whole=True)
        self._surroundings.unwatched()

    def _reset(self, *, whole: bool) -> None:
        client_state.finish_runs()
        known = client_state.forget_remains()
        if whole or not known or not _forget():
            client_state.tear_down()
            self._cache = next(self._folders)


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


def _empty(folder: Path) -> None:
    for held in folder.iterdir():
        if held.is_dir():
            shutil.rmtree(held, ignore_errors=True)
        else:
            held.unlink(missing_ok=True)
