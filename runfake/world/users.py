"""Users and their API keys."""

from __future__ import annotations

from dataclasses import dataclass, field

from runfake.world.ids import node_id


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that a client authenticates with; ``number`` tells keys apart within the world."""

    number: int
    secret: str
    description: str | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the key."""
        return node_id("ApiKey", self.number)

    @property
    def name(self) -> str:
        """The start of the secret, by which people recognise it."""
        return self.secret[:20]


@dataclass(eq=False, slots=True)
class User:
    """Someone who can log in; ``username`` is also the name of the personal entity."""

    number: int
    username: str
    name: str
    email: str
    admin: bool = False
    keys: list[ApiKey] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The GraphQL id of the user."""
        return node_id("User", self.number)

    @property
    def default_entity(self) -> str:
        """The entity that runs go to where none is named: the personal one."""
        return self.username
