"""What the pytest fixture costs a test, beside the test itself; and what a second process saves.

``python bench/fixture.py [--tests 200]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
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


def seconds_of(source: str, tests: int, *arguments: str) -> float:
    """How long pytest takes for so many tests, its start and that of the client taken off."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "test_bench.py")
        file.write_text(source.format(tests=tests))
        # One test more, so that what is made once for a session counts in neither.
        whole, one = (_timed(file, only, *arguments) for only in ("", "[0]"))
        return whole - one


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
    empty, world, run = (seconds_of(source, tests) / (tests - 1) for source in (EMPTY, WORLD, RUN))
    own = world - empty
    print(f"a test without the fixture      {1000 * empty:8.2f} ms")
    print(f"the fixture's own cost          {1000 * own:8.2f} ms a test")
    print(f"a test that logs and reads a run{1000 * run:8.2f} ms, {100 * own / run:.1f} % of it the fixture's")
    if find_spec("xdist"):
        both = seconds_of(RUN, tests, "-n", "2") / (tests - 1)
        print(f"the same with -n 2              {1000 * both:8.2f} ms, {both / run:.2f} of the time")
    else:
        print("the same with -n 2: not measured, pytest-xdist is not installed")


if __name__ == "__main__":
    main()
