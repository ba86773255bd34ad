"""Histories that were exported to Parquet files, read by the real client."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import wandb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wandb.apis.public.runhistory import IncompleteRunHistoryError

from runfake.pytest_plugin.fixture import Runfake
from tests.histories import ASCENDING, Row, by_step, histories, in_some_order, without_nulls


def storage_requests(runfake: Runfake) -> list[tuple[str, int | None]]:
    return [(entry.method, entry.status) for entry in runfake.journal if entry.path.startswith("/storage/")]


def loss_rows(count: int, first: int = 0) -> list[Row]:
    return [{"_step": first + i, "loss": (first + i) / 8} for i in range(count)]


def test_a_scan_reads_files_and_live_rows_and_gives_each_row_once(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=loss_rows(25))
    runfake.world.export_history("shop/a", rows_per_file=10)
    runfake.run("shop/a", history=loss_rows(5, first=25))
    for page_size in (1, 7, 26, 1000):
        got = list(api.run("shop/a").scan_history(page_size=page_size))
        assert [(row["_step"], row["loss"]) for row in got] == [(i, i / 8) for i in range(30)]
    assert storage_requests(runfake) == [("GET", 200)] * 3  # the client keeps whole files


def test_a_scan_with_keys_reads_parts_of_the_files(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=loss_rows(25))
    runfake.world.export_history("shop/a")
    runfake.run("shop/a", history=loss_rows(5, first=25))
    got = list(api.run("shop/a").scan_history(keys=["loss"], page_size=10))
    assert got == loss_rows(30)
    assert {status for _, status in storage_requests(runfake)} == {206}


@pytest.mark.parametrize(("low", "high"), [(0, 10), (3, 12), (9, 11), (10, 15), (12, 40)])
def test_a_window_may_lie_on_either_side_or_across(runfake: Runfake, api: wandb.Api, low: int, high: int) -> None:
    runfake.run("shop/a", history=loss_rows(10))
    runfake.world.export_history("shop/a")
    runfake.run("shop/a", history=loss_rows(5, first=10))
    for keys in (None, ["loss"]):
        got = api.run("shop/a").scan_history(keys=keys, min_step=low, max_step=high, page_size=4)
        assert [row["_step"] for row in got] == list(range(low, min(high, 15)))


def test_values_of_every_kind_come_back(runfake: Runfake, api: wandb.Api) -> None:
    image = {"_type": "image-file", "path": "media/x.png", "width": 3}
    row: Row = {"nested": {"k": {"deep": 1}}, "image": image, "bins": [1, 2], "text": "é", "flag": True, "a.b": 7,
                "big": 2**53 + 1, "bigger": 2**63 + 1, "inf": math.inf, "mixed": 1}  # fmt: skip
    runfake.run("shop/a", history=[row, {"mixed": "x"}])
    runfake.world.export_history("shop/a")
    first, second = api.run("shop/a").scan_history()
    assert {key: first[key] for key in row} == row | {"mixed": "1"}
    # A file has a null for what a row lacks; the client passes it on.
    assert second == dict.fromkeys(first) | {k: second[k] for k in ("_step", "_runtime", "_timestamp")} | {"mixed": "x"}


def test_nan_comes_back_from_a_file(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=[{"loss": math.nan}])
    runfake.world.export_history("shop/a")
    (row,) = api.run("shop/a").scan_history(keys=["loss"])
    assert math.isnan(row["loss"])


def test_samples_are_of_all_rows_wherever_they_are(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=loss_rows(25))
    runfake.world.export_history("shop/a")
    runfake.run("shop/a", history=loss_rows(5, first=25))
    run = api.run("shop/a")
    assert [row["_step"] for row in run.history(pandas=False)] == list(range(30))
    assert [row["_step"] for row in run.history(keys=["loss"], samples=2, pandas=False)] == [0, 29]


def test_the_files_are_downloaded_whole(runfake: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    runfake.run("shop/a", history=loss_rows(25))
    files = runfake.world.export_history("shop/a", rows_per_file=10)
    result = api.run("shop/a").download_history_exports(str(tmp_path))
    assert sorted(path.name for path in result.paths) == [f"runfake_shop_a_{i}.runhistory.parquet" for i in range(3)]
    assert (result.contains_live_data, result.errors) == (False, {})
    assert [path.read_bytes() for path in sorted(result.paths)] == [file.blob.read() for file in files]
    frame = pd.concat(map(pd.read_parquet, sorted(result.paths)))
    assert frame["loss"].tolist() == [i / 8 for i in range(25)]


def test_live_rows_are_refused_or_told_of(runfake: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    runfake.run("shop/a", history=loss_rows(3))
    run = api.run("shop/a")
    with pytest.raises(IncompleteRunHistoryError):
        run.download_history_exports(str(tmp_path), require_complete_history=True)
    runfake.world.export_history("shop/a")
    runfake.run("shop/a", history=loss_rows(1, first=3))
    with pytest.raises(IncompleteRunHistoryError):
        run.download_history_exports(str(tmp_path), require_complete_history=True)
    result = run.download_history_exports(str(tmp_path), require_complete_history=False)
    assert (len(result.paths), result.contains_live_data) == (1, True)


def test_what_a_client_logs_may_be_exported(runfake: Runfake, api: wandb.Api) -> None:
    with wandb.init(project="shop", id="a") as run:
        for i in range(10):
            run.log({"loss": i / 8, "nested": {"k": i}})
    runfake.world.export_history("shop/a")
    got = list(api.run("shop/a").scan_history())
    assert [(row["loss"], row["nested"]) for row in got] == [(i / 8, {"k": i}) for i in range(10)]


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.tuples(histories(), histories(ASCENDING)), st.integers(1, 12), st.integers(3, 25))
def test_any_history_in_files_and_live_is_read_row_by_row_once(
    runfake: Runfake, api: wandb.Api, rows: tuple[list[Row], list[Row]], rows_per_file: int, page_size: int
) -> None:
    held = runfake.run(f"shop/r{len(runfake.runs())}", history=rows[0])
    runfake.world.export_history(held, rows_per_file=rows_per_file)
    runfake.run(held.path, history=rows[1])
    got: list[dict[str, Any]] = list(api.run(held.path).scan_history(page_size=page_size))
    assert in_some_order(map(without_nulls, got)) == in_some_order(map(without_nulls, by_step(held.history)))
