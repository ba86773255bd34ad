"""Every artifact of a world, and the rules by which artifacts come, are found, and go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from runfake.world import errors
from runfake.world.artifacts.artifact import INHERIT_TTL, Artifact
from runfake.world.artifacts.artifact_type import ArtifactType
from runfake.world.artifacts.collection import Collection, Membership, Portfolio, Sequence
from runfake.world.artifacts.lineage import Lineage
from runfake.world.artifacts.manifest import Kind, Manifest, document_of, entries_of
from runfake.world.artifacts.multipart import MultipartUpload
from runfake.world.artifacts.naming import LATEST, check_alias, check_tag, split_name
from runfake.world.blobs import Blob, BlobStore
from runfake.world.clock import Clock
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.ids import Ids
from runfake.world.jsontext import dumps
from runfake.world.names import check_name
from runfake.world.projects import Project
from runfake.world.runs import Run
from runfake.world.users import User

_Thing = TypeVar("_Thing")
REGION = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArtifact:
    """What a client announces when it is about to log a version."""

    type_name: str
    collection_name: str
    digest: str
    description: str | None = None
    metadata: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ttl_seconds: int | None = None
    history_step: int | None = None
    distributed_id: str | None = None
    client_id: str | None = None
    storage_region: str | None = None

    def check(self) -> None:
        """Sees that all of it may be.

        Raises:
            Invalid: something may not.
        """
        check_name("artifact type", self.type_name)
        check_name("artifact name", self.collection_name)
        for alias in self.aliases:
            check_alias(alias)
        for tag in self.tags:
            check_tag(tag)
        if self.storage_region not in (None, "", REGION):
            raise Invalid(f"storage region {self.storage_region!r} is not available: this server has {REGION!r}.")


class ArtifactLibrary:
    """Makes, finds, links and deletes artifacts.

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

    # -- finding -------------------------------------------------------------------------------

    def artifact(self, artifact_id: str) -> Artifact:
        """The artifact with that GraphQL id; raises NotFound."""
        return _known(self._artifacts, artifact_id, "artifact")

    def find_artifact(self, artifact_id: str) -> Artifact | None:
        """The artifact with that GraphQL id, deleted ones too; None if there is none."""
        return self._artifacts.get(artifact_id)

    def collection(self, collection_id: str) -> Collection:
        """The collection with that GraphQL id; raises NotFound."""
        return _known(self._collections, collection_id, "artifact collection")

    def find_collection(self, collection_id: str) -> Collection | None:
        """The collection with that GraphQL id; None if there is none."""
        return self._collections.get(collection_id)

    def manifest(self, manifest_id: str) -> Manifest:
        """The manifest with that GraphQL id; raises NotFound."""
        return _known(self._manifests, manifest_id, "artifact manifest")

    def of_client(self, client_id: str) -> Artifact | None:
        """The artifact that a client announced under its own id."""
        return self._of_client.get(client_id)

    def membership(self, project: Project, name: str) -> Membership | None:
        """What ``collection``, ``collection:alias`` or ``collection:v3`` stands for in a project."""
        collection_name, alias = split_name(name)
        collection = project.collections.get(collection_name)
        return collection.find(alias) if collection else None

    # -- making --------------------------------------------------------------------------------

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

    def _sequence(self, project: Project, name: str, type_name: str) -> Sequence:
        found = project.collections.get(name)
        if isinstance(found, Portfolio):
            raise Conflict(f"{name!r} is a portfolio of {project.path}: link to it, or log under another name.")
        if isinstance(found, Sequence):
            if found.type.name != type_name:
                raise Conflict(
                    f"artifact {name!r} exists with type {found.type.name!r}, so it cannot be {type_name!r}."
                )
            return found
        number, now = self._ids.number("ArtifactCollection"), self._clock.now()
        return self._keep(Sequence(number, name, project, self.type(project, type_name), now))

    def _keep(self, collection: _Kept) -> _Kept:
        collection.project.collections[collection.name] = collection
        self._collections[collection.id] = collection
        return collection

    def create(self, project: Project, new: NewArtifact, run: Run | None, user: User | None) -> Artifact:
        """The version that ``new`` announces: one that is there, where the content is the same, else a pending one.

        A committed version of the same digest in the same sequence takes over the aliases; a pending one is
        gone on with, so that an interrupted upload can be repeated.

        Raises:
            Invalid, Conflict: it may not be so; nothing has changed then.
        """
        new.check()
        sequence = self._sequence(project, new.collection_name, new.type_name)
        artifact = self._same(sequence, new) or self._pending(sequence, new, user)
        if new.client_id:
            self._of_client[new.client_id] = artifact
        if artifact.state == "COMMITTED":
            for alias in new.aliases:
                sequence.call(artifact.memberships[0], alias)
        else:
            artifact.wanted_aliases = list(dict.fromkeys([*artifact.wanted_aliases, *new.aliases]))
        artifact.tags = list(dict.fromkeys([*artifact.tags, *new.tags]))
        if run is not None:
            self.lineage.record_output(run, artifact)
        return artifact

    def _same(self, sequence: Sequence, new: NewArtifact) -> Artifact | None:
        for artifact in sequence.artifacts:
            if artifact.state != "PENDING":
                fits = artifact.state == "COMMITTED" and artifact.digest == new.digest
            elif new.distributed_id or artifact.distributed_id:
                fits = artifact.distributed_id == new.distributed_id
            else:
                fits = artifact.digest == new.digest
            if fits:
                return artifact
        return None

    def _pending(self, sequence: Sequence, new: NewArtifact, user: User | None) -> Artifact:
        artifact = Artifact(
            self._ids.number("Artifact"),
            sequence,
            new.digest,
            self._clock.now(),
            user,
            description=new.description,
            metadata=new.metadata,
            ttl_seconds=INHERIT_TTL if new.ttl_seconds is None else new.ttl_seconds,
            history_step=new.history_step,
            distributed_id=new.distributed_id,
        )
        sequence.artifacts.append(artifact)
        self._artifacts[artifact.id] = artifact
        return artifact

    def announce_manifest(self, artifact: Artifact, kind: Kind, digest: str, base: Artifact | None) -> Manifest:
        """A manifest to be uploaded; a FULL one that was announced before is announced anew."""
        same = next((m for m in artifact.manifests if m.kind == kind == "FULL"), None)
        if same is not None:
            same.digest, same.base = digest, base
            return same
        manifest = Manifest(self._ids.number("ArtifactManifest"), artifact, kind, base, digest)
        artifact.manifests.append(manifest)
        self._manifests[manifest.id] = manifest
        return manifest

    def put_manifest(self, manifest: Manifest, blob: Blob) -> None:
        """Stores an uploaded manifest.

        Raises:
            Invalid: its artifact is committed already, or it is no manifest; nothing has changed then.
        """
        if manifest.artifact.state != "PENDING":
            raise Invalid(f"{manifest.artifact} is {manifest.artifact.state.lower()}: its manifest stays as it is.")
        entries_of(document_of(blob))
        manifest.blob = blob

    def stored(self, artifact: Artifact, md5: str) -> bool:
        """Whether content of that base64 MD5 is there already, so that it need not be uploaded for ``artifact``."""
        blob = artifact.contents.get(md5) or self._blobs.find(md5)
        if blob is None:
            return False
        artifact.contents[md5] = blob
        return True

    def put_content(self, artifact: Artifact, md5: str, blob: Blob) -> None:
        """Stores uploaded content.

        Raises:
            Invalid: it is not what was announced.
        """
        if blob.md5 != md5:
            raise Invalid(f"the content's MD5 is {blob.md5}, but {md5} was announced: upload what was announced.")
        artifact.contents[md5] = blob

    def begin_multipart(self, artifact: Artifact, md5: str, expected: dict[int, str]) -> MultipartUpload:
        """An upload of one file in parts, whose MD5s are given by number."""
        upload = MultipartUpload(self._ids.number("MultipartUpload"), artifact, md5, expected)
        self._uploads[upload.id] = upload
        return upload

    def upload(self, upload_id: str) -> MultipartUpload:
        """The upload in parts with that id; raises NotFound."""
        return _known(self._uploads, upload_id, "upload")

    def complete_multipart(self, upload_id: str) -> Artifact:
        """Makes one file of the parts; again changes nothing.

        Raises:
            Invalid: a part is missing, or they do not make up what was announced.
        """
        upload = self.upload(upload_id)
        if upload.md5 not in upload.artifact.contents:
            self.put_content(upload.artifact, upload.md5, upload.join(self._blobs))
            upload.received.clear()
        return upload.artifact

    def commit(self, artifact: Artifact) -> Artifact:
        """Makes a pending version the next of its sequence; a second time changes nothing.

        Raises:
            Invalid: its manifest or one of its files is not there.
        """
        if artifact.state == "COMMITTED":
            return artifact
        if artifact.state == "DELETED":
            raise Invalid(f"{artifact} was deleted: log it anew.")
        document, entries = artifact.resolve()
        missing = [e.path for e in entries.values() if e.ref is None and not self.stored(artifact, e.digest)]
        if missing:
            raise Invalid(f"{artifact}: {len(missing)} files were never uploaded, among them {missing[0]!r}.")
        used = {entry.digest for entry in entries.values()}
        artifact.contents = {md5: blob for md5, blob in artifact.contents.items() if md5 in used}
        artifact.entries = entries
        whole = [m for m in artifact.manifests if m.kind == "FULL" and m.blob]
        artifact.document = whole[0].blob if whole else self._blobs.put(dumps(document).encode())
        artifact.state = "COMMITTED"
        membership = artifact.sequence.add(self._ids.number("Membership"), artifact, self._clock.now())
        for alias in artifact.wanted_aliases:
            artifact.sequence.call(membership, alias)
        return artifact

    # -- aliases and links ---------------------------------------------------------------------

    def add_alias(self, artifact: Artifact, collection: Collection, alias: str) -> None:
        """Calls a version by one more alias in a collection; whichever had it loses it."""
        collection.call(self._place(artifact, collection), check_alias(alias))

    def delete_alias(self, artifact: Artifact, collection: Collection, alias: str) -> None:
        """Takes an alias from a version in a collection; one that it does not have is no error."""
        collection.uncall(self._place(artifact, collection), alias)

    def set_aliases(self, artifact: Artifact, aliases: Iterable[str]) -> None:
        """Makes these all the aliases of a version in its own sequence."""
        place = self._place(artifact, artifact.sequence)
        wanted = [check_alias(alias) for alias in aliases]
        for alias in place.aliases:
            if alias not in wanted:
                artifact.sequence.uncall(place, alias)
        for alias in wanted:
            artifact.sequence.call(place, alias)

    def _place(self, artifact: Artifact, collection: Collection) -> Membership:
        place = collection.of(artifact)
        if place is None:
            raise NotFound(f"{artifact} is not in collection {collection.path!r}.")
        return place

    def link(self, artifact: Artifact, project: Project, name: str, aliases: Iterable[str]) -> Membership:
        """Puts a version into a portfolio, made if need be; one that is there already keeps its place.

        Raises:
            Invalid: it is not committed, or of another type than the portfolio.
            Conflict: a sequence has that name.
        """
        wanted = [check_alias(alias) for alias in aliases]
        if artifact.state != "COMMITTED":
            raise Invalid(f"{artifact} is {artifact.state.lower()}: only committed versions can be linked.")
        portfolio = self._portfolio(artifact, project, name)
        place = portfolio.of(artifact)
        if place is None:
            place = portfolio.add(self._ids.number("Membership"), artifact, self._clock.now())
        for alias in wanted:
            portfolio.call(place, alias)
        return place

    def _portfolio(self, artifact: Artifact, project: Project, name: str) -> Portfolio:
        found = project.collections.get(name)
        type_name = artifact.sequence.type.name
        if isinstance(found, Sequence):
            raise Conflict(f"{name!r} is a sequence of {project.path}: versions are logged to it, not linked.")
        if isinstance(found, Portfolio):
            if found.type.name != type_name:
                raise Invalid(f"portfolio {name!r} holds type {found.type.name!r}, so {type_name!r} cannot be linked.")
            return found
        check_name("portfolio", name)
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

    def unlink(self, artifact: Artifact, portfolio: Collection) -> None:
        """Takes a version out of a portfolio; the version itself stays.

        Raises:
            Invalid: that is no portfolio.
            NotFound: the version is not in it.
        """
        if not isinstance(portfolio, Portfolio):
            raise Invalid(f"{portfolio.path!r} is no portfolio: delete the version instead of unlinking it.")
        portfolio.remove(self._place(artifact, portfolio))

    # -- deleting ------------------------------------------------------------------------------

    def delete(self, artifact: Artifact, delete_aliases: bool) -> None:
        """Deletes a version: from every collection, and from the lineage; again changes nothing.

        Raises:
            Conflict: it has aliases, and they were not to be deleted.
        """
        named = [alias for membership in artifact.memberships for alias in membership.aliases]
        if named and not delete_aliases:
            shown = ", ".join(map(repr, named))
            raise Conflict(f"{artifact} has the aliases {shown}: delete them with it (delete_aliases=True), or before.")
        for membership in list(artifact.memberships):
            membership.collection.remove(membership)
        artifact.state = "DELETED"
        artifact.contents.clear()
        artifact.entries = {}
        self.lineage.forget_artifact(artifact)

    def delete_collection(self, collection: Collection) -> None:
        """Deletes a collection: a sequence with its versions, a portfolio with its links alone."""
        if isinstance(collection, Sequence):
            for artifact in collection.artifacts:
                self.delete(artifact, delete_aliases=True)
        for membership in list(collection.memberships):
            collection.remove(membership)
        collection.state = "DELETED"
        collection.project.collections.pop(collection.name, None)

    def forget_run(self, run: Run, delete_artifacts: bool) -> None:
        """Takes a run that is deleted out of the lineage, with the versions that it alone logged if so asked."""
        outputs = self.lineage.outputs(run)
        self.lineage.forget_run(run)
        for artifact in outputs if delete_artifacts else ():
            if not self.lineage.loggers(artifact):
                self.delete(artifact, delete_aliases=True)


_Kept = TypeVar("_Kept", Sequence, Portfolio)


def _known(things: dict[str, _Thing], thing_id: str, kind: str) -> _Thing:
    if thing_id not in things:
        raise errors.NotFound(f"{kind} with id {thing_id!r} not found: expected an id as the server gave it.")
    return things[thing_id]


__all__ = ["LATEST", "ArtifactLibrary", "NewArtifact"]
