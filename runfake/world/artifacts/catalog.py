"""What there is of artifacts: every type, collection, version and manifest, by id and by name."""

from __future__ import annotations

from typing import TypeVar

from runfake.world import errors
from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.artifact_type import ArtifactType
from runfake.world.artifacts.collection import Collection, Membership, Portfolio, Sequence
from runfake.world.artifacts.lineage import Lineage
from runfake.world.artifacts.manifest import Manifest
from runfake.world.artifacts.multipart import MultipartUpload
from runfake.world.artifacts.naming import LATEST, split_name
from runfake.world.blobs import BlobStore
from runfake.world.clock import Clock
from runfake.world.errors import Conflict, Invalid, NotFound, nearest
from runfake.world.ids import Ids
from runfake.world.names import check_name
from runfake.world.projects import Project

_Thing = TypeVar("_Thing")
_Kept = TypeVar("_Kept", Sequence, Portfolio)


class Catalog:
    """Every type, collection, version and manifest of a world, by id and by name.

    Attributes:
        lineage: which runs made and used which versions.
    """

    def __init__(self, ids: Ids, clock: Clock, blobs: BlobStore) -> None:
        self._ids = ids
        self._clock = clock
        self._blobs = blobs
        self.lineage = Lineage()
        self._artifacts: dict[str, Artifact] = {}
        self._collections: dict[str, Collection] = {}
        self._manifests: dict[str, Manifest] = {}
        self._of_client: dict[str, Artifact] = {}
        self._uploads: dict[str, MultipartUpload] = {}

    def artifact(self, artifact_id: str) -> Artifact:
        """The artifact with that GraphQL id; raises NotFound."""
        return known(self._artifacts, artifact_id, "artifact")

    def find_artifact(self, artifact_id: str) -> Artifact | None:
        """The artifact with that GraphQL id, deleted ones too; None if there is none."""
        return self._artifacts.get(artifact_id)

    def collection(self, collection_id: str) -> Collection:
        """The collection with that GraphQL id; raises NotFound."""
        return known(self._collections, collection_id, "artifact collection")

    def find_collection(self, collection_id: str) -> Collection | None:
        """The collection with that GraphQL id; None if there is none."""
        return self._collections.get(collection_id)

    def manifest(self, manifest_id: str) -> Manifest:
        """The manifest with that GraphQL id; raises NotFound."""
        return known(self._manifests, manifest_id, "artifact manifest")

    def find_manifest(self, manifest_id: str) -> Manifest | None:
        """The manifest with that GraphQL id; None if there is none."""
        return self._manifests.get(manifest_id)

    def of_client(self, client_id: str) -> Artifact | None:
        """The artifact that a client announced under its own id."""
        return self._of_client.get(client_id)

    def membership(self, project: Project, name: str) -> Membership | None:
        """What ``collection``, ``collection:alias`` or ``collection:v3`` stands for in a project."""
        collection_name, alias = split_name(name)
        collection = project.collections.get(collection_name)
        return collection.find(alias) if collection else None

    def named(self, project: Project | None, path: str, name: str, alias: str) -> Artifact:
        """The version of that alias or number in the project, whose path it is.

        Raises:
            NotFound: there is none, or no project; the error names the one most like it.
        """
        wanted = f"{name}:{alias or LATEST}"
        found = self.membership(project, wanted) if project else None
        if found is None:
            held = [
                f"{collection.path}:{called}"
                for collection in self._collections.values()
                for called in (*collection.aliases, *(place.version for place in collection.memberships))
            ]
            raise NotFound(f"artifact '{path}/{wanted}' not found.{nearest(f'{path}/{wanted}', held)}")
        return found.artifact

    def type(self, project: Project, name: str, description: str | None = None) -> ArtifactType:
        """The project's artifact type of that name, made if need be.

        Raises:
            Invalid: that is no name.
        """
        found = project.artifact_types.get(name)
        if found is None:
            check_name("artifact type", name)
            found = ArtifactType(self._ids.number("ArtifactType"), name, project, self._clock.now(), description)
            project.artifact_types[name] = found
        return found

    def sequence(self, project: Project, name: str, type_name: str) -> Sequence:
        """The project\'s sequence of that name, made if need be.

        Raises:
            Conflict: it is a portfolio, or of another type.
            Invalid: that is no name.
        """
        found = project.collections.get(name)
        if isinstance(found, Portfolio):
            raise Conflict(f"{name!r} is a portfolio of {project.path}: link to it, or log under another name.")
        if isinstance(found, Sequence):
            if found.type.name != type_name:
                raise Conflict(
                    f"artifact {name!r} exists with type {found.type.name!r}, so it cannot be {type_name!r}."
                )
            return found
        if project.is_registry:
            raise Invalid(f"{project.path!r} is a registry: log elsewhere, and link to it.")
        number, now = self._ids.number("ArtifactCollection"), self._clock.now()
        return self._keep(Sequence(number, name, project, self.type(project, type_name), now))

    def _keep(self, collection: _Kept) -> _Kept:
        collection.project.collections[collection.name] = collection
        self._collections[collection.id] = collection
        return collection

    def portfolio(self, artifact: Artifact, project: Project, name: str) -> Portfolio:
        """The portfolio of that name that can hold ``artifact``, made if need be.

        Raises:
            Conflict: it is a sequence.
            Invalid: it holds another type, or that is no name.
        """
        found = project.collections.get(name)
        type_name = artifact.sequence.type.name
        if isinstance(found, Sequence):
            raise Conflict(f"{name!r} is a sequence of {project.path}: versions are logged to it, not linked.")
        if isinstance(found, Portfolio):
            if found.type.name != type_name:
                raise Invalid(f"portfolio {name!r} holds type {found.type.name!r}, so {type_name!r} cannot be linked.")
            return found
        check_name("portfolio", name)
        if not project.accepts_all_types and type_name not in project.artifact_types:
            accepted = ", ".join(project.artifact_types) or "none"
            raise Invalid(f"registry {project.path!r} accepts the types {accepted}, so {type_name!r} cannot be linked.")
        kind = self.type(project, type_name)
        return self._keep(Portfolio(self._ids.number("ArtifactCollection"), name, project, kind, self._clock.now()))

    def rename(self, collection: Collection, name: str) -> None:
        """Gives a collection another name.

        Raises:
            Invalid: that is no name.
            Conflict: another collection of the project has it.
        """
        held = collection.project.collections
        if check_name("artifact name", name) in held:
            raise Conflict(f"{collection.project.path} has a collection {name!r} already: choose another name.")
        del held[collection.name]
        collection.name = name
        held[name] = collection


def known(things: dict[str, _Thing], thing_id: str, kind: str) -> _Thing:
    """The thing of that id; raises NotFound, naming the kind."""
    if thing_id not in things:
        raise errors.id_not_found(kind, thing_id)
    return things[thing_id]
