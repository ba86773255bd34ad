"""How a version comes in: announced, uploaded, committed."""

from __future__ import annotations

from runfake.world.artifacts.artifact import INHERIT_TTL, Artifact
from runfake.world.artifacts.catalog import Catalog, known
from runfake.world.artifacts.collection import Sequence
from runfake.world.artifacts.manifest import Kind, Manifest, document_of, entries_of
from runfake.world.artifacts.multipart import MultipartUpload
from runfake.world.artifacts.new_artifact import NewArtifact
from runfake.world.blobs import Blob
from runfake.world.errors import Invalid
from runfake.world.jsontext import dumps
from runfake.world.projects import Project
from runfake.world.runs import Run
from runfake.world.users import User


class Intake(Catalog):
    """Takes versions in, in the steps in which clients log them."""

    def create(self, project: Project, new: NewArtifact, run: Run | None, user: User | None) -> Artifact:
        """The version that ``new`` announces: one that is there, where the content is the same, else a pending one.

        A committed version of the same digest in the same sequence takes over the aliases; a pending one is
        gone on with, so that an interrupted upload can be repeated.

        Raises:
            Invalid, Conflict: it may not be so; nothing has changed then.
        """
        new.check()
        sequence = self.sequence(project, new.collection_name, new.type_name)
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
        """Whether content of that base64 MD5 is there already, so that it need not be uploaded for ``artifact``.

        It has to be in the artifact's project, or in the version that it builds on: who can name the MD5 of
        something held elsewhere does not get it by that.
        """
        blob = artifact.contents.get(md5) or self._held(artifact, md5)
        if blob is None:
            return False
        artifact.contents[md5] = blob
        return True

    def _held(self, artifact: Artifact, md5: str) -> Blob | None:
        if md5 in artifact.sequence.project.held_content:
            return self._blobs.find(md5)
        bases = (manifest.base for manifest in artifact.manifests if manifest.base)
        return next((base.contents[md5] for base in bases if md5 in base.contents), None)

    def put_content(self, artifact: Artifact, md5: str, blob: Blob) -> None:
        """Stores uploaded content.

        Raises:
            Invalid: it is not what was announced.
        """
        if blob.md5 != md5:
            raise Invalid(f"the content's MD5 is {blob.md5}, but {md5} was announced: upload what was announced.")
        artifact.contents[md5] = blob
        artifact.sequence.project.held_content.add(md5)

    def begin_multipart(self, artifact: Artifact, md5: str, expected: dict[int, str]) -> MultipartUpload:
        """An upload of one file in parts, whose MD5s are given by number."""
        upload = MultipartUpload(self._ids.number("MultipartUpload"), artifact, md5, expected)
        self._uploads[upload.id] = upload
        return upload

    def upload(self, upload_id: str) -> MultipartUpload:
        """The upload in parts with that id; raises NotFound."""
        return known(self._uploads, upload_id, "upload")

    def find_upload(self, upload_id: str) -> MultipartUpload | None:
        """The upload in parts with that id; None if there is none."""
        return self._uploads.get(upload_id)

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
        artifact.sequence.project.held_content |= used
        whole = [m for m in artifact.manifests if m.kind == "FULL" and m.blob]
        artifact.document = whole[0].blob if whole else self._blobs.put(dumps(document).encode())
        artifact.state = "COMMITTED"
        membership = artifact.sequence.add(self._ids.number("Membership"), artifact, self._clock.now())
        for alias in artifact.wanted_aliases:
            artifact.sequence.call(membership, alias)
        return artifact
