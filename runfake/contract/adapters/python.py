"""Clients written in Python: an object with a method for each verb."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from runfake.contract.adapters.worker import Worker
from runfake.contract.plain import plain
from runfake.contract.port import CLAIMS, OPTIONAL, VERBS, Address, ClientError, Json, NoAnswer, Session
from runfake.world.errors import nearest

Factory = Callable[..., Any]
SECONDS_TO_OPEN = 30.0


class PythonPort:
    """Makes clients by calling ``factory(base_url, api_key)``.

    Args:
        factory: a class, or a function that returns an object. Its methods are named like the verbs and take
            their arguments by name; ``claims``, if it has that attribute, is a collection of names from
            :data:`CLAIMS`. Where it has a method ``close``, that is called at the end.

    Attributes:
        written: the factory, as it is given to ``replay``.
    """

    def __init__(self, factory: Factory, name: str = "") -> None:
        self._factory = factory
        self.written = f"client={name or named(factory)!r}"

    def open(self, address: Address) -> Session:
        """A client of its own."""
        return _PythonSession(self._factory, address)

    def close(self) -> None:
        """Nothing goes on between sessions."""


class _PythonSession:
    def __init__(self, factory: Factory, address: Address) -> None:
        # One thread makes the client and does all it is asked, for some clients keep things for each thread.
        self._worker = Worker()
        self._client = self._worker.do(lambda: factory(address.base_url, address.api_key), SECONDS_TO_OPEN)
        self.verbs = frozenset(name for name in VERBS if callable(getattr(self._client, name, None)))
        self.claims = checked_claims(getattr(self._client, "claims", ()))
        self.lacks = OPTIONAL.intersection(self._lacking())
        if not self.verbs:
            raise ValueError(
                f"{self._client!r} has none of the verbs of the port: a client has methods like "
                f"{', '.join(list(VERBS)[:4])}."
            )

    def _lacking(self) -> Iterator[str]:
        for verb in self.verbs:
            try:
                takes = inspect.signature(getattr(self._client, verb)).parameters.values()
            except (TypeError, ValueError):
                continue  # What does not tell is taken to have all of them.
            if not any(taken.kind is taken.VAR_KEYWORD for taken in takes):
                yield from {f"{verb}.{name}" for name in VERBS[verb].arguments} - {f"{verb}.{t.name}" for t in takes}

    def call(self, verb: str, arguments: Mapping[str, Json], *, take: int | None, seconds: float) -> Json:
        try:
            return self._worker.do(lambda: self._ask(verb, arguments, take), seconds)
        except NoAnswer:
            raise NoAnswer(f"the client had not returned from {verb} after {seconds:g} s") from None
        except Exception as error:
            raise ClientError(f"{type(error).__name__}: {error}") from error

    def _ask(self, verb: str, arguments: Mapping[str, Json], take: int | None) -> Json:
        found = getattr(self._client, verb)(**arguments)
        return plain(islice(found, take) if VERBS[verb].items else found)

    def close(self) -> None:
        close = getattr(self._client, "close", None)
        if close is not None:
            self._worker.do(close, SECONDS_TO_OPEN)
        self._worker.end()


def named(factory: Factory) -> str:
    """``package.module:factory``, as far as a factory knows that."""
    return f"{getattr(factory, '__module__', '?')}:{getattr(factory, '__qualname__', factory)}"


def checked_claims(claims: Any) -> frozenset[str]:
    """The claims of a client.

    Raises:
        ValueError: there is no such claim.
    """
    for name in claims:
        if name not in CLAIMS:
            hint = nearest(str(name), CLAIMS)
            raise ValueError(f"unknown claim {name!r}: expected some of {', '.join(CLAIMS)}.{hint}")
    return frozenset(claims)


def checked_lacks(lacks: Any) -> frozenset[str]:
    """The arguments that a client lacks.

    Raises:
        ValueError: there is no such argument, or none that may be lacking.
    """
    for name in lacks:
        if name not in OPTIONAL:
            hint = nearest(str(name), OPTIONAL)
            raise ValueError(f"cannot lack {name!r}: expected an optional argument, such as 'files.names'.{hint}")
    return frozenset(lacks)


def imported(name: str) -> Factory:
    """The factory that ``package.module:attribute`` names; modules of the working directory are found too.

    Raises:
        ValueError: there is none; the text says what is wrong with the name.
    """
    module_name, colon, attribute = name.partition(":")
    if not (module_name and colon and attribute):
        raise ValueError(f"{name!r} names no factory: expected package.module:factory, such as my_client:Client.")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Any = importlib.import_module(module_name)
    except ImportError as error:
        raise ValueError(f"{name!r}: cannot import {module_name!r}: {error}.") from error
    for part in attribute.split("."):
        if not hasattr(found, part):
            hint = nearest(part, [known for known in dir(found) if not known.startswith("_")])
            raise ValueError(f"{name!r}: no {part!r} there.{hint}")
        found = getattr(found, part)
    if not callable(found):
        raise ValueError(f"{name!r} is {found!r}, which cannot be called: expected a class or a function.")
    factory: Factory = found
    return factory
