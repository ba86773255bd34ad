"""Manifests: which files an artifact has, by path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from runfake.world.blobs import Blob
from runfake.world.errors import Invalid, not_an_object
from runfake.world.ids import node_id
from runfake.world.jsontext import load_object

if TYPE_CHECKING:
    from runfake.world.artifacts.artifact import Artifact

Kind = Literal["FULL", "PATCH", "INCREMENTAL"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a manifest: base64 digest and size of its content, or the reference that stands for it."""

    path: str
    digest: str
    size: int
    ref: str | None = None


@dataclass(eq=False, slots=True)
class Manifest:
    """One manifest of an artifact: the whole (FULL), or what is to be added to another.

    Attributes:
        base: the artifact whose entries an INCREMENTAL one adds to.
        digest: what its writer says its MD5 is, in hexadecimal; ``""`` until it is known.
        blob: the manifest as JSON, None until it is uploaded.
    """

    number: int
    artifact: Artifact
    kind: Kind
    base: Artifact | None = None
    digest: str = ""
    blob: Blob | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the manifest."""
        return node_id("ArtifactManifest", self.number)

    def document(self) -> dict[str, Any]:
        """The manifest as it was uploaded, read.

        Raises:
            Invalid: it was not uploaded, or is no manifest.
        """
        if self.blob is None:
            raise Invalid(f"the manifest of {self.artifact} was never uploaded: upload it, then commit.")
        return document_of(self.blob)


def document_of(blob: Blob) -> dict[str, Any]:
    """A manifest as it was uploaded, read.

    Raises:
        Invalid: it is no manifest.
    """
    document = load_object(blob.read(), "the artifact manifest")
    if not isinstance(document.get("contents"), dict):
        raise not_an_object("contents of the artifact manifest", document.get("contents"))
    return document


def entries_of(document: dict[str, Any]) -> dict[str, Entry]:
    """The entries of a manifest document, by path.

    Raises:
        Invalid: an entry has no digest, or a size that is no number.
    """
    return {path: _entry(path, raw) for path, raw in document["contents"].items()}


def _entry(path: str, raw: Any) -> Entry:
    if not isinstance(raw, dict) or not isinstance(raw.get("digest"), str):
        raise Invalid(f"entry {path!r} of the artifact manifest needs a digest.")
    size = raw.get("size") or 0
    if not isinstance(size, int):
        raise Invalid(f"entry {path!r} of the artifact manifest: size must be an integer, not {size!r}.")
    return Entry(path, raw["digest"], size, raw.get("ref"))
