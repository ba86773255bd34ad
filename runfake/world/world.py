"""The world: everything one W&B server would know, held in memory, and the root that test authors hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import RLock
from typing import Any

from runfake.world import errors, stream
from runfake.world.blobs import Blob, BlobStore
from runfake.world.clock import Clock
from runfake.world.config import Config
from runfake.world.entities import Entity
from runfake.world.files import RunFile, check_file_name
from runfake.world.given import FileContent, file_bytes, stamped_rows
from runfake.world.ids import Ids, split_node_id
from runfake.world.locking import atomic
from runfake.world.names import check_name, split_path
from runfake.world.people import People
from runfake.world.projects import Project
from runfake.world.runs import Run, RunEdit
from runfake.world.states import check_state, check_transition
from runfake.world.summary import Summary
from runfake.world.users import ApiKey, User

DEFAULT_ENTITY = "runfake"


class World:
    """A W&B of its own. Two worlds never touch.

    Args:
        seed: where ids, keys and invented names come from; the same seed and the same calls give the same.
        entity: the name of the default user and of its personal entity.
        api_key: the default user's key; made from the seed if not given.
        clock: what time it is; real time by default.

    Attributes:
        user: the default user.
        people: every user and entity.
        lock: held during each call, so that every call is atomic.
    """

    def __init__(
        self, seed: int = 0, *, entity: str = DEFAULT_ENTITY, api_key: str | None = None, clock: Clock | None = None
    ) -> None:
        self.seed = seed
        self.lock = RLock()
        self.clock = clock or Clock()
        self.ids = Ids(seed)
        self.blobs = BlobStore()
        self.people = People(self.ids)
        self._runs: dict[str, Run] = {}
        self._deleted: set[str] = set()
        self.user = self.people.add_user(entity)
        self.people.issue_key(self.user, api_key)

    def __repr__(self) -> str:
        return f"<World seed={self.seed}: {len(self._runs)} runs>"

    def close(self) -> None:
        """Gives up the temporary storage of large files; everything else stays readable."""
        self.blobs.close()

    # -- people --------------------------------------------------------------------------------

    @property
    def entity(self) -> Entity:
        """The default user's personal entity."""
        return self.people.entities[self.user.default_entity]

    @property
    def api_key(self) -> str:
        """The default user's first API key."""
        return self.user.keys[0].secret

    @atomic
    def team(self, name: str) -> Entity:
        """The entity of that name, made as a team of the default user's if there is none.

        Raises:
            Invalid: that is no name.
        """
        return self.people.entities.get(name) or self.people.add_team(name, [self.user])

    @atomic
    def issue_key(self, user: User, secret: str | None = None) -> ApiKey:
        """A new API key for ``user``: the one given, else an invented one.

        Raises:
            Conflict: somebody has that key already.
        """
        return self.people.issue_key(user, secret)

    # -- finding -------------------------------------------------------------------------------

    def find_project(self, entity: str, name: str) -> Project | None:
        """The project, None if there is none."""
        owner = self.people.entities.get(entity)
        return owner.projects.get(name) if owner else None

    @atomic
    def find_run(self, path: str) -> Run | None:
        """The run at ``entity/project/run_id`` (or ``project/run_id``, of the default entity), or None."""
        entity, project, run_id = self._split(path)
        found = self.find_project(entity, project)
        return found.runs.get(run_id) if found else None

    @atomic
    def get_run(self, path: str) -> Run:
        """Like :meth:`find_run`, for a run that has to be there.

        Raises:
            NotFound: there is none; the error names the one most like it.
            Gone: there was one, and it was deleted.
        """
        run = self.find_run(path)
        if run is not None:
            return run
        full = "/".join(self._split(path))
        if any(split_node_id(id, 5) == ("Run", "v1", *reversed(full.split("/"))) for id in self._deleted):
            raise errors.run_gone(full)
        raise errors.run_not_found(full, [run.path for run in self._runs.values()])

    @atomic
    def runs(self) -> list[Run]:
        """Every run of the world, in the order they were made."""
        return sorted(self._runs.values(), key=lambda run: run.number)

    @atomic
    def run_by_id(self, storage_id: str) -> Run:
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

    def _split(self, path: str) -> tuple[str, ...]:
        return split_path(path, self.user.default_entity, ("entity", "project", "run_id"))

    # -- making --------------------------------------------------------------------------------

    @atomic
    def project(self, path: str) -> Project:
        """The project at ``entity/project`` (or ``project``, of the default entity), made if need be.

        An entity that is not there yet becomes a team of the default user's.
        """
        entity, name = split_path(path, self.user.default_entity, ("entity", "project"))
        return self._project(self.team(entity), name, self.user)

    def _project(self, entity: Entity, name: str, user: User | None) -> Project:
        found = entity.projects.get(name)
        if found is None:
            check_name("project", name)
            found = Project(self.ids.number("Project"), name, entity, user, self.clock.now())
            entity.projects[name] = found
        return found

    @atomic
    def run(
        self,
        path: str,
        *,
        config: Mapping[str, Any] | None = None,
        history: Iterable[Mapping[str, Any]] | None = None,
        summary: Mapping[str, Any] | None = None,
        tags: Iterable[str] | None = None,
        files: Mapping[str, FileContent] | None = None,
        state: str | None = None,
        display_name: str | None = None,
        notes: str | None = None,
        group: str | None = None,
        job_type: str | None = None,
        system_metrics: Iterable[Mapping[str, Any]] | None = None,
        console: Iterable[str] | None = None,
    ) -> Run:
        """The run at ``path``, made if need be, with all that is given put on it.

        Args:
            path: ``entity/project/run_id``, or ``project/run_id`` of the default entity.
            config: plain values; replaces the config.
            history: rows to append; ``_step`` counts on where a row has none.
            summary: plain values; replaces the summary. Where only ``history`` is given, a new run's
                summary is the last value of each metric.
            tags: replaces the tags.
            files: name to bytes, text or ``pathlib.Path``; added to the run's files.
            state: where the run stands; ``"finished"`` for a new run, unchanged for another.
            system_metrics, console: rows and lines to append.

        Raises:
            Invalid: something given is not what it has to be; nothing has changed then.
        """
        names = self._split(path)
        found = self.find_run(path)
        rows = stamped_rows(history or (), found.history.last_step if found else -1, self.clock.now())
        if summary is None and found is None:
            summary = Summary.of_rows(rows).values
        edit = RunEdit(
            config=None if config is None else Config.of(dict(config), found.wire_config if found else None),
            summary=None if summary is None else Summary.of(dict(summary)),
            tags=None if tags is None else list(tags),
            display_name=display_name,
            notes=notes,
            group=group,
            job_type=job_type,
        )
        contents = {check_file_name(name): file_bytes(name, content) for name, content in (files or {}).items()}
        request = stream.of_rows(found, rows, list(system_metrics or ()), list(console or ()))
        lines = stream.prepare(found, request)
        new_state = check_state(state) if state else None if found else "finished"

        run = found or self._make_run(self.project("/".join(names[:2])), names[2], self.user)
        lines.write_to(run)
        run.edit(edit)
        for name, content in contents.items():
            self.put_file(run, name, self.blobs.put(content))
        if new_state:
            run.put_in_state(new_state)
        return run

    def _make_run(self, project: Project, run_id: str, user: User | None) -> Run:
        project.runs_made += 1
        run = Run(self.ids.number("Run"), check_name("run id", run_id), project, user, self.clock.now())
        run.display_name = self.ids.display_name(project.runs_made)
        project.runs[run_id] = run
        self._runs[run.storage_id] = run
        self._deleted.discard(run.storage_id)
        return run

    # -- what clients do -----------------------------------------------------------------------

    @atomic
    def upsert_project(
        self,
        user: User,
        *,
        entity: str | None,
        name: str | None,
        description: str | None = None,
        access: str | None = None,
    ) -> tuple[Project, bool]:
        """Makes or edits a project, as ``upsertModel`` does; also says whether it was made.

        Raises:
            NotFound: no such entity.
            Invalid: that is no name.
        """
        owner = self.people.entity(entity or user.default_entity)
        inserted = name not in owner.projects
        project = self._project(owner, name or "", user)
        if description is not None:
            project.description = description
        if access is not None:
            project.access = access
        return project, inserted

    @atomic
    def upsert_run(
        self,
        user: User,
        *,
        entity: str | None,
        project: str | None,
        run_id: str | None,
        edit: RunEdit,
        state: str | None = None,
    ) -> tuple[Run, bool]:
        """Makes or edits a run by its path, as ``upsertBucket`` does; also says whether it was made.

        The project is made if need be, the entity is not. A run that is there keeps its state, unless the
        edit names a ``host``: then a process on that host writes to it, and it runs.

        Raises:
            NotFound: no such entity.
            Gone: a run of that id was deleted; its id cannot be used again.
        """
        owner = self.people.entity(entity or user.default_entity)
        if state is not None:
            check_state(state)
        name = check_name("project", project or "uncategorized")
        run_id = check_name("run id", run_id or self.ids.run_id())
        known = owner.projects.get(name)
        run = known.runs.get(run_id) if known else None
        inserted = run is None
        if run is None:
            if Run.storage_id_of(owner.name, name, run_id) in self._deleted:
                raise errors.run_gone(f"{owner.name}/{name}/{run_id}")
            run = self._make_run(self._project(owner, name, user), run_id, user)
            run.state = state or "running"
        elif edit.host is not None:
            run.revive()
            run.heartbeat_at = self.clock.now()
        run.edit(edit)
        return run, inserted

    @atomic
    def edit_run(self, storage_id: str, edit: RunEdit) -> Run:
        """Edits a run by its GraphQL id; its state and heartbeat stay.

        Raises:
            NotFound, Gone: no such run.
        """
        run = self.run_by_id(storage_id)
        run.edit(edit)
        return run

    @atomic
    def stream(self, run: Run, request: stream.StreamRequest) -> None:
        """Takes one request of the file stream, all of it or nothing; see ``runfake.world.stream``."""
        stream.prepare(run, request).write_to(run)
        stream.live_on(run, request, self.clock.now())

    @atomic
    def delete_run(self, storage_id: str) -> None:
        """Deletes a run; deleting it again, or one that never was, changes nothing."""
        run = self._runs.pop(storage_id, None)
        if run is not None:
            del run.project.runs[run.id]
            self._deleted.add(storage_id)

    @atomic
    def stop_run(self, storage_id: str) -> Run:
        """Asks the process that writes a run to stop; no effect on a run that has ended."""
        run = self.run_by_id(storage_id)
        if run.state in ("running", "pending", "preempting"):
            run.stop_requested = True
        return run

    @atomic
    def set_run_state(self, storage_id: str, state: str) -> Run:
        """Moves a run to a state by hand, where that is allowed; see ``runfake.world.states``."""
        run = self.run_by_id(storage_id)
        run.state = check_transition(run.state, state)
        return run

    @atomic
    def put_file(self, run: Run, name: str, blob: Blob) -> RunFile:
        """Stores a run's file; an earlier one of that name is replaced."""
        return run.files.put(name, blob, self.clock.now())

    @atomic
    def delete_files(self, file_ids: Iterable[str]) -> None:
        """Deletes run files by their GraphQL ids, all of them or none.

        Raises:
            NotFound: one of them is not there.
        """
        doomed = [self._file_by_id(file_id) for file_id in dict.fromkeys(file_ids)]
        for file in doomed:
            file.run.files.delete(file.name)

    def _file_by_id(self, file_id: str) -> RunFile:
        parts = split_node_id(file_id, 3)
        if not parts or parts[0] != "File":
            raise errors.file_id_not_found(file_id)
        return self.run_by_id(parts[1]).files[parts[2]]
