"""What clients send over a run's life, release by release, as far as the wire goes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runfake import World
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller, basic, whole

RUN = "runfake/shop/a"
SHARED = {"x_wandb_use_async_filestream": "true"}
UPSERT = """
mutation UpsertBucket($name: String, $project: String, $host: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, host: $host, config: $config}) {
    bucket { historyLineCount } inserted
  }
}"""
REWIND = """
mutation RewindRun($run: String!, $entity: String, $project: String, $metric: String!, $value: Float!) {
  rewindRun(
    input: {runName: $run, entityName: $entity, projectName: $project, metricName: $metric, metricValue: $value}
  ) { rewoundRun { id name historyLineCount } }
}"""


@pytest.fixture
def held(caller: Caller) -> Caller:
    """A world with a run of three rows."""
    caller.world.run(RUN, history=[{"v": i} for i in range(3)])
    return caller


def rewind(caller: Caller, **variables: Any) -> tuple[int, Any]:
    given = {"run": "a", "entity": "runfake", "project": "shop", "metric": "_step", "value": 0} | variables
    return caller.graphql(REWIND, given)


def stream(caller: Caller, body: Any, **headers: str) -> int:
    return caller.send("POST", f"/files/{RUN}/file_stream", json.dumps(body).encode(), **headers).status


def rows(*values: int) -> dict[str, Any]:
    lines = [json.dumps({"v": value, "_step": step}) for step, value in enumerate(values)]
    return {"files": {"wandb-history.jsonl": {"offset": 0, "content": lines}}}


def test_a_rewound_run_tells_its_new_line_count(held: Caller) -> None:
    status, answer = rewind(held, value=1.0)
    assert status == 200
    run = held.world.get_run(RUN)
    told = {"id": run.storage_id, "name": "a", "historyLineCount": 2}
    assert answer["data"]["rewindRun"] == {"rewoundRun": told}
    assert rewind(held, entity=None, project="shop", value=1.9)[1] == answer


@pytest.mark.parametrize("unknown", [{"run": "b"}, {"project": "b"}, {"project": None}, {"entity": "b"}])
def test_a_run_that_is_not_there_is_rewound_to_null(held: Caller, unknown: dict[str, Any]) -> None:
    status, answer = rewind(held, **unknown)
    assert (status, answer["data"]) == (200, {"rewindRun": {"rewoundRun": None}})


def test_a_hidden_run_is_not_there_for_strangers(engine: Engine) -> None:
    caller = Caller(World(), engine)
    bob = caller.world.user("bob")
    caller.world.run("bob/shop/a", history=[{"v": 0}, {"v": 1}])
    assert rewind(caller, entity="bob")[1]["data"] == {"rewindRun": {"rewoundRun": None}}
    assert len(caller.world.get_run("bob/shop/a").history) == 2
    body = {"query": REWIND, "variables": {"run": "a", "project": "shop", "metric": "_step", "value": 0}}
    answer = caller.send("POST", "/graphql", json.dumps(body).encode(), authorization=basic(bob.api_key))
    assert json.loads(whole(answer))["data"]["rewindRun"]["rewoundRun"]["historyLineCount"] == 1


@pytest.mark.parametrize(
    ("bad", "told"), [({"metric": "v"}, "not to a value of 'v'"), ({"value": 3}, "its last step is 2")]
)
def test_a_rewind_that_makes_no_sense_is_refused(held: Caller, bad: dict[str, Any], told: str) -> None:
    status, answer = rewind(held, **bad)
    assert (status, len(held.world.get_run(RUN).history)) == (400, 3)
    assert told in answer["errors"][0]["message"]


def test_writers_are_told_apart_by_their_header(held: Caller) -> None:
    for writer in ("one", "other", "one"):
        assert stream(held, rows(7, 8), x_wandb_async_client_id=writer, **SHARED) == 200
    assert [row["v"] for row in held.world.get_run(RUN).history] == [0, 1, 2, 7, 8, 7, 8]


@pytest.mark.parametrize("headers", [{}, {"x_wandb_async_client_id": ""}])
def test_a_writer_has_to_say_who_it_is(held: Caller, headers: dict[str, str]) -> None:
    assert stream(held, rows(7), **SHARED, **headers) == 400
    assert len(held.world.get_run(RUN).history) == 3


@pytest.mark.parametrize("value", ["false", "", "1"])
def test_other_values_of_the_header_mean_a_writer_of_its_own(held: Caller, value: str) -> None:
    headers = {"x_wandb_use_async_filestream": value, "x_wandb_async_client_id": "one"}
    assert stream(held, rows(7), **headers) == 200
    assert [row["v"] for row in held.world.get_run(RUN).history] == [7, 1, 2]


def test_a_writer_joins_and_overwrites_nothing(held: Caller) -> None:
    config = '{"rank":{"value":1},"_wandb":{"value":{"t":{}}}}'
    body = {"query": UPSERT, "variables": {"name": "a", "project": "shop", "host": "node", "config": config}}
    answer = held.send("POST", "/graphql", json.dumps(body).encode(), **SHARED)
    assert json.loads(whole(answer))["data"]["upsertBucket"] == {"bucket": {"historyLineCount": 3}, "inserted": False}
    held.world.run(RUN, config={"lr": 0.1})
    held.send("POST", "/graphql", json.dumps(body).encode(), **SHARED)
    assert held.world.get_run(RUN).config == {"lr": 0.1, "rank": 1}
    assert held.data(UPSERT, name="a", project="shop", host="node", config=config)["upsertBucket"] == {
        "bucket": {"historyLineCount": 0},
        "inserted": False,
    }


def test_a_summary_is_derived_for_those_who_ask_for_it(held: Caller) -> None:
    for asked, derived in (("false", None), ("true", 8)):
        held.world.run(RUN, summary={})
        assert stream(held, rows(7, 8), x_wandb_server_side_derived_summary=asked) == 200
        assert held.world.get_run(RUN).summary.get("v") == derived


def test_the_first_clients_ask_what_the_server_has_to_say(held: Caller) -> None:
    """The Python service of releases before 0.21 reads ``serverSettings.serverMessages`` without a check for null."""
    query = """
    mutation UpsertBucket($name: String) {
      upsertBucket(input: {name: $name, modelName: "shop"}) {
        serverSettings { serverMessages { utfText plainText htmlText messageType messageLevel } }
      }
    }"""
    assert held.data(query, name="a")["upsertBucket"] == {"serverSettings": {"serverMessages": []}}


@pytest.mark.parametrize("state", ["running", "finished"])
def test_older_clients_ask_whether_they_are_to_stop(held: Caller, state: str) -> None:
    """Those up to 0.23.0 ask; the file stream tells those from 0.22 on."""
    run = held.world.run(RUN, state=state)
    held.world.stop_run(run.storage_id)
    query = """
    query RunStoppedStatus($name: String, $entity: String, $run: String!) {
      project(name: $name, entityName: $entity) { run(name: $run) { stopped } }
    }"""
    stopped = state == "running"
    told = held.data(query, name="shop", entity="runfake", run="a")
    assert told == {"project": {"run": {"stopped": stopped}}}
    assert held.stream(RUN, {})[1]["stopped"] == stopped
