"""The words that test authors describe requests and rules with."""

from __future__ import annotations

from collections.abc import Iterable

from runfake.world.errors import nearest


def refuse_unknown(module: str, name: str, known: Iterable[str]) -> AttributeError:
    """The error for a word that ``module`` does not have; it names those that it has."""
    words = [word for word in known if word.islower()]
    return AttributeError(f"runfake.{module} has no {name!r}: it has {', '.join(words)}.{nearest(name, words)}")
