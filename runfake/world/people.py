"""Who there is: users, the entities they belong to, and organizations."""

from __future__ import annotations

from collections.abc import Mapping
from threading import RLock
from typing import TypeVar

from runfake.world import errors
from runfake.world.entities import Entity, Kind
from runfake.world.errors import Conflict, Invalid
from runfake.world.ids import Ids
from runfake.world.keyring import Keyring
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.organizations import Organization
from runfake.world.roles import GivenMembers, Role, check_role
from runfake.world.users import User

_Thing = TypeVar("_Thing")


class People:
    """Every user, entity and organization of a world, by name.

    What ``add_`` makes must not be there yet; what ``make_`` makes is found again, and takes what is given.

    Attributes:
        users, entities, organizations: by name, in the order they came.
        keys: every API key.
    """

    def __init__(self, ids: Ids, lock: RLock | None = None) -> None:
        self.lock = lock or RLock()
        self._ids = ids
        self.keys = Keyring(ids, self.lock)
        self.users: dict[str, User] = {}
        self.entities: dict[str, Entity] = {}
        self.organizations: dict[str, Organization] = {}

    # -- finding -------------------------------------------------------------------------------

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
        """The entities that ``user`` belongs to, the personal one among them, but none of organizations."""
        return [e for e in self.entities.values() if user in e.roles and e.kind != "organization"]

    def organizations_of(self, user: User) -> list[Organization]:
        """The organizations that ``user`` belongs to."""
        return [organization for organization in self.organizations.values() if user in organization.roles]

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

    # -- users ---------------------------------------------------------------------------------

    @atomic
    def add_user(self, username: str, *, admin: bool = False, email: str | None = None) -> User:
        """A new user with a personal entity of the same name, and no key yet.

        Raises:
            Invalid: that is no name.
            Conflict: the name is taken.
        """
        self._check_free(username)
        user = User(self._ids.number("User"), username, username, email or f"{username}@example.com", admin)
        self.users[username] = user
        self._add_entity(username, "user", {user: "admin"})
        return user

    @atomic
    def make_user(self, username: str, *, admin: bool | None = None, email: str | None = None) -> User:
        """The user of that name, made if need be; what is None stays as it is."""
        user = self.users.get(username) or self.add_user(username)
        user.admin = user.admin if admin is None else admin
        user.email = email or user.email
        return user

    @atomic
    def remove_user(self, username: str) -> User:
        """Forgets a user, with its keys, its memberships and its personal entity.

        Raises:
            NotFound: there is none of that name.
        """
        user = self.user(username)
        self.keys.revoke_all(user)
        for entity in self.entities.values():
            entity.roles.pop(user, None)
        del self.users[username], self.entities[username]
        return user

    # -- teams ---------------------------------------------------------------------------------

    @atomic
    def add_team(self, name: str, members: GivenMembers, organization: Organization | None = None) -> Entity:
        """A new team, in an organization or in none.

        Raises:
            Invalid: that is no name, or no role.
            Conflict: the name is taken.
            NotFound: no such user.
        """
        roles = self.roles_given(members)
        self._check_free(name)
        team = self._add_entity(name, "team", {})
        if organization is not None:
            team.organization = organization
            organization.teams[name] = team
        self.join(team, roles)
        return team

    @atomic
    def make_team(self, name: str, members: GivenMembers = (), organization: Organization | None = None) -> Entity:
        """The team of that name, made if need be, with ``members`` besides those that it has.

        Raises:
            Conflict: that is no team, or one of another organization.
        """
        team = self.entities.get(name)
        if team is None:
            return self.add_team(name, members, organization)
        if not team.is_team:
            raise Conflict(f"{name!r} is the entity of {_article(team.kind)}, so it cannot be a team's.")
        if organization is not None and team.organization is not organization:
            raise Conflict(f"team {name!r} is not in the organization {organization.name!r}: choose another name.")
        self.join(team, self.roles_given(members))
        return team

    @atomic
    def join(self, entity: Entity, roles: Mapping[User, Role]) -> None:
        """Gives users a role in a team or an organization, new ones and those that are in it.

        Who joins a team joins its organization.

        Raises:
            Invalid: it is a personal entity.
        """
        _check_shared(entity)
        entity.roles |= roles
        if entity.is_team and entity.organization is not None:
            for user, role in roles.items():
                entity.organization.roles.setdefault(user, "viewer" if role == "viewer" else "member")

    @atomic
    def leave(self, entity: Entity, user: User) -> None:
        """Takes a user out of a team, or out of an organization and all its teams.

        Raises:
            Invalid: it is a personal entity.
            NotFound: the user is not in it.
        """
        _check_shared(entity)
        if user not in entity.roles:
            raise errors.NotFound(f"user {user.username!r} is no member of {entity.name!r}.")
        left = [entity]
        if entity.kind == "organization" and entity.organization is not None:
            left += entity.organization.teams.values()
        for place in left:
            place.roles.pop(user, None)

    @atomic
    def remove_team(self, name: str) -> Entity:
        """Forgets a team; its members stay.

        Raises:
            NotFound: there is no team of that name.
        """
        team = self.team(name)
        if team.organization is not None:
            del team.organization.teams[name]
        del self.entities[name]
        return team

    # -- organizations -------------------------------------------------------------------------

    @atomic
    def add_organization(self, name: str, members: GivenMembers = ()) -> Organization:
        """A new organization, with an entity ``<name>-org`` of its own.

        Raises:
            Invalid: that is no name, or no role.
            Conflict: the name is taken.
            NotFound: no such user.
        """
        roles = self.roles_given(members)
        if check_name("organization", name) in self.organizations:
            raise Conflict(f"organization {name!r} exists already: choose another name.")
        self._check_free(f"{name}-org")
        entity = self._add_entity(f"{name}-org", "organization", roles)
        made = Organization(self._ids.number("Organization"), name, entity)
        self.organizations[name] = made
        return made

    @atomic
    def make_organization(self, name: str, members: GivenMembers = ()) -> Organization:
        """The organization of that name, made if need be, with ``members`` besides those that it has."""
        found = self.organizations.get(name)
        if found is None:
            return self.add_organization(name, members)
        self.join(found.entity, self.roles_given(members))
        return found

    @atomic
    def remove_organization(self, name: str) -> Organization:
        """Forgets an organization with its teams; their members stay.

        Raises:
            NotFound: there is none of that name.
        """
        organization = self.organization(name)
        for team in (organization.entity, *organization.teams.values()):
            del self.entities[team.name]
        del self.organizations[name]
        return organization

    # ------------------------------------------------------------------------------------------

    def _add_entity(self, name: str, kind: Kind, roles: Mapping[User, Role]) -> Entity:
        entity = Entity(self._ids.number("Entity"), name, kind, roles)
        self.entities[name] = entity
        return entity

    def _check_free(self, name: str) -> None:
        if check_name("entity", name) in self.entities:
            raise Conflict(f"entity {name!r} exists already: choose another name.")


def _known(things: Mapping[str, _Thing], kind: str, name: str) -> _Thing:
    if name not in things:
        raise errors.NotFound(f"{kind} {name!r} not found.{errors.nearest(name, things)}")
    return things[name]


def _check_shared(entity: Entity) -> None:
    if entity.kind == "user":
        raise Invalid(f"{entity.name!r} is a personal entity: only teams and organizations have members to change.")


def _article(kind: Kind) -> str:
    return "a user" if kind == "user" else f"an {kind}"
