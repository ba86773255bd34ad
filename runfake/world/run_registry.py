"""Every run of a world, by path and by id, and the ids of those that were deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock

from runfake.world import errors
from runfake.world.clock import Clock
from runfake.world.entities import Entity
from runfake.world.ids import Ids, split_node_id
from runfake.world.names import check_name
from runfake.world.projects import Project
from runfake.world.runs import Run
from runfake.world.users import User


class RunRegistry:
    """Makes, finds and forgets runs."""

    def __init__(self, ids: Ids, clock: Clock, lock: RLock) -> None:
        self._lock = lock
        self._ids = ids
        self._clock = clock
        self._runs: dict[str, Run] = {}
        self._deleted: set[str] = set()

    def __len__(self) -> int:
        return len(self._runs)

    def all(self) -> list[Run]:
        """Every run, in the order they were made."""
        return list(self._runs.values())

    def make(self, project: Project, run_id: str, user: User | None) -> Run:
        """A new run of ``project``, with an invented name; a deleted run of that id is forgotten for good.

        Raises:
            Invalid: that is no run id.
        """
        check_name("run id", run_id)
        project.runs_made += 1
        run = Run(self._ids.number("Run"), run_id, project, user, self._clock, lock=self._lock)
        run.display_name = self._ids.display_name(project.runs_made)
        project.runs.add(run)
        self._runs[run.storage_id] = run
        self._deleted.discard(run.storage_id)
        return run

    def find(self, entity: Entity, project: str, run_id: str) -> Run | None:
        """The run at that path; None if there never was one.

        Raises:
            Gone: it was deleted.
        """
        held = entity.projects.get(project)
        run = held.runs.get(run_id) if held else None
        if run is None and self.was_deleted(entity.name, project, run_id):
            raise self.missing(entity.name, project, run_id)
        return run

    def by_id(self, storage_id: str) -> Run:
        """The run with that GraphQL id.

        Raises:
            Gone: it was deleted.
            NotFound: there never was one.
        """
        if storage_id in self._runs:
            return self._runs[storage_id]
        parts = split_node_id(storage_id, 5)
        if parts and storage_id in self._deleted:
            raise errors.run_gone("/".join(reversed(parts[2:])))
        raise errors.run_id_not_found(storage_id)

    def missing(self, entity: str, project: str, run_id: str, known: Iterable[str] = ()) -> errors.WorldError:
        """What to raise for a run that is not there: that it was deleted, or never was.

        The path most like it is looked for among ``known``, which are those that whoever asks may see.
        """
        path = f"{entity}/{project}/{run_id}"
        if self.was_deleted(entity, project, run_id):
            return errors.run_gone(path)
        return errors.run_not_found(path, known)

    def was_deleted(self, entity: str, project: str, run_id: str) -> bool:
        """Whether there was a run at that path, and it was deleted."""
        return Run.storage_id_of(entity, project, run_id) in self._deleted

    def delete(self, storage_id: str) -> Run | None:
        """Forgets a run, if it is there, and says which it was."""
        run = self._runs.pop(storage_id, None)
        if run is not None:
            run.project.runs.remove(run)
            self._deleted.add(storage_id)
        return run

    def forget_project(self, project: Project) -> None:
        """Forgets every run of a project, and which were deleted from it."""
        for run in project.runs.values():
            del self._runs[run.storage_id]
        project.runs.clear()
        self._deleted -= self._deleted_from(project)

    def _deleted_from(self, project: Project) -> set[str]:
        place = (project.name, project.entity.name)
        return {old for old in self._deleted if (split_node_id(old, 5) or ())[3:] == place}

    @contextmanager
    def moving(self, project: Project) -> Iterator[None]:
        """Keeps track of the runs of a project whose path is changed inside of it."""
        deleted = self._deleted_from(project)
        old = [run.storage_id for run in project.runs.values()]
        yield
        for run in project.runs.values():
            del run.storage_id
        renamed = dict(zip(old, project.runs.values(), strict=True))
        self._runs = {(renamed[i].storage_id if i in renamed else i): run for i, run in self._runs.items()}
        gone = {Run.storage_id_of(project.entity.name, project.name, _run_id(i)) for i in deleted}
        self._deleted = (self._deleted - deleted) | gone


def _run_id(storage_id: str) -> str:
    return (split_node_id(storage_id, 5) or ("", "", ""))[2]
