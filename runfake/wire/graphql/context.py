"""What every resolver is given beside its object."""

from __future__ import annotations

from dataclasses import dataclass

from runfake.wire.urls import StorageUrls
from runfake.world.users import User
from runfake.world.world import World


@dataclass(frozen=True, slots=True)
class Context:
    """The world that is asked, who asks, and how its storage URLs are made."""

    world: World
    user: User
    urls: StorageUrls
