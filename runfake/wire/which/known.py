"""The names that exist: a typo in one is told at once, instead of matching nothing for ever."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from typing import get_args

from runfake.wire.entry import RouteName
from runfake.world.errors import nearest

# How alike an operation's name and a client's have to be for it to be taken for a typo.
ALIKE = 0.8
_NOUNS = {"streams": "file"}
METHODS = ("GET", "HEAD", "POST", "PUT")
ROUTES: tuple[str, ...] = get_args(RouteName)


@cache
def operations() -> frozenset[str]:
    """The operations that clients of W&B send, of whatever release."""
    return frozenset((files("runfake.wire.graphql") / "operations.txt").read_text("utf-8").split())


@cache
def root_fields() -> frozenset[str]:
    """The fields of ``Query`` and ``Mutation``."""
    from graphql import GraphQLObjectType

    from runfake.wire.graphql.schema import executable_schema

    schema = executable_schema()
    roots = (schema.query_type, schema.mutation_type)
    return frozenset(name for root in roots if isinstance(root, GraphQLObjectType) for name in root.fields)


def check(kind: str, name: str, known: Collection[str], more: str) -> str:
    """``name`` itself, if it is known.

    Raises:
        ValueError: it is not; the text names the known name most like it, and says ``more``.
    """
    if name in known:
        return name
    raise ValueError(
        f"which.{kind}({name!r}): there is no such {_NOUNS.get(kind, kind)}.{nearest(str(name), known)} {more}"
    )


def check_operation(name: str) -> str:
    """``name`` itself, unless it is a route, or looks like a misspelt operation of a client.

    Raises:
        ValueError: it is, or does.
    """
    if name in ROUTES:
        raise ValueError(
            f"which.operation({name!r}): that is no operation of GraphQL but a route: which.route({name!r})."
        )
    known = operations()
    meant = "" if name in known else nearest(str(name), known, ALIKE)
    if meant or not isinstance(name, str):
        raise ValueError(
            f"which.operation({name!r}): no client of W&B sends that.{meant}"
            f" If it is an operation of your own, say which.operation({name!r}, own=True)."
        )
    return name
