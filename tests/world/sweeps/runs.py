"""What a process does that runs what an agent was given."""

from __future__ import annotations

from typing import Any

from runfake import World
from runfake.world import stream
from runfake.world.runs import Run, RunEdit
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.sweep import Sweep

GRID = {"method": "grid", "parameters": {"a": {"values": [1, 2]}, "b": {"values": ["x", "y"]}}}
RANDOM = {"method": "random", "parameters": {"lr": {"min": 0.0, "max": 1.0}}}


def begin(world: World, sweep: Sweep, run_id: str) -> Run:
    """The process starts to log."""
    project = sweep.project
    return world.run_writes.upsert(
        world.default_user, entity=project.entity.name, project=project.name, run_id=run_id,
        edit=RunEdit(host="host"), sweep=sweep.id,
    )[0]  # fmt: skip


def log(world: World, run: Run, *values: float) -> None:
    """The process logs ``loss``, a value a row."""
    world.run(run.path, history=[{"loss": value} for value in values], summary={"loss": values[-1]})


def end(world: World, run: Run, exit_code: int = 0) -> None:
    """The process ends."""
    world.run_writes.stream(run, stream.StreamRequest(complete=True, exit_code=exit_code))


def work_off(world: World, sweep: Sweep, agent: Agent, most: int = 100) -> list[dict[str, Any]]:
    """Runs what the agent is given until it is given nothing more; the values that were tried."""
    tried = []
    for _ in range(most):
        orders = world.sweeps.heartbeat(agent, [])
        if not orders or orders[0]["type"] != "run":
            break
        tried.append({name: entry["value"] for name, entry in orders[0]["args"].items()})
        end(world, begin(world, sweep, orders[0]["run_id"]))
    return tried
