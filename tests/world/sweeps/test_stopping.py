"""Hyperband: which runs stop early."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.sweeps.stopping import Hyperband, read_stopping


def read(**given_: Any) -> Hyperband:
    found = read_stopping({"type": "hyperband"} | given_, has_metric=True)
    assert found is not None
    return found


def test_brackets_go_up_from_the_least_or_down_from_the_most() -> None:
    assert read(min_iter=3).brackets[:4] == (3, 9, 27, 81)
    assert read(min_iter=2, eta=2).brackets[:4] == (2, 4, 8, 16)
    assert read(max_iter=27, s=2).brackets == (3, 9)
    assert read(max_iter=4, s=10, eta=2).brackets == (1, 2)


def test_a_run_stops_that_is_worse_than_the_best_third_at_its_bracket() -> None:
    hyperband = read(min_iter=2)
    others = [[9, 1], [9, 2], [9, 3], [9, 4], [9, 5]]
    assert not hyperband.stops([9, 1.5], others)
    assert hyperband.stops([9, 2.5], others)


def test_before_the_first_bracket_nothing_stops() -> None:
    assert not read(min_iter=3).stops([9, 9], [[1, 1, 1]])


def test_the_first_to_come_so_far_goes_on() -> None:
    assert not read(min_iter=2).stops([9, 9], [[1]])


def test_the_best_value_so_far_counts_unless_it_is_strict() -> None:
    others = [[5, 5], [5, 5], [5, 5]]
    assert not read(min_iter=2).stops([1, 9], others)
    assert read(min_iter=2, strict=True).stops([1, 9], others)


def test_what_came_after_the_bracket_does_not_count() -> None:
    others = [[5, 5], [5, 5], [5, 5]]
    assert read(min_iter=2).stops([9, 9, 1], others)
    assert not read(min_iter=2).stops([1, 9, 9], others)


def test_the_last_bracket_that_it_passed_counts() -> None:
    others = [[9, 9, 1], [9, 9, 1], [9, 9, 1]]
    assert read(min_iter=1).stops([2, 2, 2], others)
    assert not read(min_iter=1).stops([2, 2], others)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=12), min_size=1, max_size=12), st.integers(2, 4))
def test_the_best_run_never_stops(runs: list[list[float]], eta: int) -> None:
    hyperband = read(min_iter=3, eta=eta)
    place = max(bracket for bracket in hyperband.brackets if bracket <= min(map(len, runs)))
    level = [run[:place] for run in runs]
    stopped = [hyperband.stops(run, level[:i] + level[i + 1 :]) for i, run in enumerate(level)]
    assert not stopped[min(range(len(level)), key=lambda i: min(level[i]))]
    assert stopped.count(False) >= len(level) / eta


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({}, "needs either min_iter, or max_iter and s"),
        ({"min_iter": 1, "max_iter": 9}, "needs either min_iter, or max_iter and s"),
        ({"max_iter": 9}, r"early_terminate\.s must be a number of at least 1, not None"),
        ({"min_iter": 0}, r"early_terminate\.min_iter must be a number of at least 1, not 0"),
        ({"min_iter": "3"}, "not '3'"),
        ({"min_iter": 3, "eta": 1}, r"early_terminate\.eta must be a number of at least 1\.1, not 1"),
        ({"max_iter": 9, "s": 1000}, "must be at most 100"),
        ({"type": "envelope"}, "such as {type: hyperband, min_iter: 3}"),
    ],
)
def test_what_describes_no_stopping_is_told(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        read(**settings)


def test_a_custom_stopping_is_done_elsewhere() -> None:
    assert read_stopping({"type": "custom"}, has_metric=False) is None
    assert read_stopping(None, has_metric=False) is None
