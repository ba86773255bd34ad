"""Logging a version, step by step, as clients do; and using one."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.graphql.resolvers.run_files import run_to_write
from runfake.world.artifacts.artifact_file import ArtifactFile
from runfake.world.artifacts.new_artifact import NewArtifact
from runfake.world.projects import Project

mutation = Fields("Mutation")
FIELDS = (
    mutation,
    Fields("CreateArtifactPayload").items("artifact"),
    Fields("CreateArtifactTypePayload").items("artifactType"),
    Fields("ArtifactManifestPayload").items("artifactManifest"),
    Fields("CreateArtifactFilesPayload").items("files"),
    Fields("CompleteMultipartUploadArtifactPayload").items("digest"),
    Fields("ArtifactPayload").items("artifact"),
)


def project_of(context: Context, input: dict[str, Any]) -> Project:
    """The project that an input names by ``entityName`` and ``projectName``, made if need be."""
    return context.world.projects.to_write(context.user, input.get("entity_name"), input.get("project_name"))


@mutation("createArtifactType")
def create_type(_: None, context: Context, input: dict[str, Any]) -> Any:
    project = project_of(context, input)
    return {"artifactType": context.world.artifacts.type(project, input["name"], input.get("description"))}


@mutation("createArtifact")
def create_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    new = _announced(input)
    new.check()
    run = run_to_write(context, input) if input.get("run_name") else None
    project = run.project if run else project_of(context, input)
    return {"artifact": context.world.artifacts.create(project, new, run, context.user)}


def _announced(input: dict[str, Any]) -> NewArtifact:
    names = [input.get("artifact_collection_name"), *(input.get("artifact_collection_names") or ())]
    return NewArtifact(
        type_name=input["artifact_type_name"],
        collection_name=next((name for name in names if name), ""),
        digest=input["digest"],
        description=input.get("description"),
        metadata=input.get("metadata"),
        aliases=tuple(alias["alias"] for alias in input.get("aliases") or ()),
        tags=tuple(tag["tag_name"] for tag in input.get("tags") or ()),
        ttl_seconds=input.get("ttl_duration_seconds"),
        history_step=input.get("history_step"),
        distributed_id=input.get("distributed_id"),
        client_id=input.get("client_id"),
        storage_region=input.get("storage_region"),
    )


@mutation("createArtifactManifest")
def create_manifest(_: None, context: Context, input: dict[str, Any]) -> Any:
    holdings = context.world.artifacts
    artifact = context.reach.artifact(input["artifact_id"], write=True)
    base = context.reach.artifact(input["base_artifact_id"]) if input.get("base_artifact_id") else None
    return {
        "artifactManifest": holdings.announce_manifest(artifact, input.get("type") or "FULL", input["digest"], base)
    }


@mutation("updateArtifactManifest")
def update_manifest(_: None, context: Context, input: dict[str, Any]) -> Any:
    manifest = context.reach.manifest(input["artifact_manifest_id"])
    if input.get("base_artifact_id"):
        manifest.base = context.reach.artifact(input["base_artifact_id"])
    if input.get("digest"):
        manifest.digest = input["digest"]
    return {"artifactManifest": manifest}


@mutation("createArtifactFiles")
def create_files(_: None, context: Context, input: dict[str, Any]) -> Any:
    """One edge per file, in the order of the request; content that is there already wants no upload."""
    edges = [{"node": _file(context, spec), "cursor": None} for spec in input["artifact_files"]]
    return {"files": {"edges": edges, "pageInfo": {"hasNextPage": False, "endCursor": None}, "totalCount": len(edges)}}


def _file(context: Context, spec: dict[str, Any]) -> ArtifactFile:
    holdings = context.world.artifacts
    artifact = context.reach.artifact(spec["artifact_id"], write=True)
    stored = holdings.stored(artifact, spec["md5"])
    parts = {part["part_number"]: part["hex_md5"] for part in spec.get("upload_parts_input") or ()}
    upload = holdings.begin_multipart(artifact, spec["md5"], parts) if parts and not stored else None
    return ArtifactFile(artifact, spec["name"], spec["md5"], upload=upload)


@mutation("completeMultipartUploadArtifact")
def complete_multipart(_: None, context: Context, input: dict[str, Any]) -> Any:
    upload = context.reach.upload(input["upload_id"])
    context.world.artifacts.complete_multipart(upload.id)
    return {"digest": upload.md5}


@mutation("commitArtifact")
def commit_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    return {"artifact": context.world.artifacts.commit(context.reach.artifact(input["artifact_id"], write=True))}


@mutation("useArtifact")
def use_artifact(_: None, context: Context, input: dict[str, Any]) -> Any:
    artifact = context.reach.artifact(input["artifact_id"])
    context.world.artifacts.lineage.record_input(run_to_write(context, input), artifact, input.get("used_as"))
    return {"artifact": artifact}
