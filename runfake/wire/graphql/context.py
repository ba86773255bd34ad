"""What every resolver is given beside its object."""

from __future__ import annotations

from dataclasses import dataclass, field

from runfake.wire.graphql.selections import Selections
from runfake.wire.pages import Page
from runfake.wire.urls import StorageUrls
from runfake.world.reach import Reach
from runfake.world.users import User
from runfake.world.world import World


@dataclass(frozen=True, slots=True)
class Context:
    """The world that is asked, who asks, and how its storage URLs are made.

    Attributes:
        shared: whether who asks is one of several writers of a run.
        reach: finds in the world what ``user`` may see, and refuses to write what it may not. Whatever a client
            names, by path or by id, is to be found through it.
        selections: what filters selected for this request already.
        pages: what it was given of lists so far.
    """

    world: World
    user: User
    urls: StorageUrls
    shared: bool = False
    reach: Reach = field(init=False)
    selections: Selections = field(default_factory=Selections)
    pages: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reach", Reach(self.world, self.user))
