"""A run's summary."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.summary import Summary

from .values import exact, json_objects, metrics


@given(json_objects)
def test_values_come_back(values: dict[str, Any]) -> None:
    assert exact(Summary.of(values).values) == exact(values)


@given(json_objects)
def test_the_text_is_kept_as_it_was_sent(values: dict[str, Any]) -> None:
    text = json.dumps(values, indent=1, ensure_ascii=False)
    assert Summary(text).text == text


@given(st.lists(metrics, max_size=4))
def test_rows_sum_up_to_the_last_value_of_each_metric(rows: list[dict[str, Any]]) -> None:
    keys = {key for row in rows for key in row}
    last = {key: next(row[key] for row in reversed(rows) if key in row) for key in keys}
    values = Summary.of_rows(rows).values
    assert {key: exact(value) for key, value in values.items()} == {key: exact(value) for key, value in last.items()}


def test_the_values_are_read_anew() -> None:
    summary = Summary.of({"best": {"loss": 1}})
    summary.values["best"]["loss"] = 2
    assert summary.values == {"best": {"loss": 1}}


def test_bare_nan_and_infinity_stay_in_the_text() -> None:
    assert Summary.of({"loss": float("nan"), "best": float("-inf")}).text == '{"loss":NaN,"best":-Infinity}'


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "NaN"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="summary"):
        Summary(text)
