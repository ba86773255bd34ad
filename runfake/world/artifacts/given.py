"""Turning what an author gives ``world.artifact(...)`` into what a client would have logged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from runfake.world.blobs import Blob, BlobStore
from runfake.world.jsontext import dumps


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
