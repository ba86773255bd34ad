"""The attributes of a run, as the client derives them from what the backend says."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.fixture
def run(backend: Runfake) -> wandb.apis.public.Run:
    backend.run(
        "demo/a",
        config={"lr": 0.1, "layers": [64, 32]},
        history=[{"loss": 1.0, "epoch": 0}, {"loss": 0.5}],
        display_name="quiet-otter-1",
        notes="noted",
        group="together",
        job_type="train",
        tags=["one", "two"],
        system_metrics=[{"system.cpu": 7.5}],
        files={"wandb-metadata.json": json.dumps({"os": "Linux", "program": "train.py"})},
        state="failed",
    )
    return wandb.Api().run("demo/a")


def test_who_it_is(run: wandb.apis.public.Run) -> None:
    assert (run.id, run.name, run.state) == ("a", "quiet-otter-1", "failed")
    assert (run.entity, run.project, run.path) == ("runfake", "demo", ["runfake", "demo", "a"])
    assert run.url.endswith("/runfake/demo/runs/a")


def test_what_was_said_of_it(run: wandb.apis.public.Run) -> None:
    assert (run.tags, run.notes, run.group, run.job_type) == (["one", "two"], "noted", "together", "train")
    datetime.fromisoformat(run.created_at.replace("Z", "+00:00"))


def test_what_it_was_given(run: wandb.apis.public.Run) -> None:
    assert run.config == {"lr": 0.1, "layers": [64, 32]}


def test_what_it_found(run: wandb.apis.public.Run) -> None:
    assert (run.summary["loss"], run.summary["epoch"], run.summary.get("none")) == (0.5, 0, None)
    assert run.lastHistoryStep == 1
    assert {"loss", "epoch"} <= set(run.history_keys["keys"])
    assert run.system_metrics == {"system.cpu": 7.5}


def test_whose_it_is(run: wandb.apis.public.Run) -> None:
    user: Any = run.user
    assert user.username == "runfake"


def test_where_it_ran(run: wandb.apis.public.Run) -> None:
    assert run.metadata == {"os": "Linux", "program": "train.py"}


def test_no_metadata(backend: Runfake) -> None:
    backend.run("demo/a")
    assert wandb.Api().run("demo/a").metadata is None


def test_its_sweep(backend: Runfake) -> None:
    sweep = backend.sweep("demo/s", {"method": "grid", "parameters": {"lr": {"values": [0.1, 0.2]}}})
    backend.run("demo/a", sweep=sweep)
    backend.run("demo/b")
    api = wandb.Api()
    found = api.run("demo/a").sweep
    assert found is not None
    assert (found.id, found.config["method"]) == ("s", "grid")
    assert api.run("demo/b").sweep is None


def test_values_that_are_hard_to_carry(backend: Runfake) -> None:
    backend.run(
        "demo/a",
        config={"größe 📏": "ö", "big": 2**60, "none": None, "a.b/c d": 1},
        summary={"nan": math.nan, "inf": math.inf, "big": 2**60, "größe 📏": "é\n"},
    )
    run = wandb.Api().run("demo/a")
    assert run.config == {"größe 📏": "ö", "big": 2**60, "none": None, "a.b/c d": 1}
    assert math.isnan(run.summary["nan"])
    assert (run.summary["inf"], run.summary["big"], run.summary["größe 📏"]) == (math.inf, 2**60, "é\n")
