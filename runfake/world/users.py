"""Users and their API keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from runfake.world.errors import NotFound
from runfake.world.ids import node_id

LONGEST_KEY_NAME = 20
AccountType = Literal["USER", "SERVICE"]


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that a client authenticates with; ``number`` tells keys apart within the world."""

    number: int
    secret: str = field(repr=False)
    description: str | None = None

    @property
    def id(self) -> str:
        """The GraphQL id of the key."""
        return node_id("ApiKey", self.number)

    @property
    def name(self) -> str:
        """The start of the secret, by which people recognise it: half of it, at most 20 characters."""
        return self.secret[: max(1, min(LONGEST_KEY_NAME, len(self.secret) // 2))]


@dataclass(eq=False, slots=True)
class User:
    """Someone who can log in; ``username`` is also the name of the personal entity.

    Attributes:
        admin: whether this is an admin of the whole instance, who sees and may do everything.
        keys: the keys that work, in the order they came.
        account_type: ``"SERVICE"`` for one that a team made for its machines, who has no entity of its own.
        default_entity: the entity that runs go to where none is named: the personal one, or the team's.
    """

    number: int
    username: str
    name: str
    email: str
    admin: bool = False
    keys: list[ApiKey] = field(default_factory=list)
    account_type: AccountType = "USER"
    default_entity: str = ""

    def __post_init__(self) -> None:
        self.default_entity = self.default_entity or self.username

    @property
    def id(self) -> str:
        """The GraphQL id of the user."""
        return node_id("User", self.number)

    @property
    def api_key(self) -> str:
        """A key to log in with, for a client of this user's: the first that it has.

        Raises:
            NotFound: it has none.
        """
        if not self.keys:
            raise NotFound(f"user {self.username!r} has no API key: make one with world.issue_key(user).")
        return self.keys[0].secret
