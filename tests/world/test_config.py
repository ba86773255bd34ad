"""A config in its two forms."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.config import Config
from runfake.world.errors import Invalid

from .values import exact, json_objects, json_values

plain = json_objects.filter(lambda values: not values.keys() & {"_wandb", "wandb_version"})


@given(plain)
def test_plain_values_come_back(values: dict[str, Any]) -> None:
    assert exact(Config.of(values).values) == exact(values)


@given(plain)
def test_on_the_wire_every_entry_is_an_object_with_its_value(values: dict[str, Any]) -> None:
    entries = json.loads(Config.of(values).text)
    assert exact(entries) == exact({key: {"value": value, "desc": None} for key, value in values.items()})


@given(plain, plain, st.fixed_dictionaries({}, optional={"_wandb": json_values, "wandb_version": st.just(1)}))
def test_new_values_replace_all_but_what_the_client_keeps_for_itself(
    old: dict[str, Any], new: dict[str, Any], internal: dict[str, Any]
) -> None:
    kept = Config(json.dumps(internal | {key: {"value": value} for key, value in old.items()}))
    config = Config.of(new, kept)
    assert exact(config.values) == exact(new)
    own = {key: entry for key, entry in config.entries.items() if key in ("_wandb", "wandb_version")}
    assert exact(own) == exact({key: internal[key] for key in own})
    assert own.keys() == internal.keys()


@given(plain)
def test_the_text_is_kept_as_it_was_sent(values: dict[str, Any]) -> None:
    text = json.dumps({key: {"value": value} for key, value in values.items()}, indent=2)
    assert Config(text).text == text


def test_an_entry_without_a_value_is_passed_as_it_is() -> None:
    text = '{"lr": {"value": 0.1}, "plain": 3, "map": {"desc": "no value"}, "null": {"value": null}}'
    assert Config(text).values == {"lr": 0.1, "plain": 3, "map": {"desc": "no value"}, "null": None}


def test_bare_nan_is_read() -> None:
    assert math.isnan(Config('{"lr": {"value": NaN}}').values["lr"])


def test_keys_may_hold_dots_slashes_and_spaces() -> None:
    assert Config('{"a.b/c d": {"value": 1}}').values == {"a.b/c d": 1}


@pytest.mark.parametrize(
    ("text", "keys", "internal"),
    [
        ('{"_wandb": {"value": {"t": 1, "m": 2}}}', None, {"t": 1, "m": 2}),
        ('{"_wandb": {"value": {"t": 1, "m": 2}}}', ["m", "none"], {"m": 2}),
        ('{"_wandb": {"value": {"t": 1, "m": 2}}}', [], {}),
        ('{"_wandb": {"t": 1}}', None, {"t": 1}),
        ('{"_wandb": {"value": 7}}', None, {}),
        ('{"lr": {"value": 7}}', None, {}),
    ],
)
def test_what_the_client_keeps_for_itself_is_under_wandb(
    text: str, keys: list[str] | None, internal: dict[str, Any]
) -> None:
    assert Config(text).internal(keys) == internal
    assert "_wandb" not in Config(text).values


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"{}"'])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="config"):
        Config(text)


def test_no_config_is_an_empty_one() -> None:
    assert (Config().text, Config().values) == ("{}", {})


def test_two_configs_join_to_one() -> None:
    one = Config('{"a":{"value":1},"b":{"value":{"x":1}},"_wandb":{"value":{"t":{"1":[1,2]},"m":[1],"cli":"1"}}}')
    other = Config('{"b":{"value":{"y":2}},"_wandb":{"value":{"t":{"1":[2,3],"2":[]},"m":[1,2],"cli":"2"}}}')
    joined = one.joined(other)
    assert joined.values == {"a": 1, "b": {"y": 2}}
    assert joined.internal(None) == {"t": {"1": [1, 2, 3], "2": []}, "m": [1, 2], "cli": "2"}
    assert one.joined(Config("{}")).entries == Config("{}").joined(one).entries == one.entries


def test_configs_are_equal_when_their_texts_are() -> None:
    assert Config('{"a":1}') == Config('{"a":1}')
    assert Config('{"a":1}') != Config('{"a": 1}')
    assert hash(Config('{"a":1}')) == hash(Config('{"a":1}'))
    assert Config("{}") != "{}"
