"""Who there is, found by name, by membership and by email address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from threading import RLock
from typing import TypeVar

from runfake.world import errors
from runfake.world.clock import Clock
from runfake.world.entities import Entity, Kind
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.ids import Ids
from runfake.world.invites import Invite
from runfake.world.keyring import Keyring
from runfake.world.names import check_name
from runfake.world.organizations import Organization
from runfake.world.roles import GivenMembers, Role, check_role
from runfake.world.users import User

_Thing = TypeVar("_Thing")


class Directory:
    """Every user, entity and organization of a world.

    Attributes:
        users, entities, organizations: by name, in the order they came.
        keys: every API key.
    """

    def __init__(self, ids: Ids, lock: RLock | None = None, clock: Clock | None = None) -> None:
        self.lock = lock or RLock()
        self._ids = ids
        self._clock = clock or Clock()
        self.keys = Keyring(ids, self.lock)
        self.users: dict[str, User] = {}
        self.entities: dict[str, Entity] = {}
        self.organizations: dict[str, Organization] = {}
        self._places: dict[User, dict[Entity, None]] = {}
        self._invites: dict[str, Invite] = {}

    def user(self, username: str) -> User:
        """The user of that name; raises NotFound, naming the one most like it."""
        return _known(self.users, "user", username)

    def entity(self, name: str) -> Entity:
        """The entity of that name.

        Raises:
            NotFound: there is none; the error names the one most like it.
        """
        if name not in self.entities:
            raise errors.entity_not_found(name, self.entities)
        return self.entities[name]

    def team(self, name: str) -> Entity:
        """The team of that name; raises NotFound, naming the one most like it."""
        return _known({n: e for n, e in self.entities.items() if e.is_team}, "team", name)

    def organization(self, name: str) -> Organization:
        """The organization of that name; raises NotFound, naming the one most like it."""
        return _known(self.organizations, "organization", name)

    def teams_of(self, user: User) -> list[Entity]:
        """The entities that ``user`` belongs to, the personal one first, but none of organizations."""
        return [entity for entity in self._places.get(user, ()) if entity.kind != "organization"]

    def organizations_of(self, user: User) -> list[Organization]:
        """The organizations that ``user`` belongs to."""
        found = (entity.organization for entity in self._places.get(user, ()) if entity.kind == "organization")
        return [organization for organization in found if organization]

    def fellows_of(self, user: User) -> list[User]:
        """Who shares an entity or an organization with ``user``, who is among them; in the order they came."""
        found = {fellow for entity in self._places.get(user, ()) for fellow in entity.roles}
        return sorted(found, key=lambda fellow: fellow.number)

    def are_fellows(self, one: User, other: User) -> bool:
        """Whether the two share an entity or an organization."""
        places = self._places.get(other, {})
        return one is other or any(entity in places for entity in self._places.get(one, ()))

    def invites_to(self, entity: Entity) -> list[Invite]:
        """The invitations to an entity that nobody took up yet."""
        return [invite for invite in self._invites.values() if invite.entity is entity]

    def owner_of_key(self, secret: str) -> User | None:
        """Whose key that is; None if nobody's."""
        return self.keys.owner(secret)

    def roles_given(self, members: GivenMembers) -> dict[User, Role]:
        """Users and their roles, from what an author gives.

        Raises:
            NotFound: nobody has that name.
            Invalid: that is no role.
        """
        if isinstance(members, str):
            raise Invalid(f"members must be a list of users or a mapping to their roles, not the text {members!r}.")
        given: Mapping[User | str, str] = members if isinstance(members, Mapping) else dict.fromkeys(members, "member")
        return {who if isinstance(who, User) else self.user(who): check_role(role) for who, role in given.items()}

    # -- what the parts of People share --------------------------------------------------------

    def _add_entity(self, name: str, kind: Kind, roles: Mapping[User, Role]) -> Entity:
        entity = Entity(self._ids.number("Entity"), name, kind)
        self.entities[name] = entity
        self._put_in(entity, roles)
        return entity

    def _put_in(self, entity: Entity, roles: Mapping[User, Role]) -> None:
        entity.roles |= roles
        for user in roles:
            self._places.setdefault(user, {})[entity] = None

    def _take_out(self, entity: Entity, users: Iterable[User]) -> None:
        for user in users:
            if entity.roles.pop(user, None):
                del self._places[user][entity]
            for project in entity.projects.values():
                project.roles.pop(user, None)

    def _of_email(self, email: str) -> User | None:
        return next((user for user in self.users.values() if user.email == email), None)

    def _check_email(self, email: str) -> None:
        if self._of_email(email):
            raise Conflict(f"a user has the email address {email!r} already: give another one.")

    def _check_free(self, name: str) -> None:
        if check_name("entity", name) in self.entities or name in self.users:
            raise Conflict(f"entity {name!r} exists already: choose another name.")

    def _free_name(self, stem: str) -> str:
        names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(self.entities) + 99))
        return next(name for name in names if name not in self.entities and name not in self.users)


def _known(things: Mapping[str, _Thing], kind: str, name: str) -> _Thing:
    if name not in things:
        raise NotFound(f"{kind} {name!r} not found.{errors.nearest(name, things)}")
    return things[name]
