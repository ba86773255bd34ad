"""Row 11: ``Run.scan_history``, every row."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

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
