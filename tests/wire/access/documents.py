"""GraphQL documents made from the schema alone, so that what is built later is asked for too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from runfake.wire.graphql.schema import UNBUILT, executable_schema

SCHEMA: GraphQLSchema = executable_schema()
# What the documents declare; the same document with other values is parsed and validated but once.
VARIABLES = "($text: String!, $id: ID!)"


class Variable(str):
    """A value that the request gives beside the document."""

    __slots__ = ()


TEXT, ID = Variable("$text"), Variable("$id")
# What stands for a value of a type: of an argument or an input field of this name.
Fill = Callable[[str, GraphQLNamedType], Any]


def built(kind: GraphQLNamedType) -> dict[str, GraphQLField]:
    """The fields of a type that are resolved."""
    fields = getattr(kind, "fields", {})
    return {name: field for name, field in fields.items() if UNBUILT not in (field.extensions or {})}


def roots(kind: str) -> dict[str, GraphQLField]:
    """The built root fields: of ``"query"`` or ``"mutation"``."""
    root = SCHEMA.query_type if kind == "query" else SCHEMA.mutation_type
    assert root is not None
    return built(root)


def value(name: str, kind: GraphQLInputType, fill: Fill) -> Any:
    """A value for a field of that name and type; objects are filled whole, lists hold one thing."""
    if isinstance(kind, GraphQLNonNull):
        return value(name, kind.of_type, fill)
    if isinstance(kind, GraphQLList):
        return [value(name, kind.of_type, fill)]
    if isinstance(kind, GraphQLInputObjectType):
        return {inner: value(inner, field.type, fill) for inner, field in kind.fields.items()}
    return fill(name, kind)


def literal(given: Any, kind: GraphQLInputType) -> str:
    """``given`` as it stands in a document."""
    if isinstance(kind, GraphQLNonNull):
        return literal(given, kind.of_type)
    if given is None:
        return "null"
    if isinstance(given, Variable):
        return str(given)
    if isinstance(kind, GraphQLList):
        return f"[{', '.join(literal(item, kind.of_type) for item in given)}]"
    if isinstance(kind, GraphQLInputObjectType):
        inner = (f"{name}: {literal(item, kind.fields[name].type)}" for name, item in given.items())
        return "{" + ", ".join(inner) + "}"
    return str(given) if isinstance(kind, GraphQLEnumType) else json.dumps(given)


def call(name: str, field: GraphQLField, fill: Fill) -> str:
    """A field with its arguments: the required ones, and those that ``fill`` has something for."""
    given = {arg: value(arg, argument.type, fill) for arg, argument in field.args.items()}
    shown = [
        f"{arg}: {literal(item, field.args[arg].type)}" for arg, item in given.items() if item not in (None, [None])
    ]
    return f"{name}({', '.join(shown)})" if shown else name


def leaves(kind: GraphQLNamedType, fill: Fill) -> str:
    """Every built field of a type that is no object, with ``__typename``."""
    found = [call(n, f, fill) for n, f in built(kind).items() if is_leaf_type(get_named_type(f.type))]
    return " ".join(["__typename", *found])


def everything(kind: GraphQLNamedType, depth: int, fill: Fill) -> str:
    """A selection of all that is built, down to a depth; each type is entered once on a way."""
    return _selection(kind, depth, fill, frozenset())


def _selection(kind: GraphQLNamedType, depth: int, fill: Fill, above: frozenset[str]) -> str:
    if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
        concrete = SCHEMA.get_possible_types(kind)
        return "__typename " + " ".join(
            f"... on {inner.name} {{ {_selection(inner, depth, fill, above)} }}" for inner in concrete
        )
    parts = [leaves(kind, fill)]
    for name, field in built(kind).items():
        inner = get_named_type(field.type)
        if not is_leaf_type(inner) and depth > 0 and inner.name not in above:
            below = _selection(inner, depth - 1, fill, above | {kind.name})
            parts.append(f"{name}_{kind.name}: {call(name, field, fill)} {{ {below} }}")
    return " ".join(parts)


def subfields(kind: GraphQLNamedType) -> Iterator[tuple[str, GraphQLField, GraphQLObjectType]]:
    """The built fields of a type that lead to objects, and those."""
    for name, field in built(kind).items():
        inner = get_named_type(field.type)
        if isinstance(inner, GraphQLObjectType):
            yield name, field, inner
        elif isinstance(inner, GraphQLUnionType | GraphQLInterfaceType):
            for concrete in SCHEMA.get_possible_types(inner):
                yield name, field, concrete
