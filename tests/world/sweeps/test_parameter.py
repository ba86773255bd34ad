"""One parameter: what is drawn fits what was described, and what describes nothing is told."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.sweeps.parameter import NAMES, read_parameter
from tests.world.sweeps.parameters import Described, described

W = "parameters.lr"


@given(described(), st.integers())
def test_every_draw_is_within_the_bounds_and_on_the_quantum(parameter: Described, seed: int) -> None:
    random = Random(seed)
    drawn = [read_parameter(W, parameter.given).draw(random) for _ in range(20)]
    assert [value for value in drawn if not parameter.fits(value)] == []


@given(described(), st.integers())
def test_the_same_random_numbers_give_the_same_draws(parameter: Described, seed: int) -> None:
    read = read_parameter(W, parameter.given)
    first, second = Random(seed), Random(seed)
    assert [read.draw(first) for _ in range(5)] == [read.draw(second) for _ in range(5)]


@pytest.mark.parametrize("name", NAMES)
def test_every_documented_distribution_draws_different_values(name: str) -> None:
    settings: dict[str, Any] = {"distribution": name, "min": 1, "max": 5, "values": [1, 2, 3], "value": 1}
    if name in ("q_beta", "q_log_uniform_values"):
        settings["q"] = 0.05
    if name == "categorical_w_probabilities":
        settings["probabilities"] = [0.5, 0.25, 0.25]
    random = Random(0)
    drawn = {read_parameter(W, settings).draw(random) for _ in range(200)}
    assert len(drawn) > 1 or name == "constant"


@pytest.mark.parametrize(
    ("settings", "median"),
    [
        ({"distribution": "uniform", "min": 0, "max": 8}, 4),
        ({"distribution": "log_uniform_values", "min": 1, "max": 10_000}, 100),
        ({"distribution": "log_uniform", "min": 0, "max": 4}, 7.39),
        ({"distribution": "inv_log_uniform", "min": 0, "max": 4}, 0.135),
        ({"distribution": "inv_log_uniform_values", "min": 1, "max": 10_000}, 100),
        ({"distribution": "normal", "mu": 30, "sigma": 2}, 30),
        ({"distribution": "log_normal", "mu": 2, "sigma": 0.5}, 7.39),
        ({"distribution": "beta", "a": 3, "b": 3}, 0.5),
        ({"distribution": "int_uniform", "min": 0, "max": 100}, 50),
    ],
)
def test_half_of_the_draws_are_below_the_median(settings: dict[str, Any], median: float) -> None:
    random = Random(1)
    parameter = read_parameter(W, settings)
    below = sum(parameter.draw(random) < median for _ in range(2000))
    assert 880 < below < 1120


def test_the_inverse_of_plain_values_draws_like_the_values() -> None:
    bounds = {"min": 1, "max": 10_000}
    drawn = [
        read_parameter(W, bounds | {"distribution": name}).draw(Random(3))
        for name in ("log_uniform_values", "inv_log_uniform_values")
    ]
    assert drawn[0] == drawn[1]


def test_probabilities_say_how_often_a_value_comes() -> None:
    parameter = read_parameter(W, {"values": ["often", "seldom", "never"], "probabilities": [0.9, 0.1, 0]})
    random = Random(2)
    count = Counter(parameter.draw(random) for _ in range(2000))
    assert count["never"] == 0
    assert 1700 < count["often"] < 1900


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({"value": 3}, int), ({"values": ["a"]}, str), ({"min": 0, "max": 1}, int), ({"min": 0.0, "max": 1.0}, float),
        ({"min": 0, "max": 1.5}, float), ({"distribution": "q_uniform", "min": 0.0, "max": 5.5}, int),
        ({"distribution": "int_uniform", "min": 1.0, "max": 2.0}, int),
        ({"distribution": "q_uniform", "min": 0, "max": 5, "q": 0.5}, float),
    ],
)  # fmt: skip
def test_what_is_not_said_follows_from_the_settings(settings: dict[str, Any], kind: type) -> None:
    assert type(read_parameter(W, settings).draw(Random(0))) is kind


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (0.1, r"parameters\.lr must be a mapping such as .*, not 0\.1"),
        ({}, "needs value, values, min and max, .* it has nothing"),
        ({"min": 0}, "it has min"),
        ({"distribution": "unifrom", "min": 0, "max": 1}, "unknown distribution 'unifrom': .* Did you mean 'uniform'"),
        ({"distribution": ["uniform"]}, "unknown distribution"),
        ({"distribution": "uniform", "min": 0}, "the distribution 'uniform' needs 'max'"),
        ({"distribution": "constant", "values": [1]}, "the distribution 'constant' needs 'value'"),
        ({"distribution": "categorical", "value": 1}, "the distribution 'categorical' needs 'values'"),
        ({"values": []}, "values must be a list of at least one value"),
        ({"values": "abc"}, "values must be a list"),
        ({"values": [1, 2], "probabilities": [1]}, "probabilities must be a list of 2 numbers"),
        ({"values": [1, 2], "probabilities": [0.5, 0.4]}, "add up to 1, not 0.9"),
        ({"values": [1, 2], "probabilities": [1.5, -0.5]}, "must be at least 0"),
        ({"values": [1, 2], "probabilities": ["a", "b"]}, r"probabilities\[0\] must be a number, not 'a'"),
        ({"min": 2, "max": 1}, "min must not be above max, but 2 is above 1"),
        ({"min": 2.5, "max": 1.5}, "min must not be above max"),
        ({"min": "1e-5", "max": 1}, r"parameters\.lr\.min must be a number, not '1e-5'.* write 1\.0e-3"),
        ({"min": True, "max": 1.5}, "must be a number, not True"),
        ({"min": float("nan"), "max": 1.5}, "must be a number, not nan"),
        ({"distribution": "int_uniform", "min": 0.5, "max": 1}, "must be a whole number"),
        ({"distribution": "log_uniform_values", "min": 0, "max": 1}, "min must be above 0"),
        ({"distribution": "log_uniform", "min": 0, "max": 1000}, "exponent of e .* there is 'log_uniform_values'"),
        ({"distribution": "normal", "sigma": 0}, "sigma must be above 0"),
        ({"distribution": "normal", "mu": None}, "mu must be a number, not None"),
        ({"distribution": "q_uniform", "min": 0, "max": 1, "q": 0}, "q must be above 0"),
        ({"distribution": "q_uniform", "min": 1, "max": 2, "q": 5}, "no multiple of q lies between its bounds"),
    ],
)
def test_what_describes_no_parameter_is_told(settings: Any, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        read_parameter(W, settings)
