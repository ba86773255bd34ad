"""`Run.scan_history`: every row, unsampled; with keys, the rows that have all of them."""

from __future__ import annotations

import math
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

ROWS: list[dict[str, Any]] = [
    {"_step": i, "loss": 1 / (i + 1)} | ({"acc": i} if i % 3 == 0 else {}) for i in range(1200)
]


@pytest.fixture
def run(backend: Runfake) -> wandb.apis.public.Run:
    backend.run("demo/a", history=ROWS)
    return wandb.Api().run("demo/a")


@pytest.mark.parametrize("page_size", [100, 500, 1000])
def test_every_row(run: wandb.apis.public.Run, page_size: int) -> None:
    rows = list(run.scan_history(page_size=page_size))
    assert [row["_step"] for row in rows] == list(range(1200))
    assert [row["loss"] for row in rows] == [row["loss"] for row in ROWS]


def test_twice(run: wandb.apis.public.Run) -> None:
    scan = run.scan_history()
    assert len(list(scan)) == len(list(scan)) == 1200


@pytest.mark.parametrize("page_size", [100, 1000])
def test_only_rows_that_define_all_keys(run: wandb.apis.public.Run, page_size: int) -> None:
    rows = list(run.scan_history(keys=["loss", "acc"], page_size=page_size))
    assert [(row["loss"], row["acc"]) for row in rows] == [(row["loss"], row["acc"]) for row in ROWS[::3]]
    assert {key for row in rows for key in row} <= {"loss", "acc", "_step"}


@pytest.mark.parametrize(("first", "end"), [(0, 10), (7, 8), (250, 1100), (1190, 5000), (1200, 1300)])
def test_within_bounds(run: wandb.apis.public.Run, first: int, end: int) -> None:
    rows = list(run.scan_history(min_step=first, max_step=end))
    assert [row["_step"] for row in rows] == list(range(1200))[first:end]


def test_within_bounds_with_keys(run: wandb.apis.public.Run) -> None:
    rows = list(run.scan_history(keys=["loss"], min_step=3, max_step=8))
    assert [row["loss"] for row in rows] == [1 / (i + 1) for i in range(3, 8)]


@pytest.mark.parametrize("keys", [None, ["loss"]])
def test_over_gaps(backend: Runfake, keys: list[str] | None) -> None:
    steps = [0, 1, 2, 50, 51, 300]
    backend.run("demo/a", history=[{"_step": step, "loss": step / 2} for step in steps])
    rows = list(wandb.Api().run("demo/a").scan_history(keys=keys, page_size=10))
    assert [row["loss"] for row in rows] == [step / 2 for step in steps]


def test_what_is_not_finite(backend: Runfake) -> None:
    backend.run("demo/a", history=[{"x": math.nan}, {"x": math.inf}, {"x": -math.inf}])
    first, *others = [row["x"] for row in wandb.Api().run("demo/a").scan_history()]
    assert math.isnan(first)
    assert others == [math.inf, -math.inf]


def test_of_a_run_without_any(backend: Runfake) -> None:
    backend.run("demo/a")
    assert list(wandb.Api().run("demo/a").scan_history()) == []
    assert list(wandb.Api().run("demo/a").scan_history(keys=["loss"])) == []
