"""Sweeps: a search over parameters, the runs that try them, and the agents that ask for runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from random import Random
from threading import RLock
from typing import TYPE_CHECKING, Any

from runfake.world.clock import Clock
from runfake.world.errors import Invalid, NotFound, nearest
from runfake.world.ids import node_id
from runfake.world.locking import atomic
from runfake.world.runs import Run
from runfake.world.shapes import lookup
from runfake.world.states import ENDED
from runfake.world.sweeps import states
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.config import SweepConfig
from runfake.world.sweeps.search import Elsewhere, search_of

if TYPE_CHECKING:
    from runfake.world.projects import Project
    from runfake.world.users import User

# Of runs.
PENDING, PREEMPTED = "pending", "preempted"


class Sweep:
    """One sweep of a project.

    Attributes:
        id: the sweep id that paths and people use.
        setup: its configuration, checked.
        prior_runs: runs from before that it was told of; a grid leaves out what they tried.
        waiting: runs that were made for it and are still to be given to an agent, before others.
        controller: what a local controller last asked for, as JSON.
        scheduled: ids of runs that a local controller asked for, by the id that it gave each.
    """

    def __init__(
        self,
        number: int,
        id: str,
        project: Project,
        user: User | None,
        setup: SweepConfig,
        *,
        clock: Clock,
        random: Random,
        lock: RLock,
    ) -> None:
        self.lock = lock
        self.number = number
        self.id = id
        self.project = project
        self.user = user
        self.display_name: str | None = None
        self.description = setup.text_at("description")
        self.created_at = clock.now()
        self.updated_at = self.created_at
        self._runs: dict[str, Run] = {}
        self.prior_runs: list[Run] = []
        self._agents: list[Agent] = []
        self.waiting: list[Run] = []
        self.controller: str | None = None
        self.scheduled: dict[str, str] = {}
        self._clock = clock
        self._state = states.PENDING
        self.setup = setup
        self.search = search_of(setup.space, setup.method, random)
        self._random = random

    def __repr__(self) -> str:
        return f"<sweep {self.path} ({self.state}): {self.run_count} runs>"

    # -- what it is ----------------------------------------------------------------------------

    @property
    def storage_id(self) -> str:
        """The GraphQL id of the sweep."""
        return node_id("Sweep", self.number)

    @property
    def path(self) -> str:
        """``entity/project/sweep_id``."""
        return f"{self.project.path}/{self.id}"

    @property
    def name(self) -> str:
        """What people call it: its display name, else the name in its configuration, else its id."""
        return self.display_name or self.setup.text_at("name") or self.id

    @property
    def config(self) -> dict[str, Any]:
        """The configuration, a copy."""
        return deepcopy(self.setup.values)

    @property
    def method(self) -> str:
        """How it searches: ``grid``, ``random``, ``bayes`` or ``custom``."""
        return self.setup.method

    @property
    def controller_run_id(self) -> str | None:
        """The id of the run that a local scheduler logs its own lines to; it makes that run, which is no trial."""
        return f"{self.id}-scheduler" if self.setup.local_scheduler else None

    @property
    def expected_run_count(self) -> int | None:
        """How many runs it is to have; None if there is no end."""
        known = [count for count in (self.search.size, self.setup.run_cap) if count is not None]
        return min(known, default=None)

    # -- its state -----------------------------------------------------------------------------

    @property
    @atomic
    def state(self) -> str:
        """``PENDING`` until it has a run, then ``RUNNING``, ``PAUSED``, ``FINISHED`` or ``CANCELED``.

        It finishes by itself once nothing is left to try and no run goes on.
        """
        if (
            self._state == states.RUNNING
            and self.exhausted
            and not any(self._goes_on(run) for run in self._runs.values())
        ):
            return states.FINISHED
        return self._state

    @property
    def exhausted(self) -> bool:
        """Whether no more runs will be made."""
        cap = self.setup.run_cap
        return self.search.exhausted or (cap is not None and self.run_count >= cap)

    def _goes_on(self, run: Run) -> bool:
        if run.state == PENDING:
            return not any(agent.silent and agent.current is run for agent in self._agents)
        return run.state not in ENDED or run.state == PREEMPTED

    def put_in_state(self, state: str) -> None:
        """Puts it where someone wants it, by whatever way; cancelling asks its runs to stop."""
        self._state = state
        self.touch()
        if state == states.CANCELED:
            for run in self._runs.values():
                self.ask_to_stop(run)

    def ask_to_stop(self, run: Run) -> None:
        """Asks a run to stop: through its agent, which goes on to another run then; without one, itself."""
        if run.state == PENDING:
            run.life.put("killed")
        elif any(agent.current is run and not agent.silent for agent in self._agents):
            run.life.prune()
        else:
            run.life.request_stop()

    def touch(self) -> None:
        """Takes note that it changed."""
        self.updated_at = self._clock.now()

    def set_up(self, setup: SweepConfig) -> None:
        """Takes another configuration; the same again changes nothing.

        Raises:
            Invalid: it had a run already.
        """
        if setup.values == self.setup.values:
            return
        if self._state != states.PENDING:
            raise Invalid(
                f"the config of sweep {self.path!r} can be changed only before its first run, and it is {self.state}: "
                "make another sweep."
            )
        self.setup = setup
        self.search = search_of(setup.space, setup.method, self._random)
        for run in self.prior_runs:
            self.search.hold(run.id, run.config)

    # -- its runs and agents -------------------------------------------------------------------

    @property
    @atomic
    def runs(self) -> list[Run]:
        """Its runs, in the order they came to it."""
        return list(self._runs.values())

    @property
    def run_count(self) -> int:
        """How many runs it has."""
        return len(self._runs)

    @property
    @atomic
    def agents(self) -> list[Agent]:
        """Its agents, in the order they came."""
        return list(self._agents)

    @property
    def heartbeat_at(self) -> datetime | None:
        """When one of its agents last asked; None before one did."""
        return max((agent.heartbeat_at for agent in self._agents if agent.heartbeat_at), default=None)

    def add_agent(self, agent: Agent) -> None:
        """Takes note of an agent."""
        self._agents.append(agent)

    def agent(self, name: str) -> Agent | None:
        """The agent of that name or GraphQL id; None if there is none."""
        return next((agent for agent in self._agents if name in (agent.name, agent.id)), None)

    def attach(self, run: Run) -> None:
        """Takes a run in; one of another sweep leaves that."""
        if run.sweep is self:
            return
        if run.sweep is not None:
            run.sweep.forget(run)
        run.sweep = self
        self._runs[run.id] = run
        self.search.hold(run.id, run.config)
        if self._state == states.PENDING:
            self._state = states.RUNNING

    @property
    def preempted_run(self) -> Run | None:
        """The first run that was preempted and waits for an agent to go on with it."""
        return next((run for run in self._runs.values() if run.state == PREEMPTED), None)

    def add_prior(self, matches: Callable[[Run], bool]) -> list[Run]:
        """Takes note of the project's runs that match, and says which; they do not become the sweep's own."""
        found = [run for run in self.project.runs.values() if matches(run)]
        for run in found:
            if run not in self.prior_runs:
                self.prior_runs.append(run)
                self.search.hold(run.id, run.config)
        return found

    def end_search(self) -> None:
        """Takes note that whoever chooses its runs chooses no more."""
        if isinstance(self.search, Elsewhere):
            self.search.exhausted = True

    def forget(self, run: Run) -> None:
        """Lets go of a run; what it tried is tried again in a grid."""
        self.search.release(run.id)
        if run in self.prior_runs:
            self.prior_runs.remove(run)
        if self._runs.pop(run.id, None) is None:
            return
        run.sweep = None
        if run in self.waiting:
            self.waiting.remove(run)
        for agent in self._agents:
            agent.forget(run)

    @property
    def best_loss(self) -> float | None:
        """The best value of the metric in the summaries of its runs; None without metric or values."""
        return self.loss_of(best) if (best := self.best_run) else None

    @property
    @atomic
    def best_run(self) -> Run | None:
        """The run with that value."""
        metric = self.setup.metric
        if metric is None:
            return None
        known = [(loss, run) for run in self._runs.values() if (loss := self.loss_of(run)) is not None]
        sign = -1 if metric.maximize else 1
        return min(known, key=lambda pair: sign * pair[0], default=(None, None))[1]

    def loss_of(self, run: Run) -> float | None:
        """The metric in the run's summary, where it is a number."""
        assert self.setup.metric is not None
        value = lookup(run.summary, self.setup.metric.name)
        return value if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def sweep_at(project: Project | None, path: str, sweep_id: str) -> Sweep:
    """The sweep of that id in a project (None for one that is not there); ``path`` is the project's.

    Raises:
        NotFound: there is none; the error names the one most like it.
    """
    known = project.sweeps if project else {}
    if sweep_id not in known:
        raise NotFound(f"sweep '{path}/{sweep_id}' not found.{nearest(sweep_id, known)}")
    return known[sweep_id]
