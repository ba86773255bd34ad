"""Entities, the owners of projects: the personal one of each user, teams, and what an organization shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from runfake.world import errors
from runfake.world.ids import node_id
from runfake.world.projects import Project
from runfake.world.roles import Role
from runfake.world.users import User

if TYPE_CHECKING:
    from runfake.world.organizations import Organization

Kind = Literal["user", "team", "organization"]


class Entity:
    """A user's, a team's or an organization's place.

    Attributes:
        name: what paths begin with.
        kind: ``"user"``, ``"team"`` or ``"organization"``.
        roles: who belongs to it and as what, in the order they came; ``People`` changes them.
        projects: its projects by name, in the order they were made.
        organization: the one that a team is in, or whose own entity this is; None for others.
    """

    def __init__(self, number: int, name: str, kind: Kind) -> None:
        self.number = number
        self.name = name
        self.kind: Kind = kind
        self.roles: dict[User, Role] = {}
        self.projects: dict[str, Project] = {}
        self.organization: Organization | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    @property
    def id(self) -> str:
        """The GraphQL id of the entity."""
        return node_id("Entity", self.number)

    @property
    def is_team(self) -> bool:
        """Whether it is a team's."""
        return self.kind == "team"

    @property
    def members(self) -> list[User]:
        """Who belongs to it, in the order they came."""
        return list(self.roles)

    @property
    def owner(self) -> User | None:
        """The user whose personal entity this is; None for others."""
        return next(iter(self.roles)) if self.kind == "user" else None

    @property
    def storage_bytes(self) -> int:
        """Bytes held by the files of all its runs."""
        return sum(file.size for p in self.projects.values() for run in p.runs.values() for file in run.files.values())

    def project(self, name: str) -> Project:
        """Its project of that name.

        Raises:
            NotFound: there is none; the error names the one most like it.
        """
        if name not in self.projects:
            raise errors.project_not_found(f"{self.name}/{name}", [p.path for p in self.projects.values()])
        return self.projects[name]
