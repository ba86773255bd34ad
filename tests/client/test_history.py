"""Row 6: ``Run.history``, sampled."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest
import wandb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runfake.pytest_plugin.fixture import Runfake
from tests.histories import asked_keys, by_step, finite, histories, with_keys

Rows = list[dict[str, Any]]


@pytest.fixture
def run(runfake: Runfake, api: wandb.Api, rows: Rows) -> Any:
    """A real client's run with the thirty rows."""
    metrics = [{"system.cpu": float(i), "_timestamp": float(i), "_runtime": float(i)} for i in range(9)]
    runfake.run("shop/a", history=rows, system_metrics=metrics)
    return api.run("shop/a")


def test_it_gives_every_row_where_they_fit(run: Any, rows: Rows) -> None:
    got = run.history(pandas=False)
    assert [{key: row[key] for key in wanted} for row, wanted in zip(got, rows, strict=True)] == rows


@pytest.mark.parametrize("samples", [1, 2, 7, 29, 30, 31])
def test_it_gives_as_many_samples_as_asked_for_first_and_last_among_them(run: Any, samples: int) -> None:
    steps = [row["_step"] for row in run.history(samples=samples, pandas=False)]
    assert len(steps) == min(samples, 30)
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert samples == 1 or steps[-1] == 58
    assert steps == [row["_step"] for row in run.history(samples=samples, pandas=False)]


def test_keys_give_only_those_metrics_and_only_where_all_are_there(run: Any, rows: Rows) -> None:
    got = run.history(keys=["loss", "accuracy"], pandas=False)
    assert got == [{k: row[k] for k in ("_step", "loss", "accuracy")} for row in rows if "accuracy" in row]


def test_keys_may_be_nested(run: Any) -> None:
    got = run.history(keys=["nested.depth.value"], pandas=False)
    assert got == [{"_step": 2 * i, "nested.depth.value": i} for i in range(0, 30, 5)]


def test_another_x_axis_takes_the_place_of_the_step(run: Any, rows: Rows) -> None:
    got = run.history(keys=["loss"], x_axis="accuracy", pandas=False)
    assert got == [{"accuracy": row["accuracy"], "loss": row["loss"]} for row in rows if "accuracy" in row]


def test_it_gives_a_data_frame_by_default(run: Any, rows: Rows) -> None:
    frame = run.history(keys=["loss"])
    assert isinstance(frame, pd.DataFrame)
    assert frame["loss"].tolist() == [row["loss"] for row in rows]


def test_the_system_stream_gives_machine_metrics_instead(run: Any) -> None:
    got = run.history(stream="system", samples=5, pandas=False)
    assert [row["system.cpu"] for row in got] == [0.0, 2.0, 4.0, 6.0, 8.0]
    assert all("loss" not in row for row in got)


def test_numbers_that_are_not_finite_come_back(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/b", history=[{"x": math.nan, "y": math.inf, "z": -math.inf, "big": 2**63 + 1}])
    (row,) = api.run("shop/b").history(pandas=False)
    assert math.isnan(row["x"])
    assert (row["y"], row["z"], row["big"]) == (math.inf, -math.inf, 2**63 + 1)
    (sampled,) = api.run("shop/b").history(keys=["x", "y", "z", "big"], pandas=False)
    assert sampled == {"_step": 0, "x": "NaN", "y": "Infinity", "z": "-Infinity", "big": 2**63 + 1}


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories(), asked_keys, st.integers(0, 12))
def test_a_sample_has_the_size_asked_both_ends_and_is_always_the_same(
    runfake: Runfake, api: wandb.Api, rows: Rows, keys: list[str], samples: int
) -> None:
    held = runfake.run(f"shop/r{len(runfake.runs())}", history=rows)
    run = api.run(held.path)
    for got, known in (
        (run.history(samples=samples, pandas=False), list(held.history)),
        (run.history(samples=samples, keys=keys, pandas=False), with_keys(by_step(held.history), ["_step", *keys])),
    ):
        shown, whole = in_order(got), in_order(known)
        assert len(shown) == min(samples, len(whole))
        assert shown[:1] == whole[:1] * bool(samples)
        assert samples < 2 or shown[-1:] == whole[-1:]
        places = iter(whole)
        assert all(row in places for row in shown)
    assert in_order(run.history(samples=samples, pandas=False)) == in_order(
        api.run(held.path).history(samples=samples, pandas=False)
    )


def in_order(rows: Rows) -> list[str]:
    return [json.dumps(finite(row), sort_keys=True) for row in rows]
