"""What a long history costs: to take in, to hold, to scan and to sample, and how that grows with its length.

``python bench/history.py [--rows 1000000]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import base64
import gc
import json
import multiprocessing
import os
import platform
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import exp
from pathlib import Path
from random import Random
from typing import Any

from runfake.wire import Backend, Head, Request
from runfake.world import World

ENTITY, PROJECT, RUN_ID = "runfake", "image-classification", "m3nx81qa"
# What the client sends at most every 15 s; here, so many rows of a quick training loop.
ROWS_PER_REQUEST = 5_000
PAGE = 1_000
SAMPLES = 500
TIMES = 7
RUN = "project(name: $project, entityName: $entity) { run(name: $run)"
HISTORY_PAGE = (
    "query HistoryPage($entity: String!, $project: String!, $run: String!, $minStep: Int64!, $maxStep: Int64!, "
    f"$pageSize: Int!) {{ {RUN} {{ history(minStep: $minStep, maxStep: $maxStep, samples: $pageSize) }} }} }}"
)
SAMPLED_PAGE = (
    "query SampledHistoryPage($entity: String!, $project: String!, $run: String!, $spec: JSONString!) "
    f"{{ {RUN} {{ sampledHistory(specs: [$spec]) }} }} }}"
)
FULL_HISTORY = (
    "query RunFullHistory($entity: String!, $project: String!, $run: String!, $samples: Int) "
    f"{{ {RUN} {{ history(samples: $samples) }} }} }}"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one history cost; times in seconds of the processor, memory in bytes for each byte of the lines sent."""

    rows: int
    raw_bytes: int
    ingest: float
    memory: float
    scan: float
    scan_with_keys: float
    last_page: float
    sample: float
    sample_by_keys: float


class Server:
    """A backend with one run, asked without a socket in between."""

    def __init__(self) -> None:
        world = World(0, entity=ENTITY)
        self._backend = Backend("http://127.0.0.1")
        key = self._backend.add(world).api_key
        self._headers = {"authorization": "Basic " + base64.b64encode(f"api:{key}".encode()).decode()}
        self._names = {"entity": ENTITY, "project": PROJECT, "run": RUN_ID}
        world.run(f"{PROJECT}/{RUN_ID}")
        self.ask(HISTORY_PAGE, minStep=0, maxStep=0, pageSize=0)  # what is made once is made

    def send(self, path: str, content: bytes) -> bytes:
        """Posts ``content``; returns the body of the answer."""
        response = self._backend.handle(Request(Head("POST", path, self._headers), [content]))
        body = response.body if isinstance(response.body, bytes) else b"".join(response.body)
        if response.status != 200:
            raise SystemExit(f"the backend answered {response.status}: {body.decode()}")
        return body

    def stream(self, content: bytes) -> None:
        """Sends one request of the file stream."""
        self.send(f"/files/{ENTITY}/{PROJECT}/{RUN_ID}/file_stream", content)

    def ask(self, query: str, **variables: Any) -> bytes:
        """The answer to a query about the run."""
        content = {"query": query, "variables": self._names | variables, "operationName": ""}
        return self.send("/graphql", json.dumps(content).encode())


# -- the rows --------------------------------------------------------------------------------------


def lines(first: int, count: int) -> list[str]:
    """Rows as a training loop logs them, a tenth of them with a validation metric besides."""
    numbers = Random(first)
    rows = [
        {
            "_step": step,
            "_runtime": round(step * 0.031, 6),
            "_timestamp": 1.7e9 + step * 0.031,
            "loss": 3.7 * exp(-step / 9e4) + numbers.random() / 20,
            "acc": round(1 - exp(-step / 7e4), 4),
        }
        | ({"val/acc": round(1 - exp(-step / 8e4), 4)} if step % 10 == 9 else {})
        for step in range(first, first + count)
    ]
    return [json.dumps(row, separators=(",", ":")) for row in rows]


def requests(count: int) -> Iterator[tuple[bytes, int]]:
    """The file stream requests of a run of ``count`` rows, each with the size of the lines in it."""
    for first in range(0, count, ROWS_PER_REQUEST):
        some = lines(first, min(ROWS_PER_REQUEST, count - first))
        files = {
            "wandb-history.jsonl": {"offset": first, "content": some},
            "wandb-summary.json": {"offset": 0, "content": some[-1:]},
        }
        yield json.dumps({"files": files}).encode(), sum(map(len, some))


# -- measuring -------------------------------------------------------------------------------------


