"""`Run.history`: sampled metrics, as a data frame or a list."""

from __future__ import annotations

import math

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

ROWS = [{"loss": 1 / (i + 1), "epoch": i // 2} | ({"acc": i} if i % 3 == 0 else {}) for i in range(60)]


@pytest.fixture
def run(backend: Runfake) -> wandb.apis.public.Run:
    backend.run("demo/a", history=ROWS, system_metrics=[{"system.cpu": i} for i in range(5)])
    return wandb.Api().run("demo/a")


def test_all_rows_where_there_are_fewer(run: wandb.apis.public.Run) -> None:
    rows = run.history(pandas=False)
    assert [row["_step"] for row in rows] == list(range(60))
    assert [row["loss"] for row in rows] == [row["loss"] for row in ROWS]


def test_so_many_samples(run: wandb.apis.public.Run) -> None:
    rows = run.history(samples=10, pandas=False)
    steps = [row["_step"] for row in rows]
    assert len(steps) == 10
    assert steps == sorted(set(steps))


def test_of_keys_alone(run: wandb.apis.public.Run) -> None:
    rows = run.history(keys=["acc"], pandas=False)
    assert rows == [{"_step": i, "acc": i} for i in range(0, 60, 3)]


def test_against_another_axis(run: wandb.apis.public.Run) -> None:
    rows = run.history(keys=["loss"], x_axis="epoch", pandas=False)
    assert [(row["epoch"], row["loss"]) for row in rows] == [(row["epoch"], row["loss"]) for row in ROWS]


def test_as_a_data_frame(run: wandb.apis.public.Run) -> None:
    frame = run.history(keys=["loss"])
    assert list(frame["loss"]) == [row["loss"] for row in ROWS]
    assert list(frame["_step"]) == list(range(60))
    whole = run.history()
    assert math.isnan(whole["acc"][1])
    assert whole["acc"][3] == 3


def test_of_the_machine(run: wandb.apis.public.Run) -> None:
    rows = run.history(stream="system", pandas=False)
    assert [row["system.cpu"] for row in rows] == list(range(5))


def test_of_a_run_without_any(backend: Runfake) -> None:
    backend.run("demo/a")
    run = wandb.Api().run("demo/a")
    assert list(run.history(pandas=False)) == []
    assert list(run.history(keys=["loss"], pandas=False)) == []
    assert len(run.history()) == 0
