"""What becomes of versions that are there: aliases, links, deletion."""

from __future__ import annotations

from collections.abc import Iterable

from runfake.world.artifacts.artifact import Artifact
from runfake.world.artifacts.collection import Collection, Membership, Portfolio, Sequence
from runfake.world.artifacts.intake import Intake
from runfake.world.artifacts.naming import check_alias
from runfake.world.errors import Conflict, Invalid, NotFound
from runfake.world.projects import Project
from runfake.world.runs import Run


class Holdings(Intake):
    """All that a world knows of artifacts, and the rules by which they come, are found, change and go."""

    # -- aliases and links ---------------------------------------------------------------------

    def add_alias(self, artifact: Artifact, collection: Collection, alias: str) -> None:
        """Calls a version by one more alias in a collection; whichever had it loses it."""
        collection.call(self._place(artifact, collection), check_alias(alias))

    def delete_alias(self, artifact: Artifact, collection: Collection, alias: str) -> None:
        """Takes an alias from a version in a collection; one that it does not have is no error."""
        collection.uncall(self._place(artifact, collection), alias)

    def set_aliases(self, artifact: Artifact, aliases: Iterable[str]) -> None:
        """Makes these all the aliases of a version in its own sequence."""
        place = self._place(artifact, artifact.sequence)
        wanted = [check_alias(alias) for alias in aliases]
        for alias in place.aliases:
            if alias not in wanted:
                artifact.sequence.uncall(place, alias)
        for alias in wanted:
            artifact.sequence.call(place, alias)

    def _place(self, artifact: Artifact, collection: Collection) -> Membership:
        place = collection.of(artifact)
        if place is None:
            raise NotFound(f"{artifact} is not in collection {collection.path!r}.")
        return place

    def link(self, artifact: Artifact, project: Project, name: str, aliases: Iterable[str]) -> Membership:
        """Puts a version into a portfolio, made if need be; one that is there already keeps its place.

        Raises:
            Invalid: it is not committed, or of another type than the portfolio.
            Conflict: a sequence has that name.
        """
        wanted = [check_alias(alias) for alias in aliases]
        if artifact.state != "COMMITTED":
            raise Invalid(f"{artifact} is {artifact.state.lower()}: only committed versions can be linked.")
        portfolio = self.portfolio(artifact, project, name)
        place = portfolio.of(artifact)
        if place is None:
            place = portfolio.add(self._ids.number("Membership"), artifact, self._clock.now())
        for alias in wanted:
            portfolio.call(place, alias)
        return place

    def unlink(self, artifact: Artifact, portfolio: Collection) -> None:
        """Takes a version out of a portfolio; the version itself stays.

        Raises:
            Invalid: that is no portfolio.
            NotFound: the version is not in it.
        """
        if not isinstance(portfolio, Portfolio):
            raise Invalid(f"{portfolio.path!r} is no portfolio: delete the version instead of unlinking it.")
        portfolio.remove(self._place(artifact, portfolio))

    # -- deleting ------------------------------------------------------------------------------

    def delete(self, artifact: Artifact, delete_aliases: bool) -> None:
        """Deletes a version: from every collection, and from the lineage; again changes nothing.

        Raises:
            Conflict: it has aliases, and they were not to be deleted.
        """
        named = [alias for membership in artifact.memberships for alias in membership.aliases]
        if named and not delete_aliases:
            shown = ", ".join(map(repr, named))
            raise Conflict(f"{artifact} has the aliases {shown}: delete them with it (delete_aliases=True), or before.")
        for membership in list(artifact.memberships):
            membership.collection.remove(membership)
        artifact.state = "DELETED"
        artifact.contents.clear()
        artifact.entries = {}
        self.lineage.forget_artifact(artifact)

    def delete_collection(self, collection: Collection) -> None:
        """Deletes a collection: a sequence with its versions, a portfolio with its links alone."""
        if isinstance(collection, Sequence):
            for artifact in collection.artifacts:
                self.delete(artifact, delete_aliases=True)
        for membership in list(collection.memberships):
            collection.remove(membership)
        collection.state = "DELETED"
        collection.project.collections.pop(collection.name, None)

    def forget_run(self, run: Run, delete_artifacts: bool) -> None:
        """Takes a run that is deleted out of the lineage, with the versions that it alone logged if so asked."""
        outputs = self.lineage.outputs(run)
        self.lineage.forget_run(run)
        for artifact in outputs if delete_artifacts else ():
            if not self.lineage.loggers(artifact):
                self.delete(artifact, delete_aliases=True)
