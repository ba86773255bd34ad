"""What importing runfake costs: nothing of the libraries that its faces use."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("graphql", "uvicorn", "httptools", "pytest", "hypothesis", "responses", "faker", "pyarrow", "wandb", "yaml")


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that are loaded once ``statement`` has run, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", statement], capture_output=True, text=True, check=True
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}


def test_importing_runfake_loads_no_library() -> None:
    assert loaded_by("import runfake") & set(HEAVY) == set()


def test_a_world_needs_no_library() -> None:
    assert loaded_by("import runfake; runfake.World().run('p/r')") & set(HEAVY) == set()


def test_the_plugin_loads_nothing_but_pytest() -> None:
    assert loaded_by("import runfake.pytest_plugin") & (set(HEAVY) - {"pytest"}) == set()


def test_what_a_server_needs_is_found_when_it_is_loaded() -> None:
    assert {"graphql", "uvicorn"} <= loaded_by("import runfake; runfake.serve")


def test_an_unknown_name_is_told_apart_from_the_known() -> None:
    import runfake

    with pytest.raises(
        AttributeError, match=r"no attribute .sreve.: it has Clock, Server, World, faults, intercept, serve"
    ):
        _ = runfake.sreve
