"""A run's summary."""

from __future__ import annotations

import json
from collections.abc import Iterator
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


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Everything in nested objects that is no object, or an empty one, by where it is."""
    if not isinstance(value, dict) or not value:
        yield path, value
        return
    for key, inner in value.items():
        yield from leaves(inner, (*path, key))


@given(st.lists(metrics, max_size=4))
def test_rows_sum_up_to_the_last_value_of_each_metric(rows: list[dict[str, Any]]) -> None:
    last: dict[tuple[str, ...], Any] = {}
    for row in rows:
        for path, value in leaves(row):
            # What stood at the place or above it is gone; what is below it stays beside an object alone.
            last = {p: v for p, v in last.items() if path[: len(p)] != p and (value == {} or p[: len(path)] != path)}
            last |= {} if value == {} else {path: value}
    summed = {path: value for path, value in leaves(Summary.of_rows(rows).values) if value != {}}
    assert {path: exact(value) for path, value in summed.items()} == {p: exact(v) for p, v in last.items()}


def test_summing_up_changes_no_row() -> None:
    rows: list[dict[str, Any]] = [{"a": {"b": 1}}, {"a": {"c": {"d": 2}}}, {"a": {"c": {"e": 3}}}]
    assert Summary.of_rows(rows).values == {"a": {"b": 1, "c": {"d": 2, "e": 3}}}
    assert rows == [{"a": {"b": 1}}, {"a": {"c": {"d": 2}}}, {"a": {"c": {"e": 3}}}]


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
