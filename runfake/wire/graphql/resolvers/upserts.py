"""``upsertBucket``: how clients make a run, and how people edit one."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.world.config import Config
from runfake.world.errors import NotFound
from runfake.world.runs import RunEdit
from runfake.world.summary import Summary

mutation = Fields("Mutation")
payload = Fields("UpsertBucketPayload")
settings = Fields("ServerSettings")
message = Fields("ServerMessage")
rewound = Fields("RewindRunPayload")
FIELDS = (mutation, payload, settings, message, rewound)

payload.items("bucket", "inserted")
# The Python service of old releases shows what its server has to say; this one says nothing.
payload.constants(serverSettings={})
settings.constants(serverMessages=[])
message.items("utfText", "plainText", "htmlText", "messageType", "messageLevel")
rewound.items("rewoundRun")


@mutation("upsertBucket")
def upsert_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    """By ``name`` the run is made if need be; by ``id`` alone it is edited as a person would."""
    edit = _edit(input)
    if input.get("id"):
        context.reach.run(input["id"], write=True)
    if input.get("id") and not input.get("name"):
        return {"bucket": context.world.run_writes.edit(input["id"], edit), "inserted": False}
    run, inserted = context.world.run_writes.upsert(
        context.user,
        entity=input.get("entity_name"),
        project=input.get("model_name"),
        run_id=input.get("name"),
        edit=edit,
        storage_id=input.get("id") or None,
        state=input.get("state"),
        sweep=input.get("sweep") or None,
        shared=context.shared,
    )
    return {"bucket": run, "inserted": inserted}


def _edit(input: dict[str, Any]) -> RunEdit:
    config, summary = input.get("config"), input.get("summary_metrics")
    return RunEdit(
        config=None if config is None else Config(config),
        summary=None if summary is None else Summary(summary),
        display_name=input.get("display_name"),
        description=input.get("description"),
        notes=input.get("notes"),
        tags=input.get("tags"),
        group=input.get("group_name"),
        job_type=input.get("job_type"),
        host=input.get("host"),
        commit=input.get("commit"),
        program=input.get("job_program"),
        repo=input.get("job_repo"),
    )


@mutation("rewindRun")
def rewind_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    """A run that is not there reads as null, which clients look for."""
    entity, project = input.get("entity_name"), input.get("project_name")
    try:
        run = context.reach.run_at(
            entity or context.user.default_entity, project or "uncategorized", input["run_name"], write=True
        )
    except NotFound:
        return {"rewoundRun": None}
    context.world.run_writes.rewind(run, input["metric_name"], input["metric_value"])
    return {"rewoundRun": run}
