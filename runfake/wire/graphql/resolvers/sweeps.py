"""Sweeps and their agents: what they are, and their runs."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.connections import connection_fields, listed, paged_fields
from runfake.wire.graphql.fields import Context, Fields
from runfake.wire.refusals import Unbuilt
from runfake.world.jsontext import dumps
from runfake.world.projects import Project
from runfake.world.run_fields import RUN_FIELDS
from runfake.world.runs import Run
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.fields import SWEEP_FIELDS
from runfake.world.sweeps.sweep import Sweep

project = Fields("Project")
sweep = Fields("Sweep")
agent = Fields("Agent")
FIELDS = (project, sweep, agent, *paged_fields("Sweep"), *connection_fields("Agent"))

# The largest number that GraphQL's Int holds.
LARGEST_INT = 2**31 - 1
OLDEST_FIRST, NEWEST_FIRST = "+created_at", "-created_at"

sweep.attributes(
    id="storage_id",
    name="id",
    displayName="display_name",
    description="description",
    method="method",
    state="state",
    config="setup.text",
    bestLoss="best_loss",
    createdAt="created_at",
    updatedAt="updated_at",
    heartbeatAt="heartbeat_at",
    runCount="run_count",
    controller="controller",
    controllerRunName="controller_run_id",
    project="project",
)
# Runs are judged when their agent asks, not by a job of its own.
sweep.constants(earlyStopJobRunning=False)
agent.attributes(
    id="id",
    name="name",
    host="host",
    state="state",
    createdAt="created_at",
    heartbeatAt="heartbeat_at",
)


@project("sweep")
def sweep_of_project(source: Project, _: Context, sweep_name: str) -> Sweep | None:
    return source.sweeps.get(sweep_name)


@project("sweeps")
def sweeps_of_project(
    source: Project, context: Context, filters: str | None = None, after: str | None = None, first: int | None = None
) -> Any:
    matching = context.world.listings.matching(list(source.sweeps.values()), filters, SWEEP_FIELDS)
    return listed(context, matching, SWEEP_FIELDS, order=NEWEST_FIRST, first=first, after=after)


@project("totalSweeps")
def sweep_count(source: Project, _: Context) -> int:
    return len(source.sweeps)


@sweep("runCountExpected")
def expected_run_count(source: Sweep, _: Context) -> int | None:
    """None for an endless search, and for more runs than the field can say."""
    count = source.expected_run_count
    return None if count is None or count > LARGEST_INT else count


@sweep("scheduler")
def scheduled_runs(source: Sweep, _: Context) -> str:
    """What a local controller reads back: which of its wishes became which run."""
    return dumps({"scheduled": [{"id": key, "runid": run_id} for key, run_id in source.scheduled.items()]})


@sweep("runs")
def runs_of_sweep(source: Sweep, context: Context, first: int | None = None, after: str | None = None) -> Any:
    """All of them where no page size is asked for: controllers look at the whole."""
    return _page(context, source.runs, first, after)


@sweep("priorRuns")
def prior_runs_of_sweep(source: Sweep, context: Context) -> Any:
    return _page(context, source.prior_runs, None, None)


@sweep("agent")
def agent_of_sweep(source: Sweep, _: Context, agent_name: str) -> Agent | None:
    return source.agent(agent_name)


@sweep("agents")
def agents_of_sweep(source: Sweep, _: Context) -> Any:
    return {"edges": [{"node": found} for found in source.agents]}


@agent("totalRuns")
def run_count_of_agent(source: Agent, _: Context) -> int:
    return len(source.runs)


@agent("runs")
def runs_of_agent(
    source: Agent,
    context: Context,
    *,
    after: str | None = None,
    before: str | None = None,
    first: int | None = None,
    last: int | None = None,
    order: str | None = None,
) -> Any:
    if before is not None or last is not None:
        raise Unbuilt("the runs of an agent from the end")
    return _page(context, source.runs, first, after, order or OLDEST_FIRST)


def _page(
    context: Context, runs: list[Run], first: int | None, after: str | None, order: str = OLDEST_FIRST
) -> dict[str, Any]:
    runs.sort(key=lambda run: run.number)
    most = len(runs) if first is None else first
    return listed(context, runs, RUN_FIELDS, order=order, first=most, after=after)
