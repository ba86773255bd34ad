"""Changing what is there: aliases, tags, texts, links, collections; and deleting."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.graphql.resolvers.collections import tag_of
from runfake.world.artifacts.artifact_type import INTERNAL_PREFIX
from runfake.world.artifacts.collection import Collection
from runfake.world.artifacts.naming import check_tag
from runfake.world.errors import Invalid, NotFound
from runfake.world.names import check_name
from runfake.world.projects import Project

mutation = Fields("Mutation")
FIELDS = (
    mutation,
    Fields("LinkArtifactPayload").items("versionIndex", "artifactMembership"),
    Fields("UnlinkArtifactPayload").items("artifactID", "success", "clientMutationId"),
    Fields("ArtifactCollectionPayload").items("artifactCollection"),
    Fields("CreateTagsPayload").items("tags"),
)


def _project(context: Context, input: dict[str, Any]) -> Project:
    return context.reach.project(input.get("entity_name"), input.get("project_name"), write=True)


def _collection(context: Context, input: dict[str, Any]) -> Collection:
    project, name = _project(context, input), input["artifact_collection_name"]
    if name not in project.collections:
        raise NotFound(f"artifact collection {name!r} not found in {project.path!r}.")
    return project.collections[name]


# -- versions --------------------------------------------------------------------------------------


@mutation("updateArtifact")
def update_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    """Null leaves a thing as it is."""
    holdings = context.world.artifacts
    artifact = context.reach.artifact(input["artifact_id"], write=True)
    added = [check_tag(tag["tag_name"]) for tag in input.get("tags_to_add") or ()]
    removed = {tag["tag_name"] for tag in input.get("tags_to_delete") or ()}
    if input.get("aliases") is not None:
        holdings.set_aliases(artifact, [alias["alias"] for alias in input["aliases"]])
    for name in ("description", "metadata"):
        if input.get(name) is not None:
            setattr(artifact, name, input[name])
    if input.get("ttl_duration_seconds") is not None:
        artifact.ttl_seconds = input["ttl_duration_seconds"]
    artifact.tags = [tag for tag in dict.fromkeys([*artifact.tags, *added]) if tag not in removed]
    artifact.updated_at = context.world.clock.now()
    return {"artifact": artifact}


@mutation("deleteArtifact")
def delete_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    artifact = context.reach.artifact(input["artifact_id"], write=True)
    context.world.artifacts.delete(artifact, bool(input.get("delete_aliases")))
    return {"artifact": artifact}


@mutation("addAliases")
def add_aliases(_: None, context: Context, input: dict[str, Any]) -> Any:
    artifact = context.reach.artifact(input["artifact_id"])
    for alias in input["aliases"]:
        context.world.artifacts.add_alias(artifact, _collection(context, alias), alias["alias"])
    return {"success": True}


@mutation("deleteAliases")
def delete_aliases(_: None, context: Context, input: dict[str, Any]) -> Any:
    artifact = context.reach.artifact(input["artifact_id"])
    for alias in input["aliases"]:
        context.world.artifacts.delete_alias(artifact, _collection(context, alias), alias["alias"])
    return {"success": True}


# -- links -----------------------------------------------------------------------------------------


@mutation("linkArtifact")
def link_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    holdings = context.world.artifacts
    found = context.reach.artifact_of_client(input["client_id"]) if input.get("client_id") else None
    artifact = found or context.reach.artifact(input.get("artifact_id") or "")
    if input.get("artifact_portfolio_id"):
        portfolio = context.reach.collection(input["artifact_portfolio_id"], write=True)
        project, name = portfolio.project, portfolio.name
    else:
        project, name = _project(context, input), input.get("artifact_portfolio_name") or ""
    place = holdings.link(artifact, project, name, [alias["alias"] for alias in input.get("aliases") or ()])
    return {"versionIndex": place.index, "artifactMembership": place}


@mutation("unlinkArtifact")
def unlink_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    artifact = context.reach.artifact(input["artifact_id"])
    portfolio = context.reach.collection(input["artifact_portfolio_id"], write=True)
    context.world.artifacts.unlink(artifact, portfolio)
    return {"artifactID": artifact.id, "success": True}


# -- collections -----------------------------------------------------------------------------------


@mutation("updateArtifactSequence", "updateArtifactPortfolio")
def update_collection(_: None, context: Context, input: dict[str, Any]) -> Any:
    collection_id = input.get("artifact_sequence_id") or input.get("artifact_portfolio_id") or ""
    collection = context.reach.collection(collection_id, write=True)
    if input.get("name") is not None and input["name"] != collection.name:
        context.world.artifacts.rename(collection, input["name"])
    if input.get("description") is not None:
        collection.description = input["description"]
    collection.updated_at = context.world.clock.now()
    return {"artifactCollection": collection}


@mutation("moveArtifactSequence")
def move_sequence(_: None, context: Context, input: dict[str, Any]) -> Any:
    holdings = context.world.artifacts
    collection = context.reach.collection(input["artifact_sequence_id"], write=True)
    wanted = check_name("artifact type", input["destination_artifact_type_name"])
    if collection.type.internal:
        raise Invalid(f"{collection.type.name!r} is an internal type and cannot be changed.")
    if wanted.startswith(INTERNAL_PREFIX):
        raise Invalid(f"artifact type {wanted!r} is reserved for internal use.")
    collection.type = holdings.type(collection.project, wanted)
    return {"artifactCollection": collection}


@mutation("deleteArtifactSequence", "deleteArtifactPortfolio")
def delete_collection(_: None, context: Context, input: dict[str, Any]) -> Any:
    collection_id = input.get("artifact_sequence_id") or input.get("artifact_portfolio_id") or ""
    collection = context.reach.collection(collection_id, write=True)
    context.world.artifacts.delete_collection(collection)
    return {"artifactCollection": collection}


@mutation("createArtifactCollectionTagAssignments")
def add_collection_tags(_: None, context: Context, input: dict[str, Any]) -> Any:
    collection = _collection(context, input)
    added = [check_tag(tag["tag_name"]) for tag in input["tags"]]
    collection.tags = list(dict.fromkeys([*collection.tags, *added]))
    return {"tags": [tag_of(name) for name in added]}


@mutation("deleteArtifactCollectionTagAssignments")
def delete_collection_tags(_: None, context: Context, input: dict[str, Any]) -> Any:
    collection = _collection(context, input)
    removed = {tag["tag_name"] for tag in input["tags"]}
    collection.tags = [tag for tag in collection.tags if tag not in removed]
    return {"success": True}
