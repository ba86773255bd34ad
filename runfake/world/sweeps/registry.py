"""Every sweep of a world: made, found and changed, and asked by agents for work."""

from __future__ import annotations

from collections.abc import Iterable
from threading import RLock
from typing import Any

from runfake.world import errors
from runfake.world.clock import Clock
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.ids import Ids
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.project_registry import ProjectRegistry
from runfake.world.projects import Project
from runfake.world.run_registry import RunRegistry
from runfake.world.runs import Run, RunEdit
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.config import SweepConfig
from runfake.world.sweeps.controller import Wishes
from runfake.world.sweeps.edit import SweepEdit
from runfake.world.sweeps.orders import Order, orders
from runfake.world.sweeps.states import CANCELED, FINISHED, check_sweep_transition
from runfake.world.sweeps.sweep import Sweep
from runfake.world.users import User


class SweepRegistry:
    """Takes what authors, clients and agents want of sweeps; each call happens whole or not at all."""

    def __init__(self, *, runs: RunRegistry, projects: ProjectRegistry, ids: Ids, clock: Clock, lock: RLock) -> None:
        self.lock = lock
        self._runs = runs
        self._projects = projects
        self._ids = ids
        self._clock = clock
        self._sweeps: dict[str, Sweep] = {}
        self._agents: dict[str, Agent] = {}

    # -- finding -------------------------------------------------------------------------------

    def all(self) -> list[Sweep]:
        """Every sweep, in the order they were made."""
        return list(self._sweeps.values())

    def find(self, storage_id: str) -> Sweep | None:
        """The sweep with that GraphQL id; None if there is none."""
        return self._sweeps.get(storage_id)

    def by_id(self, storage_id: str) -> Sweep:
        """Like :meth:`find`, for a sweep that has to be there.

        Raises:
            NotFound: there is none.
        """
        if storage_id not in self._sweeps:
            raise errors.id_not_found("sweep", storage_id)
        return self._sweeps[storage_id]

    def find_agent(self, agent_id: str) -> Agent | None:
        """The agent with that GraphQL id; None if there is none."""
        return self._agents.get(agent_id)

    def check_home(self, sweep: Sweep | None, entity: str, project: str) -> None:
        """Refuses a sweep for runs of another project than its own.

        Raises:
            Invalid: it is of another project.
        """
        if sweep is not None and sweep.project.path != f"{entity}/{project}":
            raise Invalid(f"sweep {sweep.path!r} takes runs of its own project alone, not of '{entity}/{project}'.")

    # -- making and changing -------------------------------------------------------------------

    @atomic
    def make(self, project: Project, sweep_id: str, setup: SweepConfig, user: User | None) -> Sweep:
        """A new sweep.

        Raises:
            Invalid: that is no sweep id.
        """
        check_name("sweep id", sweep_id)
        number = self._ids.number("Sweep")
        sweep = Sweep(
            number,
            sweep_id,
            project,
            user,
            setup,
            clock=self._clock,
            random=self._ids.generator(f"sweep {number}"),
            lock=self.lock,
        )
        project.sweeps[sweep_id] = sweep
        self._sweeps[sweep.storage_id] = sweep
        return sweep

    @atomic
    def upsert(
        self, user: User, *, storage_id: str | None, entity: str | None, project: str | None, edit: SweepEdit
    ) -> tuple[Sweep, list[str]]:
        """Makes a sweep, or edits the one with that GraphQL id; also says what is odd about its configuration.

        The project is made if need be, the entity is not.

        Raises:
            NotFound: no such sweep or entity.
            Invalid: it has no configuration, or may not be changed like this.
            Forbidden: the user may not write to the project.
        """
        if storage_id:
            sweep = self.by_id(storage_id)
        else:
            setup = edit.checked_as_new()
            home = self._projects.to_write(user, entity, project or "uncategorized")
            sweep = self.make(home, self._ids.run_id(), setup, user)
        return sweep, self.change(sweep, edit)

    @atomic
    def change(self, sweep: Sweep, edit: SweepEdit) -> list[str]:
        """Edits a sweep; see :meth:`upsert`."""
        if edit.state is not None:
            check_sweep_transition(sweep.state, edit.state)
        if edit.config is not None:
            sweep.set_up(edit.config)
        if edit.state is not None:
            sweep.put_in_state(edit.state)
        if edit.description is not None:
            sweep.description = edit.description
        if edit.display_name is not None:
            sweep.display_name = edit.display_name
        if edit.wishes is not None:
            self._fulfil(sweep, edit.wishes)
        sweep.touch()
        odd = list(edit.config.warnings) if edit.config else []
        if edit.prior is not None and not sweep.add_prior(edit.prior):
            odd.append("none of the prior runs is in the project of the sweep.")
        return odd

    def _fulfil(self, sweep: Sweep, wishes: Wishes) -> None:
        """Makes and stops the runs that a local controller asks for; each wish once."""
        sweep.controller = wishes.text
        for key, values in wishes.schedule.items():
            if values is None:
                sweep.end_search()
            elif key not in sweep.scheduled:
                run = self._new_run(sweep, values, sweep.user)
                sweep.waiting.append(run)
                sweep.scheduled[key] = run.id
        for run_id in wishes.early_stop:
            found = sweep.project.runs.get(run_id)
            if found is not None and found.sweep is sweep:
                sweep.ask_to_stop(found)

    @atomic
    def enqueue(self, sweep: Sweep, values: dict[str, Any], display_name: str | None) -> Run:
        """A new run with these values, that goes to the next agent that asks.

        Raises:
            Invalid: it is over.
        """
        if sweep.state in (FINISHED, CANCELED):
            raise Invalid(f"sweep {sweep.path!r} is {sweep.state} and takes no more runs: resume it before.")
        run = self._new_run(sweep, values, sweep.user)
        if display_name:
            run.display_name = display_name
        sweep.waiting.append(run)
        return run

    def _new_run(self, sweep: Sweep, values: dict[str, Any], user: User | None) -> Run:
        """A run that is still to begin, with the values that it is to try as its config."""
        run = self._runs.make(sweep.project, self._ids.run_id(), user)
        run.life.put("pending")
        run.edit(RunEdit(config=Config.of(values), display_name=self._ids.sweep_run_name(sweep.run_count + 1)))
        sweep.attach(run)
        return run

    @atomic
    def forget_run(self, run: Run) -> None:
        """Lets every sweep go of a run that is deleted."""
        for sweep in run.project.sweeps.values():
            sweep.forget(run)

    @atomic
    def remove(self, sweep: Sweep) -> None:
        """Takes a sweep away: its runs stay, of no sweep, and its agents are told that there is none (404)."""
        for run in sweep.runs:
            sweep.forget(run)
        del sweep.project.sweeps[sweep.id]
        self._forget(sweep)

    def forget_project(self, project: Project) -> None:
        """Forgets the sweeps of a project that is taken away, and their agents."""
        for sweep in project.sweeps.values():
            self._forget(sweep)

    def _forget(self, sweep: Sweep) -> None:
        del self._sweeps[sweep.storage_id]
        for agent in sweep.agents:
            del self._agents[agent.id]

    # -- agents --------------------------------------------------------------------------------

    @atomic
    def register(self, user: User, sweep: Sweep, host: str) -> Agent:
        """A new agent of a sweep."""
        agent = Agent(self._ids.number("Agent"), self._ids.run_id(), host, sweep, user, clock=self._clock)
        sweep.add_agent(agent)
        self._agents[agent.id] = agent
        return agent

    @atomic
    def heartbeat(self, agent: Agent, reported: Iterable[str]) -> list[Order]:
        """What an agent is to do, which says that it has these runs going (their ids)."""
        return orders(agent, set(reported), lambda sweep, values: self._new_run(sweep, values, agent.user))
