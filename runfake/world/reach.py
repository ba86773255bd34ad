"""A world as one user may see it: what is hidden from the user is not there, and is told in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from runfake.world import errors
from runfake.world.access import check_administer, check_write, may_read
from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.collection import Collection
from runfake.world.artifacts.manifest import Manifest
from runfake.world.artifacts.multipart import MultipartUpload
from runfake.world.entities import Entity
from runfake.world.ids import split_node_id
from runfake.world.organizations import Organization
from runfake.world.projects import Project
from runfake.world.runs import Run
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.sweep import Sweep, sweep_at
from runfake.world.users import User
from runfake.world.world import World


@dataclass(frozen=True, slots=True)
class Reach:
    """Finds things for ``user``, who may be a stranger to them.

    What ``find_`` finds is None where there is nothing, or nothing for this user. The others raise NotFound then.
    With ``write``, they raise Forbidden for what the user may see, and not change.
    """

    world: World
    user: User

    # -- what is seen --------------------------------------------------------------------------

    def sees(self, project: Project) -> bool:
        """Whether the user may read the project."""
        return may_read(self.user, project)

    def sees_artifact(self, artifact: Artifact) -> bool:
        """Whether the user may read a version: in its own project, or in one that it is linked to."""
        home = artifact.sequence.project
        return self.sees(home) or any(self.sees(place.collection.project) for place in artifact.memberships)

    def seen(self, projects: Iterable[Project]) -> list[Project]:
        """Those that the user may read."""
        return [project for project in projects if self.sees(project)]

    # -- entities and projects -----------------------------------------------------------------

    def find_entity(self, name: str | None) -> Entity | None:
        """The entity of that name; the user's default one where it is missing."""
        return self.world.people.entities.get(name or self.user.default_entity)

    def entity(self, name: str | None) -> Entity:
        """Like :meth:`find_entity`, for one that has to be there."""
        return self.world.people.entity(name or self.user.default_entity)

    def entity_to_administer(self, name: str | None) -> Entity:
        """Like :meth:`entity`, for one that the user may administer."""
        found = self.entity(name)
        check_administer(self.user, found)
        return found

    def find_organization(self, name: str) -> Organization | None:
        """The organization, for its members."""
        found = self.world.people.organizations.get(name)
        return found if found and may_read(self.user, found.entity) else None

    def find_project(self, entity: str | None, name: str | None) -> Project | None:
        """The project of that name, in the user's default entity where that is missing."""
        found = self.world.projects.find(entity or self.user.default_entity, name or "")
        return found if found and self.sees(found) else None

    def project(self, entity: str | None, name: str | None, *, write: bool = False) -> Project:
        """Like :meth:`find_project`, for one that has to be there."""
        found = self.find_project(entity, name)
        if found is None:
            owner = self.find_entity(entity)
            known = self.seen(owner.projects.values()) if owner else []
            path = f"{entity or self.user.default_entity}/{name or ''}"
            raise errors.project_not_found(path, (p.path for p in islice(known, errors.MOST_HINTS)))
        return self._to_write(found) if write else found

    def project_to_administer(self, found: Project | None, asked: str) -> Project:
        """A project that was looked for as ``asked``, if the user may see and administer it."""
        if found is None or not self.sees(found):
            raise errors.project_not_found(asked, ())
        check_administer(self.user, found)
        return found

    def _to_write(self, project: Project) -> Project:
        check_write(self.user, project)
        return project

    # -- runs ----------------------------------------------------------------------------------

    def run_at(self, entity: str, project: str, run_id: str, *, write: bool = False) -> Run:
        """The run at a path; also raises Gone, for one that was deleted."""
        found = self.find_project(entity, project)
        run = found.runs.get(run_id) if found else None
        if run is None:
            known = [run.path for run in islice(self._runs_of(entity), errors.MOST_HINTS)]
            if found is None:
                raise errors.run_not_found(f"{entity}/{project}/{run_id}", known)
            raise self.world.missing_run(entity, project, run_id, known)
        if write:
            check_write(self.user, run.project)
        return run

    def _runs_of(self, entity: str) -> Iterator[Run]:
        owner = self.find_entity(entity)
        projects = self.seen(owner.projects.values()) if owner else []
        return (run for project in projects for run in project.runs.values())

    def find_run(self, storage_id: str) -> Run | None:
        """The run with that GraphQL id."""
        try:
            return self.run(storage_id)
        except (errors.NotFound, errors.Gone):
            return None

    def run(self, storage_id: str, *, write: bool = False) -> Run:
        """The run with that GraphQL id; also raises Gone, for one that was deleted."""
        try:
            run = self.world.run_by_id(storage_id)
        except errors.Gone:
            parts = split_node_id(storage_id, 5)
            if parts and self.find_project(parts[4], parts[3]):
                raise
            raise errors.run_id_not_found(storage_id) from None
        if not self.sees(run.project):
            raise errors.run_id_not_found(storage_id)
        if write:
            check_write(self.user, run.project)
        return run

    # -- sweeps --------------------------------------------------------------------------------

    def sweep_at(self, entity: str | None, project: str, sweep_id: str, *, write: bool = False) -> Sweep:
        """The sweep of that id in a project."""
        found = self.find_project(entity, project)
        sweep = sweep_at(found, f"{entity or self.user.default_entity}/{project}", sweep_id)
        if write:
            check_write(self.user, sweep.project)
        return sweep

    def sweep(self, storage_id: str, *, write: bool = False) -> Sweep:
        """The sweep with that GraphQL id."""
        return self._sweep(self.world.sweeps.find(storage_id), "sweep", storage_id, write)

    def agent(self, agent_id: str) -> Agent:
        """The agent with that GraphQL id, to work for its sweep."""
        found = self.world.sweeps.find_agent(agent_id)
        self._sweep(found.sweep if found else None, "agent", agent_id, write=True)
        assert found is not None
        return found

    def _sweep(self, found: Sweep | None, kind: str, its_id: str, write: bool) -> Sweep:
        if found is None or not self.sees(found.project):
            raise errors.id_not_found(kind, its_id)
        if write:
            check_write(self.user, found.project)
        return found

    # -- artifacts -----------------------------------------------------------------------------

    def find_artifact(self, artifact_id: str) -> Artifact | None:
        """The version with that GraphQL id."""
        found = self.world.artifacts.find_artifact(artifact_id)
        return found if found and self.sees_artifact(found) else None

    def artifact(self, artifact_id: str, *, write: bool = False) -> Artifact:
        """Like :meth:`find_artifact`, for one that has to be there."""
        return self._artifact(self.find_artifact(artifact_id), "artifact", artifact_id, write)

    def artifact_of_client(self, client_id: str) -> Artifact | None:
        """The version that a client announced under its own id."""
        found = self.world.artifacts.of_client(client_id)
        return found if found and self.sees_artifact(found) else None

    def find_collection(self, collection_id: str) -> Collection | None:
        """The collection with that GraphQL id."""
        found = self.world.artifacts.find_collection(collection_id)
        return found if found and self.sees(found.project) else None

    def collection(self, collection_id: str, *, write: bool = False) -> Collection:
        """Like :meth:`find_collection`, for one that has to be there."""
        found = self.find_collection(collection_id)
        if found is None:
            raise errors.id_not_found("artifact collection", collection_id)
        if write:
            check_write(self.user, found.project)
        return found

    def manifest(self, manifest_id: str) -> Manifest:
        """The manifest with that GraphQL id, to write it."""
        found = self.world.artifacts.find_manifest(manifest_id)
        self._artifact(found.artifact if found else None, "artifact manifest", manifest_id, write=True)
        assert found is not None
        return found

    def upload(self, upload_id: str) -> MultipartUpload:
        """The upload in parts with that id, to write it."""
        found = self.world.artifacts.find_upload(upload_id)
        self._artifact(found.artifact if found else None, "upload", upload_id, write=True)
        assert found is not None
        return found

    def _artifact(self, found: Artifact | None, kind: str, its_id: str, write: bool) -> Artifact:
        if found is None or not self.sees_artifact(found):
            raise errors.id_not_found(kind, its_id)
        if write:
            check_write(self.user, found.sequence.project)
        return found
