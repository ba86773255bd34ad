"""What a member may do in a team or an organization."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast, get_args

from runfake.world import errors
from runfake.world.users import User

Role = Literal["admin", "member", "viewer"]
ROLES: tuple[str, ...] = get_args(Role)
# Of who is invited to a project, or to a registry.
ProjectRole = Literal["admin", "member", "viewer", "restricted_viewer"]
PROJECT_ROLES: tuple[str, ...] = get_args(ProjectRole)

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


def check_project_role(role: str) -> ProjectRole:
    """``role`` itself, if one can have it in a project.

    Raises:
        Invalid: there is none of that name.
    """
    if role not in PROJECT_ROLES:
        raise errors.bad_role(role, PROJECT_ROLES)
    return cast("ProjectRole", role)
