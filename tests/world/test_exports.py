"""What is exported, what is live, and what of it a rewritten history keeps."""

from __future__ import annotations

import io
import json
import sys
from itertools import accumulate
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.errors import Gone, Invalid, NotFound
from runfake.world.exports import Export
from runfake.world.history import History
from tests.histories import Row, by_step, finite, histories, without_nulls


def rows_in(file: Export) -> list[Row]:
    rows: list[Row] = pyarrow.parquet.read_table(io.BytesIO(file.blob.read())).to_pylist()
    return rows


def world_of(count: int) -> tuple[World, History]:
    world = World()
    return world, world.run("shop/a", history=[{"loss": float(i)} for i in range(count)]).history


def partly_exported(rows: list[Row], exported: int) -> History:
    world = World()
    history = world.run("shop/a").history
    history.write(0, list(map(json.dumps, rows[:exported])))
    world.export_history("shop/a")
    history.write(len(history), list(map(json.dumps, rows[exported:])))
    return history


@given(st.lists(st.tuples(histories(), st.integers(1, 8)), min_size=1, max_size=3))
def test_each_row_is_in_one_file_and_files_are_ordered_by_step(parts: list[tuple[list[Row], int]]) -> None:
    world = World()
    history, held = world.run("shop/a").history, list[Row]()
    for rows, rows_per_file in parts:
        history.write(len(history), list(map(json.dumps, rows)))
        files = world.export_history("shop/a", rows_per_file=rows_per_file)
        assert [file.rows for file in files[:-1]] == [rows_per_file] * (len(files) - 1)
        assert [file.first_row for file in files] == list(range(len(held), len(held) + len(rows), rows_per_file))
        for file in files:
            first = file.first_row - len(held)
            expected = by_step(rows[first : first + file.rows])
            assert [finite(without_nulls(row)) for row in rows_in(file)] == [finite(without_nulls(r)) for r in expected]
        held += rows
    assert history.exports.rows == len(held) == sum(file.rows for file in history.exports)
    assert history.live(["_step"], 100) == []
    assert list(map(finite, history)) == list(map(finite, held))


def test_exporting_again_exports_only_what_came_since() -> None:
    world, history = world_of(3)
    (first,) = world.export_history("shop/a")
    assert world.export_history("shop/a") == []
    run = world.run("shop/a", history=[{"loss": 9.0}])
    assert history.live(["loss"], 10) == [{"loss": 9.0}]
    (second,) = world.export_history(run)
    assert [(file.name, file.first_row, file.rows) for file in (first, second)] == [
        ("0.runhistory.parquet", 0, 3),
        ("1.runhistory.parquet", 3, 1),
    ]
    assert list(history.exports) == [first, second]


@pytest.mark.parametrize(("count", "kept"), [(6, 3), (5, 2), (4, 2), (3, 1), (1, 0), (0, 0)])
def test_a_truncated_history_keeps_the_files_that_are_whole_and_the_rest_is_live(count: int, kept: int) -> None:
    world, history = world_of(6)
    files = world.export_history("shop/a", rows_per_file=2)
    history.truncate(count)
    assert list(history.exports) == files[:kept]
    assert [row["_step"] for row in history.live(["_step"], 10)] == list(range(2 * kept, count))
    world.run("shop/a", history=[{"loss": 0.0}] * 3)
    again = world.export_history("shop/a", rows_per_file=1)
    names = [file.name for file in (*files, *again)]
    assert len(set(names)) == len(names) > len(files) + 2


def test_a_rewritten_row_takes_its_file_away() -> None:
    world, history = world_of(6)
    files = world.export_history("shop/a", rows_per_file=2)
    history.write(2, history.window(2, 3, None))
    assert list(history.exports) == files
    history.write(3, ['{"_step": 3, "loss": -1}'])
    assert list(history.exports) == files[:1]
    assert [row["loss"] for row in history.live(["loss"], 10)] == [2.0, -1, 4.0, 5.0]
    with pytest.raises(NotFound, match=r"'1\.runhistory\.parquet' not found, or its rows have changed since"):
        history.exports.named("1.runhistory.parquet")


@given(histories(), st.integers(0, 10), st.integers(-1, 22), st.integers(0, 22))
def test_pages_that_reach_live_rows_leave_exported_ones_out(
    rows: list[Row], exported: int, low: int, width: int
) -> None:
    history = partly_exported(rows, exported)
    high = low + width
    live = rows[exported:]
    reaches = any(row["_step"] < high for row in live)
    expected = by_step(live if reaches else rows, low, high)
    assert history.window(low, high, width) == list(map(json.dumps, expected))
    assert history.sampled(["_step"], low, high - 1, width) == [{"_step": row["_step"]} for row in expected]


@given(histories(), st.integers(0, 10), st.integers(-1, 22), st.integers(1, 22), st.integers(1, 9))
def test_who_asks_in_another_way_does_not_read_files_and_gets_exported_rows_too(
    rows: list[Row], exported: int, low: int, width: int, more: int
) -> None:
    history = partly_exported(rows, exported)
    high = low + width
    expected = by_step(rows, low, high)
    assert history.window(low, high, width + more) == list(map(json.dumps, expected))
    assert history.sampled(["_step"], low, high, width) == [{"_step": row["_step"]} for row in expected]
    assert history.window(None, None, None) == list(map(json.dumps, by_step(rows)))
    assert len(history.sampled(["_step"], None, None, 100)) == len(rows)


def test_live_rows_are_found_by_key_also_where_steps_fall() -> None:
    rows = [{"_step": step, "loss": step} for step in (5, 3, 9, 4, 8, 6)]
    history = partly_exported(rows, 3)
    assert history.sampled(["loss"], 3, 9, 7) == [{"loss": 4}, {"loss": 6}, {"loss": 8}]
    assert history.live(["loss"], 2) == [{"loss": 4}, {"loss": 8}]
    assert history.sampled(["loss"], None, None, 10) == [{"loss": step} for step in (3, 4, 5, 6, 8, 9)]


def test_live_rows_are_shown_in_part_with_the_first_and_the_last_step_among_them() -> None:
    world, history = world_of(10)
    world.run("shop/a", history=[{"_step": step} for step in (30, 20, 40, 10)])
    assert [row["_step"] for row in history.live(["_step"], 4)] == [0, 4, 8, 40]
    assert sorted(accumulate(len(history.live(["_step"], n)) for n in range(3))) == [0, 1, 3]


@pytest.mark.parametrize("rows_per_file", [0, -1])
def test_a_file_holds_at_least_one_row(rows_per_file: int) -> None:
    world, history = world_of(2)
    with pytest.raises(Invalid, match=f"rows_per_file must be at least 1, not {rows_per_file}"):
        world.export_history("shop/a", rows_per_file=rows_per_file)
    assert len(history.exports) == 0


def test_only_a_run_that_is_there_is_exported() -> None:
    world, _ = world_of(2)
    with pytest.raises(NotFound, match="Did you mean"):
        world.export_history("shop/aa")
    run = world.get_run("shop/a")
    world.delete_run(run.storage_id)
    with pytest.raises(Gone):
        world.export_history(run)


def test_without_pyarrow_nothing_is_exported(monkeypatch: pytest.MonkeyPatch) -> None:
    world, history = world_of(2)
    modules: dict[str, Any] = {name: None for name in sys.modules if name.split(".")[0] == "pyarrow"}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    with pytest.raises(ModuleNotFoundError, match="pyarrow"):
        world.export_history("shop/a")
    assert (len(history.exports), len(history.live(["_step"], 10))) == (0, 2)
