"""What collections, and the versions in them, can be filtered and ordered by."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from runfake.world.artifacts.collection import Collection, Membership
from runfake.world.filters.fields import FieldTable, column, document
from runfake.world.jsontext import load_object


def _metadata(place: Membership) -> dict[str, Any]:
    text = place.artifact.metadata
    return load_object(text, "metadata") if text else {}


COLLECTION_FIELDS: FieldTable[Collection] = FieldTable(
    "artifact collections",
    (
        column("id collection_id artifact_collection_id", attrgetter("id")),
        column("name", attrgetter("name")),
        column("type", attrgetter("type.name")),
        column("state", attrgetter("state")),
        column("description", attrgetter("description")),
        column("tags tag", attrgetter("tags")),
        column("aliases alias", lambda collection: list(collection.aliases)),
        column("created_at", attrgetter("created_at"), is_time=True),
        column("updated_at", attrgetter("updated_at"), is_time=True),
    ),
)

VERSION_FIELDS: FieldTable[Membership] = FieldTable(
    "artifact versions",
    (
        column("id artifact_id", attrgetter("artifact.id")),
        column("version_index version", attrgetter("index")),
        column("state", attrgetter("artifact.state")),
        column("description", attrgetter("artifact.description")),
        column("digest", attrgetter("artifact.digest")),
        column("size artifact_size", attrgetter("artifact.size")),
        column("tags tag", attrgetter("artifact.tags")),
        column("aliases alias", attrgetter("aliases")),
        document("metadata artifact_metadata", _metadata),
        column("created_at artifact_created_at", attrgetter("artifact.created_at"), is_time=True),
        column("updated_at", attrgetter("artifact.updated_at"), is_time=True),
        column("linked_at acm_created_at", attrgetter("created_at"), is_time=True),
    ),
)
