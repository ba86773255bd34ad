"""The files of runs."""

from __future__ import annotations

import re
from typing import Any

from runfake.wire.graphql.connections import connection
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.errors import file_not_found
from runfake.world.ids import split_node_id
from runfake.world.runs import Run

run = Fields("Run")
mutation = Fields("Mutation")
created = Fields("CreateRunFilesPayload")
FIELDS = (run, mutation, created)

created.items("runID", "uploadHeaders", "files")


@run("fileCount")
def file_count(source: Run, _: Context) -> int:
    return len(source.files)


@run("files")
def files_of_run(
    source: Run,
    _: Context,
    names: list[str | None] | None = None,
    after: str | None = None,
    first: int | None = None,
    pattern: str | None = None,
) -> dict[str, Any]:
    """Every uploaded file; those of a pattern; or those of ``names``, where a missing one is a placeholder."""
    if names:
        wanted = sorted({name for name in names if name})
        found = [source.files.named(name) for name in wanted]
    else:
        matches = _like(pattern) if pattern else None
        found = [f for f in source.files.values() if matches is None or matches.fullmatch(f.name)]
    return connection(found, first, after, key=lambda f: f.name) | {"uploadHeaders": []}


def _like(pattern: str) -> re.Pattern[str]:
    """SQL's LIKE: ``%`` stands for any characters, ``_`` for one."""
    parts = (".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.DOTALL)


@mutation("createRunFiles")
def create_run_files(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    run = run_to_write(context, input)
    placeholders = [run.files.named(name) for name in input["files"]]
    return {"runID": run.storage_id, "uploadHeaders": [], "files": placeholders}


@mutation("markRunFilesUploaded")
def mark_run_files_uploaded(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    run = run_to_write(context, input)
    for name in input["files"]:
        if name not in run.files:
            raise file_not_found(run.path, name, run.files)
    return {"success": True}


@mutation("deleteFiles")
def delete_files(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    for file_id in input["files"]:
        if parts := split_node_id(file_id, 3):
            context.reach.run(parts[1], write=True)
    context.world.run_writes.delete_files(input["files"])
    return {"success": True}


def run_to_write(context: Context, input: dict[str, Any]) -> Run:
    """The run that an input names by ``entityName``, ``projectName`` and ``runName``.

    Raises:
        NotFound, Gone: there is none.
        Forbidden: the user may not write to it.
    """
    return context.reach.run_at(input["entity_name"], input["project_name"], input["run_name"], write=True)
