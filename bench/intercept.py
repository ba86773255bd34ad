"""What a read costs without a socket, beside the same read from a server in the same process.

``python bench/intercept.py [--reads 1000]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))

RELEASE = "0.19.11"
ROUNDS = 10
Read = Callable[[], object]


def reads_of(api: Any, download: Path) -> dict[str, Read]:
    """What tests read, by what it is called."""
    run = api.run("demo/a")
    return {
        "api.run(path)": lambda: api.run("demo/a").summary["loss"] if api.flush() is None else None,
        "run.load(force=True)": lambda: run.load(force=True),
        "run.scan_history(), 50 rows": lambda: list(run.scan_history()),
        "run.history(pandas=False)": lambda: run.history(pandas=False),
        "api.runs(path), 3 runs": lambda: list(api.runs("demo")) if api.flush() is None else None,
        "file.download()": lambda: run.file("notes.txt").download(root=str(download), replace=True).close(),
    }


def bare_reads(url: str, key: str) -> dict[str, Read]:
    """What a program reads with ``requests`` alone, with and without a session."""
    import requests

    session = requests.Session()
    session.auth = ("api", key)
    body = {"query": "{ viewer { entity } }"}
    return {
        "session.post(), one field": lambda: session.post(f"{url}/graphql", json=body, timeout=20).content,
        "requests.post(), one field": lambda: (
            requests.post(f"{url}/graphql", json=body, auth=("api", key), timeout=20).content
        ),
    }


def seconds(read: Read, count: int) -> float:
    """How long so many reads take."""
    begun = time.perf_counter()
    for _ in range(count):
        read()
    return time.perf_counter() - begun


@contextmanager
def no_answer_takes_time() -> Iterator[None]:
    """Within the block, what was asked before is answered from memory: what is left is the client's own work."""
    from unittest import mock

    from requests.adapters import HTTPAdapter

    send = HTTPAdapter.send
    answers: dict[tuple[Any, ...], Any] = {}

    def remember(adapter: Any, request: Any, *args: Any, **options: Any) -> Any:
        asked = (request.method, request.url, request.body)
        if asked not in answers:
            answers[asked] = send(adapter, request, *args, **options)
            _ = answers[asked].content
        return answers[asked]

    with mock.patch.object(HTTPAdapter, "send", remember):
        yield


def measure(count: int) -> None:
    """Prints the figures; runs where the release is installed."""
    from tempfile import TemporaryDirectory

    os.environ["WANDB_SILENT"] = "true"
    import wandb

    from runfake import World, intercept, serve

    world = World()
    for name in "abc":
        world.run(f"demo/{name}", config={"lr": 0.1}, history=[{"loss": 1 / (i + 1)} for i in range(50)])
    world.run("demo/a", files={"notes.txt": "hello " * 100})
    with TemporaryDirectory() as folder, serve(world) as server, intercept(world, passthrough=True) as here:
        served = wandb.Api(overrides={"base_url": server.url}, api_key=server.api_key)
        pairs = [
            (reads_of(served, Path(folder)), reads_of(wandb.Api(), Path(folder))),
            (bare_reads(server.url, server.api_key), bare_reads(here.url, here.api_key)),
        ]
        print(f"{'a read, ms':28}{'server':>9}{'here':>9}{'ratio':>8}{'at most':>9}")
        for there, without in pairs:
            for name, read in there.items():
                _print(name, *_by_turns(read, without[name], count))


def _by_turns(there: Read, here: Read, count: int) -> tuple[float, float, float]:
    """Seconds a read from the server, here, and with answers from memory."""
    there(), here()
    each = max(count // ROUNDS, 1)
    taken = [0.0, 0.0, 0.0]
    for _ in range(ROUNDS):
        taken[0] += seconds(there, each)
        taken[1] += seconds(here, each)
        with no_answer_takes_time():
            here()
            taken[2] += seconds(here, each)
    first, second, third = (whole / each / ROUNDS for whole in taken)
    return first, second, third


def _print(name: str, there: float, here: float, least: float) -> None:
    print(f"{name:28}{there * 1e3:9.2f}{here * 1e3:9.2f}{there / here:8.2f}{there / least:9.2f}")


def main() -> None:
    """Prints the figures, from a process in the environment of the release."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--reads", type=int, default=1000, help="how many reads of each kind")
    from tests.matrix import borrowing

    source = f"import runpy; runpy.run_path({__file__!r})['measure']({parser.parse_args().reads})"
    print(f"wandb {RELEASE}")
    print(borrowing.run(RELEASE, source), end="")


if __name__ == "__main__":
    main()
