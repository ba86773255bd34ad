"""Which keys a row defines, and what they stand for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runfake.world.shapes import MISSING, lookup, row_keys

from .values import exact, scalars

names = st.sampled_from(["a", "b", "a.b", ".", "", "_type"])
rows = st.recursive(
    st.dictionaries(names, scalars, max_size=3),
    lambda inner: st.dictionaries(names, scalars | inner, max_size=3),
    max_leaves=6,
)


def definitions(row: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Each key with each value that it is defined by, without the insides of media."""
    pairs: list[tuple[str, Any]] = []
    for name, value in row.items():
        pairs.append((prefix + name, value))
        if isinstance(value, dict) and "_type" not in value:
            pairs += definitions(value, f"{prefix}{name}.")
    return pairs


@given(rows)
def test_a_row_defines_its_names_and_the_dotted_names_of_what_is_nested(row: dict[str, Any]) -> None:
    assert set(row_keys(row)) == {key for key, _ in definitions(row)}


@given(rows)
@example({"a": {"_type": "image-file", "b": {"c": "inside of media"}}, "a.b": {"c": 1}})
def test_every_key_of_a_row_looks_up_a_value_that_defines_it(row: dict[str, Any]) -> None:
    for key in row_keys(row):
        assert exact(lookup(row, key)) in [exact(value) for name, value in definitions(row) if name == key]


@given(rows)
def test_a_key_of_exactly_that_name_goes_before_a_nested_one(row: dict[str, Any]) -> None:
    assert all(lookup(row, key) is value for key, value in row.items())


@given(rows, st.text("ab.", max_size=5))
def test_a_key_that_is_nowhere_is_missing(row: dict[str, Any], key: str) -> None:
    within_media = any(isinstance(value, dict) and "_type" in value for _, value in definitions(row))
    if key not in row_keys(row) and not within_media:
        assert lookup(row, key) is MISSING


def test_no_key_is_told_twice() -> None:
    assert sorted(row_keys({"a.b": 1, "a": {"b": 2}})) == ["a", "a.b"]


def test_media_are_values() -> None:
    assert row_keys({"image": {"_type": "image-file", "path": "media/x.png"}, "n": {"k": 1}}) == ("image", "n", "n.k")


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        ({"a": {"b": {"c": 1}}}, "a.b.c", 1),
        ({"a": {"b.c": 1}}, "a.b.c", 1),
        ({"a.b": {"c": 1}}, "a.b.c", 1),
        ({"a": {"b": 1}, "a.b": {"c": 2}}, "a.b.c", 2),
        ({"a": {"b": None}}, "a.b", None),
        ({"a": [1]}, "a.0", MISSING),
        ({"a": {"b": 1}}, "a.", MISSING),
        ({}, "", MISSING),
    ],
)
def test_dots_are_nesting_or_part_of_a_name(row: dict[str, Any], key: str, value: Any) -> None:
    assert lookup(row, key) == value
