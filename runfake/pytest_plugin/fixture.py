"""What a test that asks for ``runfake`` is given."""

from __future__ import annotations

from typing import Any

from runfake.wire.journal import Journal
from runfake.wire.tenants import Tenant
from runfake.world.runs import Run
from runfake.world.world import World


class Runfake:
    """The test's world, and where it is served.

    Attributes:
        world: what the backend knows; give it runs before, look at them after.
        url: the base URL, as in ``WANDB_BASE_URL``.
        api_key: the key of the world's default user, as in ``WANDB_API_KEY``.
    """

    def __init__(self, world: World, url: str, tenant: Tenant) -> None:
        self.world = world
        self.url = url
        self.api_key = tenant.api_key
        self._tenant = tenant

    def __repr__(self) -> str:
        return f"<runfake {self.url}: {self.world!r}>"

    @property
    def entity(self) -> str:
        """The default entity, as in ``WANDB_ENTITY``."""
        return self.world.entity.name

    @property
    def journal(self) -> Journal:
        """What was asked of the world."""
        return self._tenant.journal

    def run(self, path: str, **given: Any) -> Run:
        """Makes a run, or puts more on one that is there; see :meth:`runfake.World.run`."""
        return self.world.run(path, **given)

    def get_run(self, path: str) -> Run:
        """The run at ``entity/project/run_id`` or ``project/run_id``; see :meth:`runfake.World.get_run`."""
        return self.world.get_run(path)

    def runs(self) -> list[Run]:
        """Every run of the world, in the order they were made."""
        return self.world.runs()
