"""Profiles: how long the kit looks for a broken promise."""

from __future__ import annotations

from dataclasses import dataclass

from runfake.world.errors import nearest


@dataclass(frozen=True, slots=True)
class Profile:
    """How much is tried.

    Attributes:
        examples: of each clause, besides those that are always tried.
        shrinks: how many more examples may be played to make a failing one smaller.
    """

    name: str
    examples: int
    shrinks: int


PROFILES = {
    profile.name: profile
    for profile in (Profile("quick", 6, 60), Profile("default", 60, 300), Profile("thorough", 600, 1500))
}


def profile_named(name: str) -> Profile:
    """The profile of that name.

    Raises:
        ValueError: there is none.
    """
    if name not in PROFILES:
        raise ValueError(f"unknown profile {name!r}: expected {', '.join(PROFILES)}.{nearest(name, PROFILES)}")
    return PROFILES[name]
