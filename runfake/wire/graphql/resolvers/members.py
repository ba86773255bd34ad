"""Teams: their members, and how they come and go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.world.access import may_administer, may_read
from runfake.world.entities import Entity
from runfake.world.roles import Role
from runfake.world.users import User

entity = Fields("Entity")
member = Fields("Member")
invite = Fields("Invite")
mutation = Fields("Mutation")
FIELDS = (
    entity,
    member,
    invite,
    mutation,
    Fields("CreateTeamPayload").items("entity"),
    Fields("CreateInvitePayload").items("invite"),
    Fields("UserPayload").items("user"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team, or invited to it, as GraphQL shows it; ``api_key`` is of a service account."""

    id: str
    role: str
    email: str
    name: str
    username: str | None = None
    account_type: str = "USER"
    api_key: str | None = None
    pending: bool = False

    @property
    def admin(self) -> bool:
        """Whether it administers the team."""
        return self.role == "admin"


member.attributes(
    id="id",
    role="role",
    admin="admin",
    pending="pending",
    email="email",
    username="username",
    name="name",
    accountType="account_type",
    apiKey="api_key",
)
member.constants(photoUrl=None)
invite.attributes(id="id", name="name", email="email", createdAt="created_at", toUser="user")


@entity("members")
def entity_members(source: Entity, context: Context) -> list[Member]:
    """For who may look into the team. Its machines come last: clients take the last for the one just made."""
    if not may_read(context.user, source):
        return []
    shows_keys = may_administer(context.user, source)
    people = [_member(user, role) for user, role in source.roles.items() if user.account_type == "USER"]
    pending = [
        Member(invited.id, invited.role, invited.email, invited.name, pending=True)
        for invited in context.world.people.invites_to(source)
    ]
    machines = [
        _member(user, role, shows_keys) for user, role in source.roles.items() if user.account_type == "SERVICE"
    ]
    return people + pending + machines


def _member(user: User, role: Role, shows_key: bool = False) -> Member:
    key = user.api_key if shows_key and user.keys else None
    return Member(user.id, role, user.email, user.name, user.username, user.account_type, key)


@mutation("createTeam")
def create_team(_: None, context: Context, input: dict[str, Any]) -> Any:
    people = context.world.people
    return {"entity": people.found_team(context.user, input["team_name"], input.get("team_admin_user_name"))}


@mutation("createInvite")
def create_invite(_: None, context: Context, input: dict[str, Any]) -> Any:
    made = context.world.people.invite(
        context.reach.entity_to_administer(input["entity_name"]),
        username=input.get("username"),
        email=input.get("email"),
        admin=bool(input.get("admin")),
    )
    return {"invite": made}


@mutation("deleteInvite")
def delete_invite(_: None, context: Context, input: dict[str, Any]) -> Any:
    """Members may leave by themselves."""
    name, member_id = input.get("entity_name"), input.get("id") or ""
    leaves = member_id == context.user.id
    entity = context.reach.entity(name) if leaves else context.reach.entity_to_administer(name)
    context.world.people.uninvite(entity, member_id)
    return {"success": True}


@mutation("createServiceAccount")
def create_service_account(_: None, context: Context, input: dict[str, Any]) -> Any:
    team = context.reach.entity_to_administer(input["entity_name"])
    return {"user": context.world.people.add_service_account(team, input["description"])}
