"""A request on its way: what came, for which world, from whom, and its line in the journal."""

from __future__ import annotations

from dataclasses import dataclass

from runfake.wire.entry import Entry
from runfake.wire.messages import Head
from runfake.wire.tenants import Tenant
from runfake.world.users import User


@dataclass(frozen=True, slots=True)
class Call:
    """One request that found its world.

    Attributes:
        params: what its path names beyond the route, in order.
        user: who sent it; the world's default user where URLs need no credentials.
    """

    head: Head
    params: tuple[str, ...]
    tenant: Tenant
    user: User
    entry: Entry
