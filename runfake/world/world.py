"""The world: everything one W&B server would know, held in memory, and the root that test authors hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from runfake.world.access import check_access_level
from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.given import GivenArtifact, log
from runfake.world.artifacts.holdings import Holdings
from runfake.world.blobs import BlobStore
from runfake.world.clock import Clock
from runfake.world.entities import Entity
from runfake.world.errors import Invalid, WorldError
from runfake.world.exports import Export
from runfake.world.given import FileContent, Given
from runfake.world.ids import Ids
from runfake.world.listing import Listings
from runfake.world.locking import atomic
from runfake.world.names import check_name, split_path
from runfake.world.organizations import Organization
from runfake.world.people import People
from runfake.world.project_changes import ProjectChanges
from runfake.world.project_registry import ProjectRegistry
from runfake.world.projects import Project
from runfake.world.registries import Registries
from runfake.world.roles import GivenMembers, Role
from runfake.world.run_registry import RunRegistry
from runfake.world.run_writes import RunWrites
from runfake.world.runs import Run
from runfake.world.server_side import ServerSide
from runfake.world.snapshot import Snapshot
from runfake.world.sweeps.config import SweepConfig
from runfake.world.sweeps.edit import SweepEdit
from runfake.world.sweeps.registry import SweepRegistry
from runfake.world.sweeps.states import check_sweep_state
from runfake.world.sweeps.sweep import Sweep
from runfake.world.users import ApiKey, User

DEFAULT_ENTITY = "runfake"


class World:
    """A W&B of its own. Two worlds never touch.

    Args:
        seed: where ids, keys and invented names come from; the same seed and the same calls give the same.
        entity: the name of the default user and of its personal entity.
        api_key: the default user's key; made from the seed if not given.
        clock: what time it is; real time by default.
        server_version: that of a server which somebody runs; by default it is W&B's own, which says none.
        disabled_features: what the server lacks, see :meth:`set_server`.

    Attributes:
        default_user: who owns what is made without saying whose it is.
        people: every user, entity and organization.
        projects: every project.
        project_changes: what happens to projects as a whole.
        run_writes: what clients do to runs.
        artifacts: every artifact, and the lineage.
        registries: what goes into registries, and who is invited to projects.
        listings: filters, orders and pages of what clients list.
        sweeps: every sweep.
        server: what the server says of itself.
        lock: held during each call, so that every call is atomic.
    """

    def __init__(
        self,
        seed: int = 0,
        *,
        entity: str = DEFAULT_ENTITY,
        api_key: str | None = None,
        clock: Clock | None = None,
        server_version: str | None = None,
        disabled_features: Iterable[str] = (),
    ) -> None:
        self.seed = seed
        self.server = ServerSide.of(server_version, disabled_features)
        self.lock = RLock()
        self.clock = clock or Clock()
        self.ids = Ids(seed)
        self.blobs = BlobStore()
        self.people = People(self.ids, self.lock, self.clock)
        self.artifacts = Holdings(self.ids, self.clock, self.blobs)
        self.projects = ProjectRegistry(self.people, self.ids, self.clock, self.lock)
        self._runs = RunRegistry(self.ids, self.clock, self.lock)
        self.sweeps = SweepRegistry(
            runs=self._runs,
            projects=self.projects,
            ids=self.ids,
            clock=self.clock,
            lock=self.lock,
        )
        self.run_writes = RunWrites(
            runs=self._runs,
            projects=self.projects,
            people=self.people,
            artifacts=self.artifacts,
            sweeps=self.sweeps,
            ids=self.ids,
            clock=self.clock,
            lock=self.lock,
        )
        self.listings = Listings()
        self.registries = Registries(self.artifacts, self.lock)
        self.default_user = self.people.add_user(entity)
        self.people.keys.issue(self.default_user, api_key or None)
        self.project_changes = ProjectChanges(self.projects, self._runs, self.artifacts, self.sweeps, self.lock)

    def __repr__(self) -> str:
        return f"<World seed={self.seed}: {len(self._runs)} runs>"

    def close(self) -> None:
        """Gives up the temporary storage of large files; everything else stays readable."""
        self.blobs.close()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """A block after which the world is as it was before, its clock and ids too; blocks may be nested.

        Whoever holds a run, say, from before the block sees it as it was; one that was made inside is gone.
        What the block is given goes back to its beginning with ``restore()`` whenever you like.
        """
        taken = Snapshot(self, self.lock)
        try:
            yield taken
        finally:
            taken.restore()

    def export(self, folder: Path | str) -> Path:
        """Writes the world to a folder of JSON, JSON lines and plain files, for :meth:`load` and for comparing.

        Equal worlds give equal bytes. A world that was exported there before is replaced.

        Returns:
            The folder.

        Raises:
            Invalid: the folder holds something else; nothing is written then.
            TypeError: the world's clock is of a class of your own.
        """
        from runfake.world.folder.disk import save

        return save(self, folder)

    @classmethod
    def load(cls, source: Path | str, *, clock: Clock | None = None) -> World:
        """The world in a folder that :meth:`export` wrote, equal to the one that was exported.

        Args:
            source: the folder, or the name of one of the worlds that come with runfake.
            clock: another clock than the one that it had.

        Raises:
            NotFound: there is no such folder, nor such a name; the error names the one most like it.
            Invalid: it holds no world, or a broken one; the error names file and line.
        """
        from runfake.world.folder.disk import read

        return read(source, clock)

    @atomic
    def set_server(self, version: str | None = None, disabled_features: Iterable[str] = ()) -> None:
        """Has the server pretend to be another one from now on, for clients that go other ways with older ones.

        Args:
            version: what it says it is, as ``"0.60.0"``; that alone changes nothing in what it can do.
            disabled_features: what it lacks: features that clients ask for by name, like ``"ARTIFACT_TAGS"``, and
                fields that older clients look for in the schema, like ``"Run.projectId"``.

        Raises:
            Invalid: that is no version, or no feature; the text names the one most like it.
        """
        self.server = ServerSide.of(version, disabled_features)

    # -- people --------------------------------------------------------------------------------

    @property
    def entity(self) -> Entity:
        """The default user's personal entity."""
        return self.people.entities[self.default_user.default_entity]

    @property
    def api_key(self) -> str:
        """The default user's first API key."""
        return self.default_user.api_key

    @atomic
    def user(
        self, name: str, *, admin: bool | None = None, email: str | None = None, api_key: str | None = None
    ) -> User:
        """The user of that name, made if need be, with a key to log in with (``user.api_key``).

        Args:
            admin: whether this is an admin of the whole instance; a new user is none.
            email: ``<name>@example.com`` for a new user.
            api_key: a further key, of any length; a user without any gets an invented one.

        Raises:
            Invalid: that is no name, or no key.
            Conflict: the name is a team's, or the key is somebody else's.
        """
        if api_key is not None:
            self.people.keys.check(api_key, self.people.users.get(name))
        user = self.people.make_user(name, admin=admin, email=email)
        if api_key is not None:
            self.people.keys.give(user, api_key)
        elif not user.keys:
            self.people.keys.issue(user)
        return user

    @atomic
    def team(self, name: str, *, members: GivenMembers = (), organization: str | None = None) -> Entity:
        """The entity of that name, made as a team of the default user's if there is none.

        Args:
            members: users or their names, who become members; or a mapping of those to their roles, ``"admin"``,
                ``"member"`` or ``"viewer"``. They come to those that it has.
            organization: the name of the one that it is in, made if need be.

        Raises:
            Invalid: that is no name, or no role; or the entity is a user's, and members are given.
            NotFound: no such user.
            Conflict: the team is in another organization.
        """
        roles = self.people.roles_given(members)
        found = self.people.entities.get(name)
        if found is not None and not roles and organization is None:
            return found
        if found is None:
            check_name("entity", name)
            within = None if organization is None else self.organization(organization)
            return self.people.add_team(name, self._with_default_user(roles), within)
        within = None if organization is None else self.people.organization(organization)
        return self.people.make_team(name, roles, within)

    @atomic
    def organization(self, name: str, *, members: GivenMembers = ()) -> Organization:
        """The organization of that name, made if need be with the default user as an admin; see :meth:`team`.

        Raises:
            Invalid: that is no name, or no role.
            NotFound: no such user.
        """
        roles = self.people.roles_given(members)
        if name not in self.people.organizations:
            roles = self._with_default_user(roles)
        return self.people.make_organization(name, roles)

    def _with_default_user(self, roles: dict[User, Role]) -> dict[User, Role]:
        admin: dict[User, Role] = {self.default_user: "admin"}
        return admin | roles

    @atomic
    def issue_key(self, user: User, secret: str | None = None) -> ApiKey:
        """A new API key for ``user``: the one given, else an invented one.

        Raises:
            Conflict: somebody has that key already.
            Invalid: it is empty.
        """
        return self.people.keys.issue(user, secret)

    @atomic
    def remove_user(self, name: str) -> None:
        """Removes a user with its keys, which stop working at once, its memberships and its projects.

        What it logged in teams stays.

        Raises:
            NotFound: there is none of that name.
            Invalid: it is the default user.
        """
        if name == self.default_user.username:
            raise Invalid(f"{name!r} is the default user of this world, which stays as long as the world.")
        own = self.people.entities.get(name)
        self.people.remove_user(name)
        if own is not None:
            self.project_changes.remove_all(own)

    @atomic
    def remove_team(self, name: str) -> None:
        """Removes a team with its projects; its members stay.

        Raises:
            NotFound: there is none of that name.
        """
        self.project_changes.remove_all(self.people.remove_team(name))

    @atomic
    def remove_organization(self, name: str) -> None:
        """Removes an organization with its teams and all their projects; its members stay.

        Raises:
            NotFound: there is none of that name.
        """
        removed = self.people.remove_organization(name)
        for entity in (removed.entity, *removed.teams.values()):
            self.project_changes.remove_all(entity)

    # -- finding -------------------------------------------------------------------------------

    @atomic
    def find_run(self, path: str) -> Run | None:
        """The run at ``entity/project/run_id`` (or ``project/run_id``, of the default entity), or None."""
        entity, project, run_id = self._split(path)
        found = self.projects.find(entity, project)
        return found.runs.get(run_id) if found else None

    @atomic
    def get_run(self, path: str) -> Run:
        """Like :meth:`find_run`, for a run that has to be there.

        Raises:
            NotFound: there is none; the error names the one most like it.
            Gone: there was one, and it was deleted.
        """
        return self.run_at(*self._split(path))

    @atomic
    def run_at(self, entity: str, project: str, run_id: str) -> Run:
        """Like :meth:`get_run`, with the names apart and as a client gave them."""
        found = self.projects.find(entity, project)
        run = found.runs.get(run_id) if found else None
        if run is None:
            raise self._runs.missing(entity, project, run_id, [run.path for run in self._runs.all()])
        return run

    def missing_run(self, entity: str, project: str, run_id: str, known: Iterable[str]) -> WorldError:
        """What to raise for a run that is not there; ``known`` are the paths among which one may be like it."""
        return self._runs.missing(entity, project, run_id, known)

    @atomic
    def get_artifact(self, path: str) -> Artifact:
        """The version at ``entity/project/name:alias``, or ``project/name:alias`` of the default entity.

        Args:
            path: the alias may be a number, as in ``demo/data:v3``; without one it is ``latest``.

        Raises:
            NotFound: there is none; the error names the one most like it.
        """
        place, _, alias = str(path).partition(":")
        entity, project, name = split_path(
            place, self.default_user.default_entity, ("entity", "project", "artifact name")
        )
        return self.artifacts.named(self.projects.find(entity, project), f"{entity}/{project}", name, alias)

    @atomic
    def runs(self) -> list[Run]:
        """Every run of the world, in the order they were made."""
        return self._runs.all()

    @atomic
    def run_by_id(self, storage_id: str) -> Run:
        """The run with that GraphQL id.

        Raises:
            Gone: it was deleted.
            NotFound: there never was one.
        """
        return self._runs.by_id(storage_id)

    def _split(self, path: str) -> tuple[str, ...]:
        return split_path(path, self.default_user.default_entity, ("entity", "project", "run_id"))

    # -- making --------------------------------------------------------------------------------

    @atomic
    def project(self, path: str, *, access: str | None = None) -> Project:
        """The project at ``entity/project`` (or ``project``, of the default entity), made if need be.

        An entity that is not there yet becomes a team of the default user's.

        Args:
            access: who may read and write it: ``"PRIVATE"`` (the members of the entity, for a new project),
                ``"USER_READ"``, ``"USER_WRITE"`` (everyone), ``"ENTITY_READ"``, ``"ENTITY_WRITE"`` or ``"RESTRICTED"``.

        Raises:
            Invalid: that is no name, or no access.
        """
        entity, name = split_path(path, self.default_user.default_entity, ("entity", "project"))
        level = access and check_access_level(access)
        found = self.projects.named(self.team(entity), name, self.default_user)
        found.access = level or found.access
        return found

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
        sweep: Sweep | None = None,
    ) -> Run:
        """The run at ``path``, made if need be, with all that is given put on it.

        Args:
            path: ``entity/project/run_id``, or ``project/run_id`` of the default entity.
            config: plain values; replaces the config.
            history: rows to append; ``_step`` counts on where a row has none. Whatever is appended is a
                heartbeat.
            summary: plain values; replaces the summary. Where only ``history`` is given, a new run's
                summary is the last value of each metric.
            tags: replaces the tags.
            files: name to bytes, text or ``pathlib.Path``; added to the run's files.
            state: where the run stands; ``"finished"`` for a new run, unchanged for another.
            system_metrics, console: rows and lines to append. A client that is logging to the run counts
                its lines by itself, and writes over what is appended meanwhile.
            sweep: the sweep of the same project that it belongs to.

        Raises:
            Invalid: something given is not what it has to be; nothing has changed then.
        """
        entity, project, run_id = self._split(path)
        given = Given(
            config=config,
            history=history,
            summary=summary,
            tags=tags,
            files=files,
            state=state,
            display_name=display_name,
            notes=notes,
            group=group,
            job_type=job_type,
            system_metrics=system_metrics,
            console=console,
        )
        with self.lock:
            self.sweeps.check_home(sweep, entity, project)
            found = self.find_run(path)
            checked = given.check(found, self.blobs, self.clock.now())
            run = found or self._runs.make(self.project(f"{entity}/{project}"), run_id, self.default_user)
            checked.put_on(run, self.clock.now())
            if sweep is not None:
                sweep.attach(run)
            return run

    def sweep(
        self,
        path: str,
        config: str | Mapping[str, Any] | None = None,
        *,
        display_name: str | None = None,
        description: str | None = None,
        state: str | None = None,
    ) -> Sweep:
        """The sweep at ``path``, made if need be.

        Args:
            path: ``entity/project/sweep_id``, or ``project/sweep_id`` of the default entity.
            config: its configuration, as ``wandb.sweep`` takes it, or as YAML text; a new sweep needs one.
            state: ``"RUNNING"``, ``"PAUSED"``, ``"FINISHED"`` or ``"CANCELED"``; a new sweep is
                ``"PENDING"`` until it has a run.

        Raises:
            Invalid: something given is not what it has to be; nothing has changed then.
        """
        entity, project, sweep_id = split_path(
            path, self.default_user.default_entity, ("entity", "project", "sweep id")
        )
        setup = None if config is None else SweepConfig.read(config)
        edit = SweepEdit(config=setup, display_name=display_name, description=description)
        with self.lock:
            if state is not None:
                check_sweep_state(state)
            home = self.projects.find(entity, project)
            sweep = home.sweeps.get(sweep_id) if home else None
            if sweep is None:
                checked = edit.checked_as_new()
                sweep = self.sweeps.make(self.project(f"{entity}/{project}"), sweep_id, checked, self.default_user)
            self.sweeps.change(sweep, edit)
            if state is not None:
                sweep.put_in_state(state)
            return sweep

    def export_history(self, run: Run | str, *, rows_per_file: int = 100_000) -> list[Export]:
        """Exports what ``run``, or the run at that path, has logged until now, as W&B does of its own accord.

        The rows move into Parquet files, which the newest clients read instead of asking for the rows; what is
        logged later is live again. Without a call of this, nothing is ever exported.

        Args:
            rows_per_file: how many rows a file holds at most.

        Returns:
            The new files, none where no row was left to export.

        Raises:
            NotFound, Gone: no such run.
            ModuleNotFoundError: pyarrow is not installed.
        """
        found = self.get_run(run if isinstance(run, str) else run.path)
        return found.history.export(self.blobs, rows_per_file)

    def artifact(
        self,
        path: str,
        *,
        type: str | None = None,
        files: Mapping[str, FileContent] | None = None,
        aliases: Iterable[str] = (),
        tags: Iterable[str] = (),
        description: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        logged_by: Run | None = None,
        used_by: Iterable[Run] = (),
    ) -> Artifact:
        """One version of the artifact at ``path``, committed; without ``files``, the newest if there is one.

        Content that the artifact has already makes no new version: the one that is there takes the aliases.

        Args:
            path: ``entity/project/name``, or ``project/name`` of the default entity.
            type: of a new artifact, ``"dataset"`` if not given.
            files: name to bytes, text or ``pathlib.Path``.
            aliases: besides ``latest``, which the newest version has.
            logged_by: the run that made it; without one, the default user did.
            used_by: runs that used it.

        Raises:
            Invalid, Conflict: something given is not what it has to be; no version is made then.
        """
        entity, project, name = split_path(
            path, self.default_user.default_entity, ("entity", "project", "artifact name")
        )
        given = GivenArtifact(
            name=name,
            type=type,
            files=files,
            aliases=aliases,
            tags=tags,
            description=description,
            metadata=metadata,
        )
        users = list(used_by)
        with self.lock:
            contents = given.stored(self.blobs)
            there = self.projects.find(entity, project)
            new = given.announced(contents, there.collections.get(name) if there else None)
            home = self.project(f"{entity}/{project}")
            made = log(self.artifacts, home, new, contents, self.blobs, run=logged_by, user=self.default_user)
            for run in users:
                self.artifacts.lineage.record_input(run, made, made.name)
            return made

    # -- ending --------------------------------------------------------------------------------

    def delete_run(self, storage_id: str, delete_artifacts: bool = False) -> None:
        """Deletes a run by its GraphQL id; see :meth:`RunWrites.delete`."""
        self.run_writes.delete(storage_id, delete_artifacts)

    def stop_run(self, storage_id: str) -> Run:
        """Asks the process that writes a run to stop; see :meth:`RunWrites.stop`."""
        return self.run_writes.stop(storage_id)
