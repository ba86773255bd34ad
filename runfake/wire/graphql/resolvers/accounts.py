"""Making users, and their API keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runfake.wire.graphql.fields import Context, Fields
from runfake.world import errors
from runfake.world.users import ApiKey, User

mutation = Fields("Mutation")
FIELDS = (mutation, Fields("ApiKeyPayload").items("apiKey"))


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is shown once, when it is made: its name is the secret itself."""

    id: str
    name: str
    description: str | None


@mutation("createUser")
def create_user(_: None, context: Context, input: dict[str, Any]) -> Any:
    if not context.user.admin:
        raise errors.Forbidden(f"user {context.user.username!r} may not make users: only admins of the instance do.")
    return {"user": context.world.people.add_user_of_email(input["email"], admin=bool(input.get("admin")))}


@mutation("generateApiKey")
def generate_key(_: None, context: Context, input: dict[str, Any]) -> Any:
    key = context.world.people.keys.issue(context.user, description=input.get("description"))
    return {"apiKey": NewKey(key.id, key.secret, key.description)}


@mutation("deleteApiKey")
def delete_key(_: None, context: Context, input: dict[str, Any]) -> Any:
    """One of the viewer's own; for admins of the instance, anybody's."""
    owner, key = _find_key(context, input["id"])
    context.world.people.keys.revoke(owner, key)
    return {"success": True}


def _find_key(context: Context, key_id: str) -> tuple[User, ApiKey]:
    owners = context.world.people.users.values() if context.user.admin else [context.user]
    for owner in owners:
        for key in owner.keys:
            if key.id == key_id:
                return owner, key
    raise errors.id_not_found("API key", key_id)
