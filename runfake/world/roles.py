"""What a member may do in a team or an organization."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast, get_args

from runfake.world import errors
from runfake.world.users import User

Role = Literal["admin", "member", "viewer"]
ROLES: tuple[str, ...] = get_args(Role)

# What an author gives for members: users or their names, which are "member", or a mapping of those to roles.
# (A mapping is invariant in its keys, so it takes either.)
GivenMembers = Mapping[Any, str] | Iterable[User | str]


def check_role(role: str) -> Role:
    """``role`` itself, if there is one of that name: an admin, a member, or a viewer, who changes nothing.

    Raises:
        Invalid: there is none.
    """
    if role not in ROLES:
        raise errors.bad_role(role, ROLES)
    return cast("Role", role)
