"""Filters that are none, and corners of those that are."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any

import pytest
from hypothesis import given

from runfake.world import World
from runfake.world.errors import Invalid
from runfake.world.filters.language import compile_filter
from runfake.world.run_fields import RUN_FIELDS

from ..values import json_values


@pytest.fixture(scope="module")
def world() -> World:
    world = World()
    world.run("shop/a", config={"opt": {"name": "adam"}, "flag": True, "m": [[1, 2], 3]}, tags=["x", "y"])
    world.run("shop/b", config={"opt": {}, "flag": 1, "m": []}, group="")
    return world


def found(world: World, filters: Any) -> str:
    wanted = compile_filter(json.dumps(filters), RUN_FIELDS)
    return "".join(run.id for run in world.runs() if wanted is None or wanted(run))


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"config.opt": {}}, "b"),
        ({"config.opt": {"name": "adam"}}, "a"),
        ({"config.opt": {"$eq": {"name": "adam"}}}, "a"),
        ({"config.flag": True}, "a"),
        ({"config.flag": 1}, "b"),
        ({"config.flag": {"$gte": False}}, "a"),
        ({"config.m": [1, 2]}, "a"),
        ({"config.m": []}, "b"),
        ({"config.m": {"$in": [3, "x"]}}, "a"),
        ({"config.m": {"$size": 2}}, "a"),
        ({"config.m": {"$all": []}}, ""),
        ({"config.m": {"$in": []}}, ""),
        ({"config.m": {"$nin": []}}, "ab"),
        ({"group": ""}, "b"),
        ({"group": {"$in": [None]}}, "a"),
        ({"group": {"$ne": None}}, "b"),
        ({"tags": {"$not": {"$in": ["x"]}}}, "b"),
        ({"tags": {"$not": {"$not": {"$size": 2}}}}, "a"),
        ({"tags.x": True}, "a"),
        ({"tags.x": False}, "b"),
        ({"tags.0": True}, ""),
        ({"config.opt.name": {"$regex": "^a", "$contains": "d"}}, "a"),
        ({"$nor": [{}]}, ""),
        ({"$nor": []}, "ab"),
        ({"$or": []}, "ab"),
        ({"$or": [{}, {"group": "nobody"}]}, "ab"),
        ({"$or": [None, {"group": ""}]}, "b"),
        ({"$not": {}}, ""),
        ({"$not": {"$not": {"group": ""}}}, "b"),
    ],
)
def test_a_corner_of_the_language(world: World, filters: Any, ids: str) -> None:
    assert found(world, filters) == ids


@pytest.mark.parametrize("filters", [{}, {"$and": []}, {"$or": [{"$and": [None]}]}, {"$and": [{}, {"$or": []}]}])
def test_what_restricts_nothing_is_not_asked_of_any_item(filters: Any) -> None:
    assert compile_filter(json.dumps(filters), RUN_FIELDS) is None


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        ([], "filters must be a JSON object, not list"),
        (None, "filters must be a JSON object, not NoneType"),
        ({"$and": {}}, "$and must be a list of filters, not {}"),
        ({"$or": [[]]}, "each member of $or must be a filter, which is an object, not []"),
        ({"$not": []}, "$not must be a filter"),
        ({"$regex": "x"}, "the operator $regex belongs below a field"),
        ({"$elemMatch": {}}, "unknown operator '$elemMatch'"),
        ({"state": {"$equal": 1}}, "Did you mean '$eq'?"),
        ({"state": {"$and": []}}, "$and combines whole filters, so it cannot stand below the field 'state'"),
        ({"state": {"$not": "x"}}, "$not on 'state' must be an object of operators, not 'x'"),
        ({"state": {"$not": {}}}, "$not on 'state' must be an object of operators, not {}"),
        ({"state": {"$not": {"x": 1}}}, "$not on 'state' must be an object of operators"),
        ({"state": {"$eq": 1, "x": 1}}, "'state' is given both operators and values"),
        ({"state": {"$options": "i"}}, "$options on 'state' stands beside a $regex only"),
        ({"state": {"$regex": "x", "$options": "u"}}, "$options on 'state' must be a string of the letters i, m and s"),
        ({"state": {"$regex": 1}}, "$regex on 'state' must be a string, not 1"),
        ({"state": {"$contains": ["x"]}}, "$contains on 'state' must be a string, not ['x']"),
        ({"tags": {"$size": "2"}}, "$size on 'tags' must be an integer of at least 0, not '2'"),
        ({"tags": {"$size": True}}, "$size on 'tags' must be an integer of at least 0"),
        ({"tags": {"$all": "x"}}, "$all on 'tags' must be a list, not 'x'"),
        ({"tags": {"$nin": {}}}, "$nin on 'tags' must be a list, not {}"),
        ({"config.a": {"$gte": [1]}}, "$gte on 'config.a' must be a number, a string or a boolean, not [1]"),
        ({"createdAt": {"$gt": 1700000000}}, "$gt on 'createdAt' must be a time in ISO 8601"),
        ({"createdAt": {"$in": ["2024-01-01", "soon"]}}, "$in on 'createdAt' must be a time in ISO 8601"),
        ({"confg.lr": 1}, "unknown field 'confg.lr' of runs"),
        ({"confg.lr": 1}, "Did you mean 'config'?"),
        ({"": 1}, "unknown field '' of runs"),
        ({"host.name": 1}, "the field 'host' of runs has no parts, so there is no 'host.name'"),
    ],
)
def test_what_is_no_filter_is_refused(filters: Any, text: str) -> None:
    with pytest.raises(Invalid, match=re.escape(text)):
        compile_filter(json.dumps(filters), RUN_FIELDS)


@given(json_values)
def test_any_json_below_a_field_is_a_condition_or_is_refused(world: World, value: Any) -> None:
    for filters in ({"config.m": value}, {"config.m": {"$in": [value]}}, {"$or": [value]}, {"createdAt": value}):
        with contextlib.suppress(Invalid):
            assert set(found(world, filters)) <= {"a", "b"}
