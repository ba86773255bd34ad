"""Collections: sequences and portfolios, the places of versions in them, aliases and tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runfake.wire.graphql.connections import connection, filtered, paged_fields
from runfake.wire.graphql.fields import Context, Fields, Resolver
from runfake.wire.graphql.resolvers.artifacts import file_page
from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.artifact_type import ArtifactType
from runfake.world.artifacts.collection import Collection, Membership, Sequence
from runfake.world.artifacts.fields import COLLECTION_FIELDS, VERSION_FIELDS
from runfake.world.ids import node_id
from runfake.world.projects import Project

query = Fields("Query")
project = Fields("Project")
artifact_type = Fields("ArtifactType")
artifact = Fields("Artifact")
sequence = Fields("ArtifactSequence")
portfolio = Fields("ArtifactPortfolio")
membership = Fields("ArtifactCollectionMembership")
alias = Fields("ArtifactAlias")
tag = Fields("Tag")
versioned_edge = Fields("VersionedArtifactEdge")
FIELDS = (
    query,
    project,
    artifact_type,
    artifact,
    sequence,
    portfolio,
    membership,
    alias,
    tag,
    versioned_edge,
    *paged_fields("ArtifactCollection", "totalCount"),
    *paged_fields("ArtifactCollectionMembership", "totalCount"),
    *paged_fields("VersionedArtifact", "totalCount"),
    *paged_fields("ArtifactAlias"),
    Fields("TagConnection").items("edges"),
    Fields("TagEdge").items("node"),
)
BOTH = (sequence, portfolio)
NEWEST_FIRST = "-created_at"

for fields in BOTH:
    fields.attributes(
        id="id",
        name="name",
        description="description",
        state="state",
        createdAt="created_at",
        updatedAt="updated_at",
        project="project",
        defaultArtifactType="type",
    )
sequence.attributes(latestArtifact="latest")
sequence.constants(digestAlgorithm="MANIFEST_MD5")
membership.attributes(
    id="id", versionIndex="index", createdAt="created_at", artifactCollection="collection", artifact="artifact"
)
alias.items("id", "alias", "artifactCollection", "artifactCollectionName")
tag.items("id", "name", "tagCategoryName")
versioned_edge.items("version")


# -- finding ---------------------------------------------------------------------------------------


@query("artifactCollection")
def collection_by_id(_: None, context: Context, id: str) -> Collection | None:
    return context.reach.find_collection(id)


@project("artifactCollection")
def collection_by_name(source: Project, _: Context, name: str) -> Collection | None:
    return source.collections.get(name)


@project("artifactCollectionMembership")
def membership_by_name(source: Project, context: Context, name: str) -> Membership | None:
    return context.world.artifacts.membership(source, name)


@project("artifactCollections")
def collections_of_project(
    source: Project,
    context: Context,
    **asked: Any,
) -> Any:
    return filtered(context, list(source.collections.values()), COLLECTION_FIELDS, NEWEST_FIRST, **asked)


@artifact_type("artifactCollections")
def collections_of_type(
    source: ArtifactType,
    context: Context,
    **asked: Any,
) -> Any:
    found = [c for c in source.project.collections.values() if c.type is source]
    return filtered(context, found, COLLECTION_FIELDS, NEWEST_FIRST, **asked)


# -- what a collection holds -----------------------------------------------------------------------


def _both(*names: str) -> Callable[[Resolver], Resolver]:
    def register(resolver: Resolver) -> Resolver:
        for fields in BOTH:
            fields(*names)(resolver)
        return resolver

    return register


@_both("tags")
def tags_of_collection(source: Collection, _: Context, after: str | None = None, first: int | None = None) -> Any:  # noqa: ARG001
    return {"edges": [{"node": tag_of(name)} for name in source.tags]}


@_both("aliases")
def aliases_of_collection(source: Collection, _: Context, after: str | None = None, first: int | None = None) -> Any:
    return connection([_alias(source, name) for name in sorted(source.aliases)], first, after, key=_alias_name)


@_both("artifacts")
def versions(
    source: Collection,
    context: Context,
    **asked: Any,
) -> Any:
    """Only committed versions are in a collection."""
    page = filtered(context, source.memberships, VERSION_FIELDS, NEWEST_FIRST, **asked)
    edges = [edge | {"node": edge["node"].artifact, "version": edge["node"].version} for edge in page["edges"]]
    return page | {"edges": edges}


@_both("artifactMembership")
def membership_of_alias(source: Collection, _: Context, alias_name: str) -> Membership | None:
    return source.find(alias_name)


@_both("artifactMemberships")
def memberships_of_collection(
    source: Collection,
    context: Context,
    **asked: Any,
) -> Any:
    return filtered(context, source.memberships, VERSION_FIELDS, NEWEST_FIRST, **asked)


@artifact("artifactMemberships")
def memberships_of_artifact(
    source: Artifact, context: Context, after: str | None = None, first: int | None = None
) -> Any:
    places = sorted(_places(source, context), key=lambda m: m.number)
    return connection(places, len(places) if first is None else first, after, key=lambda m: m.number)


@membership("files")
def files_of_membership(
    source: Membership,
    _: Context,
    names: list[str] | None = None,
    after: str | None = None,
    first: int | None = None,
) -> Any:
    return file_page(source.artifact, names, first, after)


# -- aliases and tags ------------------------------------------------------------------------------


@membership("aliases")
def aliases_of_membership(source: Membership, _: Context) -> list[dict[str, Any]]:
    return [_alias(source.collection, name) for name in source.aliases]


@artifact("aliases")
def aliases_of_artifact(source: Artifact, context: Context) -> list[dict[str, Any]]:
    """The aliases in every collection that the version is in, and its number there; clients choose by collection.

    The older take the number from there and fail without one, the newer leave it out.
    """
    places = _places(source, context)
    return [_alias(place.collection, name) for place in places for name in [*place.aliases, place.version]]


def _places(artifact: Artifact, context: Context) -> list[Membership]:
    return [place for place in artifact.memberships if context.reach.sees(place.collection.project)]


@artifact("tags")
def tags_of_artifact(source: Artifact, _: Context) -> list[dict[str, Any]]:
    return [tag_of(name) for name in source.tags]


def _alias(collection: Collection, name: str) -> dict[str, Any]:
    return {
        "id": node_id("ArtifactAlias", collection.number, name),
        "alias": name,
        "artifactCollection": collection,
        "artifactCollectionName": collection.name,
    }


def _alias_name(entry: dict[str, Any]) -> str:
    return str(entry["alias"])


def tag_of(name: str) -> dict[str, Any]:
    """A tag as GraphQL shows it."""
    return {"id": node_id("Tag", name), "name": name, "tagCategoryName": None}


def concrete_collection(source: Collection, *_: Any) -> str:
    """Which of the two kinds a collection is."""
    return "ArtifactSequence" if isinstance(source, Sequence) else "ArtifactPortfolio"
