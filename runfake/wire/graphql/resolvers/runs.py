"""Runs: their attributes, and what is done to a run as a whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.graphql.resolvers.run_files import run_to_write
from runfake.world.access import may_write
from runfake.world.alerts import USUAL_WAIT, Alert
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
    sweepName="sweep_id",
    user="user",
    project="project",
)
git_info.items("remote", "commit")
run_info.items("program", "args", "os", "python", "executable", "gpu", "git", "cpuCount", "gpuCount", "codeSaved")
run_info.constants(colab=None)
deleted.items("clientMutationId")
stopped.items("success", "clientMutationId")
state_updated.items("success")


@run("readOnly")
def is_read_only(source: Run, context: Context) -> bool:
    return not may_write(context.user, source.project)


@run("running")
def is_running(source: Run, _: Context) -> bool:
    return source.state == "running"


@run("failed")
def has_failed(source: Run, _: Context) -> bool:
    return source.state == "failed"


@run("systemMetrics")
def system_metrics(source: Run, _: Context) -> str:
    return source.events.latest_text()


@run("wandbConfig")
def internal_config(source: Run, _: Context, keys: list[str] | None = None) -> str:
    return dumps(source.wire_config.internal(keys))


@run("runInfo")
def run_info_of(source: Run, _: Context) -> dict[str, Any] | None:
    """What the client wrote into ``wandb-metadata.json``, as far as it has the right types; None without one."""
    name = "wandb-metadata.json"
    if name not in source.files:
        return None
    held = load_object(source.files[name].content, name)
    args, git = held.get("args"), held.get("git")
    texts = {
        key: held[key] for key in ("program", "os", "python", "executable", "gpu") if isinstance(held.get(key), str)
    }
    return texts | {
        "args": args if isinstance(args, list) and all(isinstance(arg, str) for arg in args) else None,
        "git": {key: git.get(key) for key in ("remote", "commit")} if isinstance(git, dict) else None,
        "cpuCount": _count(held.get("cpu_count")),
        "gpuCount": _count(held.get("gpu_count")),
        "codeSaved": "codePath" in held,
    }


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 <= value < 2**31 else None


@mutation("notifyScriptableRunAlert")
def alert(_: None, context: Context, input: dict[str, Any]) -> Any:
    run = run_to_write(context, input)
    wait = input.get("wait_duration")
    run.alerts.add(
        Alert(input["title"], input["text"], input.get("severity") or "INFO", context.world.clock.now()),
        USUAL_WAIT if wait is None else timedelta(milliseconds=wait),
    )
    return {"success": True}


@mutation("deleteRun")
def delete_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    """A run that the user may not see is like one that never was: deleting it changes nothing."""
    if context.reach.find_run(input["id"]):
        context.reach.run(input["id"], write=True)
        context.world.run_writes.delete(input["id"], bool(input.get("delete_artifacts")))
    return {}


@mutation("stopRun")
def stop_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.reach.run(input["id"], write=True)
    context.world.run_writes.stop(input["id"])
    return {"success": True}


@mutation("updateRunState")
def update_run_state(_: None, context: Context, input: dict[str, Any]) -> Any:
    context.reach.run(input["id"], write=True)
    context.world.run_writes.set_state(input["id"], input["state"])
    return {"success": True}
