"""The tally of one metric."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.keystats import KeyStats, type_name


def tally(values: list[Any]) -> dict[str, Any]:
    stats = KeyStats()
    for value in values:
        stats.add(value)
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
