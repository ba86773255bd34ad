"""Multiples of a quantum, reckoned in decimals."""

from __future__ import annotations

import math

import pytest

from runfake.world.sweeps.quantum import Multiples


def test_multiples_are_the_decimals_that_people_write() -> None:
    assert list(Multiples(0.1, 0.1, 0.7)) == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    assert list(Multiples(1e-05, 0, 3e-05)) == [0.0, 1e-05, 2e-05, 3e-05]


def test_a_whole_quantum_gives_whole_numbers() -> None:
    multiples = list(Multiples(3.0, -7, 7.5))
    assert multiples == [-6, -3, 0, 3, 6]
    assert {type(value) for value in multiples} == {int}


@pytest.mark.parametrize(("number", "nearest"), [(-100, -6), (1.4, 0), (1.6, 3), (100, 6), (6.1, 6)])
def test_the_nearest_is_between_the_bounds(number: float, nearest: int) -> None:
    assert Multiples(3, -7, 7).nearest(number) == nearest


def test_without_bounds_there_is_a_nearest_but_no_end() -> None:
    multiples = Multiples(0.5, -math.inf, math.inf)
    assert multiples.nearest(1e9 + 0.3) == 1e9 + 0.5
    assert not multiples.empty
    with pytest.raises(ValueError, match="no end"):
        len(multiples)


def test_there_may_be_none() -> None:
    assert Multiples(5, 1, 4).empty
    assert not Multiples(5, 1, 5).empty


def test_each_has_its_place() -> None:
    multiples = Multiples(0.1, 0.2, 0.6)
    assert [multiples.index(value) for value in multiples] == [0, 1, 2, 3, 4]
    assert multiples[-1] == 0.6
    assert multiples[1:3] == [0.3, 0.4]
    for other in (0.25, 0.1, 0.7, math.nan):
        with pytest.raises(ValueError, match=r"multiple|range|Fraction"):
            multiples.index(other)
