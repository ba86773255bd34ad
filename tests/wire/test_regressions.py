"""Defects that reviews found, each kept from coming back."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from runfake import World
from runfake.wire import Backend, Head, Request
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller, basic, whole

DEEP = '{"a":' * 1100 + "1" + "}" * 1100


def chunk(*lines: str) -> dict[str, Any]:
    """A file stream request that writes history from the start."""
    return {"files": {"wandb-history.jsonl": {"offset": 0, "content": list(lines)}}}


def test_a_row_that_is_too_deep_is_refused_and_leaves_no_trace(caller: Caller) -> None:
    run = caller.world.run("p/r")
    status, answer = caller.stream("runfake/p/r", chunk(DEEP))
    assert (status, "nested too deeply" in answer["errors"][0]["message"]) == (400, True)
    assert (len(run.history), run.history.last_step) == (0, -1)
    assert caller.stream("runfake/p/r", chunk('{"x": 1}'))[0] == 200
    assert run.history.sampled(["x"], None, None, 5) == [{"x": 1}]


def test_an_id_names_the_run_whatever_the_path_says(caller: Caller) -> None:
    run = caller.world.run("p/r")
    mutation = (
        'mutation M($id: String) { upsertBucket(input: {id: $id, name: "r", notes: "n"}) { inserted bucket { id } } }'
    )
    answer = caller.data(mutation, id=run.storage_id)
    assert answer == {"upsertBucket": {"inserted": False, "bucket": {"id": run.storage_id}}}
    assert run.notes == "n"
    assert caller.graphql(mutation, {"id": "garbage"})[0] == 404
    assert caller.world.runs() == [run]


def test_what_a_variable_lets_in_is_judged_before_a_mutation_runs(caller: Caller) -> None:
    mutation = """mutation M($with: Boolean!) { upsertBucket(input: {name: "a", modelName: "p"}) {
        bucket { ... on Run @include(if: $with) { project { runQueues { id } } } } } }"""
    status, answer = caller.graphql(mutation, {"with": True})
    assert (status, "Project.runQueues" in answer["errors"][0]["message"]) == (400, True)
    assert caller.world.runs() == []
    assert caller.graphql(mutation, {"with": False})[0] == 200
    assert len(caller.world.runs()) == 1


def test_a_default_of_a_variable_counts_before_a_mutation_runs(caller: Caller) -> None:
    mutation = """mutation M($with: Boolean = true) { upsertBucket(input: {name: "a", modelName: "p"}) {
        bucket { project @include(if: $with) { runQueues { id } } } } }"""
    assert caller.graphql(mutation)[0] == 400
    assert caller.world.runs() == []
    assert caller.graphql(mutation, {"with": False})[0] == 200


def test_unused_variables_and_fragments_are_no_error(caller: Caller) -> None:
    document = "query Q($x: Int) { viewer { entity } } fragment F on User { id }"
    assert caller.data(document) == {"viewer": {"entity": "runfake"}}


def test_only_the_chosen_operation_is_judged(caller: Caller) -> None:
    document = "query Q { viewer { entity } } mutation M { createAnonymousEntity(input: {}) { apiKey { id } } }"
    assert caller.graphql(document, operationName="Q")[0] == 200
    assert caller.graphql(document, operationName="M")[0] == 400


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer { teams { edges { node { user "
        + "{ teams { edges { node { user " * 300
        + "{ id }"
        + "}}}}" * 301
        + " } }",
        "{ " + " ".join(f"a{i}: viewer {{ id }}" for i in range(10_000)) + " }",
        '{ project(name: "' + "x" * 10 + '") { runs(filters: ' + "[" * 5000 + "]" * 5000 + ") { edges { cursor } } } }",
    ],
)
def test_monstrous_documents_are_refused(caller: Caller, document: str) -> None:
    status, answer = caller.graphql(document)
    assert status == 400
    assert "runfake itself failed" not in json.dumps(answer)


def test_worlds_of_one_seed_stay_apart_and_as_they_are_alone(engine: Engine) -> None:
    backend = Backend("http://runfake.test", engine)
    first, second, alone = World(), World(), World()
    backend.add(first)
    tenant = backend.add(second)
    assert first.issue_key(first.default_user).secret != tenant.api_key
    assert second.run("p/r").display_name == alone.run("p/r").display_name
    request = json.dumps({"query": 'mutation { upsertBucket(input: {name: "a", modelName: "p"}) { inserted } }'})
    head = Head("POST", "/graphql", {"authorization": basic(tenant.api_key)})
    assert backend.handle(Request(head, [request.encode()])).status == 200
    assert ([run.id for run in first.runs()], [run.id for run in second.runs()]) == ([], ["r", "a"])


def test_reads_are_whole_while_others_write() -> None:
    world = World()
    run = world.run("p/r", state="running")
    done = threading.Event()
    wrong: list[BaseException] = []

    def read() -> None:
        while not done.is_set():
            try:
                run.history.describe_keys()
                run.history.sampled(["loss"], None, None, 5)
                list(run.files.values())
                _ = world.entity.storage_bytes
            except BaseException as error:
                wrong.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for i in range(300):
        world.run("p/r", history=[{"loss": i, f"key{i}": 1}], files={f"f{i}": "x"})
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_a_refusal_under_a_good_key_is_in_the_worlds_own_journal(caller: Caller) -> None:
    caller.send("GET", "/artifacts/e/" + "00" * 16)
    caller.backend.handle(Request(Head("GET", caller.storage_path("runs", "runfake", "p", "r", "f"))))
    assert [entry.status for entry in caller.tenant.journal.refused()] == [404, 404]
    assert len(caller.backend.journal) == 0


@pytest.mark.parametrize("state", ["pending", "preempting"])
def test_a_stop_request_outlives_what_is_no_end(caller: Caller, state: str) -> None:
    run = caller.world.run("p/r", state=state)
    caller.world.stop_run(run.storage_id)
    assert caller.stream("runfake/p/r", {})[1]["stopped"] is True
    caller.world.run("p/r", state="finished")
    assert caller.stream("runfake/p/r", {})[1]["stopped"] is False


def test_exit_codes_of_windows_can_be_asked_for(caller: Caller) -> None:
    caller.world.run("p/r")
    caller.stream("runfake/p/r", {"complete": True, "exitcode": 3221225786})
    answer = caller.data('{ project(name: "p") { run(name: "r") { exitcode state } } }')
    assert answer == {"project": {"run": {"exitcode": -1073741510, "state": "failed"}}}
    assert caller.stream("runfake/p/r", {"complete": True, "exitcode": True})[0] == 400


def test_a_file_for_a_run_that_was_deleted_meanwhile_is_refused(caller: Caller) -> None:
    run = caller.world.run("p/r")
    exchange = caller.backend.open(Head("PUT", caller.storage_path("runs", "runfake", "p", "r", "f")))
    exchange.write(b"x")
    caller.world.delete_run(run.storage_id)
    assert exchange.close().status == 410


def test_an_upload_that_is_given_up_gives_its_blocks_back(caller: Caller) -> None:
    caller.world.run("p/r")
    url = caller.storage_path("runs", "runfake", "p", "r", "f")
    for _ in range(3):
        exchange = caller.backend.open(Head("PUT", url))
        exchange.write(b"x" * 3_000_000)
        exchange.abort()
    assert caller.world.blobs.blocks_held == 0


@pytest.mark.parametrize(
    "metadata",
    [
        {"git": "x"},
        {"git": [1]},
        {"args": [1, None]},
        {"args": "x", "cpu_count": "4", "program": 3},
        {"gpu_count": 2**40},
    ],
)
def test_run_info_of_any_metadata_is_answered(caller: Caller, metadata: dict[str, Any]) -> None:
    caller.world.run("p/r", files={"wandb-metadata.json": json.dumps(metadata)})
    fields = "program args os python executable codeSaved cpuCount gpuCount gpu git { remote commit }"
    answer = caller.data(f'{{ project(name: "p") {{ run(name: "r") {{ runInfo {{ {fields} }} }} }} }}')
    assert answer["project"]["run"]["runInfo"]["codeSaved"] is False


@pytest.mark.parametrize("name", ["//[x", "http://[x", "a/../b", "~", "~~a", "...", "x.tar.gz"])
def test_files_of_any_name_are_listed_and_read(caller: Caller, name: str) -> None:
    caller.world.run("p/r", files={name: name})
    listed = caller.data(
        '{ project(name: "p") { run(name: "r") { files { edges { node { name url mimetype } } } } } }'
    )["project"]["run"]["files"]["edges"]  # fmt: skip
    assert [edge["node"]["name"] for edge in listed] == [name]
    path = listed[0]["node"]["url"].removeprefix("http://runfake.test")
    assert not {"", ".", ".."} & set(path.split("/")[1:])
    assert whole(caller.backend.handle(Request(Head("GET", path)))) == name.encode()


def test_a_header_that_is_no_ascii_is_a_bad_key(caller: Caller) -> None:
    assert caller.send("POST", "/graphql", b"{}", authorization="Basic é").status == 401


def test_a_hole_of_monstrous_size_is_refused(caller: Caller) -> None:
    caller.world.run("p/r")
    status, _ = caller.stream("runfake/p/r", {"files": {"output.log": {"offset": 10**10, "content": ["x"]}}})
    assert status == 400
