"""What clients do to runs: make them, log to them, edit, stop and delete them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from threading import RLock

from runfake.world import branches, errors, openings, stream
from runfake.world.artifacts.holdings import Holdings
from runfake.world.blobs import Blob
from runfake.world.clock import Clock
from runfake.world.dropped import closed_up
from runfake.world.entities import Entity
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
from runfake.world.writers import Writer


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
        shared: bool = False,
    ) -> tuple[Run, bool]:
        """Makes or edits a run by its path, as ``upsertBucket`` does; also says whether it was made.

        With ``storage_id``, its GraphQL id, the run is the one of that id.

        The project is made if need be, the entity is not. An edit that names a ``host`` comes from a process
        that starts to write to the run: one that gives the id as well resumes it, one of several writers
        (``shared``) joins in, any other begins anew. Other edits leave state and heartbeat as they are. With
        ``sweep``, the id of a sweep of the same project, the run becomes one of its runs.

        Raises:
            NotFound: no such entity or sweep, or no such run to fork.
            Forbidden: the user may not write there.
            Gone: a run of that id was deleted; its id cannot be used again.
            Invalid: a bad name or state, or a step that the run to fork has not got to.
        """
        if state is not None:
            check_state(state)
        name = check_name("project", project or "uncategorized")
        owner = self._projects.owner_to_write(user, entity, name)
        run_id = check_name("run id", run_id or self._ids.run_id())
        joined = sweep_at(owner.projects.get(name), f"{owner.name}/{name}", sweep) if sweep else None
        run = self._runs.by_id(storage_id) if storage_id else self._runs.find(owner, name, run_id)
        anew = openings.begins(run, edit, resumes=storage_id is not None, joins=shared)
        forked = self._forked(owner, name, run_id, edit) if anew else None
        inserted = run is None
        if run is None:
            run = self._runs.make(self._projects.named(owner, name, user), run_id, user)
            run.life.begin(state or "running")
        openings.open_run(run, edit, anew=anew, forked=forked)
        if shared and edit.config:
            edit = replace(edit, config=run.wire_config.joined(edit.config))
        run.edit(edit)
        if joined is not None:
            joined.attach(run)
        return run, inserted

    def _forked(self, owner: Entity, project: str, run_id: str, edit: RunEdit) -> list[str] | None:
        """The history that the run of this edit begins with; None where it forks no other."""
        point = branches.BranchPoint.of(edit.config) if edit.config and edit.host is not None else None
        if point is None or point.run_id == run_id:
            return None
        parent = self._runs.find(owner, project, point.run_id)
        if parent is None:
            home = owner.projects.get(project)
            known = [run.path for run in islice(home.runs.values(), errors.MOST_HINTS)] if home else []
            raise self._runs.missing(owner.name, project, point.run_id, known)
        return branches.lines_until(parent, point.step)

    @atomic
    def rewind(self, run: Run, metric: str, value: float) -> None:
        """Takes a run back to an earlier step, as ``rewindRun`` does; see :func:`runfake.world.branches.rewind`."""
        branches.rewind(run, metric, value)

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
        writer = run.writers.get(request.writer, Writer()) if request.writer else None
        plain = writer.translated(run, request) if writer else request
        earlier = run.superseded if run.superseded and stream.goes_on(plain, run.superseded) else None
        plain, gaps = (plain, run.gaps) if writer else closed_up(plain, earlier or run, run.gaps)
        prepared = stream.prepare(earlier or run, plain)
        if earlier:
            run.take_back(earlier)
        if writer and request.writer:
            writer.note(run, request)
            run.writers[request.writer] = writer
        prepared.write_to(run)
        run.gaps = gaps
        run.opened_with = None
        if request.complete or any(chunk.lines for name, chunk in plain.chunks.items() if name != stream.SUMMARY):
            run.superseded = None
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
