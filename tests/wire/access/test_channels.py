"""The ways beside GraphQL: the file stream, storage, and downloads by MD5; and what a link shows."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import pytest
from graphql import graphql_sync

from runfake import World
from runfake.wire.graphql.engine import Engine
from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.graphql.resolvers import ALL
from runfake.wire.graphql.schema import executable_schema
from runfake.world.artifacts.artifact import Artifact
from tests.wire.access.places import MARK, Place, place
from tests.wire.client import basic, whole

RUN = f"vision/{MARK}-project/{MARK}-run"


@pytest.fixture
def made(engine: Engine) -> Place:
    return place(engine, private=True)


def ask(made: Place, key: str, query: str, **variables: Any) -> tuple[int, Any]:
    """Status and parsed answer of a request with that key."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    response = made.caller.send("POST", "/graphql", body, authorization=basic(key))
    return response.status, json.loads(whole(response))


# -- the file stream -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "status", "text"),
    [
        ("ada", 200, '"stopped": false'),
        ("boss", 200, '"stopped": false'),
        ("vic", 403, "user 'vic' may not write to the project 'vision/hush-project' (PRIVATE)"),
        ("eve", 404, "run 'vision/hush-project/hush-run' not found."),
    ],
)
def test_only_who_may_write_a_run_streams_to_it(made: Place, key: str, status: int, text: str) -> None:
    before = len(made.world.get_run(RUN).history)
    body = json.dumps({"files": {"wandb-history.jsonl": {"offset": before, "content": ['{"a": 1}']}}}).encode()
    response = made.caller.send("POST", f"/files/{RUN}/file_stream", body, authorization=basic(key))
    assert response.status == status
    assert text in whole(response).decode().replace('":', '": ').replace(":  ", ": ")
    assert len(made.world.get_run(RUN).history) == before + (status == 200)


def test_a_deleted_run_is_gone_for_members_and_never_was_for_strangers(made: Place) -> None:
    made.world.delete_run(made.world.get_run(RUN).storage_id)
    statuses = {
        key: made.caller.send("POST", f"/files/{RUN}/file_stream", b"{}", authorization=basic(key)).status
        for key in ("ada", "vic", "eve")
    }
    assert statuses == {"ada": 410, "vic": 410, "eve": 404}


def test_hints_name_only_what_may_be_seen(made: Place) -> None:
    query = """mutation { createRunFiles(input: {
        entityName: "vision", projectName: "%s", runName: "%s", files: []}) { runID } }"""
    assert "Did you mean 'vision/hush-project/hush-run'?" in str(
        ask(made, "ada", query % (f"{MARK}-project", "hush-rnu"))
    )
    told = str(ask(made, "eve", query % (f"{MARK}-project", "hush-rnu")))
    assert "not found" in told
    assert "Did you mean" not in told


def test_what_is_to_be_forked_is_looked_for_in_its_own_project(made: Place) -> None:
    fork = """mutation ($entity: String, $project: String, $config: JSONString) { upsertBucket(input: {host: "h",
        entityName: $entity, modelName: $project, name: "fork", config: $config}) { inserted } }"""
    config = json.dumps({"_wandb": {"value": {"branch_point": {"run_id": "hush-rnu", "step": 0}}}})
    status, told = ask(made, "eve", fork, entity="eve", project="own", config=config)
    assert (status, "hush-rnu' not found" in str(told), "hush-run" in str(told)) == (404, True, False)
    told = ask(made, "ada", fork, entity="vision", project=f"{MARK}-project", config=config)[1]
    assert "Did you mean 'vision/hush-project/hush-run'?" in str(told)


# -- storage ---------------------------------------------------------------------------------------


def test_who_sees_a_file_gets_a_url_that_reads_and_only_who_writes_one_that_writes(made: Place) -> None:
    query = f"""{{ project(entityName: "vision", name: "{MARK}-project") {{ run(name: "{MARK}-run") {{
        files {{ edges {{ node {{ directUrl uploadUrl url(upload: true) }} }} }} }} }} }}"""
    found = {key: ask(made, key, query)[1]["data"]["project"] for key in ("ada", "vic", "eve")}
    assert found["eve"] is None
    ada, vic = (found[key]["run"]["files"]["edges"][0]["node"] for key in ("ada", "vic"))
    assert ada["directUrl"] == vic["directUrl"] == vic["url"]
    assert (vic["uploadUrl"], ada["uploadUrl"]) == (None, ada["url"])
    assert whole(made.caller.send("GET", vic["directUrl"].removeprefix("http://runfake.test"))) == MARK.encode()
    assert made.caller.send("PUT", vic["url"].removeprefix("http://runfake.test"), b"x").status == 404
    assert made.caller.send("PUT", ada["url"].removeprefix("http://runfake.test"), b"x").status == 200


def test_a_signature_is_of_one_world(engine: Engine) -> None:
    one, other = (World(seed=seed) for seed in (1, 2))
    made = place(engine, private=True).caller.backend
    urls = [made.add(world).urls for world in (one, other)]
    key = ("runs", "e", "p", "r", "f")
    assert len({url.of_key(key).split("/")[5] for url in urls}) == 2


# -- downloads by MD5 ------------------------------------------------------------------------------

ROUTES = [
    "/artifactsV2/default/vision/hush-project/hush-data/{id}/{id}/{md5}/f",
    "/artifactsV2/default/vision/hush-project/hush-data/{id}/{md5}/f",
    "/artifactsV2/default/vision/{id}/{md5}",
    "/artifacts/vision/{md5}",
    "/artifactsV2/default/eve/own/r/{id}/{id}/{md5}/f",
]


