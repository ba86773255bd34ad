"""Errors: of the kind that is promised, and with the nearest known name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import errors
from runfake.world.errors import Gone, Invalid, NotFound, WorldError

words = st.lists(st.sampled_from("abcdefghij"), min_size=4, unique=True).map("".join)
HINTED: list[tuple[Callable[[str, list[str]], WorldError], type[WorldError]]] = [
    (errors.entity_not_found, NotFound),
    (errors.project_not_found, NotFound),
    (errors.run_not_found, NotFound),
    (lambda name, known: errors.file_not_found("e/p/r", name, known), NotFound),
    (errors.bad_state, Invalid),
]


@given(words, st.integers(0, 3), st.lists(st.text("uvwxyz", min_size=4, max_size=10)))
def test_the_hint_names_the_one_that_is_alike_among_strangers(word: str, cut: int, strangers: list[str]) -> None:
    misspelt = word[:cut] + word[cut + 1 :]
    assert errors.nearest(misspelt, [*strangers, word]) == f" Did you mean {word!r}?"
    assert errors.nearest(misspelt, strangers) == ""


@given(st.permutations(["vision-1", "vision-2", "vision-3"]))
def test_the_hint_does_not_hang_on_the_order(known: list[str]) -> None:
    assert errors.nearest("vision-0", known) == errors.nearest("vision-0", sorted(known))


@pytest.mark.parametrize(("make", "kind"), HINTED)
def test_every_error_for_an_unknown_name_says_the_name_and_the_nearest(
    make: Callable[[str, list[str]], WorldError], kind: type[WorldError]
) -> None:
    error = make("visoin", ["audio", "vision"])
    assert type(error) is kind
    assert "'visoin'" in str(error)
    assert "Did you mean 'vision'?" in str(error)
    assert "Did you mean" not in str(make("visoin", ["text"]))


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (errors.run_id_not_found("Zz"), NotFound, ["'Zz'", "as the server gave it"]),
        (errors.file_id_not_found("Zz"), NotFound, ["'Zz'", "as the server gave it"]),
        (errors.run_gone("e/p/r"), Gone, ["'e/p/r'", "was deleted", "another run id"]),
        (errors.bad_state_transition("failed", "failed"), Invalid, ["invalid state transition", "'failed'"]),
        (errors.bad_json("config", "why"), Invalid, ["config", "not valid JSON", "why"]),
        (errors.not_an_object("config", [1]), Invalid, ["config must be a JSON object", "list"]),
        (errors.offset_gap("x.jsonl", 7, 3), Invalid, ["x.jsonl", "at line 7", "only 3 lines", "from 3 on"]),
        (errors.bad_offset("x.jsonl", -1), Invalid, ["x.jsonl", "at least 0", "-1"]),
    ],
)
def test_texts_say_what_came_and_what_to_do(error: WorldError, kind: type[WorldError], told: list[str]) -> None:
    assert type(error) is kind
    assert [part for part in told if part not in str(error)] == []
