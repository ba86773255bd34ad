"""The environment of a client that is to talk to a server here, and to nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

# Where the client keeps things on disk.
FOLDERS = ("WANDB_DIR", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR", "WANDB_ARTIFACT_DIR")


# How long a client waits before it repeats a request, where the server does not say. The newest takes whole seconds
# only, and 0 for its own 2 to 60; older ones ignore what they do not know.
QUICK_RETRIES = {
    f"WANDB_X_{channel}_RETRY_WAIT_{bound}_SECONDS": "1"
    for channel in ("GRAPHQL", "FILE_STREAM", "FILE_TRANSFER")
    for bound in ("MIN", "MAX")
}


def client_variables(url: str, api_key: str, entity: str) -> dict[str, str]:
    """The variables that lead to the server at ``url``; no proxy stands between, nothing goes elsewhere.

    Left to themselves, clients report errors to their makers, and those before 0.18 ask the package index for newer
    releases with each run.
    """
    direct = ",".join(dict.fromkeys(["127.0.0.1", "localhost", urlsplit(url).hostname or "localhost"]))
    return {
        "WANDB_BASE_URL": url,
        "WANDB_API_KEY": api_key,
        "WANDB_ENTITY": entity,
        "WANDB_ERROR_REPORTING": "false",
        "WANDB__DISABLE_UPDATE_CHECK": "true",
        "NO_PROXY": direct,
        "no_proxy": direct,
    }


def private_folders(folder: Path) -> dict[str, str]:
    """The variables for a client that keeps everything below ``folder``, where the folders are made."""
    paths = {name: folder / name.removeprefix("WANDB_").lower() for name in FOLDERS}
    for path in paths.values():
        path.mkdir(parents=True, exist_ok=True)
    return {name: str(path) for name, path in paths.items()} | {"NETRC": str(folder / "netrc")}


def child_environment(url: str, api_key: str, entity: str, folder: Path) -> dict[str, str]:
    """The whole environment of a child process: this one's, but for what says where W&B is."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WANDB_")}
    return inherited | client_variables(url, api_key, entity) | private_folders(folder)


@contextmanager
def put_in_place(variables: Mapping[str, str]) -> Iterator[None]:
    """Sets the variables in the place of every ``WANDB_*`` one there is; then restores all."""
    held = {name: value for name, value in os.environ.items() if name in variables or name.startswith("WANDB_")}
    _take_away(held)
    os.environ.update(variables)
    try:
        yield
    finally:
        # What the client set for its own child processes must not outlive the block, nor come back.
        _take_away(variables)
        os.environ.update(held)


def _take_away(variables: Mapping[str, str]) -> None:
    for name in [name for name in os.environ if name in variables or name.startswith("WANDB_")]:
        del os.environ[name]
