"""Processes that log to a run and are told what to do next."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import wandb

from tests.client.processes import LONGEST_WAIT, Child, client, until

# Clients send what is logged every 15 s; this is as often as they let themselves be told.
EVERY_SECOND = {"x_file_stream_transmit_interval": 1}


def every_second() -> wandb.Settings:
    """The settings of a run in this process that sends every second."""
    return wandb.Settings(x_file_stream_transmit_interval=1)


@dataclass(frozen=True, slots=True)
class Logger:
    """A process of ``life_child.py``."""

    child: Child

    @property
    def told(self) -> list[str]:
        """What it told until now."""
        file = self.child.folder / "told"
        return file.read_text().splitlines() if file.exists() else []

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        return (self.child.folder / "stderr").read_text()

    @property
    def ended(self) -> bool:
        """Whether it has come to its end."""
        return self.child.process.poll() is not None

    def began(self) -> Logger:
        """Waits until its run has begun; returns itself."""
        until(lambda: bool(self.told) or self.ended, f"{self.child.folder.name} to begin")
        assert self.told, self.errors
        return self

    def again(self, **init: Any) -> Logger:
        """Has it finish its run, and begin another with ``wandb.init(**init)``; returns itself."""
        return self.do("finish", f"begin {json.dumps(init)}")

    def do(self, *lines: str) -> Logger:
        """Tells it what to do, and waits until each is done; returns itself."""
        self.began()
        for line in lines:
            before = len(self.told)
            self.child.tell(line)
            until(lambda held=before: len(self.told) > held or self.ended, line)  # type: ignore[misc]
        return self

    def log(self, *rows: dict[str, Any]) -> Logger:
        """Has it log rows; returns itself."""
        return self.do(f"log {json.dumps(rows)}")

    def done(self) -> None:
        """Has it end well, and waits for that."""
        assert self.ends() == 0, self.errors

    def ends(self) -> int:
        """Waits for its end; returns its exit code."""
        self.began()
        assert self.child.process.stdin is not None
        self.child.process.stdin.close()
        return self.child.process.wait(LONGEST_WAIT)

    def interrupt(self) -> None:
        """What Ctrl-C does, once it works."""
        self.child.tell("work 300")
        until(lambda: self.told[-1] == "work: now", "work")
        os.kill(self.child.process.pid, signal.SIGINT)


@contextmanager
def logger(folder: Path, **init: Any) -> Iterator[Logger]:
    """A process that begins with ``wandb.init(**init)``, working in ``folder``, ended at the latest with the block."""
    # A service process of ours is none of its.
    with client(folder, json.dumps(init), script="life_child.py", env={"WANDB_SERVICE": ""}) as child:
        yield Logger(child)
