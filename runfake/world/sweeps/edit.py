"""What to change on a sweep, or to make one with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from runfake.world.errors import Invalid
from runfake.world.runs import Run
from runfake.world.sweeps.config import SweepConfig
from runfake.world.sweeps.controller import Wishes
from runfake.world.sweeps.states import PENDING, check_sweep_transition


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepEdit:
    """None leaves a thing as it is.

    Attributes:
        state: where a person wants the sweep.
        prior: which runs of the project are from before and count as tried.
        wishes: what a local controller asks for.
    """

    config: SweepConfig | None = None
    description: str | None = None
    display_name: str | None = None
    state: str | None = None
    prior: Callable[[Run], bool] | None = None
    wishes: Wishes | None = None

    def checked_as_new(self) -> SweepConfig:
        """The configuration, if a new sweep can be made with all this.

        Raises:
            Invalid: it has none, or a new sweep cannot be in the state.
        """
        if self.config is None:
            raise Invalid("a new sweep needs a config: its method and its parameters.")
        if self.state is not None:
            check_sweep_transition(PENDING, self.state)
        return self.config
