"""What resolves the fields of the schema: small functions, registered by type and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from runfake.wire.graphql.context import Context

Resolver = Callable[..., Any]


class Fields:
    """The resolvers of one GraphQL type.

    A resolver is called with the object it is for (None for the roots), the :class:`Context`, and the
    field's arguments in snake_case. Iterating gives each field's name and the function that GraphQL calls.
    """

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name
        self._resolvers: dict[str, Resolver] = {}

    def __iter__(self) -> Iterator[tuple[str, Resolver]]:
        return iter(self._resolvers.items())

    def __call__(self, *names: str) -> Callable[[Resolver], Resolver]:
        """Registers a function for one or more fields."""

        def register(resolver: Resolver) -> Resolver:
            for name in names:
                self._add(name, _with_context(resolver))
            return resolver

        return register

    def attributes(self, **attributes: str) -> None:
        """Registers fields that are read off the object: ``displayName="display_name"``; dots go deeper."""
        for name, attribute in attributes.items():
            self._add(name, _reader(attribute))

    def items(self, *names: str) -> Fields:
        """Registers fields that are keys of the object, which is a dict; returns itself."""
        for name in names:
            self._add(name, _getter(name))
        return self

    def constants(self, **values: Any) -> None:
        """Registers fields that are the same for every object of this type."""
        for name, value in values.items():
            self._add(name, _constant(value))

    def _add(self, name: str, resolver: Resolver) -> None:
        if name in self._resolvers:
            raise ValueError(f"{self.type_name}.{name} is resolved twice.")
        self._resolvers[name] = resolver


def _with_context(resolver: Resolver) -> Resolver:
    def resolve(source: Any, info: Any, **arguments: Any) -> Any:
        return resolver(source, info.context, **arguments)

    return resolve


def _reader(attribute: str) -> Resolver:
    get = attrgetter(attribute)
    return lambda source, _info: get(source)


def _getter(name: str) -> Resolver:
    return lambda source, _info: source.get(name)


def _constant(value: Any) -> Resolver:
    return lambda _source, _info: value


__all__ = ["Context", "Fields", "Resolver"]
