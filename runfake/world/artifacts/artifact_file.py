"""The files of artifacts, and their manifests, as things to upload and download."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.manifest import Manifest
from runfake.world.artifacts.multipart import MultipartUpload
from runfake.world.blobs import Blob
from runfake.world.files import media_type
from runfake.world.ids import node_id
from runfake.world.projects import Project

ARTIFACTS = "artifacts"
MANIFESTS = "manifests"


@dataclass(frozen=True, slots=True)
class ArtifactFile:
    """One file of an artifact, there or announced; ``md5`` is base64."""

    artifact: Artifact
    name: str
    md5: str
    announced_size: int = 0
    upload: MultipartUpload | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the file."""
        return node_id("ArtifactFile", self.artifact.number, self.name)

    @property
    def project(self) -> Project:
        """The project that it belongs to."""
        return self.artifact.sequence.project

    @property
    def blob(self) -> Blob | None:
        """Its content, None until it is uploaded."""
        return self.artifact.contents.get(self.md5)

    @property
    def size(self) -> int:
        """Number of bytes."""
        return self.blob.size if self.blob else self.announced_size

    @property
    def mimetype(self) -> str | None:
        """The media type that the name suggests."""
        return media_type(self.name)

    @property
    def updated_at(self) -> datetime | None:
        """When it came, None until it is uploaded."""
        return self.artifact.created_at if self.blob else None

    @property
    def storage_path(self) -> str:
        """Where W&B would keep it in its bucket."""
        return f"wandb_artifacts/{self.artifact.number}/{self.md5_hex}/{self.name}"

    @property
    def md5_hex(self) -> str:
        """The MD5 in hexadecimal, as download URLs have it."""
        return base64.b64decode(self.md5).hex()

    @property
    def storage_key(self) -> tuple[str, ...]:
        """Its place in storage URLs."""
        return (ARTIFACTS, str(self.artifact.number), self.md5_hex, *self.name.split("/"))

    @property
    def wants_upload(self) -> bool:
        """Whether its content is still to come."""
        return self.blob is None


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """The file that a manifest is."""

    manifest: Manifest
    name: str = "wandb_manifest.json"
    mimetype: str = "application/json"
    wants_upload: bool = True

    @property
    def id(self) -> str:
        """The GraphQL id of the file."""
        return node_id("ManifestFile", self.manifest.number)

    @property
    def artifact(self) -> Artifact:
        """The artifact that it describes."""
        return self.manifest.artifact

    @property
    def project(self) -> Project:
        """The project that it belongs to."""
        return self.artifact.sequence.project

    @property
    def blob(self) -> Blob | None:
        """The manifest as JSON: what it came to once the artifact is committed, else as it was uploaded."""
        return self.artifact.document or self.manifest.blob

    @property
    def size(self) -> int:
        """Number of bytes."""
        return self.blob.size if self.blob else 0

    @property
    def updated_at(self) -> datetime | None:
        """When the artifact was announced; None until the manifest is uploaded."""
        return self.artifact.created_at if self.blob else None

    @property
    def storage_path(self) -> str:
        """Where W&B would keep it in its bucket."""
        return f"wandb_manifests/{self.manifest.number}/{self.name}"

    @property
    def storage_key(self) -> tuple[str, ...]:
        """Its place in storage URLs."""
        return (MANIFESTS, str(self.manifest.number), self.name)


def files_of(artifact: Artifact) -> list[ArtifactFile]:
    """The stored files of a version, ordered by path; references are none."""
    entries = sorted((e for e in artifact.entries.values() if e.ref is None), key=lambda e: e.path)
    return [ArtifactFile(artifact, entry.path, entry.digest, entry.size) for entry in entries]
