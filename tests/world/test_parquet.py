"""Rows as Parquet: what a reader of the file finds."""

from __future__ import annotations

import io
import math
import sys
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.parquet import parquet_file
from tests.histories import Row, by_step, finite, histories, without_nulls

from .values import metrics


def read(content: bytes) -> list[Row]:
    rows: list[Row] = pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()
    return rows


def column(*values: Any) -> tuple[str, list[Any]]:
    """Type and values of the column that these make."""
    content = parquet_file([{"x": value} for value in values], range(len(values)))
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    return str(table["x"].type), table["x"].to_pylist()


@given(histories().map(by_step))
def test_rows_whose_metrics_are_of_one_type_each_come_back_as_they_are(rows: list[Row]) -> None:
    got = read(parquet_file(rows, [row["_step"] for row in rows]))
    assert list(map(finite, map(without_nulls, got))) == list(map(finite, map(without_nulls, rows)))


@given(st.lists(metrics, max_size=6))
def test_any_rows_make_a_file_with_a_column_for_each_key(rows: list[Row]) -> None:
    got = read(parquet_file(rows, range(len(rows))))
    assert [row["_step"] for row in got] == list(range(len(rows)))
    assert {key for row in got for key in row} == {"_step", *(key for row in rows for key in row)} or not rows
    for row, came in zip(rows, got, strict=True):
        assert {key for key, value in came.items() if value is not None} == {
            key for key, value in (row | {"_step": 0}).items() if value is not None
        }


@pytest.mark.parametrize(
    ("values", "kind", "held"),
    [
        ([1, None, -(2**63)], "int64", None),
        ([1, 2.5], "double", [1.0, 2.5]),
        ([0, 2**64 - 1], "uint64", None),
        ([-1, 2**64 - 1], "double", [-1.0, 2.0**64]),
        ([2**70, 0.5], "double", [2.0**70, 0.5]),
        ([10**400, -(10**400), 2**53 + 1], "double", [math.inf, -math.inf, 2.0**53]),
        ([math.inf, 1], "double", [math.inf, 1.0]),
        ([True, None], "bool", None),
        (["é", "\ud800"], "string", ["é", "\\ud800"]),
        ([1, "x", None, [2]], "string", ["1", "x", None, "[2]"]),
        ([True, 1], "string", ["true", "1"]),
        ([[1], []], "list<element: int64>", None),
        ([[1], [0.5]], "list<element: double>", [[1.0], [0.5]]),
        ([[1, "x"]], "string", ['[1,"x"]']),
        ([{"k": {"d": 1}}, {"k": {"e": 0.5}}], "struct<k: struct<d: int64, e: double>>", [
            {"k": {"d": 1, "e": None}}, {"k": {"d": None, "e": 0.5}}
        ]),
        ([{"k": 1}, {"k": "x"}], "string", ['{"k":1}', '{"k":"x"}']),
        ([{}, {"k": {}}], "string", ["{}", '{"k":{}}']),
        ([None, None], "null", None),
    ],
)  # fmt: skip
def test_a_column_is_of_the_first_type_that_takes_all_values(values: list[Any], kind: str, held: Any) -> None:
    assert column(*values) == (kind, held or values)


def test_every_row_has_its_step_whatever_it_says_itself() -> None:
    assert read(parquet_file([{"x": 1}, {"_step": 5.0}], [0, 5])) == [{"_step": 0, "x": 1}, {"_step": 5, "x": None}]


def test_the_same_rows_make_the_same_bytes() -> None:
    rows = [{"loss": 0.5, "nested": {"k": [1, 2]}}]
    assert parquet_file(rows, [0]) == parquet_file(rows, [0])


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'runfake\[parquet\]'"):
        parquet_file([], [])
