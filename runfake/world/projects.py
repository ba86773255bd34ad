"""Projects, which hold runs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from runfake.world.ids import node_id
from runfake.world.project_runs import ProjectRuns

if TYPE_CHECKING:
    from runfake.world.artifacts.artifact_type import ArtifactType
    from runfake.world.artifacts.collection import Collection
    from runfake.world.entities import Entity
    from runfake.world.roles import ProjectRole
    from runfake.world.sweeps.sweep import Sweep
    from runfake.world.users import User


REGISTRY_PREFIX = "wandb-registry-"


class Project:
    """One project of an entity.

    Attributes:
        number: tells projects apart within the world; what clients read out of ``internalId``.
        runs: its runs by run id, in the order they were made.
        sweeps: its sweeps by sweep id, in the order they were made.
        artifact_types, collections: of its artifacts, by name, in the order they were made.
        access: who may read and write it, see ``runfake.world.access``.
        roles, team_roles: of the users and teams that were invited to it.
        accepts_all_types: whether versions of any type may be linked to it, or only of those it has; of a registry.
        held_content: base64 MD5s of what its artifacts hold, or held.
    """

    def __init__(self, number: int, name: str, entity: Entity, user: User | None, created_at: datetime) -> None:
        self.number = number
        self.name = name
        self.entity = entity
        self.user = user
        self.created_at = created_at
        self.updated_at = created_at
        self.description: str | None = None
        self.access = "PRIVATE"
        self.runs = ProjectRuns()
        self.runs_made = 0
        self.sweeps: dict[str, Sweep] = {}
        self.artifact_types: dict[str, ArtifactType] = {}
        self.collections: dict[str, Collection] = {}
        self.held_content: set[str] = set()
        self.roles: dict[User, ProjectRole] = {}
        self.team_roles: dict[Entity, ProjectRole] = {}
        self.accepts_all_types = True

    def __repr__(self) -> str:
        return f"<project {self.path}>"

    @property
    def is_registry(self) -> bool:
        """Whether it is a registry of its organization."""
        return self.name.startswith(REGISTRY_PREFIX)

    @property
    def path(self) -> str:
        """``entity/project``."""
        return f"{self.entity.name}/{self.name}"

    @property
    def id(self) -> str:
        """The GraphQL id of the project."""
        return node_id("Project", self.number)

    @property
    def internal_id(self) -> str:
        """The id that clients decode to the project's number."""
        return node_id("ProjectInternalId", self.number)
