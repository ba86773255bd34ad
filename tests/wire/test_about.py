"""Which run a GraphQL request is about, however its document says it."""

from __future__ import annotations

from typing import Any

import pytest

from runfake.world.ids import node_id
from tests.wire.client import Caller

PATH = "team/shop/a"
FILES = {"entityName": "team", "projectName": "shop", "runName": "a"}
STORAGE_ID = node_id("Run", "v1", "a", "shop", "team")


PROJECT = "project(name: $p, entityName: $e)"


@pytest.mark.parametrize(
    ("selections", "given", "path"),
    [
        (PROJECT + " { run(name: $r) { id } }", {"r": "a"}, PATH),
        ("model(name: $p, entityName: $e) { bucket(name: $r, missingOk: true) { id } }", {"r": "a"}, PATH),
        ('project(name: "shop", entityName: "team") { run(name: "a") { id } }', {}, PATH),
        ("project(name: $p) { run(name: $r) { id } }", {"r": "a"}, "runfake/shop/a"),
        (PROJECT + " { run(name: $r) { id } }", {}, ""),
        (PROJECT + " { ... on Project { run(name: $r) { id } } }", {"r": "a"}, PATH),
        ("...G } fragment G on Query { " + PROJECT + " { ...F }", {"r": "a"}, PATH),
        ("viewer { id } " + PROJECT + " { id run(name: $r) { id } }", {"r": "a"}, PATH),
        (PROJECT + " { id }", {"r": "a"}, ""),
    ],
)
def test_a_query_is_about_the_run_that_it_selects(
    caller: Caller, selections: str, given: dict[str, str], path: str
) -> None:
    fragment = "fragment F on Project { run(name: $r) { id } }"
    document = f"query Q($p: String, $e: String, $r: String!) {{ {selections} }} {fragment}"
    caller.graphql(document, {"p": "shop", "e": "team"} | given)
    (entry,) = caller.tenant.journal
    assert (entry.operations, entry.unknown, entry.run) == (("Q",), False, path)


@pytest.mark.parametrize(
    ("selection", "given", "path"),
    [
        ("upsertBucket(input: {modelName: $p, entityName: $e, name: $r}) { inserted }", {"r": "a"}, PATH),
        ("upsertBucket(input: {id: $id}) { inserted }", {"id": STORAGE_ID}, PATH),
        ("upsertBucket(input: {id: $id}) { inserted }", {"id": "no id"}, ""),
        ("upsertBucket(input: {id: $id}) { inserted }", {"id": node_id("File", *"abcd")}, ""),
        ("upsertBucket(input: {id: $id}) { inserted }", {"id": 7}, ""),
        ("deleteRun(input: $run) { clientMutationId }", {"run": {"id": STORAGE_ID}}, PATH),
        ("createRunFiles(input: $files) { runID }", {"files": FILES}, PATH),
        ("createRunFiles(input: $files) { runID }", {"files": "nonsense"}, ""),
    ],
)
def test_a_mutation_is_about_the_run_that_its_input_names(
    caller: Caller, selection: str, given: dict[str, Any], path: str
) -> None:
    declared = "$p: String, $e: String, $r: String, $id: String, $run: DeleteRunInput!, $files: CreateRunFilesInput!"
    caller.graphql(f"mutation Q({declared}) {{ {selection} }}", {"p": "shop", "e": "team"} | given)
    (entry,) = caller.tenant.journal
    assert (entry.operations, entry.unknown, entry.run) == (("Q",), False, path)


def test_a_file_stream_is_about_the_run_of_its_path(caller: Caller) -> None:
    caller.stream(PATH, {})
    (entry,) = caller.tenant.journal
    assert (entry.status, entry.run) == (404, PATH)


def test_a_stored_file_is_about_its_run(caller: Caller) -> None:
    file = caller.world.run("shop/a", files={"x.txt": "hi"}).files["x.txt"]
    path = caller.tenant.urls.of(file).removeprefix("http://runfake.test")
    assert caller.send("GET", path).status == 200
    (entry,) = caller.tenant.journal
    assert (entry.route, entry.run) == ("storage", "runfake/shop/a")
