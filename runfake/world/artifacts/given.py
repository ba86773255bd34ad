"""What an author gives ``world.artifact(...)``, logged as a client would log it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.collection import Collection
from runfake.world.artifacts.holdings import Holdings
from runfake.world.artifacts.naming import LATEST, check_path
from runfake.world.artifacts.new_artifact import NewArtifact
from runfake.world.blobs import Blob, BlobStore
from runfake.world.given import FileContent, file_bytes, texts
from runfake.world.jsontext import dumps
from runfake.world.projects import Project
from runfake.world.runs import Run
from runfake.world.users import User

# Of artifacts that are made without a type.
TYPE = "dataset"


@dataclass(slots=True, kw_only=True)
class GivenArtifact:
    """The arguments of ``world.artifact``; what can be read only once is taken in at once."""

    name: str
    type: str | None
    files: Mapping[str, FileContent] | None
    aliases: Iterable[str]
    tags: Iterable[str]
    description: str | None
    metadata: Mapping[str, Any] | None

    def __post_init__(self) -> None:
        if self.files is not None:
            self.files = {check_path(path): file_bytes(path, content) for path, content in self.files.items()}
        self.aliases, self.tags = texts("aliases", self.aliases), texts("tags", self.tags)

    def stored(self, blobs: BlobStore) -> dict[str, Blob]:
        """Its files, by path."""
        return {path: blobs.put(file_bytes(path, content)) for path, content in (self.files or {}).items()}

    def announced(self, contents: Mapping[str, Blob], held: Collection | None) -> NewArtifact:
        """What a client would announce for these contents; without files, for those of the newest version there is.

        Args:
            held: what is there under that name.

        Raises:
            Invalid: it may not be so.
        """
        newest = held.find(LATEST) if held and self.files is None else None
        new = NewArtifact(
            type_name=self.type or (held.type.name if held else TYPE),
            collection_name=self.name,
            digest=newest.artifact.digest if newest else digest_of(contents),
            description=self.description,
            metadata=None if self.metadata is None else dumps(dict(self.metadata), "metadata"),
            aliases=tuple(self.aliases),
            tags=tuple(self.tags),
        )
        new.check()
        return new


def log(
    holdings: Holdings, project: Project, new: NewArtifact, contents: Mapping[str, Blob], blobs: BlobStore,
    *, run: Run | None, user: User,
) -> Artifact:  # fmt: skip
    """Logs a version whole, from the announcement to the commit; the one that is there, if the content is."""
    made = holdings.create(project, new, run, user)
    if made.state == "PENDING":
        made.contents.update({blob.md5: blob for blob in contents.values()})
        manifest = holdings.announce_manifest(made, "FULL", new.digest, None)
        holdings.put_manifest(manifest, manifest_of(contents, made.id, blobs))
        holdings.commit(made)
    return made


def digest_of(contents: Mapping[str, Blob]) -> str:
    """The digest that the client computes for a manifest with these files: MD5 over paths and their MD5s."""
    md5 = hashlib.md5(b"wandb-artifact-manifest-v1\n", usedforsecurity=False)
    for path in sorted(contents):
        md5.update(f"{path}:{contents[path].md5}\n".encode())
    return md5.hexdigest()


def manifest_of(contents: Mapping[str, Blob], birth_artifact_id: str, blobs: BlobStore) -> Blob:
    """The manifest that the client would upload for these files."""
    entries = {
        path: {"digest": blob.md5, "size": blob.size, "birthArtifactID": birth_artifact_id}
        for path, blob in contents.items()
    }
    document = {
        "version": 1,
        "storagePolicy": "wandb-storage-policy-v1",
        "storagePolicyConfig": {"storageLayout": "V2"},
        "contents": entries,
    }
    return blobs.put(dumps(document).encode())
