"""What goes with a project, and with an entity: all that is in them."""

from __future__ import annotations

from runfake.world.artifacts.holdings import Holdings
from runfake.world.entities import Entity
from runfake.world.projects import Project
from runfake.world.run_registry import RunRegistry
from runfake.world.sweeps.registry import SweepRegistry


class Clearing:
    """Takes projects away, with their runs and artifacts, so that nothing of them is found any more."""

    def __init__(self, runs: RunRegistry, artifacts: Holdings, sweeps: SweepRegistry) -> None:
        self._runs = runs
        self._sweeps = sweeps
        self._artifacts = artifacts

    def clear_entity(self, entity: Entity) -> None:
        """Takes every project of an entity away."""
        for project in list(entity.projects.values()):
            self.clear_project(project)

    def clear_project(self, project: Project) -> None:
        """Takes a project away; its name, and the ids of its runs, are free again."""
        for run in project.runs.values():
            self._artifacts.forget_run(run, delete_artifacts=False)
        for collection in list(project.collections.values()):
            self._artifacts.delete_collection(collection)
        self._sweeps.forget_project(project)
        self._runs.forget_project(project)
        del project.entity.projects[project.name]
