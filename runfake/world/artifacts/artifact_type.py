"""Artifact types, such as ``dataset``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from runfake.world.ids import node_id

if TYPE_CHECKING:
    from runfake.world.projects import Project

# Types that the client makes for itself; nothing becomes one of them, or ceases to be, by hand.
INTERNAL_PREFIX = "wandb-"


@dataclass(eq=False, slots=True)
class ArtifactType:
    """One type of a project; ``number`` tells types apart within the world."""

    number: int
    name: str
    project: Project
    created_at: datetime
    description: str | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the type."""
        return node_id("ArtifactType", self.number)

    @property
    def internal(self) -> bool:
        """Whether it is one of the client's own."""
        return self.name.startswith(INTERNAL_PREFIX)
