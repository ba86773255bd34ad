"""Floor 1: what W&B knows. State and rules in plain Python; no HTTP, no GraphQL, no pytest."""

from runfake.world.clock import Clock
from runfake.world.world import World

__all__ = ["Clock", "World"]
