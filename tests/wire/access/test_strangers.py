"""Every entry point, asked with the keys of people who may not see, or not change, what it leads to.

The documents are made from the schema: what is built later is asked here too.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLNamedType, GraphQLNonNull, get_named_type
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runfake.wire.graphql.engine import Engine
from runfake.wire.graphql.guard import SEEN
from runfake.world.ids import node_id
from tests.wire.access.documents import (
    ID,
    SCHEMA,
    TEXT,
    VARIABLES,
    built,
    call,
    everything,
    leaves,
    literal,
    roots,
    subfields,
    value,
)  # fmt: skip
from tests.wire.access.places import MARK, MD5_OF_ONE, Place, place

# Types that hold nothing of a project by themselves: they hang on what is guarded, or are open to everyone.
HANGS = {
    "Agent", "ArtifactAlias", "ArtifactManifest", "ClientIDMapping", "File", "GitInfo", "LogLine", "Mutation",
    "PageInfo", "ParquetHistory", "ProjectMember", "ProjectTeamMember", "Query", "Role", "RunInfo", "Tag",
    "UploadMultipartUrls", "UploadUrlPart",
}  # fmt: skip
OPEN = {
    "AdvancedRegistryFeatures", "ApiKey", "Entity", "Invite", "LatestLocalVersionInfo", "Member", "RampFeatureFlag",
    "ServerFeature", "ServerInfo", "ServerMessage", "ServerSettings", "User",
}  # fmt: skip

# What input fields of these names are given, so that a mutation gets to what it is about.
GIVEN: dict[str, Any] = {
    "entityName": "vision", "projectName": f"{MARK}-project", "modelName": f"{MARK}-project", "runName": f"{MARK}-run",
    "oldProjectName": f"{MARK}-project", "newProjectName": f"{MARK}-renamed", "artifactTypeName": f"{MARK}-type",
    "destinationArtifactTypeName": "other", "artifactCollectionName": f"{MARK}-data",
    "artifactPortfolioName": f"{MARK}-new", "artifactPortfolioID": node_id("ArtifactPortfolio", 4),
    "alias": f"{MARK}-more", "tagName": "more", "md5": "xxxx", "hexMD5": MD5_OF_ONE.hexdigest(), "state": "failed",
    "email": "new@example.com", "notes": "n", "description": "d", "digest": "d", "title": "t", "text": "t",
    "access": "USER_WRITE", "teamName": "new",
    "config": json.dumps({"method": "random", "parameters": {"a": {"values": [1]}}}),
    "userIds": node_id("User", 2), "userId": node_id("User", 2), "userProjectRole": "member",
    "teamId": node_id("Entity", 7), "teamProjectRole": "member",
    "runState": "{}", "metricName": "_step",
}  # fmt: skip


@pytest.fixture(scope="module")
def hidden(engine: Engine) -> Place:
    """The world with what is private."""
    return place(engine, private=True)


@pytest.fixture(scope="module")
def without(engine: Engine) -> Place:
    """The same world as if there were nothing private."""
    return place(engine, private=False)


def test_every_type_that_is_answered_is_guarded_or_hangs_on_one_that_is() -> None:
    known = HANGS | OPEN | set(SEEN)
    answered = {name for name, kind in SCHEMA.type_map.items() if built(kind) and not name.startswith("__")}
    inputs = {name for name, kind in SCHEMA.type_map.items() if isinstance(kind, GraphQLInputObjectType)}
    unknown = {n for n in answered - known - inputs if not n.endswith(("Connection", "Edge", "Payload"))}
    assert unknown == set(), "say in wire/graphql/guard.py who sees them; or here, that they hang on what is guarded"


# -- reading ---------------------------------------------------------------------------------------


def question(name: str, depth: int) -> str:
    """A root field of the query type, asked for all below it."""
    field = roots("query")[name]
    below = everything(get_named_type(field.type), depth, argument)
    return f"query {VARIABLES} {{ {call(name, field, argument)} {{ {below} }} }}"


def argument(name: str, kind: GraphQLNamedType) -> Any:
    """An argument's value; None, to leave it out, where it narrows a list."""
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if name in ("entityName", "entity"):
        return "vision"
    if name in ("specs", "liveKeys"):
        return json.dumps({"keys": ["_step"]}) if name == "specs" else "_step"
    if name in ("filters", "order", "after", "names", "pattern"):
        return None
    return {"String": TEXT, "ID": ID}.get(kind.name)


def pool_of(made: Place) -> list[str]:
    """What is put where a name or an id is asked for."""
    people = [made.world.user(name).id for name in ("ada", "vic")]
    return [
        *made.ids,
        *made.names,
        *made.shown,
        *people,
        "vision",
        "acme",
        "acme-org",
        "ada",
        "shown",
        "own",
        "new",
        "r",
    ]


@pytest.mark.parametrize("name", roots("query"))
def test_to_a_stranger_every_query_answers_as_if_nothing_private_were_there(
    hidden: Place, without: Place, name: str
) -> None:
    query = question(name, 3)
    for chosen in pool_of(hidden):
        assert hidden.ask("eve", query, chosen) == without.ask("eve", query, chosen), chosen


@pytest.mark.parametrize("name", sorted(roots("query").keys() - {"serverInfo"}))
def test_to_a_member_the_same_queries_tell_what_is_private(hidden: Place, without: Place, name: str) -> None:
    query = question(name, 3)
    answers = [(hidden.ask("ada", query, chosen), without.ask("ada", query, chosen)) for chosen in pool_of(hidden)]
    assert any(told != other and told[0] == 200 for told, other in answers), answers