def measure(count: int) -> dict[str, Any]:
    """The figures of a history of ``count`` rows; in a process of its own, for memory is that of the process."""
    server = Server()
    gc.collect()
    before = resident_bytes()
    ingest, raw_bytes = take_in(server, count)
    gc.collect()
    memory = resident_bytes() - before
    return asdict(
        Figures(
            rows=count,
            raw_bytes=raw_bytes,
            ingest=ingest,
            memory=memory / raw_bytes,
            scan=scan(server, count),
            scan_with_keys=scan_with_keys(server, count),
            last_page=median_of(lambda: page(server, count - PAGE, count)),
            sample=median_of(lambda: server.ask(FULL_HISTORY, samples=SAMPLES)),
            sample_by_keys=median_of(lambda: sampled(server, {"keys": ["_step", "loss"], "samples": SAMPLES})),
        )
    )


def take_in(server: Server, count: int) -> tuple[float, int]:
    """Streams the rows; seconds that the backend took, and the size of the lines."""
    seconds, size = 0.0, 0
    for content, raw in requests(count):
        begun = time.process_time()
        server.stream(content)
        seconds += time.process_time() - begun
        size += raw
    return seconds, size


def scan(server: Server, count: int) -> float:
    """Seconds for every page."""
    begun = time.process_time()
    rows = sum(page(server, first, first + PAGE) for first in range(0, count, PAGE))
    return _checked(rows, count, time.process_time() - begun)


def page(server: Server, first: int, end: int) -> int:
    """How many rows a page has."""
    answer = json.loads(server.ask(HISTORY_PAGE, minStep=first, maxStep=end, pageSize=end - first))
    return len(answer["data"]["project"]["run"]["history"])


def scan_with_keys(server: Server, count: int) -> float:
    """Seconds for every page of two keys that a tenth of the rows define."""
    begun = time.process_time()
    rows = 0
    for first in range(0, count, PAGE):
        spec = {"keys": ["_step", "loss", "val/acc"], "minStep": first, "maxStep": first + PAGE - 1, "samples": PAGE}
        rows += sampled(server, spec)
    return _checked(rows, count // 10, time.process_time() - begun)


def sampled(server: Server, spec: dict[str, Any]) -> int:
    """How many rows a sample has."""
    answer = json.loads(server.ask(SAMPLED_PAGE, spec=json.dumps(spec)))
    return len(answer["data"]["project"]["run"]["sampledHistory"][0])


def _checked(rows: int, expected: int, seconds: float) -> float:
    if rows != expected:
        raise SystemExit(f"the pages of a scan gave {rows} rows, not {expected}.")
    return seconds


def median_of(call: Any) -> float:
    """Seconds of one call, the median of a few."""
    took = []
    for _ in range(TIMES):
        begun = time.process_time()
        call()
        took.append(time.process_time() - begun)
    return statistics.median(took)


def resident_bytes() -> int:
    """The memory that the process occupies now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


# -- the report ------------------------------------------------------------------------------------


def main() -> None:
    """Measures a history and one of a tenth of its length, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="length of the longer history (default: 1000000)")
    rows: int = parser.parse_args().rows
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        short, long = (Figures(**pool.apply(measure, (count,))) for count in (rows // 10, rows))
    report(short, long)


def report(short: Figures, long: Figures) -> None:
    """Prints the figures."""
    each = long.raw_bytes / long.rows
    print(f"A history of {each:.0f} bytes a row, {ROWS_PER_REQUEST} rows a request, {PAGE} steps a page, no socket")
    print(f"Python {platform.python_version()}\n")
    print(f"{'':<28}{short.rows:>12,}{long.rows:>12,}{'growth':>10}")
    for name, title, unit in (
        ("ingest", "ingest, us a row", 1e6 / long.rows),
        ("scan", "scan, us a row", 1e6 / long.rows),
        ("scan_with_keys", "scan with keys, us a row", 1e6 / long.rows),
        ("last_page", "last page, ms", 1e3),
        ("sample", f"sample of {SAMPLES}, ms", 1e3),
        ("sample_by_keys", f"sample of {SAMPLES} by key, ms", 1e3),
    ):
        less, more = getattr(short, name), getattr(long, name)
        times = long.rows / short.rows if unit < 1e3 else 1.0
        print(f"{title:<28}{less * unit * times:>12.2f}{more * unit:>12.2f}{more / less:>10.2f}")
    print(f"\nmemory for each byte of raw JSON: {long.memory:.3f} ({short.memory:.3f} for the shorter one)")


if __name__ == "__main__":
    main()
