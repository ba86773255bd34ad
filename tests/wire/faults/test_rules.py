"""Rules of faults: which requests, when of those."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from runfake import World, faults, when, which
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller

VIEWER = "query Viewer { viewer { entity } }"
PROJECTS = 'query Projects { models(entityName: "runfake") { edges { node { name } } } }'


def statuses(caller: Caller, queries: list[str]) -> list[int]:
    return [caller.graphql(query)[0] for query in queries]


def test_the_next_request_that_matches_is_hit_and_no_other(caller: Caller) -> None:
    rule = caller.tenant.faults.add(which.operation("Viewer"), faults.status(503))
    assert statuses(caller, [PROJECTS, VIEWER, VIEWER]) == [200, 503, 200]
    assert (rule.matched, rule.fired) == (2, 1)


def test_rules_are_tried_in_order_and_the_first_takes_the_request(caller: Caller) -> None:
    first = caller.tenant.faults.add(which.operation("Viewer"), faults.status(503), when.times(2))
    second = caller.tenant.faults.add(which.anything(), faults.status(502), when.nth(2))
    assert statuses(caller, [VIEWER, PROJECTS, VIEWER, VIEWER, VIEWER]) == [503, 200, 503, 502, 200]
    assert (first.matched, first.fired) == (4, 2)
    assert (second.matched, second.fired) == (3, 1)


def test_conditions_combine(caller: Caller) -> None:
    caller.tenant.faults.add(~which.operation("Viewer") & which.route("graphql"), faults.status(503), when.always())
    assert statuses(caller, [VIEWER, PROJECTS, VIEWER]) == [200, 503, 200]


def test_worlds_have_faults_of_their_own(caller: Caller) -> None:
    other = caller.backend.add(World(seed=1))
    caller.tenant.faults.add(which.anything(), faults.status(503), when.always())
    mine, caller.tenant = caller.tenant, other
    assert statuses(caller, [VIEWER]) == [200]
    caller.tenant = mine
    assert statuses(caller, [VIEWER]) == [503]


def test_rules_can_be_taken_away(caller: Caller) -> None:
    held = caller.tenant.faults
    rule = held.add(which.operation("Viewer"), faults.status(503), when.always())
    held.add(which.operation("Projects"), faults.status(502), when.always())
    assert (len(held), next(iter(held))) == (2, rule)
    held.remove(rule)
    held.remove(rule)
    assert statuses(caller, [VIEWER, PROJECTS]) == [200, 502]
    held.clear()
    assert statuses(caller, [VIEWER, PROJECTS]) == [200, 200]
    assert (len(held), held.complaints()) == (0, [])


def test_chance_comes_from_the_seed_and_leaves_the_ids_alone(engine: Engine) -> None:
    def program(seed: int, probability: float) -> tuple[list[int], str]:
        caller = Caller(World(seed=seed), engine)
        caller.tenant.faults.add(which.operation("Viewer"), faults.status(503), when.chance(probability))
        caller.tenant.faults.add(which.operation("Viewer"), faults.status(502), when.chance(probability))
        got = statuses(caller, [VIEWER] * 40)
        return got, caller.world.ids.run_id()

    first, run_id = program(7, 0.5)
    assert set(first) == {200, 502, 503}
    assert program(7, 0.5) == (first, run_id)
    assert program(7, 0.0) == ([200] * 40, run_id)
    assert program(8, 0.5)[0] != first


def test_counts_are_right_whatever_threads_ask(caller: Caller) -> None:
    rule = caller.tenant.faults.add(which.operation("Viewer"), faults.status(503), when.every(3))
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: caller.graphql(VIEWER)[0], range(300)))
    assert (rule.matched, rule.fired, got.count(503)) == (300, 100, 100)


def test_a_predicate_that_fails_is_told_and_remembered(caller: Caller) -> None:
    caller.tenant.faults.add(which.matching(lambda entry: entry.variables["x"] == 1, "x is 1"), faults.status(503))
    status, answer = caller.graphql(VIEWER)
    text = "faults.status(503) for which.matching(x is 1), when.next(): could not be tried: KeyError: 'x'."
    assert (status, answer["errors"][0]["message"]) == (400, text)
    assert caller.tenant.faults.complaints() == [text]


@pytest.mark.parametrize(
    ("choice", "optional", "complaint"),
    [
        (when.next(), False, "never fired, for no such request came"),
        (when.chance(0.5), False, "never fired, for no such request came"),
        (when.next(), True, None),
    ],
)
def test_a_rule_that_nothing_matches_is_complained_of(
    caller: Caller, choice: when.When, optional: bool, complaint: str | None
) -> None:
    caller.tenant.faults.add(which.operation("UpsertBucket"), faults.drop_after(), choice, optional=optional)
    statuses(caller, [VIEWER, PROJECTS])
    complaints = caller.tenant.faults.complaints()
    assert len(complaints) == (complaint is not None)
    for text in complaints:
        assert text.startswith(f"faults.drop_after() for which.operation('UpsertBucket'), {choice} {complaint}")


def test_a_complaint_names_the_nearest_request(caller: Caller) -> None:
    caller.tenant.faults.add(which.operation("UpsertBucket") & which.variables(name="a"), faults.drop_after())
    statuses(caller, [VIEWER, "query UpsertBucket2 { viewer { id } }"])
    (text,) = caller.tenant.faults.complaints()
    first, nearest, difference = text.splitlines()[:3]
    assert first.endswith("never fired, for no such request came. The nearest:")
    assert nearest.lstrip().startswith("[1]")
    assert difference.strip() == "operation: expected 'UpsertBucket', came 'UpsertBucket2'"


def test_a_request_that_came_too_early_or_went_elsewhere_is_told_apart(caller: Caller) -> None:
    statuses(caller, [VIEWER])
    caller.tenant.faults.add(which.operation("Viewer"), faults.status(503))
    caller.tenant.faults.add(which.operation("Viewer"), faults.status(502))
    statuses(caller, [VIEWER])
    (text,) = caller.tenant.faults.complaints()
    assert text.endswith("each of the 2 such requests came before the rule was added, or went to a rule before it.")


@pytest.mark.parametrize(
    ("choice", "complaint"),
    [
        (when.nth(3), ["faults.status(503) for which.operation('Viewer'), when.nth(3) never fired, "
                       "for only 2 came that it matches."]),
        (when.chance(0), []),
        (when.next(), []),
    ],
)  # fmt: skip
def test_a_rule_that_matched_is_complained_of_unless_it_is_chance(
    caller: Caller, choice: when.When, complaint: list[str]
) -> None:
    caller.tenant.faults.add(which.operation("Viewer"), faults.status(503), choice)
    statuses(caller, [VIEWER, VIEWER])
    assert caller.tenant.faults.complaints() == complaint


@pytest.mark.parametrize(
    ("add", "complaint"),
    [
        (lambda held: held.add("UpsertBucket", faults.status(503)), r"which\.operation\('UpsertBucket'\).*not 'Upsert"),
        (
            lambda held: held.add(which.anything(), 503),
            r"like faults\.status\(503\) or .*, not 503",
        ),
        (lambda held: held.add(which.anything(), faults.status), r"expected what goes wrong, .*not <function status"),
        (lambda held: held.add(which.anything(), faults.status(503), 3), r"expected when, like when\.next\(\).*not 3"),
        (lambda held: held.add(which.anything(), when.next(), faults.status(503)), "expected what goes wrong"),
    ],
)
def test_what_makes_no_rule_is_told_at_once(caller: Caller, add: Callable[[Any], Any], complaint: str) -> None:
    with pytest.raises(TypeError, match=complaint):
        add(caller.tenant.faults)
    assert len(caller.tenant.faults) == 0
