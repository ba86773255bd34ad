"""Artifact versions: what was logged, from the first announcement to the commit and beyond."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from runfake.world.artifacts.manifest import Entry, Manifest, entries_of
from runfake.world.blobs import Blob
from runfake.world.errors import Invalid, NotFound, nearest
from runfake.world.ids import node_id

if TYPE_CHECKING:
    from runfake.world.artifacts.collection import Membership, Sequence
    from runfake.world.users import User

State = Literal["PENDING", "COMMITTED", "DELETED"]
INHERIT_TTL = -1


@dataclass(eq=False)
class Artifact:
    """One version.

    Attributes:
        number: tells artifacts apart within the world.
        digest: of the manifest, as the client computed it; equal digests in a sequence are one version.
        state: PENDING until its files and manifest are there and it is committed.
        sequence: the collection that it was logged to.
        memberships: its places in collections, once committed; the one in ``sequence`` comes first.
        metadata: the JSON text that clients exchange.
        ttl_seconds: how long it may live; -1 inherits, -2 is for ever.
        wanted_aliases: what it will be called once it is committed.
        contents: blobs by base64 MD5, those of its own entries.
        manifests: all that were announced for it; ``document`` is what they came to at the commit.
    """

    number: int
    sequence: Sequence
    digest: str
    created_at: datetime
    user: User | None
    state: State = "PENDING"
    updated_at: datetime | None = None
    description: str | None = None
    metadata: str | None = None
    ttl_seconds: int = INHERIT_TTL
    tags: list[str] = field(default_factory=list)
    history_step: int | None = None
    distributed_id: str | None = None
    wanted_aliases: list[str] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    manifests: list[Manifest] = field(default_factory=list)
    contents: dict[str, Blob] = field(default_factory=dict)
    document: Blob | None = None
    entries: dict[str, Entry] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"artifact {self.name!r}"

    def __repr__(self) -> str:
        return f"<artifact {self.sequence.path} {self.state.lower()} {self.name}>"

    @property
    def id(self) -> str:
        """The GraphQL id of the artifact."""
        return node_id("Artifact", self.number)

    @property
    def name(self) -> str:
        """``collection:v3``; the collection alone until it is committed."""
        index = self.version_index
        return self.sequence.name if index is None else f"{self.sequence.name}:v{index}"

    @property
    def version_index(self) -> int | None:
        """Its number in its sequence, None until it is committed."""
        return self.memberships[0].index if self.memberships else None

    @property
    def aliases(self) -> list[str]:
        """What it is called in its own sequence."""
        return self.memberships[0].aliases if self.memberships else []

    @property
    def size(self) -> int:
        """Bytes of all its entries."""
        return sum(entry.size for entry in self.entries.values())

    def read(self, path: str) -> bytes:
        """The bytes of one of its files.

        Raises:
            NotFound: there is no such file, or it is a reference; the error names the one most like it.
        """
        entry = self.entries.get(path)
        if entry is None or entry.ref is not None:
            held = [name for name, other in self.entries.items() if other.ref is None]
            raise NotFound(f"file {path!r} not found in {self}.{nearest(str(path), held)}")
        return self.contents[entry.digest].read()

    def resolve(self) -> tuple[dict[str, Any], dict[str, Entry]]:
        """The document and entries that its manifests come to.

        A FULL manifest stands for itself; PATCH manifests add up; an INCREMENTAL one adds to its base.

        Raises:
            Invalid: there is none, or one is not whole.
        """
        if not self.manifests:
            raise Invalid(f"{self} has no manifest: create and upload one, then commit.")
        uploaded = [manifest for manifest in self.manifests if manifest.blob] or self.manifests
        document = dict(uploaded[0].document())
        contents: dict[str, Any] = {}
        for manifest in uploaded:
            if manifest.kind == "INCREMENTAL" and manifest.base and manifest.base.document:
                contents |= json.loads(manifest.base.document.read())["contents"]
            contents |= manifest.document()["contents"]
        document["contents"] = contents
        return document, entries_of(document)
