"""What the pytest fixture costs a test, beside the test itself; and what a second process saves.

``python bench/fixture.py [--tests 200]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import re
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


def seconds_of(source: str, tests: int, *arguments: str) -> float:
    """How long pytest takes for so many tests, its start and that of the client taken off."""
    with TemporaryDirectory() as folder:
        file = _written(Path(folder), source, tests)
        # One test more, so that what is made once for a session counts in neither.
        whole, one = (_timed(file, only, *arguments) for only in ("", "[0]"))
        return whole - one


def _written(folder: Path, source: str, tests: int) -> Path:
    file = folder / "test_bench.py"
    file.write_text(source.format(tests=tests))
    return file


def _timed(file: Path, only: str, *arguments: str) -> float:
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(file.parent)]
    chosen = f"{file}::test_it{only}"
    begun = time.perf_counter()
    done = subprocess.run([*line, *arguments, chosen], capture_output=True, text=True, check=False, cwd=file.parent)
    taken = time.perf_counter() - begun
    if not re.search(r"\d+ passed", done.stdout) or done.returncode:
        raise SystemExit(f"the tests of the benchmark failed:\n{done.stdout}\n{done.stderr}")
    return taken


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tests", type=int, default=200, help="how many tests each session has")
    tests = parser.parse_args().tests
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
        one, both = (seconds_of(RUN, tests, *arguments) for arguments in ((), ("-n", "2")))
        print(f"with -n 2, {tests - 1} such tests take {both:.1f} s in the place of {one:.1f} s: {both / one:.2f}")
    else:
        print("with -n 2: not measured, pytest-xdist is not installed")


def _print(what: str, of: Callable[[Callable[[list[float]], float]], float]) -> None:
    print(f"{what:38} {of(median):8.2f} {of(mean):8.2f}")


if __name__ == "__main__":
    main()
