"""Searches: a grid gives each combination to one run, whoever asks and whatever goes."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runfake.world.jsontext import dumps
from runfake.world.sweeps.search import Draws, Elsewhere, Grid, search_of
from runfake.world.sweeps.space import Space
from tests.world.sweeps.parameters import grids

TWO_BY_TWO = {"a": {"values": [1, 2]}, "b": {"values": ["x", "y"]}}


@given(grids(), st.lists(st.booleans(), max_size=20), st.data())
def test_a_grid_gives_every_combination_once_while_runs_come_and_go(
    parameters: dict[str, Any], steps: list[bool], data: st.DataObject
) -> None:
    space = Space.read(parameters)
    grid = Grid(space)
    held: dict[str, str] = {}
    for number, releases in enumerate(steps):
        if held and releases:
            gone = data.draw(st.sampled_from(sorted(held)))
            grid.release(gone)
            del held[gone]
        elif (values := grid.next()) is not None:
            assert dumps(values) not in held.values()
            grid.hold(f"run {number}", values)
            held[f"run {number}"] = dumps(values)
    while (values := grid.next()) is not None:
        assert dumps(values) not in held.values()
        grid.hold(f"late {len(held)}", values)
        held[f"late {len(held)}"] = dumps(values)
    assert grid.exhausted
    assert sorted(held.values()) == sorted(dumps(space.combination(i)) for i in range(space.size))


def test_a_grid_goes_on_in_order_and_repeats_what_it_was_not_told_of() -> None:
    grid = Grid(Space.read(TWO_BY_TWO))
    assert grid.next() == grid.next() == {"a": 1, "b": "x"}
    grid.hold("one", {"a": 1, "b": "x"})
    assert grid.next() == {"a": 1, "b": "y"}


def test_a_combination_that_came_from_elsewhere_is_left_out() -> None:
    grid = Grid(Space.read(TWO_BY_TWO))
    grid.hold("foreign", {"a": 1, "b": "y", "more": True})
    grid.hold("stranger", {"a": 3, "b": "y"})
    found = []
    while (values := grid.next()) is not None:
        found.append(values)
        grid.hold(f"run {len(found)}", values)
    assert found == [{"a": 1, "b": "x"}, {"a": 2, "b": "x"}, {"a": 2, "b": "y"}]


def test_a_combination_of_two_runs_comes_again_when_both_are_gone() -> None:
    grid = Grid(Space.read({"a": {"values": [1]}}))
    grid.hold("one", {"a": 1})
    grid.hold("two", {"a": 1})
    grid.release("one")
    assert grid.exhausted
    grid.release("two")
    assert grid.next() == {"a": 1}


def test_a_run_that_is_told_twice_is_gone_once() -> None:
    grid = Grid(Space.read({"a": {"values": [1]}}))
    grid.hold("one", {"a": 1})
    grid.hold("one", {"a": 1})
    grid.release("one")
    assert grid.next() == {"a": 1}


def test_looking_changes_nothing() -> None:
    grid = Grid(Space.read(TWO_BY_TWO))
    for name, b in (("one", "x"), ("two", "y")):
        grid.hold(name, {"a": 1, "b": b})
    grid.release("one")
    grid.hold("three", {"a": 1, "b": "x"})
    before = deepcopy(vars(grid))
    assert (grid.next(), grid.exhausted) == ({"a": 2, "b": "x"}, False)
    assert {name: held for name, held in vars(grid).items() if name != "_space"} == {
        name: held for name, held in before.items() if name != "_space"
    }


def test_a_grid_of_astronomic_size_begins_at_once() -> None:
    grid = Grid(Space.read({f"p{i}": {"min": 0, "max": 10**6} for i in range(10)}))
    assert grid.size == (10**6 + 1) ** 10
    assert grid.next() == {f"p{i}": 0 for i in range(10)}


def test_draws_have_no_end() -> None:
    draws = Draws(Space.read(TWO_BY_TWO), Random(0))
    assert len({dumps(draws.next()) for _ in range(50)}) == 4
    assert not draws.exhausted
    assert draws.size is None


def test_bayes_draws_as_random_does() -> None:
    space = Space.read({"a": {"min": 0.0, "max": 1.0}})
    bayes, random = (search_of(space, method, Random(5)) for method in ("bayes", "random"))
    assert [bayes.next() for _ in range(5)] == [random.next() for _ in range(5)]


def test_what_is_chosen_elsewhere_is_not_chosen_here() -> None:
    search = search_of(None, "custom", Random(0))
    assert isinstance(search, Elsewhere)
    assert not search.exhausted
    assert (search.size, list(iter(search.next, None))) == (None, [])
