"""What is equal to what, and what comes before what."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.filters.comparison import canonical, sort_key

from ..values import json_values

NAN = float("nan")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0), (NAN, NAN), ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}), ([1, [NAN]], [1.0, [NAN]]), (2**70, 2**70),
    ],
)  # fmt: skip
def test_equal_values_have_one_canonical_form(one: Any, other: Any) -> None:
    assert canonical(one) == canonical(other)
    assert hash(canonical(one)) == hash(canonical(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True), (0, False), ("1", 1), (None, "null"), ([1, 2], [2, 1]), ([], {}), ({"a": 1}, {"a": True}),
        ([True], [1]), (2**53, 2**53 + 1), (NAN, "NaN"), (["boolean", True], True), ("", None),
    ],
)  # fmt: skip
def test_other_values_do_not(one: Any, other: Any) -> None:
    assert canonical(one) != canonical(other)


def test_types_come_in_one_order() -> None:
    ascending = [
        float("-inf"), -1.5, 0, 1, 1.5, 2**70, float("inf"), "", "A", "a", "é", {}, {"a": 1}, {"a": "x"}, {"b": 0},
        [], [NAN], [None], [1], [1, 0], [2], ["a"], False, True,
    ]  # fmt: skip
    keys = [sort_key(value) for value in ascending]
    assert all(one is not None and other is not None and one < other for one, other in pairwise(keys))


@pytest.mark.parametrize("value", [None, NAN])
def test_nothing_and_nan_have_no_place(value: Any) -> None:
    assert sort_key(value) is None


@given(st.lists(json_values, max_size=6))
def test_any_values_can_be_sorted_and_a_place_survives_json(values: list[Any]) -> None:
    keys = [key for value in values if (key := sort_key(value)) is not None]
    assert sorted(keys) == sorted(keys, reverse=True)[::-1]
    assert [sort_key(json.loads(json.dumps(value))) for value in values] == [sort_key(value) for value in values]
