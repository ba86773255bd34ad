"""The resolvers, a module a topic."""

from __future__ import annotations

from runfake.wire.graphql.resolvers import (
    accounts,
    artifact_edits,
    artifact_writes,
    artifacts,
    collections,
    files,
    history,
    members,
    organizations,
    people,
    project_members,
    projects,
    run_files,
    runs,
    server,
    sweep_writes,
    sweeps,
    upserts,
)
from runfake.world.runs import Run

ALL = (
    *server.FIELDS,
    *people.FIELDS,
    *members.FIELDS,
    *accounts.FIELDS,
    *organizations.FIELDS,
    *projects.FIELDS,
    *project_members.FIELDS,
    *runs.FIELDS,
    *history.FIELDS,
    *files.FIELDS,
    *run_files.FIELDS,
    *upserts.FIELDS,
    *sweeps.FIELDS,
    *sweep_writes.FIELDS,
    *artifacts.FIELDS,
    *collections.FIELDS,
    *artifact_writes.FIELDS,
    *artifact_edits.FIELDS,
)


def _creator(source: object, *_: object) -> str:
    return "Run" if isinstance(source, Run) else "User"


# What tells which concrete type an object of an interface or a union is.
CONCRETE = {"ArtifactCollection": collections.concrete_collection, "ArtifactCreator": _creator}
