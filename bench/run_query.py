"""How fast a runfake server answers the query behind ``wandb.Api().run(...)``, beside a server that does nothing.

``python bench/run_query.py [--seconds 3]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import base64
import json
import multiprocessing
import os
import platform
import random
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import exp
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from typing import Any, cast

import wandb
from wandb.apis.public.runs import RUN_FRAGMENT_NAME, Run

from runfake.transports.delivery import Receive, Send
from runfake.transports.listener import Listener
from runfake.transports.server import serve
from runfake.world import World

ENTITY, PROJECT, RUN_ID = "runfake", "image-classification", "m3nx81qa"
ROUND_SECONDS = 0.25
RECEIVE = 1 << 16


# -- the request -----------------------------------------------------------------------------------


class _Recorder:
    """Stands in for the client's connection, and keeps what it was to send."""

    def __init__(self) -> None:
        self.query = ""
        self.variables: dict[str, Any] = {}

    def execute_graphql(self, query: str, variables: dict[str, Any], *_: Any, **__: Any) -> dict[str, Any]:
        """Keeps the query; answers that there is no such run, which ends the matter."""
        self.query, self.variables = query, dict(variables)
        return {"project": None}


def run_query() -> bytes:
    """The body that the installed client sends for one run with all its fields."""
    recorder = _Recorder()
    with TemporaryDirectory() as folder, suppress(ValueError):  # the run that is not found
        os.environ["WANDB_DIR"] = folder  # where the client makes a folder for it all the same
        Run(cast(Any, recorder), ENTITY, PROJECT, RUN_ID, lazy=False)
    if RUN_FRAGMENT_NAME not in recorder.query:
        raise SystemExit(f"wandb {wandb.__version__} does not ask for a run the way this benchmark knows.")
    return json.dumps({"query": recorder.query, "variables": recorder.variables, "operationName": ""}).encode()


