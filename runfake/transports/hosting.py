"""A world that clients can reach, whichever way: what a server and an interception have in common."""

from __future__ import annotations

from runfake.wire.backend import Backend
from runfake.wire.faults.registry import Faults
from runfake.wire.journal import KEEP, Journal
from runfake.wire.stubs import Stubs
from runfake.wire.tenants import Tenant
from runfake.world.world import World


class Hosting:
    """A backend at an address, and its first world.

    Args:
        world: the first world.
        url: the address by which clients reach it, without a slash at the end.
        keep: how many requests the first world's journal keeps; None keeps all.

    Attributes:
        world: the first world.
        url: the base URL, for ``WANDB_BASE_URL``.
        api_key: a key of the first world's default user, for ``WANDB_API_KEY``.
        entity: the name of that user's entity, for ``WANDB_ENTITY``.
        backend: what answers.
    """

    def __init__(self, world: World, url: str, keep: int | None = KEEP) -> None:
        self.world = world
        self.url = url
        self.backend = Backend(url)
        self._tenant = self.backend.add(world, keep)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"

    @property
    def api_key(self) -> str:
        """A key of the first world's default user."""
        return self._tenant.api_key

    @property
    def entity(self) -> str:
        """The name of the first world's default entity."""
        return self.world.entity.name

    @property
    def journal(self) -> Journal:
        """What was asked of the first world."""
        return self._tenant.journal

    @property
    def faults(self) -> Faults:
        """What is to go wrong with what is asked of the first world."""
        return self._tenant.faults

    @property
    def stubs(self) -> Stubs:
        """What is answered with something given, instead of from the first world."""
        return self._tenant.stubs

    @property
    def stray_requests(self) -> Journal:
        """What was asked of no world: what came without a key that is known here."""
        return self.backend.journal

    def add(self, world: World, keep: int | None = KEEP, *, key: str | None = None) -> Tenant:
        """Puts one more world behind the same address; its requests are told apart by API key.

        Args:
            keep: how many requests its journal keeps; None keeps all.
            key: what it is to be reached by for its default user, instead of that user's own.
        """
        return self.backend.add(world, keep, key)

    def remove(self, tenant: Tenant) -> None:
        """Takes a world away again; requests with its keys are refused from then on."""
        self.backend.remove(tenant)
