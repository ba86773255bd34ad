"""Sweeps on the wire: what clients of every release send, and what they are answered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runfake.wire.graphql.resolvers.sweeps import LARGEST_INT
from tests.wire.client import Caller

GRID = "method: grid\nparameters: {a: {values: [1, 2]}}\n"
UPSERT = """mutation UpsertSweep($id: ID, $config: String, $description: String, $entityName: String,
  $projectName: String, $controller: JSONString, %(declared)s $scheduler: JSONString, $state: String,
  $priorRunsFilters: JSONString, $displayName: String) {
  upsertSweep(input: {id: $id, config: $config, description: $description, entityName: $entityName,
    projectName: $projectName, controller: $controller, %(given)s scheduler: $scheduler, state: $state,
    priorRunsFilters: $priorRunsFilters, displayName: $displayName}) {
    sweep {name %(project)s} %(warnings)s } }"""
SET_STATE = """mutation UpsertSweepState($id: ID!, $state: String!) {
  upsertSweep(input: {id: $id, state: $state}) {sweep {state}} }"""
REGISTER = """mutation CreateAgent($host: String!, $projectName: String, $sweep: String!) {
  createAgent(input: {host: $host, projectName: $projectName, sweep: $sweep}) {agent {id}} }"""
HEARTBEAT = """mutation Heartbeat($id: ID!, $runState: JSONString) {
  agentHeartbeat(input: {id: $id, metrics: "{}", runState: $runState}) {agent {id} commands} }"""
ENQUEUE = """mutation EnqueueSweepRun($id: ID!, $config: JSONString!, $displayName: String) {
  enqueueSweepRun(input: {id: $id, config: $config, displayName: $displayName}) {id runQueueItemId} }"""
WITH_RUNS = """query SweepWithRuns($sweep: String!, $specs: [JSONString!]!) {
  project(name: "p") {sweep(sweepName: $sweep) {
    id name method state description config createdAt heartbeatAt updatedAt earlyStopJobRunning bestLoss controller
    scheduler controllerRunName
    runs {edges {node {name state config exitcode heartbeatAt shouldStop failed stopped running summaryMetrics
      sampledHistory(specs: $specs)}}} }} }"""
PAGE = """query($first: Int, $after: String) {project(name: "p") {sweep(sweepName: "s") {
  runCount runs(first: $first, after: $after) {pageInfo {hasNextPage endCursor} edges {node {name}}} }}}"""
AGENT = """query($agent: String!, $order: String, $last: Int) {project(name: "p") {sweep(sweepName: "s") {
  agents {edges {node {name}}}
  agent(agentName: $agent) {id host state totalRuns createdAt heartbeatAt
    runs(first: 1, order: $order, last: $last) {pageInfo {hasNextPage} edges {cursor node {name}}}} }}}"""
PROJECT, WARNINGS = "project {id name entity {id name}}", "configValidationWarnings"
LAUNCH = "$launchScheduler: JSONString,", "launchScheduler: $launchScheduler"
TEMPLATE = "$templateVariableValues: JSONString,", "templateVariableValues: $templateVariableValues,"
# Newest first, as clients try them.
VARIANTS = (
    (LAUNCH[0] + TEMPLATE[0], f"{LAUNCH[1]}, {TEMPLATE[1]}", PROJECT, WARNINGS),
    (LAUNCH[0], LAUNCH[1], PROJECT, WARNINGS),
    ("", "", PROJECT, WARNINGS),
    ("", "", PROJECT, ""),
    ("", "", "", ""),
)


def upsert(caller: Caller, variant: int = 0, **variables: Any) -> tuple[int, Any]:
    declared, given, project, warnings = VARIANTS[variant]
    text = UPSERT % {"declared": declared, "given": given, "project": project, "warnings": warnings}
    return caller.graphql(text, {"templateVariableValues": "null"} | variables)


def create(caller: Caller, config: str = GRID) -> str:
    status, answer = upsert(caller, config=config, projectName="p")
    assert status == 200, answer
    name: str = answer["data"]["upsertSweep"]["sweep"]["name"]
    return name


@pytest.mark.parametrize("variant", range(len(VARIANTS)))
def test_each_way_of_making_a_sweep_makes_one(caller: Caller, variant: int) -> None:
    status, answer = upsert(caller, variant, config=GRID, projectName="p", description="why", displayName="shown")
    (sweep,) = caller.world.sweeps.all()
    assert (status, answer["data"]["upsertSweep"]["sweep"]["name"]) == (200, sweep.id)
    assert (sweep.project.path, sweep.setup.text, sweep.description, sweep.name) == (
        "runfake/p", GRID, "why", "shown",
    )  # fmt: skip
    assert sweep.user is caller.world.default_user


def test_what_is_odd_about_a_config_is_said(caller: Caller) -> None:
    _, answer = upsert(caller, config=GRID + "metrik: {}\n")
    (warning,) = answer["data"]["upsertSweep"]["configValidationWarnings"]
    assert warning == "'metrik' is no key of a sweep config. Did you mean 'metric'?"
    assert caller.world.sweeps.all()[0].project.name == "uncategorized"


@pytest.mark.parametrize(
    ("variables", "status", "complaint"),
    [
        ({"config": "method: ["}, 400, "the sweep config is not valid YAML"),
        ({"config": "method: grid"}, 400, "needs parameters"),
        ({}, 400, "a new sweep needs a config"),
        ({"config": GRID, "entityName": "runfaek"}, 404, "Did you mean 'runfake'"),
        ({"config": GRID, "projectName": "a/b"}, 400, "bad project 'a/b'"),
        ({"config": GRID, "state": "PAUSED"}, 400, "a sweep that is PENDING cannot become PAUSED"),
        ({"id": "nothing"}, 404, "sweep with id 'nothing' not found"),
        ({"config": GRID, "controller": "[]"}, 400, "controller must be a JSON object"),
        ({"config": GRID, "launchScheduler": "{}"}, 400, "runfake does not implement sweeps that launch runs"),
        ({"config": GRID, "templateVariableValues": "{}"}, 400, "runfake does not implement sweeps that launch runs"),
        ({"config": GRID, "scheduler": "{}"}, 400, "runfake does not implement sweeps that launch runs"),
    ],
)
def test_what_makes_no_sweep_is_refused_and_changes_nothing(
    caller: Caller, variables: dict[str, Any], status: int, complaint: str
) -> None:
    got, answer = upsert(caller, **variables)
    assert got == status
    assert complaint in answer["errors"][0]["message"]
    assert (caller.world.sweeps.all(), caller.world.entity.projects) == ([], {})


def test_a_state_is_set_by_id(caller: Caller) -> None:
    name = create(caller)
    sweep = caller.world.sweep(f"p/{name}")
    assert caller.data(SET_STATE, id=sweep.storage_id, state="CANCELED") == {
        "upsertSweep": {"sweep": {"state": "CANCELED"}}
    }
    status, answer = caller.graphql(SET_STATE, {"id": sweep.storage_id, "state": "PAUSED"})
    assert (status, answer["errors"][0]["message"]) == (
        400, "invalid state transition: a sweep that is CANCELED cannot become PAUSED.",
    )  # fmt: skip


def test_an_agent_registers_and_asks(caller: Caller) -> None:
    name = create(caller)
    agent = caller.data(REGISTER, host="box", sweep=name, projectName="p")["createAgent"]["agent"]["id"]
    answer = caller.data(HEARTBEAT, id=agent, runState="{}")["agentHeartbeat"]
    (order,) = json.loads(answer["commands"])
    assert (answer["agent"]["id"], order["type"], order["args"]) == (agent, "run", {"a": {"value": 1}})
    assert (
        json.loads(
            caller.data(HEARTBEAT, id=agent, runState=json.dumps({order["run_id"]: True}))["agentHeartbeat"]["commands"]
        )
        == []
    )
    again = caller.data(HEARTBEAT, id=agent, runState=json.dumps({order["run_id"]: False}))["agentHeartbeat"][
        "commands"
    ]
    assert json.loads(again)[0]["args"] == {"a": {"value": 2}}
    status, answer = caller.graphql(REGISTER, {"host": "box", "sweep": "nope", "projectName": "p"})
    assert (status, answer["errors"][0]["message"][:31]) == (404, "sweep 'runfake/p/nope' not foun")
    assert caller.graphql(HEARTBEAT, {"id": "nobody", "runState": None})[0] == 404


def test_a_sweep_shows_all_that_controllers_read(caller: Caller) -> None:
    name = create(caller)
    sweep = caller.world.sweep(f"p/{name}")
    caller.world.run("p/r", config={"a": 1}, history=[{"loss": 2}, {"loss": 1}], sweep=sweep)
    # Clients send the list of specs as one text, which stands for a list of one.
    shown = caller.data(WITH_RUNS, sweep=name, specs="{}")["project"]["sweep"]
    assert (shown["name"], shown["method"], shown["state"], shown["config"]) == (name, "grid", "RUNNING", GRID)
    assert json.loads(shown["scheduler"]) == {"scheduled": []}
    (run,) = [edge["node"] for edge in shown["runs"]["edges"]]
    assert (run["name"], run["sampledHistory"]) == ("r", [[]])
    spec = json.dumps({"keys": ["_step", "loss"], "samples": 100_000})
    (run,) = [
        edge["node"] for edge in caller.data(WITH_RUNS, sweep=name, specs=spec)["project"]["sweep"]["runs"]["edges"]
    ]
    assert run["sampledHistory"] == [[{"_step": 0, "loss": 2}, {"_step": 1, "loss": 1}]]


def test_all_runs_of_a_sweep_come_where_no_page_is_asked_for(caller: Caller) -> None:
    sweep = caller.world.sweep("p/s", GRID)
    for i in range(60):
        caller.world.run(f"p/{i}", sweep=sweep)
    whole = caller.data(PAGE)["project"]["sweep"]
    assert (whole["runCount"], len(whole["runs"]["edges"])) == (60, 60)
    cursor, seen = None, []
    while True:
        page = caller.data(PAGE, first=25, after=cursor)["project"]["sweep"]["runs"]
        seen += [edge["node"]["name"] for edge in page["edges"]]
        cursor = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [str(i) for i in range(60)]


def test_a_count_that_no_integer_holds_reads_as_none(caller: Caller) -> None:
    caller.world.sweep("p/large", {"method": "grid", "parameters": {"a": {"min": 1, "max": LARGEST_INT}}})
    caller.world.sweep("p/larger", {"method": "grid", "parameters": {"a": {"min": 0, "max": LARGEST_INT}}})
    query = 'query($s: String!) {project(name: "p") {sweep(sweepName: $s) {runCountExpected}}}'
    counts = [caller.data(query, s=name)["project"]["sweep"]["runCountExpected"] for name in ("large", "larger")]
    assert counts == [LARGEST_INT, None]


def test_a_run_is_enqueued_with_plain_values_or_as_on_the_wire(caller: Caller) -> None:
    sweep = caller.world.sweep("p/s", GRID)
    for config in ({"a": 7}, {"a": {"value": 7}}):
        answer = caller.data(ENQUEUE, id=sweep.storage_id, config=json.dumps(config), displayName=None)
        assert answer == {"enqueueSweepRun": {"id": sweep.runs[-1].id, "runQueueItemId": None}}
        assert sweep.runs[-1].config == {"a": 7}
    assert caller.graphql(ENQUEUE, {"id": sweep.storage_id, "config": "{}"})[0] == 400


def test_what_an_agent_ran_comes_by_page(caller: Caller) -> None:
    sweep = caller.world.sweep("p/s", GRID)
    agent = caller.world.sweeps.register(caller.world.default_user, sweep, "box")
    for _ in range(3):
        caller.world.sweeps.heartbeat(agent, [])
    for key in (agent.name, agent.id):
        shown = caller.data(AGENT, agent=key, order="+created_at")["project"]["sweep"]
        assert (shown["agent"]["id"], shown["agent"]["host"], shown["agent"]["totalRuns"]) == (agent.id, "box", 2)
        assert shown["agent"]["runs"]["edges"][0]["node"]["name"] == sweep.runs[0].id
        assert shown["agent"]["runs"]["pageInfo"]["hasNextPage"]
        assert shown["agents"]["edges"] == [{"node": {"name": agent.name}}]
    assert caller.data(AGENT, agent="nobody")["project"]["sweep"]["agent"] is None
    last = caller.data(AGENT, agent=agent.name, order="-created_at")["project"]["sweep"]["agent"]["runs"]["edges"]
    assert last[0]["node"]["name"] == sweep.runs[-1].id
    status, answer = caller.graphql(AGENT, {"agent": agent.name, "last": 1})
    assert (status, answer["errors"][0]["message"][:31]) == (400, "runfake does not implement the ")
