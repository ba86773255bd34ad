"""How users, teams and organizations come and go."""

from __future__ import annotations

import re

from runfake.world import errors
from runfake.world.belonging import Belonging
from runfake.world.entities import Entity, Kind
from runfake.world.errors import Conflict, Invalid
from runfake.world.locking import atomic
from runfake.world.names import check_name
from runfake.world.organizations import Organization
from runfake.world.roles import GivenMembers
from runfake.world.users import User


class People(Belonging):
    """Every user, entity and organization of a world.

    What ``add_`` makes must not be there yet; what ``make_`` makes is found again, and takes what is given.
    """

    # -- users ---------------------------------------------------------------------------------

    @atomic
    def add_user(self, username: str, *, admin: bool = False, email: str | None = None) -> User:
        """A new user with a personal entity of the same name, and no key yet; takes up what it was invited to.

        Raises:
            Invalid: that is no name.
            Conflict: the name, or the email address, is taken.
        """
        self._check_free(username)
        if email is not None:
            self._check_email(email)
        user = User(self._ids.number("User"), username, username, email or f"{username}@example.com", admin)
        self.users[username] = user
        self._add_entity(username, "user", {user: "admin"})
        self._take_up_invites(user)
        return user

    @atomic
    def make_user(self, username: str, *, admin: bool | None = None, email: str | None = None) -> User:
        """The user of that name, made if need be; what is None stays as it is."""
        user = self.users.get(username)
        if user is None:
            return self.add_user(username, admin=bool(admin), email=email)
        if email is not None and email != user.email:
            self._check_email(email)
            user.email = email
            self._take_up_invites(user)
        user.admin = user.admin if admin is None else admin
        return user

    @atomic
    def add_user_of_email(self, email: str, *, admin: bool = False) -> User:
        """A new user, named after its email address.

        Raises:
            Invalid: that is no email address.
            Conflict: a user has it already.
        """
        local, at, host = email.partition("@")
        stem = re.sub(r"[^\w.-]+", "-", local).strip("-.")
        if not stem or not at or not host:
            raise Invalid(f"bad email address {email!r}: expected one like 'ada@example.com'.")
        return self.add_user(self._free_name(stem), admin=admin, email=email)

    @atomic
    def add_service_account(self, team: Entity, description: str) -> User:
        """A new user for the machines of a team, with a key; it has no entity of its own.

        Raises:
            Invalid: it is no team.
        """
        if not team.is_team:
            raise Invalid(f"{team.name!r} is the entity of {_article(team.kind)}: only teams have service accounts.")
        number, name = self._ids.number("User"), self._free_name(f"{team.name}-service")
        user = User(number, name, description or name, f"{name}@example.com", False, [], "SERVICE", team.name)
        self.users[name] = user
        self.join(team, {user: "member"})
        self.keys.issue(user)
        return user

    @atomic
    def remove_user(self, username: str) -> User:
        """Forgets a user, with its keys, its memberships and its personal entity.

        Raises:
            NotFound: there is none of that name.
        """
        user = self.user(username)
        self.keys.revoke_all(user)
        for entity in list(self._places[user]):
            self._take_out(entity, [user])
        del self._places[user]
        self.entities.pop(username, None)
        del self.users[username]
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
    def found_team(self, founder: User, name: str, admin_username: str | None = None) -> Entity:
        """A new team of ``founder``'s, or of whom an admin of the instance names.

        It is in the organization of its admin, where that is in exactly one, and not as a viewer.

        Raises:
            Forbidden: only admins of the instance make teams for others.
            Invalid, Conflict, NotFound: see :meth:`add_team`.
        """
        admin = self.user(admin_username) if admin_username else founder
        if admin is not founder and not founder.admin:
            raise errors.Forbidden(
                f"user {founder.username!r} may not make a team for {admin.username!r}: only admins of the instance do."
            )
        inside = [o for o in self.organizations_of(admin) if o.roles[admin] != "viewer"]
        return self.add_team(name, {admin: "admin"}, inside[0] if len(inside) == 1 else None)

    @atomic
    def remove_team(self, name: str) -> Entity:
        """Forgets a team; its members stay, but not its service accounts.

        Raises:
            NotFound: there is no team of that name.
        """
        team = self.team(name)
        if team.organization is not None:
            del team.organization.teams[name]
        self._remove_entity(team)
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
            self._remove_entity(team)
        del self.organizations[name]
        return organization

    def _remove_entity(self, entity: Entity) -> None:
        del self.entities[entity.name]
        shared = entity.organization.entity.projects.values() if entity.organization else ()
        for project in shared:
            project.team_roles.pop(entity, None)
        machines = [user for user in entity.roles if user.default_entity == entity.name]
        self._invites = {key: invite for key, invite in self._invites.items() if invite.entity is not entity}
        self._take_out(entity, list(entity.roles))
        for user in machines:
            self.remove_user(user.username)


def _article(kind: Kind) -> str:
    return "a user" if kind == "user" else f"an {kind}"
