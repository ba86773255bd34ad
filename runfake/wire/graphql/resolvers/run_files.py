"""The files of runs."""

from __future__ import annotations

import re
from typing import Any

from runfake.wire.graphql.connections import connection
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.errors import file_not_found
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
    run = run_named(context, input)
    placeholders = [run.files.named(name) for name in input["files"]]
    return {"runID": run.storage_id, "uploadHeaders": [], "files": placeholders}


@mutation("markRunFilesUploaded")
def mark_run_files_uploaded(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    run = run_named(context, input)
    for name in input["files"]:
        if name not in run.files:
            raise file_not_found(run.path, name, run.files)
    return {"success": True}


@mutation("deleteFiles")
def delete_files(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    context.world.run_writes.delete_files(input["files"])
    return {"success": True}


def run_named(context: Context, input: dict[str, Any]) -> Run:
    """The run that an input names by ``entityName``, ``projectName`` and ``runName``.

    Raises:
        NotFound, Gone: there is none.
    """
    return context.world.run_at(input["entity_name"], input["project_name"], input["run_name"])
