"""Projects, by both of their names (project, model), and the runs in them."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.connections import listed, paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.graphql.resolvers.people import project_page
from runfake.wire.refusals import Unbuilt
from runfake.world.access import may_write
from runfake.world.projects import Project
from runfake.world.registries import Accepted
from runfake.world.run_fields import RUN_FIELDS
from runfake.world.runs import Run

query = Fields("Query")
mutation = Fields("Mutation")
project = Fields("Project")
upserted = Fields("UpsertModelPayload")
renamed = Fields("RenameProjectPayload").items("project", "inserted")
FIELDS = (query, mutation, project, upserted, renamed, *paged_fields("Run"))

# What clients mean that name no order: their `best_run` wants "the most recent run" so.
NEWEST_FIRST = "-created_at"

project.attributes(
    id="id",
    internalId="internal_id",
    name="name",
    entityName="entity.name",
    entity="entity",
    user="user",
    description="description",
    access="access",
    createdAt="created_at",
    updatedAt="updated_at",
    allowAllArtifactTypesInRegistry="accepts_all_types",
)
project.constants(
    isBenchmark=False,
    views=None,
    repo=None,
    dockerImage=None,
)


@project("readOnly")
def is_read_only(source: Project, context: Context) -> bool:
    return not may_write(context.user, source)


upserted.items("model", "project", "inserted")


@query("project", "model")
def project_by_name(
    _: None, context: Context, name: str | None = None, entity_name: str | None = None
) -> Project | None:
    return context.reach.find_project(entity_name, name)


@query("models")
def projects_of_entity(
    _: None, context: Context, first: int, entity_name: str | None = None, after: str | None = None
) -> Any:
    owner = context.reach.find_entity(entity_name)
    return project_page(context, owner.projects.values(), first, after) if owner else None


_UPSERTED = {
    "name", "entity_name", "description", "access", "allow_all_artifact_types_in_registry", "artifact_types",
    "client_mutation_id",
}  # fmt: skip


@mutation("upsertModel")
def upsert_project(_: None, context: Context, input: dict[str, Any]) -> Any:
    refused = sorted(input.keys() - _UPSERTED)
    if any(input[key] is not None for key in refused):
        raise Unbuilt(f"upsertModel with {', '.join(refused)}")
    types = tuple(kind["name"] for kind in input.get("artifact_types") or ())
    accepted = Accepted(input.get("allow_all_artifact_types_in_registry"), types)
    found, inserted = context.world.projects.upsert(
        context.user,
        entity=input.get("entity_name"),
        name=input.get("name"),
        description=input.get("description"),
        access=input.get("access"),
    )
    context.world.registries.accept(found, accepted)
    return {"project": found, "model": found, "inserted": inserted}


@mutation("deleteModel")
def delete_project(_: None, context: Context, input: dict[str, Any]) -> Any:
    found = context.world.projects.find_by_id(input["id"])
    context.world.project_changes.remove(context.reach.project_to_administer(found, input["id"]))
    return {"success": True}


@mutation("renameProject")
def rename_project(_: None, context: Context, input: dict[str, Any]) -> Any:
    entity, name = input["entity_name"], input["old_project_name"]
    found = context.reach.project_to_administer(context.reach.find_project(entity, name), f"{entity}/{name}")
    context.world.project_changes.rename(found, input["new_project_name"])
    return {"project": found, "inserted": False}


@project("run")
def run_of_project(source: Project, _: Context, name: str | None = None, desc: str | None = None) -> Run | None:  # noqa: ARG001
    return source.runs.get(name or "")


@project("bucket")
def bucket_of_project(
    source: Project,
    _: Context,
    name: str | None = None,
    desc: str | None = None,  # noqa: ARG001
    missing_ok: bool | None = None,  # noqa: ARG001 - a missing run reads as null either way
) -> Run | None:
    return source.runs.get(name or "")


@project("runs")
def runs_of_project(
    source: Project,
    context: Context,
    *,
    first: int | None = None,
    filters: str | None = None,
    after: str | None = None,
    order: str | None = None,
) -> Any:
    matching = context.selections.runs(context.world.listings, source, filters)
    return listed(context, matching, RUN_FIELDS, order=order or NEWEST_FIRST, first=first, after=after)


@project("buckets")
def buckets_of_project(source: Project, context: Context, first: int | None = None) -> Any:
    return runs_of_project(source, context, first=first)


@project("runCount")
def run_count(source: Project, context: Context, filters: str | None = None) -> int:
    return len(context.selections.runs(context.world.listings, source, filters))
