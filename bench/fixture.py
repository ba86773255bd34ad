"""What the pytest fixture costs a test, beside the test itself; and what a second process saves.

``python bench/fixture.py [--tests 200] [--rounds 3]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

HEADER = "import pytest, wandb\n\n@pytest.mark.parametrize('number', range({tests}))\n"
EMPTY = HEADER + "def test_it(number):\n    pass\n"
WORLD = HEADER + "def test_it(runfake, number):\n    pass\n"
RUN = (
    HEADER
    + """def test_it(runfake, number):
    with wandb.init(project="demo", id="a") as run:
        run.log({{"number": number}})
    assert wandb.Api().run("demo/a").summary["number"] == number
"""
)
# Writes how long what is before a test, the test itself and what is after it took.
CONFTEST = """import json

def pytest_runtest_logreport(report):
    with open({file!r}, "a") as file:
        print(json.dumps([report.when, report.duration]), file=file)
"""

CAN_PIN = hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1
# Gives each process of a session that runs tests a core, which what it starts inherits.
PINNING = """import os

def pytest_configure(config):
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each test of a session: in all, and around it; without the first, which begins the session."""

    whole: list[float]
    around: list[float]


def times_of(source: str, tests: int) -> Times:
    """Runs so many tests, and says how long each took by pytest's own clock."""
    with TemporaryDirectory() as folder:
        file = _written(Path(folder), source, tests)
        noted = file.with_name("durations.jsonl")
        file.with_name("conftest.py").write_text(CONFTEST.format(file=str(noted)))
        _timed(file, "")
        phases = [json.loads(line) for line in noted.read_text().splitlines()]
    before, within, after = ([1000 * t for when, t in phases if when == part] for part in ("setup", "call", "teardown"))
    # What ends the session counts as the end of its last test.
    each = list(zip(before, within, after, strict=True))[1:-1]
    return Times([sum(parts) for parts in each], [first + last for first, _, last in each])


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and of the processors: of pytest and of all that it started."""

    wall: float
    cpu: float

    @property
    def busy(self) -> float:
        """How many processors were busy on average."""
        return self.cpu / self.wall


@dataclass(frozen=True, slots=True)
class Way:
    """How a session is run: in so many processes, each of which may have one core for itself and what it starts."""

    processes: int
    pinned: bool

    def cost_of(self, source: str, tests: int) -> Cost:
        """What so many tests cost, without the start of pytest and of the client."""
        arguments = ("-n", str(self.processes)) if self.processes > 1 else ()
        with TemporaryDirectory() as folder:
            file = _written(Path(folder), source, tests)
            if self.pinned:
                file.with_name("conftest.py").write_text(PINNING)
            # One test more, so that what is made once for a session counts in neither.
            whole, one = (_timed(file, only, *arguments) for only in ("", "[0]"))
            return Cost(whole.wall - one.wall, whole.cpu - one.cpu)


def _written(folder: Path, source: str, tests: int) -> Path:
    file = folder / "test_bench.py"
    file.write_text(source.format(tests=tests))
    return file


def _timed(file: Path, only: str, *arguments: str) -> Cost:
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(file.parent)]
    chosen = f"{file}::test_it{only}"
    begun, before = time.perf_counter(), _children()
    done = subprocess.run([*line, *arguments, chosen], capture_output=True, text=True, check=False, cwd=file.parent)
    taken = Cost(time.perf_counter() - begun, _children() - before)
    if not re.search(r"\d+ passed", done.stdout) or done.returncode:
        raise SystemExit(f"the tests of the benchmark failed:\n{done.stdout}\n{done.stderr}")
    return taken


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tests", type=int, default=200, help="how many tests each session has")
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often each way to run them in two processes is timed"
    )
    chosen = parser.parse_args()
    tests = chosen.tests
    empty, world, run = (times_of(source, tests) for source in (EMPTY, WORLD, RUN))
    print("ms a test                                median     mean")
    for what, of in (
        ("a test without the fixture", lambda middle: middle(empty.whole)),
        ("the fixture around an empty test", lambda middle: middle(world.around) - middle(empty.around)),
        ("the fixture around one that logs a run", lambda middle: middle(run.around) - middle(empty.around)),
        ("that test, all in all", lambda middle: middle(run.whole)),
    ):
        _print(what, of)
    share = (sum(run.around) - sum(empty.around)) / sum(run.whole)
    print(f"of the test that logs a run, {100 * share:.1f} % is the fixture's")
    if find_spec("xdist"):
        _print_processes(tests, chosen.rounds)
    else:
        print("with -n 2: not measured, pytest-xdist is not installed")


def _print_processes(tests: int, rounds: int) -> None:
    ways = [Way(processes, pinned) for pinned in ((False, True) if CAN_PIN else (False,)) for processes in (1, 2)]
    # By turns, so that noise hits all.
    costs: dict[Way, list[Cost]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            costs[way].append(way.cost_of(RUN, tests))
    print(f"\n{tests - 1} tests that log a run                 seconds     CPU  cores busy")
    for way, each in costs.items():
        name = ("one process", "-n 2")[way.processes - 1] + (", a core each" if way.pinned else "")
        wall, cpu, busy = (median(getattr(cost, what) for cost in each) for what in ("wall", "cpu", "busy"))
        print(f"{name:38} {wall:8.2f} {cpu:7.2f} {busy:11.2f}")
    for pinned in {way.pinned: None for way in ways}:
        one, both = costs[Way(1, pinned)], costs[Way(2, pinned)]
        shares = [two.wall / alone.wall for alone, two in zip(one, both, strict=True)]
        told = "where each process has one core" if pinned else "with -n 2"
        print(f"{told}, part of the time of one process: {median(shares):.2f} ({min(shares):.2f} to {max(shares):.2f})")
    alone = median(cost.busy for cost in costs[Way(1, False)])
    print(f"as one process keeps {alone:.2f} cores busy, two cores could do it in {max(alone, 1) / 2:.2f}")


def _print(what: str, of: Callable[[Callable[[list[float]], float]], float]) -> None:
    print(f"{what:38} {of(median):8.2f} {of(mean):8.2f}")


if __name__ == "__main__":
    main()
