"""YAML from strangers."""

from __future__ import annotations

import pytest

from runfake.world.errors import Invalid
from runfake.world.sweeps.yamltext import dump, load_mapping


def test_yaml_goes_there_and_back() -> None:
    values = {"method": "grid", "parameters": {"ä": {"values": [1, 0.001, None, True, "008", "1e-3", [1, {"a": 2}]]}}}
    assert load_mapping(dump(values), "it") == values
    assert list(load_mapping("b: 1\na: 2\n", "it")) == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: [1", "it is not valid YAML: .*line 1"),
        ("a: b: c", "it is not valid YAML"),
        ("\x00", "it is not valid YAML"),
        ("", "it must be a mapping such as .*, not None"),
        ("[1, 2]", r"it must be a mapping such as .*, not \[1, 2\]"),
        ("just text", "it must be a mapping"),
        ("!!python/object/apply:os.getcwd []", "it is not valid YAML: could not determine a constructor"),
        ("a: &x [1]\nb: *x", r"repeats a part by the alias \*x: write the part out"),
        ("day: 2020-01-01", "it must hold what JSON can"),
        ("? [1, 2]\n: 3", "it is not valid YAML|what JSON can"),
        ("a: " + "[" * 65 + "]" * 65, "nested too deeply: expected at most 64 levels"),
        ("- " * 100_000, "nested too deeply"),
        ("[" * 300_000, "nested too deeply"),
        ("{a: " * 300_000, "nested too deeply"),
    ],
    ids=range(14),
)
def test_what_is_no_mapping_is_refused_soon(text: str, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        load_mapping(text, "it")
