"""What the client processes of the artifact tests do: ``artifact_child.py COMMAND ARGUMENTS``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import wandb


class Announced(subprocess.Popen[Any]):
    """Tells the id of the client's service process: it leads a session of its own, so nobody else can find it."""

    def __init__(self, args: Any, *more: Any, **options: Any) -> None:
        super().__init__(args, *more, **options)
        if isinstance(args, list) and str(args[0]).endswith("wandb-core"):
            print(f"service {self.pid}", flush=True)


def versions(writer: str, count: str) -> None:
    """Logs ``count`` versions of ``shop/ds`` once told to; prints the version and content of each."""
    with wandb.init(project="shop", id=writer) as run:
        print("ready", flush=True)
        sys.stdin.readline()
        made = [_draft(f"{writer} {i}") for i in range(int(count))]
        for artifact in made:
            run.log_artifact(artifact)
        for number, artifact in enumerate(made):
            print(artifact.wait().version, f"{writer} {number}", flush=True)


def _draft(content: str) -> wandb.Artifact:
    artifact = wandb.Artifact("ds", type="dataset")
    with artifact.new_file("content.txt") as file:
        file.write(content)
    return artifact


def folder(source: str) -> None:
    """Logs all files of a folder as ``shop/ds``; prints the version."""
    artifact = wandb.Artifact("ds", type="dataset")
    artifact.add_dir(source, policy="immutable", skip_cache=True)
    with wandb.init(project="shop") as run:
        print(run.log_artifact(artifact).wait().version, flush=True)


def download(target: str) -> None:
    """Downloads ``shop/ds:latest``, past the cache."""
    wandb.Api().artifact("shop/ds:latest").download(root=target, skip_cache=True)
    print("downloaded", flush=True)


COMMANDS: dict[str, Callable[..., None]] = {"versions": versions, "folder": folder, "download": download}

if __name__ == "__main__":
    subprocess.Popen = Announced  # type: ignore[misc]
    COMMANDS[sys.argv[1]](*sys.argv[2:])
