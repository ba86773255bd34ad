"""Many tests in one process, each with a world, a run and a client that reads it: nothing is left of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

# The inner session runs in a process of its own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")

# A sample; 500 take some minutes: RUNFAKE_MANY_TESTS=500 pytest tests/pytest_plugin/test_many_tests.py
TESTS = int(os.environ.get("RUNFAKE_MANY_TESTS", "40"))
# What Python and the client may keep of a test: less than a hundredth of what a world with its run takes.
BYTES_A_TEST = 40_000

MEASURING = """
import gc, json, os, pathlib, tempfile, threading, pytest

held = []

def measure():
    gc.collect()
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return {
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "files": len(os.listdir("/proc/self/fd")),
        "bytes": pages * os.sysconf("SC_PAGE_SIZE"),
        "temporary": sorted(os.listdir(tempfile.gettempdir())),
        "children": len(pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()),
    }

@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish(nodeid):
    held.append(nodeid)
    # The last but one, for what the session has ends with the last.
    if len(held) in (TESTS // 2, TESTS - 1):
        with open("measured.jsonl", "a") as file:
            print(json.dumps(measure()), file=file)
"""
TESTING = """
import pytest, wandb

@pytest.mark.parametrize("number", range(TESTS))
def test_it(runfake, number):
    with wandb.init(project="demo", id="a") as run:
        run.log({"number": number})
    assert wandb.Api().run("demo/a").summary["number"] == number
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc, to see what a process holds")
def test_nothing_is_left_of_many_tests(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = pytester.mkdir("temporary")
    monkeypatch.setenv("TMPDIR", str(temporary))
    pytester.makeconftest(f"TESTS = {TESTS}\n{MEASURING}")
    pytester.makepyfile(f"TESTS = {TESTS}\n{TESTING}")
    # pytest keeps what is logged and printed by each test.
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:logging", "-s").assert_outcomes(passed=TESTS)
    half, end = map(json.loads, (pytester.path / "measured.jsonl").read_text().splitlines())
    # The second half of the tests, for what is made once is there by then.
    for what in ("threads", "temporary", "children"):
        assert end[what] == half[what], what
    # Connections are closed by a thread of the server, so that those of a test or two may be there.
    assert end["files"] - half["files"] < 20
    assert end["bytes"] - half["bytes"] < BYTES_A_TEST * TESTS / 2 + 2_000_000
