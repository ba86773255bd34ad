"""What an agent is told when it asks: to run, to stop, to wait, to exit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from runfake.world.runs import Run
from runfake.world.states import ENDED
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.states import CANCELED, FINISHED, PAUSED
from runfake.world.sweeps.sweep import PENDING, Sweep

Order = dict[str, Any]
MakeRun = Callable[[Sweep, dict[str, Any]], Run]


def orders(agent: Agent, reported: set[str], make_run: MakeRun) -> list[Order]:
    """What the agent is to do; ``reported`` are the ids of the runs that it has going.

    An agent has one run at a time: it gets the next one when it has none.
    """
    sweep = agent.sweep
    agent.beat()
    agent.drop_lost(reported)
    if reported:
        return [{"type": "stop", "run_id": run_id} for run_id in sorted(reported) if _stops(sweep, run_id)]
    for other in sweep.agents:
        if other.silent:
            other.drop_lost(())
    if sweep.state == PAUSED:
        return []
    run, kind = _next_run(sweep, make_run)
    if run is not None:
        agent.take(run)
        return [_to_run(sweep, run, kind)]
    if sweep.exhausted or sweep.state in (FINISHED, CANCELED):
        agent.dismissed = True
        return [{"type": "exit"}]
    return []


def _next_run(sweep: Sweep, make_run: MakeRun) -> tuple[Run | None, str]:
    """What was preempted or is waiting goes before new runs."""
    if sweep.state in (FINISHED, CANCELED):
        return None, ""
    if (preempted := sweep.preempted_run) is not None:
        preempted.life.put(PENDING)
        return preempted, "resume"
    while sweep.waiting:
        if (run := sweep.waiting.pop(0)).state == PENDING:
            return run, "run"
    values = None if sweep.exhausted else sweep.search.next()
    return (None if values is None else make_run(sweep, values)), "run"


def _to_run(sweep: Sweep, run: Run, kind: str) -> Order:
    space = sweep.setup.space
    arguments = {k: {"value": value} for k, value in run.config.items() if space is None or k in space.names}
    # An agent without a function of its own starts the program.
    return {"type": kind, "run_id": run.id, "program": sweep.setup.text_at("program") or "", "args": arguments}


def _stops(sweep: Sweep, run_id: str) -> bool:
    """Whether the run with that id is to stop: it is gone, someone asked for it, or it does too badly."""
    run = sweep.project.runs.get(run_id)
    if run is None or run.sweep is not sweep or sweep.state == CANCELED:
        return True
    if run.state in ENDED:
        return False
    if _does_badly(sweep, run):
        run.life.prune()
    return run.life.pruned or run.stop_requested


def _does_badly(sweep: Sweep, run: Run) -> bool:
    if sweep.setup.stopping is None:
        return False
    others = (list(_losses(sweep, other)) for other in sweep.runs if other is not run)
    return sweep.setup.stopping.stops(list(_losses(sweep, run)), others)


def _losses(sweep: Sweep, run: Run) -> Iterator[float]:
    """Every number that the run logged for the metric, smaller is better."""
    metric = sweep.setup.metric
    assert metric is not None
    for row in run.history.sampled([metric.name], None, None, len(run.history)):
        value = row[metric.name]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
            yield -value if metric.maximize else value
