"""What an order is named, and what it goes by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from runfake.world import Clock, World
from runfake.world.errors import Invalid
from runfake.world.ordering import read_order
from runfake.world.run_fields import RUN_FIELDS

from .values import NOON


@pytest.mark.parametrize(
    ("text", "descending"),
    [("created_at", False), ("+created_at", False), ("-created_at", True), ("-createdAt", True)],
)
def test_the_order_of_creation_goes_by_numbers(text: str, descending: bool) -> None:
    order = read_order(text, RUN_FIELDS)
    assert (order.value, order.descending) == (None, descending)


def test_where_a_path_leads_to_several_values_the_first_counts() -> None:
    run = World().run("shop/a", config={"layers": [{"size": 2}, {"size": 1}, {"size": 3}]})
    value = read_order("+config.layers.size", RUN_FIELDS).value
    assert value is not None
    assert value(run) == 2
    assert value(World().run("shop/a")) is None


def test_times_sort_exactly_though_they_are_shown_to_the_second() -> None:
    world = World(clock=Clock(NOON))
    first = world.run("shop/a")
    world.clock.advance(timedelta(microseconds=1))
    second = world.run("shop/b")
    value = read_order("heartbeat_at", RUN_FIELDS).value
    assert value is not None
    assert value(first) < value(second)


@pytest.mark.parametrize("text", ["loss", "+", "", "--created_at", "state.x"])
def test_an_unknown_order_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match=r"unknown order|has no parts"):
        read_order(text, RUN_FIELDS)
