"""A server that lacks what newer ones have, as clients see it."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, validate_schema
from hypothesis import example, given
from hypothesis import strategies as st

from runfake import World
from runfake.wire.graphql.engine import Engine
from runfake.wire.graphql.schema import bare_schema, executable_schema
from runfake.world.server_side import FLAGS, MEMBERS, NEWEST
from tests.wire.client import Caller

PROBE = "query Probe($name: String!) { T: __type(name: $name) { fields { name args { name } } inputFields { name } } }"
VERSIONS = """{ serverInfo {
  cliVersionInfo
  latestLocalVersionInfo { outOfDate latestVersionString versionOnThisInstanceString }
} }"""


def held(caller: Caller, type_name: str) -> dict[str, set[str]]:
    """What the schema shows of a type: its fields, with their arguments."""
    found = caller.data(PROBE, name=type_name)["T"]
    shown = (found["fields"] or []) + (found["inputFields"] or [])
    return {field["name"]: {argument["name"] for argument in field.get("args", ())} for field in shown}


def flags(caller: Caller) -> dict[str, bool]:
    found = caller.data("{ serverInfo { features { name isEnabled } } }")["serverInfo"]["features"]
    return {feature["name"]: feature["isEnabled"] for feature in found}


@pytest.mark.parametrize("flag", FLAGS)
def test_a_feature_is_off(engine: Engine, flag: str) -> None:
    caller = Caller(World(disabled_features=[flag]), engine)
    assert flags(caller) == dict.fromkeys((name for name in FLAGS if name != flag), True)


@pytest.mark.parametrize("member", [member for member in MEMBERS if "." in member])
def test_the_schema_lacks_a_member_and_no_other(engine: Engine, member: str) -> None:
    type_name, field, *argument = member.split(".")
    whole = held(Caller(World(), engine), type_name)
    assert field in whole
    if argument:
        whole[field].remove(argument[0])
    else:
        del whole[field]
    assert held(Caller(World(disabled_features=[member]), engine), type_name) == whole


def test_a_type_goes_with_what_takes_it(engine: Engine) -> None:
    caller = Caller(World(disabled_features={"AddAliasesInput"}), engine)
    assert caller.data(PROBE, name="AddAliasesInput") == {"T": None}
    assert set(held(Caller(World(), engine), "Mutation")) - set(held(caller, "Mutation")) == {"addAliases"}


def test_every_member_is_one_that_may_be_missing() -> None:
    for member in MEMBERS:
        kind = bare_schema().type_map[member.split(".")[0]]
        assert isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
        assert len(kind.fields) > 1 or "." not in member, f"{kind} would be empty without {member}"


def test_who_asks_for_it_all_the_same_is_refused_in_the_words_that_clients_look_for(engine: Engine) -> None:
    caller = Caller(World(disabled_features={"ServerInfo.features"}), engine)
    status, answer = caller.graphql("{ serverInfo { features { name } } }")
    assert (status, answer["errors"][0]["message"]) == (200, 'Cannot query field "features" on type "ServerInfo".')
    # A test does not fail for it: the client may well try.
    assert [(entry.status, entry.unknown) for entry in caller.tenant.journal] == [(200, False)]
    assert caller.tenant.journal.complained_of() == []


def test_what_nobody_knows_is_unknown_to_it_too(engine: Engine) -> None:
    caller = Caller(World(disabled_features={"ServerInfo.features"}), engine)
    assert caller.graphql("{ serverInfo { features { name } nothing } }")[0] == 400
    assert [entry.unknown for entry in caller.tenant.journal] == [True]


def test_an_input_and_an_argument_are_refused(engine: Engine) -> None:
    caller = Caller(World(disabled_features={"UseArtifactInput.usedAs", "Project.artifact.enableTracking"}), engine)
    made = "mutation M($i: UseArtifactInput!) { useArtifact(input: $i) { artifact { id } } }"
    given = {"artifactID": "x", "entityName": "e", "projectName": "p", "runName": "r", "usedAs": "y"}
    status, answer = caller.graphql(made, {"i": given})
    assert status == 400
    assert "usedAs" in answer["errors"][0]["message"]
    _, answer = caller.graphql('{ project(name: "p") { artifact(name: "a:v0", enableTracking: true) { id } } }')
    assert 'Unknown argument "enableTracking" on field "Project.artifact"' in answer["errors"][0]["message"]


def test_worlds_behind_one_backend_each_have_a_server_of_their_own(engine: Engine) -> None:
    old, new = Caller(World(disabled_features={"Run.projectId"}), engine), Caller(World(), engine)
    for _ in range(2):
        assert "projectId" not in held(old, "Run")
        assert "projectId" in held(new, "Run")
    old.world.set_server()
    assert "projectId" in held(old, "Run")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        (None, None),
        ("0.60.0", {"outOfDate": True, "latestVersionString": NEWEST, "versionOnThisInstanceString": "0.60.0"}),
        (NEWEST, {"outOfDate": False, "latestVersionString": NEWEST, "versionOnThisInstanceString": NEWEST}),
    ],
)
def test_it_says_its_version(engine: Engine, version: str | None, told: dict[str, Any] | None) -> None:
    info = Caller(World(server_version=version), engine).data(VERSIONS)["serverInfo"]
    assert info["latestLocalVersionInfo"] == told
    assert set(info["cliVersionInfo"]) == {"min_cli_version", "max_cli_version"}


@given(st.sets(st.sampled_from(MEMBERS)))
@example(set(MEMBERS))
def test_whatever_a_server_lacks_its_schema_is_valid(lacking: set[str]) -> None:
    assert validate_schema(executable_schema(lacking=sorted(lacking))) == []


def test_a_type_goes_with_its_last_field() -> None:
    schema = executable_schema(lacking=[name for name in MEMBERS if name.startswith("ServerInfo.")])
    assert "ServerInfo" not in schema.type_map
    assert schema.query_type
    assert "serverInfo" not in schema.query_type.fields
