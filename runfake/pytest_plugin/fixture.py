"""What a test that asks for ``runfake`` is given."""

from __future__ import annotations

from runfake.transports.trap import Trap
from runfake.wire.faults.registry import Faults
from runfake.wire.journal import Journal
from runfake.wire.stubs import Stubs
from runfake.wire.tenants import Tenant
from runfake.world.world import World


class Runfake:
    """The test's world, and where it is served.

    Attributes:
        world: what the backend knows; give it runs before, look at them after.
        url: the base URL, as in ``WANDB_BASE_URL``.
        api_key: the key of the world's default user, as in ``WANDB_API_KEY``.
        run, artifact, sweep, get_run, get_artifact, runs, team: those of the world, see :class:`runfake.World`.
    """

    def __init__(self, world: World, url: str, tenant: Tenant, trap: Trap | None = None) -> None:
        self.world = world
        self.url = url
        self.api_key = tenant.api_key
        self._tenant = tenant
        self._trap = trap
        # The world's own, with their signatures: the calls that tests make most.
        self.run = world.run
        self.artifact = world.artifact
        self.sweep = world.sweep
        self.get_run = world.get_run
        self.get_artifact = world.get_artifact
        self.runs = world.runs
        self.team = world.team

    def __repr__(self) -> str:
        return f"<runfake {self.url}: {self.world!r}>"

    @property
    def entity(self) -> str:
        """The default entity, as in ``WANDB_ENTITY``."""
        return self.world.entity.name

    @property
    def escapes(self) -> list[str]:
        """What the clients of a sealed test tried to send to other hosts, like ``"CONNECT api.wandb.ai:443"``.

        What is still in it at the end fails the test.
        """
        return self._trap.caught if self._trap else []

    @property
    def faults(self) -> Faults:
        """What is to go wrong with what is asked of the world."""
        return self._tenant.faults

    @property
    def stubs(self) -> Stubs:
        """What is answered with something given, instead of from the world."""
        return self._tenant.stubs

    @property
    def journal(self) -> Journal:
        """What was asked of the world."""
        return self._tenant.journal
