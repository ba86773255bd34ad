"""What clients do to runs: make them, log to them, edit, stop and delete them."""

from __future__ import annotations

from collections.abc import Iterable
from threading import RLock

from runfake.world import errors, stream
from runfake.world.artifacts.holdings import Holdings
from runfake.world.blobs import Blob
from runfake.world.clock import Clock
from runfake.world.files import RunFile
from runfake.world.ids import Ids, split_node_id
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.people import People
from runfake.world.project_registry import ProjectRegistry
from runfake.world.run_registry import RunRegistry
from runfake.world.runs import Run, RunEdit
from runfake.world.states import check_state, check_transition
from runfake.world.sweeps.registry import SweepRegistry
from runfake.world.sweeps.sweep import sweep_at
from runfake.world.users import User


class RunWrites:
    """Takes what clients send for runs; each call happens whole or not at all."""

    def __init__(
        self,
        *,
        runs: RunRegistry,
        projects: ProjectRegistry,
        people: People,
        artifacts: Holdings,
        sweeps: SweepRegistry,
        ids: Ids,
        clock: Clock,
        lock: RLock,
    ) -> None:
        self.lock = lock
        self._runs = runs
        self._projects = projects
        self._people = people
        self._artifacts = artifacts
        self._sweeps = sweeps
        self._ids = ids
        self._clock = clock

    @atomic
    def upsert(
        self,
        user: User,
        *,
        entity: str | None,
        project: str | None,
        run_id: str | None,
        edit: RunEdit,
        state: str | None = None,
        storage_id: str | None = None,
        sweep: str | None = None,
    ) -> tuple[Run, bool]:
        """Makes or edits a run by its path, as ``upsertBucket`` does; also says whether it was made.

        With ``storage_id``, its GraphQL id, the run is the one of that id.

        The project is made if need be, the entity is not. A run that is there keeps its state, unless the
        edit names a ``host``: then a process on that host writes to it, and it runs. With ``sweep``, the id
        of a sweep of the same project, it becomes one of its runs.

        Raises:
            NotFound: no such entity, or sweep.
            Forbidden: the user may not write there.
            Gone: a run of that id was deleted; its id cannot be used again.
        """
        if state is not None:
            check_state(state)
        name = check_name("project", project or "uncategorized")
        owner = self._projects.owner_to_write(user, entity, name)
        run_id = check_name("run id", run_id or self._ids.run_id())
        known = owner.projects.get(name)
        joined = sweep_at(known, f"{owner.name}/{name}", sweep) if sweep else None
        run = self._runs.by_id(storage_id) if storage_id else known.runs.get(run_id) if known else None
        inserted = run is None
        if run is None:
            if self._runs.was_deleted(owner.name, name, run_id):
                raise self._runs.missing(owner.name, name, run_id)
            run = self._runs.make(self._projects.named(owner, name, user), run_id, user)
            run.life.begin(state or "running")
        elif edit.host is not None:
            run.life.open()
        run.edit(edit)
        if joined is not None:
            joined.attach(run)
        return run, inserted

    @atomic
    def edit(self, storage_id: str, edit: RunEdit) -> Run:
        """Edits a run by its GraphQL id; its state and heartbeat stay.

        Raises:
            NotFound, Gone: no such run.
        """
        run = self._runs.by_id(storage_id)
        run.edit(edit)
        return run

    @atomic
    def stream(self, run: Run, request: stream.StreamRequest) -> None:
        """Takes one request of the file stream, all of it or nothing; see ``runfake.world.stream``."""
        stream.prepare(run, request).write_to(run)
        stream.live_on(run, request)

    @atomic
    def delete(self, storage_id: str, delete_artifacts: bool = False) -> None:
        """Deletes a run; deleting it again, or one that never was, changes nothing.

        With ``delete_artifacts`` the versions that no other run logged go too. What others made of it stays.
        """
        run = self._runs.delete(storage_id)
        if run is not None:
            self._artifacts.forget_run(run, delete_artifacts)
            self._sweeps.forget_run(run)

    @atomic
    def stop(self, storage_id: str) -> Run:
        """Asks the process that writes a run to stop; no effect on a run that has ended."""
        run = self._runs.by_id(storage_id)
        run.life.request_stop()
        return run

    @atomic
    def set_state(self, storage_id: str, state: str) -> Run:
        """Moves a run to a state by hand, where that is allowed; see ``runfake.world.states``."""
        run = self._runs.by_id(storage_id)
        if run.sweep is not None:
            raise errors.run_of_sweep(run.path, run.sweep.path)
        run.life.put(check_transition(run.state, state))
        return run

    @atomic
    def put_file(self, run: Run, name: str, blob: Blob) -> RunFile:
        """Stores a run's file; an earlier one of that name is replaced.

        Raises:
            Gone: the run was deleted meanwhile.
        """
        self._runs.by_id(run.storage_id)
        return run.files.put(name, blob, self._clock.now())

    @atomic
    def delete_files(self, file_ids: Iterable[str]) -> None:
        """Deletes run files by their GraphQL ids, all of them or none; those that were deleted before are fine.

        Raises:
            NotFound: one of them never was there.
        """
        doomed = [self._file_by_id(file_id) for file_id in dict.fromkeys(file_ids)]
        for file in doomed:
            if file is not None:
                file.run.files.delete(file.name)

    def _file_by_id(self, file_id: str) -> RunFile | None:
        """The file, None if it was deleted."""
        parts = split_node_id(file_id, 3)
        if not parts or parts[0] != "File":
            raise errors.file_id_not_found(file_id)
        files, name = self._runs.by_id(parts[1]).files, parts[2]
        return None if files.was_deleted(name) else files[name]
