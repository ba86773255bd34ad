"""Artifacts: types, versions, their files and their lineage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runfake.wire.graphql.connections import connection, paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.artifact_file import ArtifactFile, ManifestFile, files_of
from runfake.world.artifacts.artifact_type import ArtifactType
from runfake.world.artifacts.collection import Collection, Sequence
from runfake.world.artifacts.naming import split_name
from runfake.world.projects import Project
from runfake.world.runs import Run

query = Fields("Query")
project = Fields("Project")
run = Fields("Run")
artifact_type = Fields("ArtifactType")
artifact = Fields("Artifact")
manifest = Fields("ArtifactManifest")
client_id = Fields("ClientIDMapping")
FIELDS = (
    query,
    project,
    run,
    artifact_type,
    artifact,
    manifest,
    client_id,
    *paged_fields("ArtifactType", "totalCount"),
    *paged_fields("Artifact", "totalCount"),
    *paged_fields("InputArtifact", "totalCount"),
)

artifact_type.attributes(id="id", name="name", description="description", createdAt="created_at")
artifact.attributes(
    id="id",
    state="state",
    digest="digest",
    description="description",
    metadata="metadata",
    size="size",
    versionIndex="version_index",
    historyStep="history_step",
    ttlDurationSeconds="ttl_seconds",
    createdAt="created_at",
    updatedAt="updated_at",
)
artifact.constants(digestAlgorithm="MANIFEST_MD5")
manifest.attributes(id="id")
client_id.items("serverID")


# -- finding ---------------------------------------------------------------------------------------


@query("artifact")
def artifact_by_id(_: None, context: Context, id: str) -> Artifact | None:
    return context.reach.find_artifact(id)


@query("clientIDMapping")
def artifact_of_client(_: None, context: Context, client_id: str) -> Any:
    found = context.reach.artifact_of_client(client_id)
    return {"serverID": found.id} if found else None


@project("artifact")
def artifact_by_name(
    source: Project,
    context: Context,
    name: str,
    enable_tracking: bool | None = None,  # noqa: ARG001 - nothing is tracked here
) -> Artifact | None:
    membership = context.world.artifacts.membership(source, name)
    return membership.artifact if membership else None


@project("artifactType")
def type_by_name(source: Project, _: Context, name: str) -> ArtifactType | None:
    return source.artifact_types.get(name)


@project("artifactTypes")
def types_of_project(
    source: Project,
    _: Context,
    after: str | None = None,
    first: int | None = None,
    include_all: bool | None = None,
) -> Any:
    """The client's own types are hidden unless all are asked for."""
    types = [kind for kind in source.artifact_types.values() if include_all or not kind.internal]
    return connection(types, first, after, key=lambda kind: kind.number)


@artifact_type("artifact")
def artifact_of_type(source: ArtifactType, context: Context, name: str) -> Artifact | None:
    collection_name, alias = split_name(name)
    found = collection_of_type(source, context, collection_name)
    membership = found.find(alias) if found else None
    return membership.artifact if membership else None


@artifact_type("artifactCollection", "artifactSequence")
def collection_of_type(source: ArtifactType, _: Context, name: str) -> Collection | None:
    found = source.project.collections.get(name)
    return found if found and found.type is source else None


@artifact_type("artifactSequences")
def sequences_of_type(source: ArtifactType, _: Context, after: str | None = None, first: int | None = None) -> Any:
    found = [c for c in source.project.collections.values() if c.type is source and isinstance(c, Sequence)]
    return connection(found, first, after, key=lambda c: c.number)


# -- versions --------------------------------------------------------------------------------------


@artifact("artifactSequence")
def sequence_of_artifact(source: Artifact, context: Context) -> Sequence:
    """To who sees a version only through a link, its own sequence is but a name."""
    home = source.sequence
    if context.reach.sees(home.project):
        return home
    return Sequence(home.number, home.name, home.project, type_of_artifact(source, context), home.created_at)


@artifact("artifactType")
def type_of_artifact(source: Artifact, context: Context) -> ArtifactType:
    kind = source.sequence.type
    return kind if context.reach.sees(kind.project) else replace(kind)


@artifact("fileCount")
def file_count(source: Artifact, _: Context) -> int:
    return len(source.entries)


@artifact("commitHash")
def commit_hash(source: Artifact, _: Context) -> str:
    return source.digest


@artifact("ttlIsInherited")
def ttl_is_inherited(source: Artifact, _: Context) -> bool:
    return source.ttl_seconds == -1


@artifact("currentManifest")
def current_manifest(source: Artifact, _: Context) -> Any:
    return source.manifests[0] if source.document else None


@manifest("file")
def manifest_file(source: Any, _: Context) -> ManifestFile:
    return ManifestFile(source)


@artifact("files")
def files_of_artifact(
    source: Artifact,
    _: Context,
    names: list[str] | None = None,
    after: str | None = None,
    first: int | None = None,
) -> Any:
    return file_page(source, names, first, after)


def file_page(source: Artifact, names: list[str] | None, first: int | None, after: str | None) -> Any:
    """A page of a version's files, all of them or those named."""
    found = [file for file in files_of(source) if names is None or file.name in names]
    return connection(found, first, after, key=lambda file: file.name) | {"uploadHeaders": []}


@artifact("filesByManifestEntries")
def files_by_entries(
    source: Artifact,
    _: Context,
    storage_layout: str,  # noqa: ARG001 - content is found by digest in either layout
    manifest_version: str,  # noqa: ARG001
    entries: list[dict[str, Any]] | None = None,
    storage_region: str | None = None,  # noqa: ARG001
) -> Any:
    files = [ArtifactFile(source, entry["name"], entry["digest"]) for entry in entries or ()]
    return connection(files, len(files), None, key=lambda file: file.name) | {"uploadHeaders": []}


# -- lineage ---------------------------------------------------------------------------------------


@artifact("createdBy")
def created_by(source: Artifact, context: Context) -> Any:
    lineage = context.world.artifacts.lineage
    maker = lineage.maker(source)
    if maker is not None:
        return maker if context.reach.sees(maker.project) else None
    return None if lineage.was_logged(source) else source.user


@artifact("usedBy")
def used_by(source: Artifact, context: Context, after: str | None = None, first: int | None = None) -> Any:
    users = [run for run in context.world.artifacts.lineage.users(source) if context.reach.sees(run.project)]
    users.sort(key=lambda run: run.number)
    return connection(users, len(users) if first is None else first, after, key=lambda run: run.number)


@run("outputArtifacts")
def outputs(source: Run, context: Context, after: str | None = None, first: int | None = None) -> Any:
    return _by_number(context, context.world.artifacts.lineage.outputs(source), first, after)


@run("inputArtifacts")
def inputs(source: Run, context: Context, after: str | None = None, first: int | None = None) -> Any:
    return _by_number(context, context.world.artifacts.lineage.inputs(source), first, after)


def _by_number(context: Context, artifacts: list[Artifact], first: int | None, after: str | None) -> Any:
    seen = (artifact for artifact in artifacts if context.reach.sees_artifact(artifact))
    return connection(sorted(seen, key=lambda a: a.number), first, after, key=lambda a: a.number)
