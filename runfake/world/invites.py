"""Invitations to a team or an organization, by email address, of people who have no user yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from runfake.world.entities import Entity
from runfake.world.ids import node_id
from runfake.world.roles import Role
from runfake.world.users import User


@dataclass(frozen=True, slots=True)
class Invite:
    """One invitation; ``user`` is who took it up, at once where the user was there already."""

    number: int
    entity: Entity
    email: str
    role: Role
    created_at: datetime
    user: User | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the invitation."""
        return node_id("Invite", self.number)

    @property
    def name(self) -> str:
        """Whom it is for."""
        return self.user.name if self.user else self.email
