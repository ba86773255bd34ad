"""The schema and what resolves it."""

from __future__ import annotations

import pytest
from graphql import GraphQLObjectType, build_schema, parse, validate_schema
from graphql.validation.validate import validate_sdl

from runfake.wire.graphql.fields import Fields
from runfake.wire.graphql.resolvers import ALL
from runfake.wire.graphql.schema import UNBUILT, executable_schema, schema_text, snake_case
from tests.wire.client import Caller

# What a run touches is resolved whole.
BUILT = (
    "Run", "File", "User", "Member", "ServerInfo", "RunConnection", "FileConnection", "UpsertBucketPayload",
    "Sweep", "Agent", "SweepConnection", "AgentConnection",
    "Artifact", "ArtifactType", "ArtifactSequence", "ArtifactPortfolio", "ArtifactCollectionMembership",
)  # fmt: skip


def test_the_schema_is_valid() -> None:
    assert validate_sdl(parse(schema_text())) == []
    assert validate_schema(build_schema(schema_text())) == []


@pytest.mark.parametrize("name", BUILT)
def test_every_field_of_what_a_run_touches_is_resolved(name: str) -> None:
    kind = executable_schema().type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    unbuilt = {field for field, definition in kind.fields.items() if UNBUILT in definition.extensions}
    assert unbuilt == set()


def test_every_field_has_a_resolver_that_answers_or_refuses() -> None:
    for kind in executable_schema().type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            assert [name for name, field in kind.fields.items() if field.resolve is None] == []


@pytest.mark.parametrize(
    ("type_name", "field", "complaint"),
    [
        ("Run", "nmae", r"a resolver for Run\.nmae, which the schema does not have"),
        ("Rnu", "name", "resolvers for 'Rnu', which is no object type"),
        ("JSON", "name", "resolvers for 'JSON', which is no object type"),
        ("Run", "name", r"Run\.name is resolved twice"),
    ],
)
def test_a_resolver_for_nothing_or_for_too_much_is_found_at_start_up(
    type_name: str, field: str, complaint: str
) -> None:
    extra = Fields(type_name)
    extra.attributes(**{field: "id"})
    with pytest.raises(ValueError, match=complaint):
        executable_schema([*ALL, extra])


def test_the_same_field_cannot_be_registered_twice() -> None:
    fields = Fields("Run")
    fields.attributes(name="id")
    with pytest.raises(ValueError, match=r"Run\.name is resolved twice"):
        fields.constants(name=None)


@pytest.mark.parametrize(
    ("camel", "snake"),
    [("entityName", "entity_name"), ("artifactID", "artifact_id"), ("rampIDType", "ramp_idtype"), ("id", "id")],
)
def test_arguments_are_named_in_snake_case(camel: str, snake: str) -> None:
    assert snake_case(camel) == snake


def test_introspection_is_answered(caller: Caller) -> None:
    probe = caller.data('{ RunType: __type(name: "Run") { fields { name } } }')
    assert {"name": "projectId"} in probe["RunType"]["fields"]


def test_a_query_is_refused_only_where_it_reaches_what_is_unbuilt(caller: Caller) -> None:
    query = "{ entity { name organization { featureFlags(rampIDType: OrgName) { rampKey } } } }"
    assert caller.data(query) == {"entity": {"name": "runfake", "organization": None}}
    status, answer = caller.graphql('query Named { view(id: "x") { id } }')
    assert status == 400
    assert "runfake does not implement the GraphQL field Query.view yet" in answer["errors"][0]["message"]


def test_a_mutation_that_reaches_what_is_unbuilt_is_refused_before_it_changes_anything(caller: Caller) -> None:
    mutation = """mutation M { upsertBucket(input: {name: "a", modelName: "p"}) {
        bucket { name ...More } } }
        fragment More on Run { project { runQueues { id } } }"""
    status, answer = caller.graphql(mutation)
    assert status == 400
    assert "the operation 'M' asks for (Project.runQueues, RunQueue.id)" in answer["errors"][0]["message"]
    assert caller.world.runs() == []


def test_what_a_directive_leaves_out_is_not_asked_for(caller: Caller) -> None:
    mutation = """mutation M($with: Boolean!) { upsertBucket(input: {name: "a", modelName: "p"}) {
        bucket { name project @include(if: $with) { runQueues { id } } } } }"""
    assert caller.data(mutation, **{"with": False}) == {"upsertBucket": {"bucket": {"name": "a"}}}
