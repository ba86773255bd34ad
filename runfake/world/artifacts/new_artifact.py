"""What a client announces when it is about to log a version."""

from __future__ import annotations

from dataclasses import dataclass

from runfake.world.artifacts.naming import check_alias, check_tag
from runfake.world.errors import Invalid
from runfake.world.names import check_name

REGION = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArtifact:
    """The announcement of one version; what is None or empty was not said."""

    type_name: str
    collection_name: str
    digest: str
    description: str | None = None
    metadata: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ttl_seconds: int | None = None
    history_step: int | None = None
    distributed_id: str | None = None
    client_id: str | None = None
    storage_region: str | None = None

    def check(self) -> None:
        """Sees that all of it may be.

        Raises:
            Invalid: something may not.
        """
        check_name("artifact type", self.type_name)
        check_name("artifact name", self.collection_name)
        for alias in self.aliases:
            check_alias(alias)
        for tag in self.tags:
            check_tag(tag)
        if self.storage_region not in (None, "", REGION):
            raise Invalid(f"storage region {self.storage_region!r} is not available: this server has {REGION!r}.")
