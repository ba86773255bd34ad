"""Listings through GraphQL: pages while the project changes, counts, and the order where none is named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isnan
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runfake import World
from runfake.wire.graphql.engine import Engine
from runfake.world.listing import Listings
from runfake.world.runs import Run

from .client import Caller

PAGE = """
query Runs($filters: JSONString, $order: String, $first: Int, $after: String) {
    project(name: "shop") {
        runCount(filters: $filters)
        runs(filters: $filters, order: $order, first: $first, after: $after) {
            edges { node { name } cursor }
            pageInfo { hasNextPage endCursor }
        }
    }
}
"""
NAMES = '{ project(name: "shop") { %s { edges { node { name } } } } }'


# -- what a listing should show, told by Python's own stable sort ------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a run stands in a listing, or stood; ``rank`` is None where it has nothing to be ordered by."""

    rank: Any
    number: int


def place_of(run: Run, order: str) -> Place:
    root, _, key = order[1:].partition(".")
    if root == "created_at":
        return Place((0, run.number), run.number)
    value = (run.config if root == "config" else run.summary).get(key)
    lacking = value is None or (isinstance(value, float) and isnan(value))
    return Place(None if lacking else rank(value), run.number)


def rank(value: Any) -> tuple[int, Any]:
    if isinstance(value, bool):
        return 3, value
    if isinstance(value, list):
        return 2, tuple(value)
    return int(isinstance(value, str)), value


def arranged(places: list[Place], order: str) -> list[Place]:
    made = sorted(places, key=lambda place: place.number)
    valued = [place for place in made if place.rank is not None]
    lacking = [place for place in made if place.rank is None]
    return sorted(valued, key=lambda place: place.rank, reverse=order.startswith("-")) + lacking


def after(places: list[Place], last: Place | None, order: str) -> list[Place]:
    """What comes after ``last``, which may be gone."""
    if last is None:
        return arranged(places, order)
    whole = arranged([*(place for place in places if place != last), last], order)
    return whole[whole.index(last) + 1 :]


# -- what happens to a project while it is listed ----------------------------------------------------

# Few, so that many runs are equal.
values = st.sampled_from([0, 1, 1.0, 0.5, float("nan"), None, True, "a", [0, 1]])
documents: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({"k": values}) | st.just({})
some_runs = st.fixed_dictionaries(
    {"config": documents, "summary": documents, "state": st.sampled_from(["finished", "failed"])}
)
orders = st.builds(
    "{}{}".format, st.sampled_from("+-"), st.sampled_from(["created_at", "config.k", "summary_metrics.k"])
)
# Runs that are added between two pages, and by what number each run that is deleted is chosen.
changes = st.tuples(st.lists(some_runs, max_size=2), st.lists(st.integers(0, 99), max_size=2))


class Shop:
    """A project that runs come to and go from."""

    def __init__(self, engine: Engine) -> None:
        self.caller = Caller(World(), engine)
        self.caller.world.project("shop")
        self._made = 0

    def add(self, runs: list[Any]) -> None:
        for arguments in runs:
            self._made += 1
            self.caller.world.run(f"shop/r{self._made}", **arguments)

    def change(self, what: Any) -> None:
        added, deleted = what
        for number in deleted:
            if runs := self.caller.world.runs():
                self.caller.world.run_writes.delete(runs[number % len(runs)].storage_id)
        self.add(added)

    def places(self, state: str | None, order: str) -> dict[Place, str]:
        """The run id at each place."""
        runs = [run for run in self.caller.world.runs() if state in (None, run.state)]
        return {place_of(run, order): run.id for run in runs}

    def page(self, **variables: Any) -> Any:
        return self.caller.data(PAGE, **variables)["project"]


@settings(deadline=None, max_examples=60)
@given(
    begun=st.lists(some_runs, max_size=8),
    order=orders,
    state=st.none() | st.sampled_from(["finished", "failed"]),
    first=st.integers(1, 4),
    changes=st.lists(changes, max_size=6),
)
def test_pages_give_every_match_once_and_in_order_while_runs_come_and_go(
    engine: Engine, *, begun: list[Any], order: str, state: str | None, first: int, changes: list[Any]
) -> None:
    shop = Shop(engine)
    shop.add(begun)
    filters = json.dumps({"state": state} if state else {})
    stayed = set(shop.places(state, order).values())
    got: list[str] = []
    last, cursor, more = None, None, True
    while more:
        held = shop.places(state, order)
        rest = after(list(held), last, order)
        page = shop.page(filters=filters, order=order, first=first, after=cursor)
        names = [edge["node"]["name"] for edge in page["runs"]["edges"]]
        assert names == [held[place] for place in rest[:first]]
        more, cursor = page["runs"]["pageInfo"]["hasNextPage"], page["runs"]["pageInfo"]["endCursor"]
        assert (page["runCount"], more) == (len(held), len(rest) > first)
        got += names
        last = rest[first - 1] if more else None
        shop.change(changes.pop() if changes else ([], []))
        stayed &= set(shop.places(state, order).values())
    assert len(set(got)) == len(got)
    assert stayed <= set(got)


