"""The ``wandb`` package, as far as it was imported: what it keeps in this process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from shutil import rmtree
from threading import Timer
from typing import Any
from weakref import finalize

from runfake.transports.environment import put_in_place

SECONDS_TO_END = 10.0


@contextmanager
def fresh(variables: Mapping[str, str]) -> Iterator[None]:
    """A client that remembers nothing when the block begins, and of which nothing is left when it ends.

    Args:
        variables: the environment of the block, see :func:`put_in_place`.
    """
    # What was there ends in its own environment, or its service process would be restored with that.
    finish_runs()
    tear_down()
    with put_in_place(variables):
        try:
            yield
        finally:
            finish_runs()
            tear_down()


def tear_down() -> None:
    """Makes ``wandb`` forget everything, and ends its service process."""
    wandb = sys.modules.get("wandb")
    if wandb is None:
        return
    # It leaves the interpreter when its service process ended with an error, and cannot reach a dead one.
    with bounded(service_process()), suppress(SystemExit, ConnectionError):
        wandb.teardown()
    forget_remains()


def forget_remains() -> bool:
    """Makes ``wandb`` forget what its ``teardown()`` leaves; False where this release keeps some of it otherwise.

    The client finds artifacts by their ids, which are the same in all worlds of one seed. And a download with
    ``skip_cache=True`` leaves its target with the object for the cache folder: from then on, every download with the
    same folder takes the file there for its own where the lengths are the same.
    """
    # Where older releases keep the address and the key that they first asked with.
    api = getattr(sys.modules.get("wandb"), "api", None)
    if api is not None and "_api" in vars(api):
        api._api = None
    _forget_artifacts()
    files: Any = sys.modules.get("wandb.sdk.artifacts.artifact_file_cache")
    if hasattr(files, "_artifact_file_cache"):
        # Releases before 0.21 have one object, and the oldest never make it anew for another folder.
        files._artifact_file_cache = None
    build = getattr(files, "_build_artifact_file_cache", None)
    if build is not None:
        build.cache_clear()
    return files is None or build is not None


def _forget_artifacts() -> None:
    """Their folders go with them, without the warning that nobody closed these: the client never does."""
    module = sys.modules.get("wandb.sdk.artifacts.artifact_instance_cache")
    for name in ("artifact_instance_cache", "artifact_instance_cache_by_client_id"):
        cache = getattr(module, name, {})
        for artifact in list(cache.values()):
            folder = getattr(artifact, "_tmp_dir", None)
            finalizer = getattr(folder, "_finalizer", None)
            if folder is not None and finalizer is not None and finalizer.detach():
                finalize(artifact, rmtree, folder.name, ignore_errors=True)
        cache.clear()


def finish_runs() -> None:
    """Finishes every run that the code under test left open."""
    wandb = sys.modules.get("wandb")
    if getattr(wandb, "run", None) is not None:
        wandb.finish()  # type: ignore[union-attr]
    finish = getattr(setup(), "finish_all_active_runs", None)
    if finish is not None:
        finish()


def setup() -> Any:
    """Where the newest releases keep what lasts until ``teardown()``; None where there is nothing yet."""
    return getattr(sys.modules.get("wandb.sdk.wandb_setup"), "_singleton", None)


def service_process() -> subprocess.Popen[Any] | None:
    """The service process, if it runs and is this process's own."""
    connection = getattr(setup(), "_connection", None)
    process = getattr(getattr(connection, "_proc", None), "_process", None)
    return process if isinstance(process, subprocess.Popen) and process.poll() is None else None


@contextmanager
def bounded(process: subprocess.Popen[Any] | None) -> Iterator[None]:
    """Gives a process ``SECONDS_TO_END`` to do so within the block; then it is made to.

    The newest clients may lose the request to end: a history scan that is thrown away just before still asks
    the service to clean up, and where the answer comes too late, the service drops the connection unread. It
    would end by itself after ten minutes.
    """
    timer = Timer(SECONDS_TO_END, process.terminate if process else lambda: None)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
