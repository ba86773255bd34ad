"""Collections: sequences, made by logging, and portfolios, made by linking; and the places of versions in them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from runfake.world.artifacts.artifact_type import ArtifactType
from runfake.world.artifacts.naming import LATEST, version_number
from runfake.world.ids import node_id

if TYPE_CHECKING:
    from runfake.world.artifacts.artifact import Artifact
    from runfake.world.projects import Project


class Membership:
    """The place of an artifact in a collection: under which number, and under which aliases."""

    def __init__(self, number: int, collection: Collection, artifact: Artifact, index: int, now: datetime) -> None:
        self.number = number
        self.collection = collection
        self.artifact = artifact
        self.index = index
        self.created_at = now

    @property
    def id(self) -> str:
        """The GraphQL id of the membership."""
        return node_id("ArtifactCollectionMembership", self.number)

    @property
    def version(self) -> str:
        """Its number as clients write it, as ``v3``."""
        return f"v{self.index}"

    @property
    def aliases(self) -> list[str]:
        """Its aliases, in the order they were given."""
        return [alias for alias, holder in self.collection.aliases.items() if holder is self]


class Collection:
    """Some versions of one type under one name, numbered from 0 without holes being filled again.

    Attributes:
        memberships: by number, ascending.
        aliases: each held by one membership.
    """

    kind = "ArtifactCollection"

    def __init__(self, number: int, name: str, project: Project, type: ArtifactType, now: datetime) -> None:
        self.number = number
        self.name = name
        self.project = project
        self.type = type
        self.created_at = now
        self.updated_at = now
        self.description: str | None = None
        self.tags: list[str] = []
        self.state = "READY"
        self.memberships: list[Membership] = []
        self.aliases: dict[str, Membership] = {}
        self._next_index = 0

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path}>"

    @property
    def id(self) -> str:
        """The GraphQL id of the collection."""
        return node_id(self.kind, self.number)

    @property
    def path(self) -> str:
        """``entity/project/collection``."""
        return f"{self.project.path}/{self.name}"

    def add(self, number: int, artifact: Artifact, now: datetime) -> Membership:
        """Takes in an artifact as the next version, which is ``latest`` from now on."""
        membership = Membership(number, self, artifact, self._next_index, now)
        self._next_index += 1
        self.memberships.append(membership)
        artifact.memberships.append(membership)
        self.aliases[LATEST] = membership
        return membership

    def find(self, alias: str) -> Membership | None:
        """The version of that alias or number (``v3``)."""
        if alias in self.aliases:
            return self.aliases[alias]
        index = version_number(alias)
        return next((m for m in self.memberships if m.index == index), None) if index is not None else None

    def of(self, artifact: Artifact) -> Membership | None:
        """The artifact's place here, if it has one."""
        return next((m for m in artifact.memberships if m.collection is self), None)

    def call(self, membership: Membership, alias: str) -> None:
        """Gives an alias to a version; whichever had it loses it."""
        if self.aliases.get(alias) is not membership:
            self.aliases.pop(alias, None)
            self.aliases[alias] = membership

    def uncall(self, membership: Membership, alias: str) -> None:
        """Takes an alias from a version, if it has it."""
        if self.aliases.get(alias) is membership:
            del self.aliases[alias]

    def remove(self, membership: Membership) -> None:
        """Takes a version out; ``latest`` goes to the newest that is left, its other aliases go with it."""
        was_latest = self.aliases.get(LATEST) is membership
        self.aliases = {alias: holder for alias, holder in self.aliases.items() if holder is not membership}
        self.memberships.remove(membership)
        membership.artifact.memberships.remove(membership)
        if was_latest and self.memberships:
            self.aliases[LATEST] = self.memberships[-1]


class Sequence(Collection):
    """A collection that versions are logged to.

    Attributes:
        artifacts: all that were logged to it, the pending among them, in that order.
    """

    kind = "ArtifactSequence"

    def __init__(self, number: int, name: str, project: Project, type: ArtifactType, now: datetime) -> None:
        super().__init__(number, name, project, type, now)
        self.artifacts: list[Artifact] = []

    @property
    def latest(self) -> Artifact | None:
        """The version that is ``latest``."""
        holder = self.aliases.get(LATEST)
        return holder.artifact if holder else None


class Portfolio(Collection):
    """A collection that versions of sequences are linked to."""

    kind = "ArtifactPortfolio"
