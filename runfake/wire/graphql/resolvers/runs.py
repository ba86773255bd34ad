"""Runs: their attributes, and what is done to a run as a whole."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.world.jsontext import dumps, load_object
from runfake.world.runs import Run

run = Fields("Run")
mutation = Fields("Mutation")
run_info = Fields("RunInfo")
git_info = Fields("GitInfo")
deleted = Fields("DeleteRunPayload")
stopped = Fields("StopRunPayload")
state_updated = Fields("UpdateRunStatePayload")
FIELDS = (run, mutation, run_info, git_info, deleted, stopped, state_updated)

run.attributes(
    id="storage_id",
    name="id",
    projectId="project.number",
    displayName="display_name",
    description="description",
    notes="notes",
    state="state",
    config="wire_config.text",
    summaryMetrics="wire_summary.text",
    tags="tags",
    group="group",
    jobType="job_type",
    commit="commit",
    createdAt="created_at",
    heartbeatAt="heartbeat_at",
    exitcode="exit_code",
    stopped="stop_requested",
    shouldStop="stop_requested",
    user="user",
    project="project",
)
run.constants(readOnly=False, sweepName=None)
run_info.items("program", "args", "os", "python", "executable", "gpu", "git")
run_info.constants(colab=None)
git_info.items("remote", "commit")
deleted.items("clientMutationId")
stopped.items("success", "clientMutationId")
state_updated.items("success")


@run("running")
def is_running(source: Run, _: Context) -> bool:
    return source.state == "running"


@run("failed")
def has_failed(source: Run, _: Context) -> bool:
    return source.state == "failed"


@run("systemMetrics")
def system_metrics(source: Run, _: Context) -> str:
    return dumps(source.system_metrics)


@run("wandbConfig")
def internal_config(source: Run, _: Context, keys: list[str] | None = None) -> str:
    return dumps(source.wire_config.internal(keys))


@run("runInfo")
def run_info_of(source: Run, _: Context) -> dict[str, Any] | None:
    """What the client wrote into ``wandb-metadata.json``; None where it wrote none."""
    name = "wandb-metadata.json"
    return load_object(source.files[name].content, name) if name in source.files else None


@run_info("codeSaved")
def code_saved(source: dict[str, Any], _: Context) -> bool:
    return "codePath" in source


@run_info("cpuCount")
def cpu_count(source: dict[str, Any], _: Context) -> int | None:
    return source.get("cpu_count")


@run_info("gpuCount")
def gpu_count(source: dict[str, Any], _: Context) -> int | None:
    return source.get("gpu_count")


@mutation("deleteRun")
def delete_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.world.delete_run(input["id"], bool(input.get("delete_artifacts")))
    return {}


@mutation("stopRun")
def stop_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.world.stop_run(input["id"])
    return {"success": True}


@mutation("updateRunState")
def update_run_state(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.world.set_run_state(input["id"], input["state"])
    return {"success": True}
