"""What clients do to sweeps, and what agents ask of them."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.refusals import Unbuilt
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.filters.language import compile_filter
from runfake.world.jsontext import dumps, load_object, loads
from runfake.world.run_fields import RUN_FIELDS
from runfake.world.sweeps.config import SweepConfig
from runfake.world.sweeps.controller import read_wishes
from runfake.world.sweeps.edit import SweepEdit

mutation = Fields("Mutation")
upserted = Fields("UpsertSweepPayload")
registered = Fields("CreateAgentPayload")
heard = Fields("AgentHeartbeatPayload")
enqueued = Fields("EnqueueSweepRunPayload")
FIELDS = (mutation, upserted, registered, heard, enqueued)

upserted.items("sweep", "configValidationWarnings")
registered.items("agent")
heard.items("agent", "commands")
enqueued.items("id", "runQueueItemId")


@mutation("upsertSweep")
def upsert_sweep(_: None, context: Context, input: dict[str, Any]) -> Any:
    _refuse_launch(input)
    if input.get("id"):
        context.reach.sweep(input["id"], write=True)
    sweep, warnings = context.world.sweeps.upsert(
        context.user,
        storage_id=input.get("id"),
        entity=input.get("entity_name"),
        project=input.get("project_name"),
        edit=_edit(input),
    )
    return {"sweep": sweep, "configValidationWarnings": warnings}


def _refuse_launch(input: dict[str, Any]) -> None:
    """Clients name what belongs to launch in every request, as null or as the text ``null``."""
    for name in ("launch_scheduler", "scheduler", "template_variable_values"):
        text = input.get(name)
        if text is not None and loads(text, name) is not None:
            raise Unbuilt(f"sweeps that launch runs by themselves ({name})")


def _edit(input: dict[str, Any]) -> SweepEdit:
    config, controller, prior = (input.get(name) for name in ("config", "controller", "prior_runs_filters"))
    return SweepEdit(
        config=None if config is None else SweepConfig.read(config),
        description=input.get("description"),
        display_name=input.get("display_name"),
        state=input.get("state"),
        prior=None if prior is None else compile_filter(prior, RUN_FIELDS) or (lambda _: True),
        wishes=None if controller is None else read_wishes(controller),
    )


@mutation("createAgent")
def register_agent(_: None, context: Context, input: dict[str, Any]) -> Any:
    project = input.get("project_name") or "uncategorized"
    sweep = context.reach.sweep_at(input.get("entity_name"), project, input["sweep"], write=True)
    return {"agent": context.world.sweeps.register(context.user, sweep, input["host"])}


@mutation("agentHeartbeat")
def heartbeat(_: None, context: Context, input: dict[str, Any]) -> Any:
    agent = context.reach.agent(input["id"])
    orders = context.world.sweeps.heartbeat(agent, _reported(input.get("run_state")))
    return {"agent": agent, "commands": dumps(orders)}


def _reported(run_state: str | None) -> list[str]:
    """The ids of the runs that the agent says are going."""
    states = load_object(run_state, "runState") if run_state else {}
    return [run_id for run_id, going in states.items() if going]


@mutation("enqueueSweepRun")
def enqueue_run(_: None, context: Context, input: dict[str, Any]) -> Any:
    """The config comes as plain values, or as they are on the wire; ``id`` is the run id, by which schedulers poll."""
    values = Config(input["config"]).values
    if not values:
        raise Invalid("config must hold at least one parameter.")
    sweep = context.reach.sweep(input["id"], write=True)
    run = context.world.sweeps.enqueue(sweep, values, input.get("display_name"))
    return {"id": run.id, "runQueueItemId": None}
