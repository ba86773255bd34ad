"""The net under the resolvers: what the viewer may not see is not answered, wherever a resolver found it.

Resolvers look for things through ``context.reach``, where what is hidden is not there; lists leave it out. This
here catches what a resolver forgot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runfake.wire.graphql.fields import Resolver
from runfake.world.access import may_read
from runfake.world.reach import Reach

Seen = Callable[[Reach, Any], bool]


def _in_project(reach: Reach, thing: Any) -> bool:
    return reach.sees(thing.project)


# For each type of what is in projects and organizations: whether the viewer may see one. Other types hang on these.
SEEN: Mapping[str, Seen] = {
    "Project": Reach.sees,
    "Run": _in_project,
    "Sweep": _in_project,
    "Artifact": Reach.sees_artifact,
    "ArtifactType": _in_project,
    "ArtifactCollection": _in_project,
    "ArtifactSequence": _in_project,
    "ArtifactPortfolio": _in_project,
    "ArtifactCollectionMembership": lambda reach, place: reach.sees(place.collection.project),
    "Organization": lambda reach, organization: may_read(reach.user, organization.entity),
}

# These show who sees a version only through a link no more than the name of where it comes from.
NAMES_ONLY = frozenset({"Artifact.artifactSequence", "Artifact.artifactType", "ArtifactSequence.defaultArtifactType"})


def guarded(field: str, kind: str, resolver: Resolver) -> Resolver:
    """``resolver`` of a field like ``Run.project`` that gives objects of a kind, or lists of them."""
    seen = SEEN.get(kind)
    if seen is None or field in NAMES_ONLY:
        return resolver

    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        found = resolver(source, info, **arguments)
        if found is None:
            return None
        reach = info.context.reach
        if isinstance(found, list):
            return [thing for thing in found if seen(reach, thing)]
        return found if seen(reach, found) else None

    return resolve
