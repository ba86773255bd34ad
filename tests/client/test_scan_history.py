"""Row 11: ``Run.scan_history``, every row."""

from __future__ import annotations

from typing import Any

import pytest
import wandb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runfake.pytest_plugin.fixture import Runfake
from tests.histories import asked_keys, by_step, finite, histories, in_some_order, with_keys

Rows = list[dict[str, Any]]


@pytest.fixture
def run(runfake: Runfake, api: wandb.Api, rows: Rows) -> Any:
    """A real client's run with the thirty rows, of steps 0 to 58."""
    runfake.run("shop/a", history=rows)
    return api.run("shop/a")


@pytest.mark.parametrize("page_size", [1, 2, 3, 10, 59, 1000])
def test_it_gives_every_row_once_and_in_order_for_any_page_size(run: Any, rows: Rows, page_size: int) -> None:
    got = list(run.scan_history(page_size=page_size))
    assert [{key: row[key] for key in wanted} for row, wanted in zip(got, rows, strict=True)] == rows


@pytest.mark.parametrize("page_size", [1, 3, 7, 1000])
def test_keys_give_the_rows_that_define_all_of_them(run: Any, rows: Rows, page_size: int) -> None:
    got = list(run.scan_history(keys=["accuracy", "loss"], page_size=page_size))
    assert got == [{k: row[k] for k in ("_step", "loss", "accuracy")} for row in rows if "accuracy" in row]


def test_keys_that_no_row_defines_together_give_nothing(run: Any) -> None:
    assert list(run.scan_history(keys=["loss", "no such"])) == []


@pytest.mark.parametrize(("low", "high"), [(0, 59), (0, 58), (1, 3), (4, 4), (10, 11), (58, 59), (58, 1000), (59, 70)])
def test_the_lower_bound_is_inclusive_and_the_upper_exclusive(run: Any, low: int, high: int) -> None:
    wanted = [step for step in range(0, 60, 2) if low <= step < high]
    assert [row["_step"] for row in run.scan_history(min_step=low, max_step=high)] == wanted
    assert [row["_step"] for row in run.scan_history(keys=["loss"], min_step=low, max_step=high)] == wanted


def test_it_may_be_iterated_twice(run: Any) -> None:
    scan = run.scan_history(keys=["loss"])
    assert list(scan) == list(scan) != []


def test_rows_logged_after_the_first_page_was_read_do_not_disturb_it(runfake: Runfake, run: Any) -> None:
    scan = run.scan_history(page_size=5)
    steps = [next(scan)["_step"]]
    runfake.run("shop/a", history=[{"_step": 60, "loss": 0.0}])
    # Going on with next(): the client starts anew at each iter().
    while row := next(scan, None):
        steps.append(row["_step"])
    assert steps == list(range(0, 60, 2))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories(), asked_keys, st.tuples(st.integers(1, 25), st.integers(0, 22), st.none() | st.integers(0, 25)))
def test_any_history_is_read_row_by_row_once(
    runfake: Runfake, api: wandb.Api, rows: Rows, keys: list[str], scan: tuple[int, int, int | None]
) -> None:
    page_size, low, high = scan
    held = runfake.run(f"shop/r{len(runfake.runs())}", history=rows)
    run = api.run(held.path)
    expected = by_step(held.history, low, high)
    got = list(run.scan_history(page_size=page_size, min_step=low, max_step=high))
    assert in_some_order(got) == in_some_order(expected)
    assert [row["_step"] for row in got] == [row["_step"] for row in expected]
    got = list(run.scan_history(keys=keys, page_size=page_size, min_step=low, max_step=high))
    assert in_some_order(map(as_floats, got)) == in_some_order(map(as_floats, with_keys(expected, ["_step", *keys])))


def as_floats(value: Any) -> Any:
    """The value as a scan with keys gives it: each number a float, what is not finite named."""
    if isinstance(value, dict):
        return {key: as_floats(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_floats(inner) for inner in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else finite(value)