ways = st.lists(st.integers(0, 60), min_size=4, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=ways)
def test_whichever_way_a_stranger_goes_nothing_private_is_there(hidden: Place, without: Place, way: list[int]) -> None:
    query = walk(way)
    for chosen in (*hidden.shown, "shown", "r", "data", "data:v0", "own"):
        assert hidden.ask("eve", query, chosen) == without.ask("eve", query, chosen), (query, chosen)


def walk(way: list[int]) -> str:
    """A way through the types: each number says which field comes next."""
    assert SCHEMA.query_type is not None
    opened, kind = [], SCHEMA.query_type
    for number in way:
        choices = list(subfields(kind))
        if not choices:
            break
        name, field, kind = choices[number % len(choices)]
        opened.append(f"{call(name, field, argument)} {{ ... on {kind} {{ ")
    return f"query {VARIABLES} {{ {''.join(opened)}{leaves(kind, argument)}{' } }' * len(opened)} }}"


# -- writing ---------------------------------------------------------------------------------------

# Optional fields that are given too, one row at a time; entityName, projectName and modelName always are.
MORE = (
    (), ("id", "name", "access"), ("username",), ("email",), ("name", "notes"), ("artifactID", "artifactPortfolioName"),
    ("userIds",),
)  # fmt: skip


def attempts(name: str) -> list[str]:
    """A mutation in its variants; its variables are for names and ids that are not in GIVEN."""
    field = roots("mutation")[name]
    (only,) = field.args.values()
    kind = get_named_type(only.type)
    assert isinstance(kind, GraphQLInputObjectType)
    payload = leaves(get_named_type(field.type), argument)
    inputs = (_input(kind, more) for more in MORE if not more or set(more) & set(kind.fields))
    return [f"mutation {VARIABLES} {{ {name}(input: {literal(it, kind)}) {{ {payload} }} }}" for it in inputs]


def _input(kind: GraphQLInputObjectType, more: tuple[str, ...]) -> dict[str, Any]:
    always = ("entityName", "projectName", "modelName", "artifactCollectionName", "config", *more)
    wanted = {n: f for n, f in kind.fields.items() if isinstance(f.type, GraphQLNonNull) or n in always}
    filled = {name: value(name, field.type, _given) for name, field in wanted.items()}
    return {name: it for name, it in filled.items() if it not in (None, [None])}


def _given(name: str, kind: GraphQLNamedType) -> Any:
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if name in GIVEN:
        return GIVEN[name]
    known = {"Int": 1, "Int64": 1, "Float": 1.0, "Boolean": True, "JSONString": "{}", "String": TEXT, "ID": ID}
    return known.get(kind.name)


PROJECT = everything(SCHEMA.type_map["Project"], 3, argument)
STATE = f"""query {VARIABLES} {{
    hidden: project(name: "{MARK}-project", entityName: "vision") {{ {PROJECT} }}
    renamed: project(name: "{MARK}-renamed", entityName: "vision") {{ id }}
    shown: project(name: "shown", entityName: "vision") {{
        {leaves(SCHEMA.type_map["Project"], argument)}
        run(name: "r") {{ {leaves(SCHEMA.type_map["Run"], argument)} }}
        artifact(name: "data") {{ {everything(SCHEMA.type_map["Artifact"], 1, argument)} }} }}
    models(entityName: "vision", first: 9) {{ edges {{ node {{ name access }} }} }}
    entity(name: "vision") {{ members {{ id role apiKey email }} }}
    viewer {{ apiKeys {{ edges {{ node {{ id }} }} }} }}
}}"""


def state(made: Place) -> tuple[int, str]:
    """All that is in the team and its projects, as its admin reads it."""
    read = made.ask("ada", STATE, f"{MARK}-data")
    assert read[0] == 200, read
    return read


@pytest.mark.parametrize("name", roots("mutation"))
def test_no_mutation_of_a_stranger_changes_or_tells_what_is_private(engine: Engine, name: str) -> None:
    """What is hidden is refused, or passed over, in the words in which what is not there is."""
    hidden, without = place(engine, private=True), place(engine, private=False)
    before = state(hidden)
    for mutation in attempts(name):
        for chosen in pool_of(hidden):
            told, other = hidden.ask("eve", mutation, chosen), without.ask("eve", mutation, chosen)
            assert told == other or other[0] == 200, (mutation, chosen)
    assert state(hidden) == before


@pytest.mark.parametrize("name", roots("mutation"))
def test_no_mutation_of_a_viewer_changes_what_it_sees(engine: Engine, name: str) -> None:
    made = place(engine, private=True)
    before = state(made)
    for mutation in attempts(name):
        for chosen in pool_of(made):
            if chosen != made.world.user("vic").id:  # members may leave
                made.ask("vic", mutation, chosen)
    assert state(made) == before


@pytest.mark.parametrize("name", roots("mutation"))
def test_who_may_gets_through_with_what_is_attempted(engine: Engine, name: str) -> None:
    """So the attempts above are real ones: a mutation that nobody gets through with needs its inputs in GIVEN."""
    made = place(engine, private=True)
    tries = ((key, text, chosen) for text in attempts(name) for chosen in pool_of(made) for key in ("ada", "boss"))
    refused = []
    for key, text, chosen in tries:
        status, body = made.ask(key, text, chosen)
        if status == 200:
            return
        refused.append(body)
    pytest.fail("\n".join(dict.fromkeys(refused)))
