"""One round trip, from nothing: a server, the real client in a process of its own, and a look at the world."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from runfake.demo.client import PROJECT, RUN_ID, STEPS
from runfake.demo.worlds import demo_world
from runfake.transports.environment import child_environment
from runfake.transports.server import Server, serve

CLIENT_SECONDS = 120

WITHOUT_WANDB = """\
The demo drives the real wandb client, and that is not installed here: pip install wandb
Or leave out --once and reach the server from another environment."""


def run_once(seed: int) -> int:
    """Serves the demo's world, lets the real client log a run and read it back, and prints both sides.

    Returns the exit status: 0 all is there, 1 something is missing (it says what), 2 ``wandb`` is not installed.
    """
    if not wandb_is_installed():
        print(WITHOUT_WANDB, file=sys.stderr)
        return 2
    with serve(demo_world(seed)) as server:
        print(f"runfake serves {len(server.world.runs())} invented runs (seed {seed}) at {server.url}\n", flush=True)
        problems = _run_client(server) or _missing(server)
        if not problems:
            _show_world(server)
    for problem in problems:
        print(f"runfake demo: {problem}", file=sys.stderr)
    return 1 if problems else 0


def wandb_is_installed() -> bool:
    """Whether the package can be imported; a folder ``wandb/``, which clients leave behind, is no package."""
    spec = importlib.util.find_spec("wandb")
    return spec is not None and spec.origin is not None


def _run_client(server: Server) -> list[str]:
    """Runs the client and prints what it saw; returns what went wrong."""
    with TemporaryDirectory(prefix="runfake-demo-", ignore_cleanup_errors=True) as folder:
        command = [sys.executable, "-m", "runfake.demo.client"]
        environment = child_environment(server.url, server.api_key, server.entity, Path(folder))
        environment["WANDB_SILENT"] = "true"
        try:
            client = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=CLIENT_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return [f"the wandb client was not done after {CLIENT_SECONDS} s."]
    print(f"What the wandb client logged and read back:\n{indent(client.stdout, '  ')}")
    if client.returncode:
        return [f"the wandb client failed, with exit status {client.returncode}:\n{client.stderr}"]
    return []


def _missing(server: Server) -> list[str]:
    """What the world should hold by now, and does not."""
    run = server.world.find_run(f"{PROJECT}/{RUN_ID}")
    if run is None:
        return [f"the world holds no run {PROJECT}/{RUN_ID}, though the client ended well."]
    found = {"state": (run.state, "finished"), "number of rows": (len(run.history), STEPS)}
    return [f"{run.path}: {what} is {held!r}, not {due!r}." for what, (held, due) in found.items() if held != due]


def _show_world(server: Server) -> None:
    run = server.world.get_run(f"{PROJECT}/{RUN_ID}")
    refused = [*server.journal.refused(), *server.stray_requests.refused()]
    print("What the world holds:")
    print(f"  {run.path}: {run.state}, {len(run.history)} rows, {len(run.files)} files")
    print(f"  {len(server.journal)} requests in the journal, {len(refused)} refused")
    for entry in refused:
        print(f"    {entry.method} {entry.path}: {entry.error}")
    print("\nNext: runfake demo, without --once, keeps the server for clients of yours.")
