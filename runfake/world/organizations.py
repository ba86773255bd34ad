"""Organizations: teams under one roof, with an entity of their own for what they share."""

from __future__ import annotations

from runfake.world.entities import Entity
from runfake.world.ids import node_id
from runfake.world.roles import Role
from runfake.world.users import User


class Organization:
    """One organization.

    Attributes:
        name: what people call it. Its entity has another name: an organization may be called like a team.
        entity: the owner of what the organization shares, its registries; its members are the organization's.
        teams: by name, in the order they came.
    """

    def __init__(self, number: int, name: str, entity: Entity) -> None:
        self.number = number
        self.name = name
        self.entity = entity
        self.teams: dict[str, Entity] = {}
        entity.organization = self

    def __repr__(self) -> str:
        return f"<organization {self.name}>"

    @property
    def id(self) -> str:
        """The GraphQL id of the organization."""
        return node_id("Organization", self.number)

    @property
    def roles(self) -> dict[User, Role]:
        """Who belongs to it, and as what."""
        return self.entity.roles

    @property
    def members(self) -> list[User]:
        """Who belongs to it, in the order they came."""
        return self.entity.members
