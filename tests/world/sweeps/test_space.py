"""The space of a sweep: parameters by name, some inside of others."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given

from runfake.world.errors import Invalid
from runfake.world.jsontext import dumps
from runfake.world.sweeps.space import Space
from tests.world.sweeps.parameters import grids


def choices(parameters: dict[str, Any]) -> list[tuple[tuple[str, ...], list[Any]]]:
    """The values of each parameter by its path, told apart as JSON does, from the description alone."""
    found = []
    for name, given_ in parameters.items():
        if "parameters" in given_:
            found += [((name, *path), values) for path, values in choices(given_["parameters"])]
        else:
            values = given_.get("values", [given_.get("value")])
            if "min" in given_:
                step = given_.get("q", 1)
                count = round((given_["max"] - given_["min"]) / step)
                values = [round(given_["min"] + i * step, 1) for i in range(count + 1)]
            found.append(((name,), list({dumps(value): value for value in values}.values())))
    return found


def flat(values: dict[str, Any], path: tuple[str, ...]) -> Any:
    for name in path:
        values = values[name]
    return values


@given(grids())
def test_a_grid_is_the_product_of_all_values_in_order(parameters: dict[str, Any]) -> None:
    space = Space.read(parameters)
    known = choices(parameters)
    expected = [dict(zip([p for p, _ in known], combo, strict=True)) for combo in product(*[v for _, v in known])]
    assert space.size == len(expected)
    combinations = [space.combination(i) for i in range(space.size)]
    assert [
        {path: flat(values, path) for path in row} for values, row in zip(combinations, expected, strict=True)
    ] == expected
    assert [space.number_of(values | {"more": 1}) for values in combinations] == list(range(space.size))


def test_the_last_parameter_changes_fastest() -> None:
    space = Space.read({"a": {"values": [1, 2]}, "b": {"parameters": {"c": {"values": ["x", "y"]}}}})
    assert list(space.combination(0)) == ["a", "b"]
    assert [space.combination(i) for i in range(4)] == [
        {"a": 1, "b": {"c": "x"}}, {"a": 1, "b": {"c": "y"}}, {"a": 2, "b": {"c": "x"}}, {"a": 2, "b": {"c": "y"}},
    ]  # fmt: skip


def test_values_outside_of_the_grid_have_no_number() -> None:
    space = Space.read({"a": {"values": [1, "1"]}, "b": {"min": 0, "max": 3}})
    assert space.number_of({"a": "1", "b": 0}) == 4
    for values in (
        {"a": 1},
        {"a": 2, "b": 0},
        {"a": 1, "b": 9},
        {"a": 1.0, "b": 0},
        {"a": 1, "b": "x"},
        {"a": 1, "b": None},
    ):
        assert space.number_of(values) is None


def test_a_draw_is_nested_like_the_parameters() -> None:
    space = Space.read({"a": {"value": 1}, "b": {"parameters": {"c": {"parameters": {"d": {"values": [7]}}}}}})
    assert space.draw(Random(0)) == {"a": 1, "b": {"c": {"d": 7}}}
    assert space.names == {"a", "b"}


def test_a_parameter_may_be_called_parameters() -> None:
    assert Space.read({"parameters": {"value": 3}}).draw(Random(0)) == {"parameters": 3}


def test_what_has_no_end_is_told_by_its_path() -> None:
    space = Space.read({"a": {"parameters": {"b": {"min": 0.0, "max": 1.0}}}, "c": {"values": [1]}})
    assert space.endless() == ["a.b"]


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({}, "parameters must be a mapping of at least one name"),
        ([1], r"parameters must be a mapping of at least one name .*, not \[1\]"),
        (None, "parameters must be a mapping"),
        ({1: {"value": 1}}, "the names in parameters must be text, not 1"),
        ({"a": {"parameters": {}}}, r"parameters\.a must be a mapping of at least one name"),
        ({"a": {"parameters": {"b": 3}}}, r"parameters\.a\.b must be a mapping such as"),
    ],
)
def test_what_is_no_space_is_told(parameters: Any, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        Space.read(parameters)