@pytest.mark.parametrize("route", ROUTES)
def test_who_knows_an_md5_does_not_get_the_content_by_it(made: Place, route: str) -> None:
    data = hidden_version(made)
    md5 = b64decode(data.entries[f"{MARK}.bin"].digest).hex()
    path = route.format(id=data.id.replace("=", "%3D"), md5=md5)
    answers = {key: made.caller.send("GET", path, authorization=basic(key)) for key in ("ada", "vic", "eve")}
    assert {key: answer.status for key, answer in answers.items()} == {"ada": 200, "vic": 200, "eve": 404}
    assert whole(answers["ada"]) == MARK.encode()


def test_who_announces_an_md5_has_to_upload_the_content(made: Place) -> None:
    digest = hidden_version(made).entries[f"{MARK}.bin"].digest
    create = """mutation { createArtifact(input: {entityName: "eve", projectName: "own", artifactTypeName: "t",
        artifactCollectionName: "c", digest: "d", digestAlgorithm: MANIFEST_MD5}) { artifact { id } } }"""
    artifact = ask(made, "eve", create)[1]["data"]["createArtifact"]["artifact"]["id"]
    files = """mutation ($artifact: ID!, $md5: String!) { createArtifactFiles(input: {storageLayout: V2,
        artifactFiles: [{artifactID: $artifact, name: "f", md5: $md5}]}) { files { edges { node { uploadUrl } } } } }"""
    answer = ask(made, "eve", files, artifact=artifact, md5=digest)[1]
    assert answer["data"]["createArtifactFiles"]["files"]["edges"][0]["node"]["uploadUrl"]


def hidden_version(made: Place) -> Artifact:
    found = made.world.projects.find("vision", f"{MARK}-project")
    assert found
    return found.collections[f"{MARK}-data"].memberships[0].artifact


# -- links -----------------------------------------------------------------------------------------

LINKED = """{ project(name: "own") { artifact(name: "picks") {
    id digest description versionIndex
    files { edges { node { name directUrl } } }
    aliases { alias } artifactMemberships { edges { node { artifactCollection { name } } } }
    createdBy { ... on Run { name } } usedBy { edges { node { name } } }
    artifactType { name artifactCollections { totalCount } artifact(name: "hush-data") { id } }
    artifactSequence { name project { name } tags { edges { node { name } } } latestArtifact { id }
        artifacts { totalCount } defaultArtifactType { name artifactSequences { totalCount } } }
} } }"""


def test_a_link_shows_the_version_and_of_its_home_no_more_than_the_name(made: Place) -> None:
    data = hidden_version(made)
    assert ask(made, "eve", LINKED)[1]["data"]["project"]["artifact"] is None
    place = made.world.artifacts.link(data, made.world.project("eve/own"), "picks", ["best"])
    shown = ask(made, "eve", LINKED)[1]["data"]["project"]["artifact"]
    (file,) = (edge["node"] for edge in shown.pop("files")["edges"])
    assert whole(made.caller.send("GET", file["directUrl"].removeprefix("http://runfake.test"))) == MARK.encode()
    assert shown == {
        "id": data.id, "digest": data.digest, "description": MARK, "versionIndex": 0,
        "aliases": [{"alias": "latest"}, {"alias": "best"}, {"alias": "v0"}],
        "artifactMemberships": {"edges": [{"node": {"artifactCollection": {"name": "picks"}}}]},
        "createdBy": None, "usedBy": {"edges": [{"node": {"name": "r"}}, {"node": {"name": "r"}}]},
        "artifactType": {"name": f"{MARK}-type", "artifactCollections": {"totalCount": 0}, "artifact": None},
        "artifactSequence": {
            "name": f"{MARK}-data", "project": None, "tags": {"edges": []}, "latestArtifact": None,
            "artifacts": {"totalCount": 0},
            "defaultArtifactType": {"name": f"{MARK}-type", "artifactSequences": {"totalCount": 0}},
        },
    }  # fmt: skip
    assert (
        ask(
            made,
            "eve",
            "mutation ($id: ID!) { deleteArtifact(input: {artifactID: $id}) { artifact { id } } }",
            id=data.id,
        )[0]
        == 403
    )
    made.world.artifacts.unlink(data, place.collection)
    assert ask(made, "eve", LINKED)[1]["data"]["project"]["artifact"] is None


# -- the net ---------------------------------------------------------------------------------------


def test_what_a_resolver_lets_through_is_caught(made: Place) -> None:
    """Without the resolvers' own care: a schema whose resolvers find whatever is asked for."""
    careless = Fields("Query")

    @careless("project")
    def anything(_: None, context: Context, name: str, entity_name: str) -> Any:
        return context.world.projects.find(entity_name, name)

    @careless("artifact")
    def any_version(_: None, context: Context, id: str) -> Any:
        return context.world.artifacts.find_artifact(id)

    resolvers = [fields for fields in ALL if "project" not in dict(fields) and "artifact" not in dict(fields)]
    schema = executable_schema([*resolvers, careless])
    query = f"""{{ project(name: "{MARK}-project", entityName: "vision") {{ name }}
        artifact(id: "{hidden_version(made).id}") {{ digest }} }}"""
    told = {
        name: graphql_sync(
            schema, query, context_value=Context(made.world, made.world.user(name), made.caller.tenant.urls)
        ).data
        for name in ("vic", "eve")
    }
    assert told["eve"] == {"project": None, "artifact": None}
    assert told["vic"] == {"project": {"name": f"{MARK}-project"}, "artifact": {"digest": hidden_version(made).digest}}
