"""Plans of faults."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from runfake import World, faults, which
from runfake.wire.entry import Entry
from runfake.wire.faults import Plan
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("Viewer", "Run", "UpsertBucket")


def entry(name: str) -> Entry:
    return Entry(NOW, "POST", "/graphql", "graphql", operations=(name,))


def ask(caller: Caller) -> None:
    """Sends one request, whatever becomes of it."""
    caller.send("POST", "/graphql", b'{"query": "query Viewer { viewer { id } }"}')


def fates(plan: Plan, names: list[str]) -> list[tuple[str, str]]:
    """What the plan has for requests for these operations."""
    return [(name, str(plan.choose(entry(name), 0))) for name in names]


def test_the_fate_of_a_request_is_the_seeds_whatever_comes_between() -> None:
    names = [name for name in NAMES for _ in range(30)]
    shuffled = random.Random(1).sample(names, len(names))
    first, second = (fates(faults.plan(0.4, seed=3), order) for order in (names, shuffled))
    for name in NAMES:
        assert [fate for asked, fate in first if asked == name] == [fate for asked, fate in second if asked == name]
    assert fates(faults.plan(0.4, seed=4), names) != first


def test_the_kinds_and_the_rate_are_as_given() -> None:
    kinds = (faults.status(503), faults.drop_after())
    found = [fate for _, fate in fates(faults.plan(0.3, kinds=kinds, in_a_row=10), ["Run"] * 1000)]
    assert set(found) == {"None", *map(str, kinds)}
    assert 200 < 1000 - found.count("None") < 400


@pytest.mark.parametrize("most", [1, 2])
def test_the_same_is_not_hit_too_often_in_a_row(most: int) -> None:
    found = [fate != "None" for _, fate in fates(faults.plan(1, in_a_row=most), ["Run"] * 12)]
    assert found == ([True] * most + [False]) * (12 // (most + 1))


def test_a_plan_is_a_fault_like_others(caller: Caller) -> None:
    rule = caller.tenant.faults.add(which.operation("Viewer"), faults.plan(1, seed=5))
    for _ in range(3):
        ask(caller)
    assert (rule.matched, rule.fired) == (3, 2)
    hit = [e.fault for e in caller.tenant.journal]
    assert hit[1] is None
    assert {hit[0], hit[2]} <= set(map(str, faults.RECOVERABLE))
    assert str(rule) == "faults.plan(1, seed=5) for which.operation('Viewer'), when.always()"


def test_a_plan_takes_the_seed_of_its_world_and_begins_anew_in_each(engine: Engine) -> None:
    plan = faults.plan(0.5)

    def program(seed: int) -> tuple[list[str | None], str]:
        caller = Caller(World(seed=seed), engine)
        rule = caller.tenant.faults.add(which.anything(), plan)
        for _ in range(20):
            ask(caller)
        return [e.fault for e in caller.tenant.journal], str(rule.what)

    assert program(7) == program(7)
    assert program(8)[0] != program(7)[0]
    assert program(8)[1] == "faults.plan(0.5, seed=8)"


def test_a_plan_that_spares_everything_is_no_complaint(caller: Caller) -> None:
    caller.tenant.faults.add(which.anything(), faults.plan(0))
    ask(caller)
    assert caller.tenant.faults.complaints() == []


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: faults.plan(1.5), r"rate=\) takes a probability from 0 to 1, not 1\.5"),
        (lambda: faults.plan(True), "takes a probability"),
        (lambda: faults.plan(kinds=[]), "at least one, not"),
        (lambda: faults.plan(kinds=[503]), r"takes faults like faults\.status\(503\)"),  # type: ignore[list-item]
        (lambda: faults.plan(in_a_row=0), r"in_a_row=\) takes a whole number from 1 on, not 0"),
    ],
)
def test_what_makes_no_plan_is_told(make: Callable[[], Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make()
