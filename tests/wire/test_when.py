"""At which of the requests that it matches a rule fires."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake import when
from runfake.wire.when import When


def fired(choice: When, seed: int = 0, among: int = 12) -> list[int]:
    """The numbers at which it fires, of the first dozen."""
    random = Random(seed)
    return [number for number in range(1, among + 1) if choice.fires(number, random)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (when.next(), [1]),
        (when.nth(3), [3]),
        (when.times(2), [1, 2]),
        (when.every(5), [5, 10]),
        (when.every(1), list(range(1, 13))),
        (when.always(), list(range(1, 13))),
        (when.chance(0), []),
        (when.chance(1), list(range(1, 13))),
    ],
    ids=str,
)
def test_it_fires_when_it_says(choice: When, expected: list[int]) -> None:
    assert fired(choice) == expected


@given(st.floats(0.2, 0.8), st.integers())
def test_chance_is_as_likely_as_it_says_and_the_same_for_a_seed(probability: float, seed: int) -> None:
    hits = fired(when.chance(probability), seed, 2000)
    assert abs(len(hits) / 2000 - probability) < 0.1
    assert hits == fired(when.chance(probability), seed, 2000)


@pytest.mark.parametrize("name", ["nth", "times", "every"])
@pytest.mark.parametrize("value", [0, -1, 1.5, "2", None, True])
def test_counts_are_whole_numbers_from_one_on(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"when\.{name}\(\) takes a whole number from 1 on, not"):
        getattr(when, name)(value)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), float("inf"), "0.5", None, True])
def test_a_chance_lies_between_0_and_1(value: Any) -> None:
    with pytest.raises(ValueError, match=r"when\.chance\(\) takes a probability from 0 to 1, not"):
        when.chance(value)


def test_an_unknown_word_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"runfake\.when has no 'evry': it has .*nth.* Did you mean 'every'\?"):
        _ = when.evry  # type: ignore[attr-defined]
