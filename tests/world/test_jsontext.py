"""JSON as clients write it."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.jsontext import dumps, finite, load_object, loads

from .values import exact, json_objects, json_values


@given(json_values)
def test_what_is_written_reads_the_same(value: Any) -> None:
    assert exact(loads(dumps(value), "it")) == exact(value)


@given(json_values)
def test_what_is_written_is_one_line_of_ascii(value: Any) -> None:
    text = dumps(value)
    assert text.isascii()
    assert text.isprintable()


@given(st.integers() | st.sampled_from([2**53 + 1, 10**30]))
def test_integers_have_any_size(number: int) -> None:
    read = loads(str(number), "it")
    assert read == number
    assert isinstance(read, int)


@given(json_values)
def test_finite_values_are_strict_json_and_differ_only_where_they_must(value: Any) -> None:
    strict = json.dumps(finite(value), allow_nan=False)
    constants = {"NaN": '"NaN"', "Infinity": '"Infinity"', "-Infinity": '"-Infinity"'}
    assert json.loads(strict) == json.loads(exact(value), parse_constant=lambda name: json.loads(constants[name]))


def test_non_finite_numbers_are_read_bare() -> None:
    nan, inf, less = loads("[NaN, Infinity, -Infinity]", "it")
    assert math.isnan(nan)
    assert (inf, less) == (math.inf, -math.inf)
    assert dumps([math.nan, math.inf, -math.inf]) == "[NaN,Infinity,-Infinity]"


def test_non_finite_numbers_are_found_however_deep() -> None:
    assert finite({"a": [[math.nan], {"b": math.inf}], "c": -math.inf, "d": 1e308}) == {
        "a": [["NaN"], {"b": "Infinity"}],
        "c": "-Infinity",
        "d": 1e308,
    }


def test_control_characters_and_surrogates_are_read() -> None:
    assert loads('"a\tb\\ud800"', "it") == "a\tb\ud800"
    assert loads(b'"\xc3\xa9"', "it") == "é"


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "nan", "'a'", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, b'"\xff"', b"\x80"]
)
def test_what_is_no_json_is_refused_by_name(text: str | bytes) -> None:
    with pytest.raises(Invalid, match="the thing is not valid JSON"):
        loads(text, "the thing")


@given(json_objects)
def test_an_object_is_read_as_a_dict(value: dict[str, Any]) -> None:
    assert exact(load_object(exact(value), "it")) == exact(value)


@pytest.mark.parametrize(("text", "kind"), [("[]", "list"), ("1", "int"), ("null", "NoneType"), ('"{}"', "str")])
def test_what_is_no_object_is_refused_with_its_type(text: str, kind: str) -> None:
    with pytest.raises(Invalid, match=f"config must be a JSON object, not {kind}"):
        load_object(text, "config")


def circular() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", {(1, 2): 3}, [1j], circular()])
def test_what_json_has_no_form_for_is_refused(value: Any) -> None:
    with pytest.raises(Invalid, match="must hold what JSON can"):
        dumps(value)
