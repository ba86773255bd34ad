"""The tally of one metric."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.keystats import KeyStats, type_name

from .values import exact


def tally(values: list[Any], at_once: int = 1) -> dict[str, Any]:
    stats = KeyStats()
    for first in range(0, len(values), at_once):
        stats.add(values[first : first + at_once])
    return stats.describe()


@given(
    st.lists(
        st.integers(-3, 3) | st.sampled_from([2**70, float("inf"), 0.5]) | st.sampled_from(["x", None]), min_size=1
    )
)
def test_a_metric_is_monotonic_while_it_is_a_number_that_never_falls(values: list[Any]) -> None:
    rising = all(isinstance(value, (int, float)) for value in values) and all(a <= b for a, b in pairwise(values))
    assert tally(values)["monotonic"] is rising


@given(st.lists(st.sampled_from([1, 0.5, "x", None, True, [], {}, {"_type": "histogram"}])))
def test_every_value_is_counted_by_its_type_and_the_last_is_kept(values: list[Any]) -> None:
    described = tally(values)
    counts = {entry["type"]: entry["count"] for entry in described["typeCounts"]}
    assert counts == Counter(map(type_name, values))
    assert len(described["typeCounts"]) == len(counts)
    assert described["previousValue"] is (values[-1] if values else None)


@given(st.lists(st.sampled_from([1, 0.5, 2, float("nan"), "x", None, {}])), st.integers(1, 4))
def test_it_makes_no_difference_how_many_values_come_at_once(values: list[Any], at_once: int) -> None:
    assert exact(tally(values, at_once)) == exact(tally(values))


def test_a_copy_stays_as_it_was() -> None:
    stats = KeyStats()
    stats.add([1, "x"])
    before = stats.copy()
    described = stats.describe()
    stats.add([None])
    assert before.describe() == described != stats.describe()


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (1, "number"),
        (float("nan"), "number"),
        (True, "boolean"),
        ("x", "string"),
        ([1], "list"),
        ({"k": 1}, "map"),
        ({"_type": "image-file"}, "image-file"),
        (None, "nil"),
    ],
)
def test_types_have_the_names_of_wandb(value: Any, name: str) -> None:
    assert type_name(value) == name
