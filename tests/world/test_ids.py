"""Ids, tokens and invented names."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runfake.world.ids import Ids, node_id, split_node_id

from .values import any_text

without_colon = any_text.filter(lambda text: ":" not in text)


@given(st.lists(without_colon, max_size=4), any_text)
@example(["File", "\ud800"], "a:b:\udfff")
def test_an_id_is_split_into_what_it_was_joined_of(heads: list[str], last: str) -> None:
    joined = node_id(*heads, last)
    assert split_node_id(joined, len(heads) + 1) == (*heads, last)


@given(st.text(max_size=12) | st.binary(max_size=9).map(lambda data: base64.b64encode(data).decode()))
def test_a_text_that_is_no_id_is_told_as_none(text: str) -> None:
    parts = split_node_id(text, 2)
    assert parts is None or base64.b64decode(text).decode("utf-8", "surrogatepass") == ":".join(parts)


@pytest.mark.parametrize("text", ["", "é", "*", "UnVu", "UnVu*OjE=", base64.b64encode(b"\xff:\xff").decode()])
def test_texts_that_are_no_ids(text: str) -> None:
    assert split_node_id(text, 2) is None


def test_an_id_is_standard_base64_of_its_parts() -> None:
    assert base64.b64decode(node_id("Project", 7), validate=True) == b"Project:7"


def everything(ids: Ids) -> list[object]:
    return [ids.run_id(), ids.api_key(), ids.display_name(3), ids.number("Run")]


@given(st.integers())
def test_one_seed_gives_one_sequence(seed: int) -> None:
    one, other = Ids(seed), Ids(seed)
    assert [everything(one) for _ in range(3)] == [everything(other) for _ in range(3)]


def test_two_seeds_give_two_sequences() -> None:
    assert [Ids(seed).api_key() for seed in range(50)] == list(dict.fromkeys(Ids(seed).api_key() for seed in range(50)))


@given(st.integers(0, 1000))
def test_what_is_invented_has_the_form_that_clients_accept(seed: int) -> None:
    ids = Ids(seed)
    assert re.fullmatch(r"[a-z0-9]{8}", ids.run_id())
    assert re.fullmatch(r"[0-9a-f]{40}", ids.api_key())
    assert re.fullmatch(r"[a-z]+-[a-z]+-12", ids.display_name(12))


def test_nothing_invented_comes_twice() -> None:
    ids = Ids(0)
    for invent in (ids.run_id, ids.api_key):
        assert len({invent() for _ in range(1000)}) == 1000


def test_each_kind_is_numbered_from_one() -> None:
    ids = Ids(0)
    assert [ids.number("Run"), ids.number("Run"), ids.number("User"), ids.number("Run")] == [1, 2, 1, 3]


def test_keys_take_nothing_from_the_other_names() -> None:
    first, second = Ids(3), Ids(3)
    first.api_key()
    assert first.display_name(1) == second.display_name(1)
