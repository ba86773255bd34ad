"""Which requests are meant: one way of saying it, for the journal, for faults and for stubs.

::

    from runfake import which

    which.operation("UpsertBucket") & which.run("demo/a") & ~which.variables(state="pending")

Names are compared as they are sent, exactly. A name that nothing has is refused at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from runfake.wire.entry import Entry
from runfake.wire.vocabulary import refuse_unknown
from runfake.wire.which import conditions, known
from runfake.wire.which.conditions import Which
from runfake.world.names import split_path
from runfake.world.stream import STREAMED

__all__ = [
    "Which",
    "anything",
    "field",
    "matching",
    "method",
    "operation",
    "path",
    "route",
    "run",
    "streams",
    "variables",
]


def anything() -> Which:
    """Every request."""
    return conditions.Anything()


def operation(name: str, *, own: bool = False) -> Which:
    """Requests for the GraphQL operation of that name, as in ``query Runs(...)``; ``""`` are those without a name.

    Args:
        own: it is none of W&B's clients', so whatever the name is like, it is no typo.

    Raises:
        ValueError: no client sends that, and it looks like one that a client sends.
    """
    return conditions.Names("operation", name if own or name == "" else known.check_operation(name), own)


def field(name: str) -> Which:
    """Requests for a root field of the GraphQL schema: one of ``Query`` or ``Mutation``, by its real name.

    Raises:
        ValueError: there is none of that name.
    """
    more = "It has to be a field of Query or Mutation; for the name of an operation, say which.operation(...)."
    return conditions.Names("field", known.check("field", name, known.root_fields(), more))


def route(name: str) -> Which:
    """Requests to one part of the backend: ``"graphql"``, ``"file_stream"``, ``"storage"``, ...

    Raises:
        ValueError: there is none of that name; the error lists those there are.
    """
    return conditions.Is("route", known.check("route", name, known.ROUTES, f"There are {', '.join(known.ROUTES)}."))


def streams(name: str) -> Which:
    """Requests of the file stream that bring lines of this file: ``"wandb-history.jsonl"``, ``"output.log"``, ...

    The first that a client sends brings no rows of the history yet.

    Raises:
        ValueError: no such file is streamed; the error lists those that are.
    """
    return conditions.Names("streams", known.check("streams", name, STREAMED, f"There are {', '.join(STREAMED)}."))


def run(path: str) -> Which:
    """Requests about one run: ``entity/project/run_id``, or ``project/run_id`` in any entity.

    A request is about a run when its path or its variables name it.

    Raises:
        Invalid: that is no path of a run.
    """
    return conditions.About(*split_path(path, conditions.ANY_ENTITY, ("entity", "project", "run id")))


def path(path: str) -> Which:
    """Requests with this path, as it stands in the request line: percent-encoded, without the query.

    Raises:
        ValueError: it does not begin with a slash.
    """
    if not isinstance(path, str) or not path.startswith("/"):
        raise ValueError(f"which.path({path!r}): a path begins with a slash, like '/graphql'.")
    return conditions.Is("path", path)


def method(name: str) -> Which:
    """Requests with this HTTP method, in upper case.

    Raises:
        ValueError: no route takes it.
    """
    more = f"There are {', '.join(known.METHODS)}."
    return conditions.Is("method", known.check("method", name, known.METHODS, more))


def variables(**expected: Any) -> Which:
    """GraphQL requests with these values of these variables, among whatever others."""
    return conditions.HasVariables(expected)


def matching(predicate: Callable[[Entry], bool], name: str | None = None) -> Which:
    """Requests that ``predicate`` says yes to; ``name`` is what errors call it, the function's own if not given."""
    return conditions.Satisfies(predicate, name or str(getattr(predicate, "__name__", predicate)))


if not TYPE_CHECKING:  # which finds such a thing by itself

    def __getattr__(name: str) -> object:
        raise refuse_unknown("which", name, __all__)
