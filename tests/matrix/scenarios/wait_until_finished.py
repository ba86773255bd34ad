"""`Run.wait_until_finished`: returns when the run has ended."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.mark.parametrize("end", ["finished", "failed", "crashed"])
def test_until_it_ends(backend: Runfake, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    held = backend.run("demo/a", state="running")
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 2:
            held.state = end

    run = wandb.Api().run("demo/a")
    # The client asks every five seconds; the run ends while it naps for the second time.
    monkeypatch.setattr(sys.modules[type(run).__module__], "time", SimpleNamespace(sleep=nap))
    run.wait_until_finished()
    assert len(naps) == 2
    run.load(force=True)
    assert run.state == end


def test_not_at_all_where_it_has(backend: Runfake) -> None:
    backend.run("demo/a", state="finished")
    wandb.Api().run("demo/a").wait_until_finished()
