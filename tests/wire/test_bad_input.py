"""Bad input is refused with a status that clients take as final, a text that helps, and no change."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import unquote

import pytest

from runfake.wire.sinks import LARGEST_BODY
from tests.wire.client import Caller, basic, whole

RUN = "runfake/shop/a"


def history(offset: Any, *lines: Any) -> dict[str, Any]:
    """A file stream request with some history."""
    return {"files": {"wandb-history.jsonl": {"offset": offset, "content": list(lines)}}}


def fingerprint(caller: Caller) -> Any:
    """Everything the world holds that a request could have changed."""
    return [
        (run.path, run.state, run.config, run.wire_summary.text, run.tags, run.display_name, len(run.console),
         list(run.history), list(run.events), [(f.name, f.content) for f in run.files.values()], run.stop_requested)
        for run in caller.world.runs()
    ] + [(entity.name, list(entity.projects)) for entity in caller.world.people.entities.values()]  # fmt: skip


@pytest.fixture
def held(caller: Caller) -> Caller:
    """A world with one run of three rows."""
    caller.world.run(RUN, config={"lr": 0.1}, history=[{"loss": 1.0}] * 3, files={"f": b"x"}, tags=["t"])
    return caller


QUERIES: dict[str, tuple[str, dict[str, Any] | None, str]] = {
    "a syntax error": ("query {", None, "Syntax Error: Expected Name, found <EOF>."),
    "an unknown field": ("{ viewer { idd } }", None, "Cannot query field 'idd' on type 'User'. Did you mean 'id'"),
    "an unknown argument": ("{ project(nam: 1) { id } }", None, "Unknown argument 'nam' on field 'Query.project'"),
    "an argument of the wrong type": ("{ project(name: 1) { id } }", None, "String cannot represent a non string"),
    "a missing variable": (
        "query Q($n: String!) { project(name: $n) { id } }", {}, "Variable '$n'",
    ),
    "a variable of the wrong type": (
        "query Q($n: Int!) { models(first: $n) { edges { cursor } } }", {"n": "x"}, "Variable '$n'",
    ),
    "no such operation": ("query A { viewer { id } } query B { viewer { id } }", None, "Must provide operation name"),
    "config that is no JSON": (
        'mutation { upsertBucket(input: {name: "a", modelName: "shop", config: "{"}) { inserted } }', None,
        "config is not valid JSON",
    ),
    "config that is no object": (
        'mutation { upsertBucket(input: {name: "a", modelName: "shop", config: "[]"}) { inserted } }', None,
        "config must be a JSON object, not list",
    ),
    "summary that is no object": (
        'mutation { upsertBucket(input: {name: "a", modelName: "shop", summaryMetrics: "1"}) { inserted } }', None,
        "summary must be a JSON object, not int",
    ),
    "a bad run id": (
        'mutation { upsertBucket(input: {name: "a/b", modelName: "new"}) { inserted } }', None, "bad run id 'a/b'",
    ),
    "a bad project name": (
        'mutation { upsertBucket(input: {name: "a", modelName: "x?"}) { inserted } }', None, "bad project 'x?'",
    ),
    "an unknown state": (
        'mutation { upsertBucket(input: {name: "n", modelName: "new", state: "runing"}) { inserted } }', None,
        "unknown run state 'runing': expected one of running, finished",
    ),
    "a negative page": (
        '{ project(name: "shop") { runs(first: -1) { edges { cursor } } } }', None, "first must be at least 0",
    ),
    "a cursor of nowhere": (
        '{ project(name: "shop") { runs(after: "!") { edges { cursor } } } }', None, "is no cursor",
    ),
    "a cursor of another list": (
        '{ project(name: "shop") { runs(after: "ImEi") { edges { cursor } } } }', None, "is no place in this list",
    ),
    "an unknown order": (
        '{ project(name: "shop") { runs(order: "+speed") { edges { cursor } } } }', None, "unknown order 'speed'",
    ),
    "an unknown field of a filter": (
        '{ project(name: "shop") { runs(filters: "{\\"stat\\": 1}") { edges { cursor } } } }', None,
        "unknown field 'stat' of runs",
    ),
    "an unknown operator of a filter": (
        '{ project(name: "shop") { runCount(filters: "{\\"state\\": {\\"$is\\": 1}}") } }', None,
        "unknown operator '$is'",
    ),
    "a broken pattern in a filter": (
        '{ project(name: "shop") { runCount(filters: "{\\"state\\": {\\"$regex\\": \\"[\\"}}") } }', None,
        "is no regular expression that RE2 takes",
    ),
    "filters that are no JSON": ('{ project(name: "shop") { runCount(filters: "{") } }', None, "filters is not valid"),
    "a history spec without keys": (
        'query($s: [JSONString!]!) { project(name: "shop") { run(name: "a") { sampledHistory(specs: $s) } } }',
        {"s": ['{"samples": 3}']}, "needs 'keys'",
    ),
    "a history spec with a bad bound": (
        'query { project(name: "shop") { run(name: "a") '
        '{ sampledHistory(specs: ["{\\"keys\\":[\\"x\\"],\\"minStep\\":\\"1\\"}"]) } } }', None,
        "'minStep' must be an integer, not '1'",
    ),
    "negative samples": (
        '{ project(name: "shop") { run(name: "a") { history(samples: -1) } } }', None, "samples must be at least 0",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", QUERIES)
def test_a_bad_document_or_argument_is_refused(held: Caller, case: str) -> None:
    query, variables, text = QUERIES[case]
    before = fingerprint(held)
    status, answer = held.graphql(query, variables)
    assert status == 400
    assert text in answer["errors"][0]["message"]
    assert fingerprint(held) == before


MISSING: dict[str, tuple[str, int, str]] = {
    "an unknown entity": (
        'mutation { upsertBucket(input: {name: "a", modelName: "p", entityName: "runfaek"}) { inserted } }', 404,
        "entity 'runfaek' not found: this world has 'runfake'. Did you mean 'runfake'?",
    ),
    "an unknown run id": (
        'mutation { upsertBucket(input: {id: "UnVuOnYxOmI6c2hvcDpydW5mYWtl", notes: "n"}) { inserted } }', 404,
        "expected the id of a run as the server gave it",
    ),
    "stopping an unknown run": ('mutation { stopRun(input: {id: "?"}) { success } }', 404, "run with id '?' not found"),
    "uploading to an unknown run": (
        'mutation { createRunFiles(input: {entityName: "runfake", projectName: "shop", runName: "aa", files: ["f"]}) '
        "{ runID } }", 404, "run 'runfake/shop/aa' not found. Did you mean 'runfake/shop/a'?",
    ),
    "marking a file that was never uploaded": (
        'mutation { markRunFilesUploaded(input: {entityName: "runfake", projectName: "shop", runName: "a", '
        'files: ["g"]}) { success } }', 404, "file 'g' not found in run 'runfake/shop/a'",
    ),
    "deleting an unknown file": (
        'mutation { deleteFiles(input: {files: ["?"]}) { success } }', 404, "file with id '?' not found",
    ),
    "a state that does not follow": (
        'mutation { updateRunState(input: {id: "%s", state: "failed"}) { success } }', 400, "invalid state transition",
    ),
    "what runfake lacks": (
        'mutation { createAnonymousEntity(input: {}) { apiKey { id } } }', 400,
        "runfake does not implement what the operation 'anonymous' asks for (Mutation.createAnonymousEntity",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MISSING)
def test_what_is_not_there_or_not_allowed_is_refused(held: Caller, case: str) -> None:
    query, wanted, text = MISSING[case]
    before = fingerprint(held)
    status, answer = held.graphql(query.replace("%s", held.world.get_run(RUN).storage_id))
    assert status == wanted
    assert text in answer["errors"][0]["message"]
    assert fingerprint(held) == before


STREAMS: dict[str, tuple[str, Any, int, str]] = {
    "broken JSON": (RUN, b'{"files": ', 400, "the file stream request is not valid JSON"),
    "not UTF-8": (RUN, b'{"\xff": 1}', 400, "not UTF-8 at byte 2"),
    "no object": (RUN, [1], 400, "must be a JSON object, not list"),
    "files that are no object": (RUN, {"files": [1]}, 400, "files must be a JSON object"),
    "a chunk that is no object": (RUN, {"files": {"output.log": 1}}, 400, "files['output.log'] must be a JSON object"),
    "an unknown file": (RUN, {"files": {"wandb-histroy.jsonl": {"content": []}}}, 400, "Did you mean 'wandb-history"),
    "content that is no list": (RUN, history(0) | {"files": {"output.log": {"content": "x"}}}, 400, "list of strings"),
    "content of numbers": (RUN, history(0, 1), 400, "content must be a list of strings"),
    "a negative offset": (RUN, history(-1, "{}"), 400, "offset must be an integer of at least 0, not -1"),
    "an offset that is no number": (RUN, history("0", "{}"), 400, "offset must be an integer of at least 0, not '0'"),
    "a gap": (RUN, history(4, "{}"), 400, "the chunk starts at line 4, but only 3 lines are held"),
    "a line that is no JSON": (RUN, history(3, "{}", "{oops"), 400, "line 4 of wandb-history.jsonl is not valid JSON"),
    "a line that is no object": (RUN, history(3, "7"), 400, "line 3 of wandb-history.jsonl must be a JSON object"),
    "a step that is no number": (RUN, history(3, '{"_step": "x"}'), 400, "_step must be a 64-bit integer, not 'x'"),
    "a step beyond 64 bits": (RUN, history(3, '{"_step": 9223372036854775808}'), 400, "_step must be a 64-bit integer"),
    "a bad line beside good ones": (
        RUN, {"files": {"output.log": {"offset": 0, "content": ["hello"]},
                        "wandb-events.jsonl": {"offset": 0, "content": ["{}", "nope"]}}}, 400,
        "line 1 of wandb-events.jsonl is not valid JSON",
    ),
    "a summary that is no object": (
        RUN, {"files": {"wandb-summary.json": {"offset": 0, "content": ["[]"]}}}, 400, "summary must be a JSON object",
    ),
    "an exit code that is no number": (RUN, {"complete": True, "exitcode": "0"}, 400, "exitcode must be an integer"),
    "an unknown run": ("runfake/shop/b", {}, 404, "run 'runfake/shop/b' not found. Did you mean 'runfake/shop/a'?"),
    "nesting without end": (RUN, b"[" * 200_000, 400, "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize("case", STREAMS)
def test_a_bad_file_stream_request_is_refused_whole(held: Caller, case: str) -> None:
    path, body, wanted, text = STREAMS[case]
    before = fingerprint(held)
    status, answer = held.stream(path, body)
    assert status == wanted
    assert text in answer["errors"][0]["message"]
    assert fingerprint(held) == before


def test_a_deleted_run_is_gone(held: Caller) -> None:
    held.world.delete_run(held.world.get_run(RUN).storage_id)
    status, answer = held.stream(RUN, {})
    assert (status, answer["errors"][0]["message"]) == (410, f"run {RUN!r} was deleted: log under another run id.")
    status, answer = held.graphql('mutation { upsertBucket(input: {name: "a", modelName: "shop"}) { inserted } }')
    assert (status, answer["errors"][0]["message"]) == (410, f"run {RUN!r} was deleted: log under another run id.")
    assert held.world.runs() == []


BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the GraphQL request is not valid JSON"),
    "broken JSON": (b'{"query"', "the GraphQL request is not valid JSON"),
    "no object": (b'"{ viewer { id } }"', "the GraphQL request must be a JSON object, not str"),
    "no query": (b"{}", "needs a 'query' that is a document, not None"),
    "a query that is no text": (b'{"query": 1}', "needs a 'query' that is a document, not 1"),
    "variables that are no object": (b'{"query": "{ viewer { id } }", "variables": []}', "must be an object or null"),
    "a name that is no text": (b'{"query": "{ viewer { id } }", "operationName": 1}', "must be a string or null"),
}


@pytest.mark.parametrize("case", BODIES)
def test_a_bad_graphql_request_is_refused(held: Caller, case: str) -> None:
    body, text = BODIES[case]
    response = held.send("POST", "/graphql", body)
    assert response.status == 400
    assert text in json.loads(whole(response))["errors"][0]["message"]


KEYS: dict[str, tuple[str, str]] = {
    "no key": ("", "no API key came"),
    "no basic auth": ("Bearer token", "no API key came"),
    "no base64": ("Basic %%%", "no API key came"),
    "an empty key": (basic(""), "no API key came"),
    "an unknown key": (basic("f00d" * 10), "the API key f00d... is not known here"),
}


@pytest.mark.parametrize("case", KEYS)
@pytest.mark.parametrize("path", ["/graphql", f"/files/{RUN}/file_stream"])
def test_a_bad_key_is_refused(held: Caller, case: str, path: str) -> None:
    header, text = KEYS[case]
    before = fingerprint(held)
    response = held.send("POST", path, b"{}", authorization=header)
    assert response.status == 401
    assert text in json.loads(whole(response))["errors"][0]["message"]
    assert fingerprint(held) == before


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("POST", "/graphq", 404, "runfake has no POST /graphq. Did you mean 'POST /graphql'?"),
        ("GET", "/graphql", 404, "runfake has no GET /graphql"),
        ("GET", "/", 404, "runfake has no GET /"),
        ("POST", "/files/runfake/shop/file_stream", 404, "runfake has no POST /files/runfake/shop/file_stream"),
        ("GET", "/storage/nope/runs/runfake/shop/a/f", 404, "this storage URL is of no world here"),
        ("GET", "/artifactsV2/default/e/p/x", 404, "names no content: expected an MD5 in hexadecimal"),
        ("GET", "/artifacts/e/" + "00" * 16, 404, "no file with MD5 0000"),
        ("POST", "/oidc/token", 400, "runfake does not implement POST /oidc/token"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(held: Caller, method: str, path: str, status: int, text: str) -> None:
    response = held.send(method, path)
    assert response.status == status
    assert text in json.loads(whole(response))["errors"][0]["message"]


@pytest.mark.parametrize(
    ("method", "rest", "status", "text"),
    [
        ("GET", "runs/runfake/shop/a/g", 404, "file 'g' not found in run"),
        ("GET", "runs/runfake/shop/b/f", 404, "run 'runfake/shop/b' not found"),
        ("PUT", "runs/runfake/shop/b/f", 404, "run 'runfake/shop/b' not found"),
        ("PUT", "runs/runfake/shop/a/" + "x" * 1025, 400, "expected 1 to 1024 characters"),
        ("PUT", "runs/runfake/shop/a/%00", 400, "none of them NUL"),
        ("PUT", "runs/runfake/shop/a", 404, "this is no storage URL"),
        ("PUT", "elsewhere/runfake/shop/a/f", 404, "this is no storage URL"),
    ],
)
def test_bad_storage_requests_are_refused(held: Caller, method: str, rest: str, status: int, text: str) -> None:
    before = fingerprint(held)
    response = held.send(method, held.storage_path(*map(unquote, rest.split("/"))), b"content")
    assert response.status == status
    assert text in json.loads(whole(response))["errors"][0]["message"]
    assert fingerprint(held) == before


@pytest.mark.parametrize("path", ["/graphql", f"/files/{RUN}/file_stream"])
def test_an_oversized_body_is_refused(held: Caller, path: str) -> None:
    response = held.send("POST", path, b" " * (LARGEST_BODY + 1))
    assert response.status == 413
    assert str(LARGEST_BODY) in json.loads(whole(response))["errors"][0]["message"]


def test_an_oversized_body_in_small_wrapping_is_refused(held: Caller) -> None:
    bomb = gzip.compress(b" " * (LARGEST_BODY + 1))
    assert held.send("POST", "/graphql", bomb, content_encoding="gzip").status == 413


@pytest.mark.parametrize("body", [b"{}", gzip.compress(b"{}", mtime=0)[:-6]])
def test_a_body_that_is_no_gzip_is_refused(held: Caller, body: bytes) -> None:
    response = held.send("POST", f"/files/{RUN}/file_stream", body, content_encoding="gzip")
    assert response.status == 400
    assert "the body is not valid gzip" in json.loads(whole(response))["errors"][0]["message"]


def test_every_refusal_is_in_the_journal(held: Caller) -> None:
    held.graphql("{ viewer { idd } }")
    held.stream(RUN, history(9, "{}"))
    held.send("POST", "/graphql", b"{}", authorization=basic("nobody"))
    assert [(entry.route, entry.status) for entry in held.tenant.journal.refused()] == [
        ("graphql", 400), ("file_stream", 400),
    ]  # fmt: skip
    assert [entry.status for entry in held.backend.journal.refused()] == [401]
