"""Processes for tests that need more than one: clients, a server, and waiting for what they do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from runfake.transports.environment import client_variables, private_folders

SCRIPTS = Path(__file__).parent
LONGEST_WAIT = 300.0
SERVICE = "service "


def until(condition: Callable[[], bool], what: str, seconds: float = LONGEST_WAIT) -> None:
    """Returns once ``condition`` holds; fails if it does not come to hold."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Child:
    """A client process: what it prints goes to files, for pipes are held open by what it starts in turn."""

    process: subprocess.Popen[str]
    folder: Path

    @property
    def output(self) -> str:
        """What it printed until now."""
        return (self.folder / "stdout").read_text()

    def tell(self, line: str) -> None:
        """Writes a line to its standard input."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def says(self, line: str) -> None:
        """Returns once it printed that line."""
        until(lambda: self._ended() or line in self.output.splitlines(), f"{line!r} from {self.folder.name}")
        assert line in self.output.splitlines(), (self.folder / "stderr").read_text()

    def done(self) -> list[str]:
        """Waits for its end, which has to be a good one; returns the lines that it printed."""
        assert self.process.wait(LONGEST_WAIT) == 0, (self.folder / "stderr").read_text()
        return [line for line in self.output.splitlines() if not line.startswith(SERVICE)]

    def kill(self) -> None:
        """Ends it at once, and the service process that it started in a session of its own."""
        services = [int(line.removeprefix(SERVICE)) for line in self.output.splitlines() if line.startswith(SERVICE)]
        for group in (self.process.pid, *services):
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self.process.wait(LONGEST_WAIT)

    def _ended(self) -> bool:
        return self.process.poll() is not None


@contextmanager
def client(
    folder: Path, *arguments: str, env: dict[str, str] | None = None, script: str = "artifact_child.py"
) -> Iterator[Child]:
    """A script of this folder with these arguments, working in ``folder``, ended at the latest with the block."""
    folder.mkdir()
    line = [sys.executable, str(SCRIPTS / script), *arguments]
    variables = {**os.environ, **(env or {}), "WANDB_SILENT": "true"}
    with (
        (folder / "stdout").open("w") as out,
        (folder / "stderr").open("w") as err,
        subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=out, stderr=err, text=True, env=variables, cwd=folder,
            start_new_session=True,
        ) as process,
    ):  # fmt: skip
        child = Child(process, folder)
        try:
            yield child
        finally:
            if process.poll() is None:
                child.kill()


@dataclass(frozen=True, slots=True)
class Served:
    """``runfake serve`` as a process, and the environment for clients of it."""

    process: subprocess.Popen[str]
    base_url: str
    fixture_url: str | None
    client_env: dict[str, str]
    temporary: Path

    def left_behind(self) -> list[Path]:
        """What is in the server's temporary folder."""
        return sorted(self.temporary.rglob("*"))

    def open_temporaries(self) -> list[int]:
        """The sizes of the files without a name that the server holds open in its temporary folder."""
        sizes = []
        for link in Path(f"/proc/{self.process.pid}/fd").iterdir():
            if os.readlink(link).startswith(str(self.temporary)):
                sizes.append(link.stat().st_size)
        return sizes

    def memory(self, field: str) -> int:
        """A field of the process's status, such as ``VmRSS``, in bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        (kibibytes,) = [line.split()[1] for line in lines if line.startswith(f"{field}:")]
        return int(kibibytes) * 1024


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """A server with these options, a temporary folder of its own and client folders, below ``folder``."""
    temporary, private = folder / "server-tmp", folder / "client"
    temporary.mkdir(parents=True)
    private.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WANDB_")}
    with subprocess.Popen(
        [sys.executable, "-m", "runfake", "serve", "--json", *options],
        stdout=subprocess.PIPE, text=True, env=clean | {"PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)},
    ) as process:  # fmt: skip
        try:
            ready = json.loads(_first_line(process.stdout))
            known = client_variables(ready["base_url"], ready["api_key"], ready["entity"])
            yield Served(process, ready["base_url"], ready["fixture_url"], known | private_folders(private), temporary)
        finally:
            process.kill()


def _first_line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()
