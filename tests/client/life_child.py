"""A process that logs to one run, and does what it is told on its standard input: ``life_child.py INIT``.

INIT is what ``wandb.init`` is given, as JSON; ``settings`` among it too. Each line says one thing to do, and is
answered when it is done.
"""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import wandb
from artifact_child import Announced  # type: ignore[import-not-found]
from wandb.sdk.lib import run_stopping


def log(run: wandb.Run, rows: str) -> None:
    """Logs rows: a JSON list of objects."""
    for row in json.loads(rows):
        run.log(row)


def save(run: wandb.Run, name: str) -> None:
    """Saves a file of that name, which holds its name."""
    Path(name).write_text(name)
    run.save(name)


def artifact(run: wandb.Run, name: str) -> None:
    """Logs an artifact with one file, which holds the artifact's name."""
    made = wandb.Artifact(name, type="dataset")
    with made.new_file(f"{name}.txt") as file:
        file.write(name)
    run.log_artifact(made)


def summary(run: wandb.Run, values: str) -> None:
    """Writes into the summary: a JSON object."""
    run.summary.update(json.loads(values))


def config(run: wandb.Run, values: str) -> None:
    """Writes into the config: a JSON object."""
    run.config.update(json.loads(values), allow_val_change=True)  # type: ignore[no-untyped-call]


def fail(_: wandb.Run, text: str) -> None:
    """Ends with an exception."""
    raise RuntimeError(text)


def work(_: wandb.Run, seconds: str) -> None:
    """Works until it is interrupted, or so long."""
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        time.sleep(0.05)


COMMANDS: dict[str, Callable[[wandb.Run, str], object]] = {
    "log": log,
    "print": lambda _, text: print(text, flush=True),
    "save": save,
    "artifact": artifact,
    "summary": summary,
    "config": config,
    "mark_preempting": lambda run, _: run.mark_preempting(),
    "fail": fail,
    "exit": lambda _, code: sys.exit(int(code)),
    "finish": lambda run, code: run.finish(int(code or 0)),
    "work": work,
}


def begin(init: str) -> wandb.Run:
    """Begins a run; ``settings`` among what is given."""
    given: dict[str, Any] = json.loads(init)
    settings = wandb.Settings(**given.pop("settings", {}))
    run = wandb.init(**given, settings=settings)
    _tell("began")
    return run


def main(init: str) -> None:
    run = begin(init)
    for line in sys.stdin:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word == "work":
            _tell("work: now")
        if word == "begin":
            run = begin(rest)
            continue
        COMMANDS[word](run, rest)
        _tell(f"{word}: done")


def _tell(line: str) -> None:
    """Past the client, which takes hold of standard output."""
    with Path("told").open("a") as told:
        told.write(f"{line}\n")


if __name__ == "__main__":
    # Whoever runs the tests in the background has their children ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    subprocess.Popen = Announced  # type: ignore[misc]
    # The client asks itself every 15 s whether it was stopped, and lets tests say otherwise.
    run_stopping._SLEEP = lambda _: asyncio.sleep(0.05)  # type: ignore[assignment]
    main(sys.argv[1])
