"""Saying which requests are meant: the names, one by one, and what is wrong with a wrong one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from runfake import which
from runfake.wire.entry import Entry
from runfake.world.errors import Invalid

ASKED = Entry(
    datetime(2026, 1, 1, tzinfo=UTC),
    "POST",
    "/graphql",
    "graphql",
    operations=("UpsertBucket",),
    fields=("upsertBucket",),
    variables={"name": "a", "tags": ["x"], "state": None},
    run="runfake/demo/a",
)
STREAMED = Entry(
    datetime(2026, 1, 1, tzinfo=UTC),
    "POST",
    "/files/e/demo/a/file_stream",
    "file_stream",
    streams=("wandb-history.jsonl",),
    run="e/demo/a",
)


@pytest.mark.parametrize(
    "meant",
    [
        which.anything(),
        which.operation("UpsertBucket"),
        which.field("upsertBucket"),
        which.route("graphql"),
        which.run("demo/a"),
        which.run("runfake/demo/a"),
        which.path("/graphql"),
        which.method("POST"),
        which.variables(name="a"),
        which.variables(tags=["x"], state=None),
        which.matching(lambda entry: entry.status == 0),
    ],
    ids=str,
)
def test_it_is_the_one(meant: which.Which) -> None:
    assert meant.difference(ASKED) == ()
    assert not (~meant).matches(ASKED)


@pytest.mark.parametrize(
    ("meant", "difference"),
    [
        (which.operation("DeleteRun"), "operation: expected 'DeleteRun', came 'UpsertBucket'"),
        (which.field("deleteRun"), "field: expected 'deleteRun', came 'upsertBucket'"),
        (which.route("storage"), "route: expected 'storage', came 'graphql'"),
        (which.run("demo/b"), "run: expected 'demo/b', came 'demo/a'"),
        (which.run("team/demo/a"), "run: expected 'team/demo/a', came 'runfake/demo/a'"),
        (which.path("/ready"), "path: expected '/ready', came '/graphql'"),
        (which.method("PUT"), "method: expected 'PUT', came 'POST'"),
        (which.variables(name="b"), "variable name: expected 'b', came 'a'"),
        (which.variables(nmae="a"), "variable nmae: expected 'a', came none. Did you mean 'name'?"),
        (which.matching(lambda _: False, "late"), "late said no"),
        (~which.operation("UpsertBucket"), "it is which.operation('UpsertBucket'), and was not to be"),
        (
            which.method("PUT") | which.route("storage"),
            "method: expected 'PUT', came 'POST' and route: expected 'storage', came 'graphql'",
        ),
    ],
    ids=str,
)
def test_it_is_another_and_says_why(meant: which.Which, difference: str) -> None:
    assert [str(found) for found in meant.difference(ASKED)] == [difference]


def test_a_request_that_is_no_graphql_has_no_operation() -> None:
    (found,) = which.operation("Run").difference(STREAMED)
    assert str(found) == "operation: expected 'Run', came none"


def test_a_document_of_several_operations_has_each_of_them() -> None:
    unclear = replace(ASKED, operations=("A", "B"))
    assert which.operation("A").matches(unclear)
    assert which.operation("B").matches(unclear)
    (found,) = which.operation("C").difference(unclear)
    assert str(found) == "operation: expected 'C', came ('A', 'B')"


def test_a_variable_that_is_not_there_is_not_one_that_is_null() -> None:
    assert which.variables(state=None).matches(ASKED)
    assert not which.variables(stat=None).matches(ASKED)


def test_what_is_long_is_shortened() -> None:
    (found,) = which.variables(name="x" * 5000).difference(ASKED)
    assert len(str(found)) < 200


# -- the text of a condition is the code that makes it --------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "which.anything()",
        "which.operation('Run')",
        "~which.field('project')",
        "which.run('demo/a') & which.method('PUT') | ~which.path('/x')",
        "(which.run('e/demo/a') | which.anything()) & ~(which.route('health') & which.variables(a=1, b='x'))",
        "~(which.route('health') | which.route('storage'))",
        "~~which.method('GET')",
        "which.operation('Mine', own=True)",
    ],
)
def test_the_text_of_a_condition_is_the_code_that_makes_it(code: str) -> None:
    assert str(eval(code, {"which": which})) == code


# -- wrong names ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "name", "complaint"),
    [
        (which.operation, "UpsertBuckt", r"no client of W&B sends that. Did you mean 'UpsertBucket'\?"),
        (which.operation, "upsertBucket", r"Did you mean 'UpsertBucket'\? If it is an operation of your own, say "),
        (which.operation, None, "no client of W&B sends that"),
        (which.operation, "file_stream", r"but a route: which.route\(.file_stream.\)"),
        (which.field, "upsertBuckt", r"there is no such field. Did you mean 'upsertBucket'\? It has to be"),
        (which.field, "UpsertBucket", r"Did you mean 'upsertBucket'\?.*for the name of an operation, say"),
        (which.field, "history", "there is no such field. It has to be a field of Query or Mutation"),
        (which.route, "filestream", r"Did you mean 'file_stream'\? There are graphql, file_stream, "),
        (which.method, "put", r"Did you mean 'PUT'\?"),
        (which.path, "graphql", "a path begins with a slash"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(make: Any, name: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        make(name)


@pytest.mark.parametrize("path", ["a", "a/b/c/d", "demo/", "", None])
def test_a_path_that_is_no_run_is_refused(path: Any) -> None:
    with pytest.raises(Invalid, match="expected"):
        which.run(path)


def test_operations_of_ones_own_are_free() -> None:
    assert which.operation("MyVeryOwnQuestion").matches(replace(ASKED, operations=("MyVeryOwnQuestion",)))
    assert which.operation("UpsertBuckt", own=True).matches(replace(ASKED, operations=("UpsertBuckt",)))
    assert which.operation("").matches(replace(ASKED, operations=("",)))


def test_python_words_are_refused_in_the_place_of_operators() -> None:
    with pytest.raises(TypeError, match=r"combine with & \| ~"):
        _ = which.anything() and which.anything()
    with pytest.raises(TypeError, match="unsupported operand"):
        _ = which.anything() & "Run"  # type: ignore[operator]


def test_an_unknown_condition_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"runfake\.which has no 'operatoin': .* Did you mean 'operation'\?"):
        _ = which.operatoin  # type: ignore[attr-defined]


def test_which_files_a_request_of_the_file_stream_brings_lines_of() -> None:
    assert which.streams("wandb-history.jsonl").matches(STREAMED)
    assert not which.streams("wandb-history.jsonl").matches(ASKED)
    assert not which.streams("output.log").matches(STREAMED)
    with pytest.raises(ValueError, match=r"there is no such file. Did you mean 'output.log'\? There are"):
        which.streams("output.lok")
