"""What stands at a dotted path."""

from __future__ import annotations

from typing import Any

import pytest

from runfake.world.filters.paths import opener, values_at

HELD = {
    "a": {"b": 1, "c": {"d": None}},
    "a.b": 2,
    "a.c": {"e": 3},
    "list": [10, {"x": 1}, {"x": 2, "0": "zero"}, [{"x": 3}]],
    "": {"": 4},
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b", [2]),
        ("a.c.d", [None]),
        ("a.c.e", [3]),
        ("a.c", [{"e": 3}]),
        ("a.b.c", []),
        ("nothing", []),
        ("list.0", [10]),
        ("list.4", []),
        ("list.x", [1, 2]),
        ("list.3.x", [3]),
        ("list.3.0.x", [3]),
        ("list.²", []),
        ("list." + "9" * 5000, []),
        (".", [4]),
    ],
)
def test_a_path_finds_what_is_there(path: str, found: list[Any]) -> None:
    parts = path.split(".")
    assert list(values_at(HELD, parts)) == found
    assert list(opener(parts)(HELD)) == found


def test_an_empty_path_is_the_whole() -> None:
    assert list(opener([])(HELD)) == [HELD]