# -- single cases ------------------------------------------------------------------------------------


def names(caller: Caller, field: str) -> list[str]:
    answer = caller.data(NAMES % field)["project"]
    return [edge["node"]["name"] for edge in next(iter(answer.values()))["edges"]]


def test_where_no_order_is_named_the_newest_run_comes_first(caller: Caller) -> None:
    for run_id in "abc":
        caller.world.run(f"shop/{run_id}")
    assert names(caller, "runs") == ["c", "b", "a"]
    assert names(caller, "buckets(first: 2)") == ["c", "b"]
    assert names(caller, 'runs(order: "created_at")') == ["a", "b", "c"]


def test_an_empty_page_has_more_behind_it_where_there_is_more(caller: Caller) -> None:
    caller.world.run("shop/a", config={"k": 1})
    for order in ("+created_at", "-created_at", "+config.k"):
        page = caller.data(PAGE, order=order, first=0)["project"]["runs"]
        assert page == {"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}


def test_a_cursor_leads_on_in_its_own_order_only(caller: Caller) -> None:
    for run_id in "ab":
        caller.world.run(f"shop/{run_id}", config={"k": 1})
    cursors = [
        caller.data(PAGE, order=order, first=1)["project"]["runs"]["pageInfo"]["endCursor"]
        for order in ("+created_at", "+config.k")
    ]
    for order, cursor in (("+config.k", cursors[0]), ("-created_at", cursors[1])):
        status, answer = caller.graphql(PAGE, {"order": order, "after": cursor})
        assert status == 400
        assert "is no place in this list" in answer["errors"][0]["message"]


def test_a_page_and_its_count_look_through_the_runs_once(caller: Caller) -> None:
    looked_through: list[str | None] = []

    class Watched(Listings):
        def matching(self, items: Any, filters: str | None, fields: Any) -> Any:
            looked_through.append(filters)
            return super().matching(items, filters, fields)

    caller.world.listings = Watched()
    caller.world.run("shop/a")
    for _ in range(2):
        assert caller.data(PAGE, filters='{"state": "finished"}')["project"]["runCount"] == 1
    assert looked_through == ['{"state": "finished"}'] * 2


def test_a_count_is_of_the_moment_within_one_request_too(caller: Caller) -> None:
    count = "bucket { project { runCount(filters: $filters) } }"
    answer = caller.data(
        "mutation Two($filters: JSONString) {"
        f' a: upsertBucket(input: {{name: "a", modelName: "shop", state: "pending"}}) {{ {count} }}'
        f' b: upsertBucket(input: {{name: "b", modelName: "shop", state: "pending"}}) {{ {count} }}'
        "}",
        filters='{"state": "pending"}',
    )
    assert [answer[name]["bucket"]["project"]["runCount"] for name in "ab"] == [1, 2]


def test_the_projects_of_an_entity_are_filtered_and_ordered(caller: Caller) -> None:
    for name in ("shop", "till", "attic"):
        caller.world.project(name).description = name.upper()
    query = (
        "query P($filters: JSONString, $order: String)"
        " { entity { projects(filters: $filters, order: $order) { edges { node { name } } } } }"
    )

    def found(**variables: Any) -> list[str]:
        return [edge["node"]["name"] for edge in caller.data(query, **variables)["entity"]["projects"]["edges"]]

    assert found() == ["shop", "till", "attic"]
    assert found(order="+name") == ["attic", "shop", "till"]
    assert found(order="-created_at") == ["attic", "till", "shop"]
    assert found(filters='{"name": {"$regex": "^[st]"}}', order="-name") == ["till", "shop"]
    assert found(filters='{"description": "TILL"}') == ["till"]
    status, answer = caller.graphql(query, {"filters": '{"nam": "x"}'})
    assert (status, "unknown field 'nam' of projects" in answer["errors"][0]["message"]) == (400, True)
