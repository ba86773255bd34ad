"""The environment that makes ``wandb`` talk to a world, and to nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

# Where the client keeps things on disk.
FOLDERS = ("WANDB_DIR", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR", "WANDB_ARTIFACT_DIR")


@dataclass(frozen=True, slots=True)
class ClientEnvironment:
    """The variables that say where the server is."""

    values: dict[str, str]

    @contextmanager
    def put_in_place(self, folder: Path) -> Iterator[None]:
        """Sets the variables, and those that keep the client's files below ``folder``; then restores all."""
        with pytest.MonkeyPatch.context() as patch:
            for name in list(os.environ):
                if name.startswith("WANDB_"):
                    patch.delenv(name)
            for name, value in (self.values | private_folders(folder)).items():
                patch.setenv(name, value)
            yield
            # What the client set for its own child processes must not outlive the test.
            for name in list(os.environ):
                if name.startswith("WANDB_"):
                    patch.delenv(name)


def client_environment(url: str, api_key: str, entity: str) -> ClientEnvironment:
    """The environment for the server at ``url``; error reports to elsewhere are off."""
    return ClientEnvironment(
        {
            "WANDB_BASE_URL": url,
            "WANDB_API_KEY": api_key,
            "WANDB_ENTITY": entity,
            "WANDB_ERROR_REPORTING": "false",
        }
    )


def private_folders(folder: Path) -> dict[str, str]:
    """The variables for a client that keeps everything below ``folder``, where the folders are made."""
    paths = {name: folder / name.removeprefix("WANDB_").lower() for name in FOLDERS}
    for path in paths.values():
        path.mkdir()
    return {name: str(path) for name, path in paths.items()} | {"NETRC": str(folder / "netrc")}
