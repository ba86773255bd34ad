"""Who belongs to which team and organization: joining, leaving, and being invited."""

from __future__ import annotations

from collections.abc import Mapping

from runfake.world import errors
from runfake.world.directory import Directory
from runfake.world.entities import Entity
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.invites import Invite
from runfake.world.locking import atomic
from runfake.world.roles import Role
from runfake.world.users import User


class Belonging(Directory):
    """Takes users into teams and organizations, and out of them."""

    @atomic
    def join(self, entity: Entity, roles: Mapping[User, Role]) -> None:
        """Gives users a role in a team or an organization, new ones and those that are in it.

        Who joins a team joins its organization.

        Raises:
            Invalid: it is a personal entity.
        """
        _check_shared(entity)
        self._put_in(entity, roles)
        if entity.is_team and entity.organization is not None:
            new = {user: role for user, role in roles.items() if user not in entity.organization.roles}
            self._put_in(
                entity.organization.entity, {u: "viewer" if r == "viewer" else "member" for u, r in new.items()}
            )

    @atomic
    def leave(self, entity: Entity, user: User) -> None:
        """Takes a user out of a team, or out of an organization and all its teams.

        Raises:
            Invalid: it is a personal entity.
            NotFound: the user is not in it.
        """
        _check_shared(entity)
        if user not in entity.roles:
            raise NotFound(f"user {user.username!r} is no member of {entity.name!r}.")
        left = [entity]
        if entity.kind == "organization" and entity.organization is not None:
            left += entity.organization.teams.values()
        for place in left:
            self._take_out(place, [user])

    @atomic
    def invite(
        self, entity: Entity, *, username: str | None = None, email: str | None = None, admin: bool = False
    ) -> Invite:
        """Invites somebody to a team or an organization: a user is in it at once, others once they have a user.

        Raises:
            Invalid: nobody is named, or it is a personal entity.
            NotFound: nobody has that username.
            Conflict: whoever it is has been invited, or is a member, already.
        """
        _check_shared(entity)
        if not (username or email):
            raise Invalid("whom to invite? Give a username or an email address.")
        role: Role = "admin" if admin else "member"
        user = self.user(username) if username else self._of_email(email or "")
        email = user.email if user else email or ""
        if any(invite.email == email for invite in self.invites_to(entity)) or (user and user in entity.roles):
            raise Conflict(f"{username or email!r} is a member of {entity.name!r} already, or was invited before.")
        invite = Invite(self._ids.number("Invite"), entity, email, role, self._clock.now(), user)
        if user is None:
            self._invites[invite.id] = invite
        else:
            self.join(entity, {user: role})
        return invite

    @atomic
    def uninvite(self, entity: Entity, member_id: str) -> None:
        """Takes a member out, or an invitation back, by its GraphQL id.

        Raises:
            NotFound: that is no member, and no invitation.
            Invalid: it is a personal entity.
        """
        invite = self._invites.get(member_id)
        if invite is not None and invite.entity is entity:
            del self._invites[member_id]
            return
        member = next((user for user in entity.roles if user.id == member_id), None)
        if member is None:
            raise errors.id_not_found(f"member of {entity.name!r}", member_id)
        self.leave(entity, member)

    def _take_up_invites(self, user: User) -> None:
        for invite in [invite for invite in self._invites.values() if invite.email == user.email]:
            del self._invites[invite.id]
            self.join(invite.entity, {user: invite.role})


def _check_shared(entity: Entity) -> None:
    if entity.kind == "user":
        raise Invalid(f"{entity.name!r} is a personal entity: only teams and organizations have members to change.")
