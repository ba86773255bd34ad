"""Many tests in one process, each with a world, a run and a client that reads it: nothing is left of them."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

# The inner session runs in a process of its own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")

# A sample; 500 take some minutes: RUNFAKE_MANY_TESTS=500 pytest tests/pytest_plugin/test_many_tests.py
TESTS = int(os.environ.get("RUNFAKE_MANY_TESTS", "40")) // 2
# A world with its run has some 40,000.
BYTES_A_TEST = 2_000
# What comes and goes may be there or not.
BYTES_EITHER_WAY = 200_000

MEASURING = """
import collections, gc, json, os, pathlib, sys, tempfile, threading, pytest

finished = 0

def measured():
    for _ in range(3):
        gc.collect()
    return {
        "types": collections.Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects()),
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "files": len(os.listdir("/proc/self/fd")),
        "temporary": sorted(os.listdir(tempfile.gettempdir())),
        "children": len(pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()),
    }

def size():
    # Of what the collector knows, and of all that this refers to.
    total, seen, found = 0, set(), gc.get_objects()
    while found:
        one = found.pop()
        if id(one) not in seen:
            seen.add(id(one))
            total += sys.getsizeof(one)
            found += gc.get_referents(one)
    return total

@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish():
    global finished
    finished += 1
    # Not after the very last, with which ends what the session has.
    left = -finished % TESTS
    if left in (3, 2, 1):
        with open("measured.jsonl", "a") as file:
            print(json.dumps(measured() | ({"bytes": size()} if left == 1 else {})), file=file)
"""
TESTING = """
import pytest, wandb

@pytest.fixture
def folder(tmp_path_factory):
    yield tmp_path_factory.mktemp("folder", numbered=True)

def log_and_read(number):
    with wandb.init(project="demo", id="a") as run:
        run.log({"number": number})
    assert wandb.Api().run("demo/a").summary["number"] == number

@pytest.mark.parametrize("number", range(TESTS))
def test_first(runfake, number):
    log_and_read(number)

@pytest.mark.parametrize("number", range(TESTS))
def test_without_the_fixture(folder, number):
    pass

@pytest.mark.parametrize("number", range(TESTS))
def test_with_it(runfake, number):
    log_and_read(number)
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc, to see what a process holds")
def test_nothing_is_left_of_many_tests(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(pytester.mkdir("temporary")))
    pytester.makeconftest(f"TESTS = {TESTS}\n{MEASURING}")
    pytester.makepyfile(f"TESTS = {TESTS}\n{TESTING}")
    # pytest keeps what is logged and printed by each test.
    arguments = ("-p", "no:cacheprovider", "-p", "no:logging", "-s")
    pytester.runpytest_subprocess(*arguments).assert_outcomes(passed=3 * TESTS)
    measured = [json.loads(line) for line in (pytester.path / "measured.jsonl").read_text().splitlines()]
    first, without, with_it = measured[:3], measured[3:6], measured[6:]

    # After so many tests what is made once is there.
    for what in ("threads", "temporary", "children"):
        assert with_it[-1][what] == first[-1][what], what
    # Connections are closed by a thread of the server, so that those of a test or two may be there.
    assert with_it[-1]["files"] - first[-1]["files"] < 20

    # pytest itself keeps something of each test, with the fixture as without.
    left = types_of(with_it) - types_of(without)
    left_without = types_of(without) - types_of(first)
    assert {kind: more for kind, more in (left - left_without).items() if more >= TESTS / 2} == {}
    growth, floor = with_it[-1]["bytes"] - without[-1]["bytes"], without[-1]["bytes"] - first[-1]["bytes"]
    assert growth - floor < BYTES_A_TEST * TESTS + BYTES_EITHER_WAY


def types_of(measured: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """How many objects of each type there were, whatever came and went; without those of Python's own types."""
    least = Counter(measured[0]["types"])
    for other in measured[1:]:
        least &= Counter(other["types"])
    return Counter({kind: number for kind, number in least.items() if not kind.startswith("builtins.")})
