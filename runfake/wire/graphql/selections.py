"""What filters select, found once a request however many of its fields ask."""

from __future__ import annotations

from collections.abc import Sequence

from runfake.world.listing import Listings
from runfake.world.projects import Project
from runfake.world.run_fields import RUN_FIELDS
from runfake.world.runs import Run


class Selections:
    """The selections of one request, each found anew unless they are kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Project, str | None], Sequence[Run]] | None = None

    def keep(self) -> None:
        """Finds each selection only once from now on, which is right while nothing changes."""
        self._kept = {}

    def runs(self, listings: Listings, project: Project, filters: str | None) -> Sequence[Run]:
        """The runs of ``project`` that a filter selects, by number; all of them without a filter.

        Raises:
            Invalid: that is no filter.
        """
        found = self._kept.get((project, filters)) if self._kept is not None else None
        if found is None:
            found = listings.matching(project.runs.in_order, filters, RUN_FIELDS)
            if self._kept is not None:
                self._kept[project, filters] = found
        return found
