"""What nearly every client asks first, and the ids that clients build or take apart themselves."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import Any

import pytest
from wandb.proto import wandb_internal_pb2

from tests.wire.client import Caller

# The logging client's, and the one that clients before 0.30 send from Python.
VIEWER = "query Viewer { viewer { id entity username email flags teams { edges { node { name } } } } }"
SERVER_INFO = """query ServerInfo { serverInfo { cliVersionInfo latestLocalVersionInfo { outOfDate latestVersionString
    versionOnThisInstanceString } features { name isEnabled } } }"""

_FEATURES: list[str] = getattr(wandb_internal_pb2, "ServerFeature").keys()  # noqa: B009 - made when it is imported


def test_the_viewer_has_all_that_clients_look_for(caller: Caller) -> None:
    caller.world.team("crew")
    viewer = caller.data(VIEWER)["viewer"]
    assert json.loads(viewer.pop("flags")) == {}
    assert viewer.pop("id")
    teams = [edge["node"]["name"] for edge in viewer.pop("teams")["edges"]]
    assert teams == ["runfake", "crew"]
    assert viewer == {"entity": "runfake", "username": "runfake", "email": "runfake@example.com"}


def test_versions_are_an_object_and_features_a_list(caller: Caller) -> None:
    info = caller.data(SERVER_INFO)["serverInfo"]
    assert set(info["cliVersionInfo"]) == {"min_cli_version", "max_cli_version"}
    assert info["latestLocalVersionInfo"] is None
    assert {tuple(feature) for feature in info["features"]} == {("name", "isEnabled")}


def test_the_features_are_those_that_clients_know(caller: Caller) -> None:
    # The last is not in the enumeration: clients ask for it by a name of their own.
    known = {*_FEATURES, "UPDATE_RUN_STATE"}
    assert {feature["name"] for feature in caller.data(SERVER_INFO)["serverInfo"]["features"]} <= known


def test_a_run_is_found_by_the_id_that_a_client_makes_of_its_path(caller: Caller) -> None:
    run = caller.world.run("shop/a", state="running")
    made = b64encode(b"Run:v1:a:shop:runfake").decode()
    answer = caller.data("mutation ($id: ID!) { stopRun(input: {id: $id}) { success } }", id=made)
    assert answer["stopRun"]["success"]
    assert run.stop_requested


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("{ viewer { it: id } }", "User"),
        ('{ viewer: entity(name: "crew") { it: id } }', "Entity"),
        ('{ viewer: project(name: "shop") { it: id } }', "Project"),
        ('{ viewer: project(name: "shop") { it: internalId } }', "ProjectInternalId"),
    ],
)
def test_ids_hold_a_kind_and_a_number(caller: Caller, query: str, kind: str) -> None:
    caller.world.team("crew")
    caller.world.project("shop")
    found, _, number = b64decode(caller.data(query)["viewer"]["it"]).decode().partition(":")
    assert (found, number.isdecimal()) == (kind, True)


UNBUILT: dict[str, dict[str, Any]] = {
    'query { view(id: "x") { id } }': {},
    "mutation ($c: String) { createAnonymousEntity(input: {clientMutationId: $c}) { apiKey { id } } }": {"c": "crew"},
}


@pytest.mark.parametrize("query", UNBUILT)
def test_what_is_lacking_is_refused_without_data(caller: Caller, query: str) -> None:
    status, answer = caller.graphql(query, UNBUILT[query])
    assert status == 400
    assert not any((answer.get("data") or {}).values())
    assert "runfake does not implement" in answer["errors"][0]["message"]
