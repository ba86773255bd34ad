"""The files of runs."""

from __future__ import annotations

import re
from typing import Any

from runfake.wire.graphql.connections import connection, paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.errors import file_not_found, run_not_found
from runfake.world.files import RunFile
from runfake.world.runs import Run

run = Fields("Run")
file = Fields("File")
mutation = Fields("Mutation")
created = Fields("CreateRunFilesPayload")
FIELDS = (run, file, mutation, created, *paged_fields("File", "totalCount", "uploadHeaders"))

file.attributes(
    id="id", name="name", displayName="name", storagePath="name", sizeBytes="size", mimetype="mimetype",
    updatedAt="updated_at",
)  # fmt: skip
file.constants(uploadHeaders=[], uploadMultipartUrls=None, artifact=None)
created.items("runID", "uploadHeaders", "files")


@file("url")
def file_url(source: RunFile, context: Context, upload: bool | None = None) -> str:  # noqa: ARG001 - one URL does both
    return context.urls.run_file(source)


@file("directUrl", "uploadUrl")
def storage_url(source: RunFile, context: Context) -> str:
    return context.urls.run_file(source)


@file("md5", "digest")
def file_md5(source: RunFile, _: Context) -> str | None:
    return source.blob.md5 if source.blob else None


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
        found = [f for f in source.files if matches is None or matches.fullmatch(f.name)]
    return connection(found, first, after, key=lambda f: f.name) | {"uploadHeaders": []}


def _like(pattern: str) -> re.Pattern[str]:
    """SQL's LIKE: ``%`` stands for any characters, ``_`` for one."""
    parts = (".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.S)


@mutation("createRunFiles")
def create_run_files(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    run = _run_of(context, input)
    placeholders = [run.files.named(name) for name in input["files"]]
    return {"runID": run.storage_id, "uploadHeaders": [], "files": placeholders}


@mutation("markRunFilesUploaded")
def mark_run_files_uploaded(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    run = _run_of(context, input)
    for name in input["files"]:
        if name not in run.files:
            raise file_not_found(run.path, name, [f.name for f in run.files])
    return {"success": True}


@mutation("deleteFiles")
def delete_files(_: None, context: Context, input: dict[str, Any]) -> dict[str, Any]:
    context.world.delete_files(input["files"])
    return {"success": True}


def _run_of(context: Context, input: dict[str, Any]) -> Run:
    path = f"{input['entity_name']}/{input['project_name']}/{input['run_name']}"
    project = context.world.find_project(input["entity_name"], input["project_name"])
    run = project.runs.get(input["run_name"]) if project else None
    if run is None:
        raise run_not_found(path, [r.path for r in project.runs.values()] if project else [])
    return run
