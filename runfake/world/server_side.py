"""What the server of a world is: its version, and what it can do; clients ask for both, and go other ways without."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from runfake.world.errors import Invalid, nearest

# Features that clients ask for by name; on are those that runfake implements.
FLAGS = (
    "ARTIFACT_COLLECTIONS_FILTERING_SORTING",
    "ARTIFACT_COLLECTION_MEMBERSHIP_FILES",
    "ARTIFACT_COLLECTION_MEMBERSHIP_FILE_DOWNLOAD_HANDLER",
    "ARTIFACT_MEMBERSHIP_IN_LINK_ARTIFACT_RESPONSE",
    "ARTIFACT_REGISTRY_SEARCH",
    "ARTIFACT_TAGS",
    "ARTIFACT_V2_DOWNLOAD_HANDLER_SUPPORTS_ARTIFACT_ID",
    "CLIENT_IDS",
    "FILESTREAM_GZIP",
    "INCLUDE_ARTIFACT_TYPES_IN_REGISTRY_CREATION",
    "MARK_RUN_FILES_UPLOADED",
    "PROJECT_ARTIFACT_COLLECTION_MEMBERSHIP",
    "STRUCTURED_CONSOLE_LOGS",
    "SWEEPS_LOCAL_SCHEDULER",
    "SWEEPS_QUERY_FILTERING",
    "TOTAL_COUNT_IN_FILE_CONNECTION",
    "UPDATE_RUN_STATE",
    "USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION",
)
# What clients up to 0.25 look for in the schema before they use it.
MEMBERS = (
    "AddAliasesInput",
    "Artifact.historyStep",
    "Artifact.tags",
    "Artifact.ttlIsInherited",
    "CreateArtifactFileSpecInput.uploadPartsInput",
    "CreateArtifactInput.clientID",
    "CreateArtifactInput.enableDigestDeduplication",
    "CreateArtifactInput.historyStep",
    "CreateArtifactInput.sequenceClientID",
    "CreateArtifactInput.storageRegion",
    "CreateArtifactInput.tags",
    "CreateArtifactInput.ttlDurationSeconds",
    "DeleteFilesInput.projectId",
    "Mutation.createRunFiles",
    "Organization.orgEntity",
    "Project.artifact.enableTracking",
    "Project.internalId",
    "Query.serverInfo",
    "Run.projectId",
    "ServerInfo.cliVersionInfo",
    "ServerInfo.features",
    "ServerInfo.latestLocalVersionInfo",
    "UseArtifactInput.usedAs",
)
# What the newest clients take for the least that a server is, by the time that they need it.
NEWEST = "0.70.0"
_VERSION = re.compile(r"\d+(\.\d+){1,3}")


@dataclass(frozen=True)
class ServerSide:
    """What a server says of itself, and what it lacks.

    Attributes:
        version: of a server that somebody runs; None for W&B's own, which says none.
        disabled: of :data:`FLAGS` and :data:`MEMBERS`, what it lacks.
    """

    version: str | None = None
    disabled: frozenset[str] = frozenset()

    @classmethod
    def of(cls, version: str | None, disabled: Iterable[str]) -> ServerSide:
        """A server as it is wished.

        Raises:
            Invalid: that is no version, or no feature; the text names the one most like it.
        """
        if version is not None and not (isinstance(version, str) and _VERSION.fullmatch(version)):
            raise Invalid(f"the version of a server is like '0.60.0', not {version!r}.")
        if isinstance(disabled, str):
            raise Invalid(f"disabled_features takes several names, like {{{disabled!r}}}, not one text.")
        names = frozenset(disabled)
        for name in sorted(names - {*FLAGS, *MEMBERS}, key=str):
            hint = nearest(str(name), FLAGS + MEMBERS)
            raise Invalid(f"unknown feature {name!r}.{hint or ' See FLAGS and MEMBERS in runfake.world.server_side.'}")
        return cls(version, names)

    @property
    def flags(self) -> list[str]:
        """The features that are on."""
        return [name for name in FLAGS if name not in self.disabled]

    @cached_property
    def lacking(self) -> frozenset[str]:
        """What its schema lacks; every GraphQL request asks."""
        return self.disabled.intersection(MEMBERS)

    @property
    def out_of_date(self) -> bool:
        """Whether there is a newer one."""
        return self.version is not None and _numbers(self.version) < _numbers(NEWEST)


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