def http_request(body: bytes, key: str) -> bytes:
    """A whole request, with the headers that the client sends."""
    head = (
        "POST /graphql HTTP/1.1",
        "Host: 127.0.0.1",
        f"User-Agent: wandb-core/{wandb.__version__}",
        f"Authorization: Basic {base64.b64encode(f'api:{key}'.encode()).decode()}",
        "Content-Type: application/json",
        "Accept-Encoding: identity",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


# -- the servers, each in a process of its own -----------------------------------------------------


def believable_world() -> World:
    """A world with one run such as people have: a score of hyperparameters, 500 rows of a few metrics."""
    numbers = random.Random(0)
    world = World(0, entity=ENTITY)
    config = {f"model.option_{i}": numbers.choice([0.1, 128, "adamw", True]) for i in range(16)}
    config |= {"data": {"name": "shelf-photos", "version": 4}, "augmentations": ["crop", "flip", "mixup"]}
    rows = [
        {"loss": 3.7 * exp(-step / 90) + numbers.random() / 20, "accuracy": 1 - exp(-step / 70), "epoch": step // 20}
        | ({"val/loss": 3.8 * exp(-step / 99), "val/accuracy": 1 - exp(-step / 80)} if step % 20 == 19 else {})
        for step in range(500)
    ]
    machine = {"system.cpu": 31.2, "system.memory_percent": 48.1, "system.gpu.0.gpu": 97.0, "system.gpu.0.temp": 66.0}
    world.run(
        f"{PROJECT}/{RUN_ID}",
        config=config,
        history=rows,
        system_metrics=[machine],
        tags=["baseline", "candidate"],
        notes="The first one with mixup.",
        group="augmentation-study",
        job_type="train",
    )
    return world


def be_runfake(pipe: Connection) -> None:
    """Serves that world until told to end."""
    pipe.recv()
    with serve(believable_world()) as server:
        pipe.send((server.port, server.api_key))
        pipe.recv()


def be_bare(pipe: Connection) -> None:
    """Serves one constant answer, from the same server with the same settings, until told to end."""
    listener = Listener()
    listener.start(_constant_app(pipe.recv()))
    pipe.send((listener.port, ""))
    pipe.recv()


def _constant_app(answer: bytes) -> Callable[[Any, Receive, Send], Any]:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]

    async def app(_: Any, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body", False):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    return app


@contextmanager
def server_process(target: Callable[[Connection], None], given: bytes | None = None) -> Iterator[tuple[int, str]]:
    """The port and the key of a server in a child process, which is ended in the end."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that a child that fails is an end of file here
    try:
        ours.send(given)
        yield ours.recv()
    finally:
        process.kill()
        process.join()


# -- measuring -------------------------------------------------------------------------------------


@dataclass
class Side:
    """One server under measurement: a connection to it, and what its rounds gave."""

    name: str
    request: bytes
    connection: socket.socket
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def measure_round(self, seconds: float) -> None:
        """Asks one request after another for so long."""
        took: list[float] = []
        begun = now = time.perf_counter()
        while now - begun < seconds:
            asked = now
            ask(self.connection, self.request)
            now = time.perf_counter()
            took.append(now - asked)
        self.rates.append(len(took) / (now - begun))
        self.latencies.append(statistics.median(took))

    @property
    def rate(self) -> float:
        """Requests per second, the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def latency(self) -> float:
        """Seconds for one request, the median of the rounds' medians."""
        return statistics.median(self.latencies)


def connect(port: int) -> socket.socket:
    """A connection that sends at once."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def ask(connection: socket.socket, request: bytes) -> bytes:
    """Sends a request; returns the body of its answer."""
    connection.sendall(request)
    received = connection.recv(RECEIVE)
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += _more(connection)
    length = int(received[:end].lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    while len(received) < end + 4 + length:
        received += _more(connection)
    if not received.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"the server answered {received.decode(errors='replace')}")
    return received[end + 4 :]


def _more(connection: socket.socket) -> bytes:
    chunk = connection.recv(RECEIVE)
    if not chunk:
        raise SystemExit("the server closed the connection.")
    return chunk


def measure(sides: list[Side], seconds: float) -> None:
    """Rounds of the sides by turns, ``seconds`` for each in all, after one round that does not count."""
    for side in sides:
        side.measure_round(ROUND_SECONDS)
        side.rates.clear()
        side.latencies.clear()
    for _ in range(max(3, round(seconds / ROUND_SECONDS))):
        for side in sides:
            side.measure_round(ROUND_SECONDS)


# -- the report ------------------------------------------------------------------------------------


def main() -> None:
    """Measures both servers and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to ask each server (default: 3)")
    seconds = parser.parse_args().seconds
    body = run_query()
    with server_process(be_runfake) as (port, key), connect(port) as to_runfake:
        request = http_request(body, key)
        answer = ask(to_runfake, request)
        if not json.loads(answer)["data"]["project"]["run"]["historyLineCount"]:
            raise SystemExit("the run in the answer is empty.")
        with server_process(be_bare, answer) as (bare_port, _), connect(bare_port) as to_bare:
            sides = [Side("runfake", request, to_runfake), Side("bare", request, to_bare)]
            measure(sides, seconds)
    report(sides, len(body), len(answer))


def report(sides: list[Side], asked: int, answered: int) -> None:
    """Prints the figures."""
    runfake, bare = sides
    print(f"Run query of wandb {wandb.__version__}: {asked} bytes asked, {answered} bytes answered, one connection")
    print(f"Python {platform.python_version()}, medians of {len(runfake.rates)} rounds of {ROUND_SECONDS} s\n")
    print(f"{'server':<10}{'requests/s':>12}{'median us':>12}")
    for side in sides:
        print(f"{side.name:<10}{side.rate:>12.0f}{side.latency * 1e6:>12.0f}")
    print(f"\nrunfake/bare: {runfake.rate / bare.rate:.3f}")


if __name__ == "__main__":
    main()
