"""Entities, the owners of projects: the personal one of each user, and teams."""

from __future__ import annotations

from typing import Literal

from runfake.world import errors
from runfake.world.ids import node_id
from runfake.world.projects import Project
from runfake.world.users import User

Kind = Literal["user", "team"]


class Entity:
    """A user's or a team's place.

    Attributes:
        name: what paths begin with.
        kind: ``"user"`` or ``"team"``.
        members: who belongs to it, in the order they came.
        projects: its projects by name, in the order they were made.
    """

    def __init__(self, number: int, name: str, kind: Kind, members: list[User]) -> None:
        self.number = number
        self.name = name
        self.kind: Kind = kind
        self.members = members
        self.projects: dict[str, Project] = {}

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
    def owner(self) -> User | None:
        """The user whose personal entity this is; None for a team."""
        return self.members[0] if self.kind == "user" else None

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
