"""What happens to a project as a whole, and so to all that is in it: another name, and removal."""

from __future__ import annotations

from threading import RLock

from runfake.world.artifacts.holdings import Holdings
from runfake.world.entities import Entity
from runfake.world.errors import Conflict
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.project_registry import ProjectRegistry
from runfake.world.projects import Project
from runfake.world.run_registry import RunRegistry
from runfake.world.sweeps.registry import SweepRegistry


class ProjectChanges:
    """Renames and removes projects."""

    def __init__(
        self, projects: ProjectRegistry, runs: RunRegistry, artifacts: Holdings, sweeps: SweepRegistry, lock: RLock
    ) -> None:
        self.lock = lock
        self._sweeps = sweeps
        self._projects = projects
        self._runs = runs
        self._artifacts = artifacts

    @atomic
    def rename(self, project: Project, name: str) -> None:
        """Gives a project another name; the GraphQL ids of its runs, which are made of it, change along.

        Raises:
            Invalid: that is no name.
            Conflict: another project of the entity has it.
        """
        held = project.entity.projects
        if held.get(check_name("project", name), project) is not project:
            raise Conflict(f"{project.entity.name!r} has a project {name!r} already: choose another name.")
        with self._runs.moving(project):
            project.entity.projects = {name if p is project else old: p for old, p in held.items()}
            project.name = name

    @atomic
    def remove(self, project: Project) -> None:
        """Takes a project away and all that is in it; its name, and the ids of its runs, are free again."""
        for run in project.runs.values():
            self._artifacts.forget_run(run, delete_artifacts=False)
        for collection in list(project.collections.values()):
            self._artifacts.delete_collection(collection)
        self._sweeps.forget_project(project)
        self._runs.forget_project(project)
        self._projects.forget(project)

    @atomic
    def remove_all(self, entity: Entity) -> None:
        """Takes every project of an entity away."""
        for project in list(entity.projects.values()):
            self.remove(project)
