"""The executable schema: the project's SDL files, bound to their resolvers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
)

from runfake.wire.graphql.fields import Fields, Resolver
from runfake.wire.graphql.guard import guarded
from runfake.wire.graphql.resolvers import ALL, CONCRETE
from runfake.wire.graphql.scalars import bind_scalars
from runfake.wire.pages import is_paged, recorded
from runfake.wire.refusals import Unbuilt

UNBUILT = "runfake.unbuilt"


def schema_text() -> str:
    """The whole SDL, from its files by topic."""
    folder = files("runfake.wire.graphql") / "schema"
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.iterdir(), key=lambda file: file.name))


def bare_schema() -> GraphQLSchema:
    """The schema without resolvers."""
    schema = build_schema(schema_text(), assume_valid_sdl=True)
    bind_scalars(schema)
    return schema


def executable_schema(fields: Iterable[Fields] = ALL, lacking: Iterable[str] = ()) -> GraphQLSchema:
    """The schema, ready to run.

    A field that nothing resolves is marked unbuilt: asking for it is refused, loudly.

    Args:
        lacking: what it is to be without: fields as ``Type.field``, arguments as ``Type.field.argument``, and
            types of inputs, which go with the fields that take them. A type that has no field left goes, too, with
            the fields that give it.

    Raises:
        ValueError: a resolver is registered for a field that the schema does not have.
    """
    schema = bare_schema()
    _name_arguments_in_snake_case(schema)
    for resolvers in fields:
        _bind(schema, resolvers)
    for name, concrete in CONCRETE.items():
        abstract = schema.type_map[name]
        assert isinstance(abstract, GraphQLInterfaceType | GraphQLUnionType)
        abstract.resolve_type = concrete
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            _mark_unbuilt(kind)
    for member in lacking:
        _take_out(schema, member)
    while empty := [kind.name for kind in schema.type_map.values() if getattr(kind, "fields", None) == {}]:
        for name in empty:
            _take_out(schema, name)
    return schema


def _take_out(schema: GraphQLSchema, member: str) -> None:
    type_name, *names = member.split(".")
    kind = schema.type_map[type_name]
    assert isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
    if not names:
        del schema.type_map[type_name]
        for other in schema.type_map.values():
            if isinstance(other, GraphQLObjectType):
                _take_out_users(other, type_name)
    elif len(names) == 1:
        del kind.fields[names[0]]
    else:
        del kind.fields[names[0]].args[names[1]]


def _take_out_users(kind: GraphQLObjectType, type_name: str) -> None:
    for name, field in list(kind.fields.items()):
        if any(get_named_type(used.type).name == type_name for used in (field, *field.args.values())):
            del kind.fields[name]


def _bind(schema: GraphQLSchema, resolvers: Fields) -> None:
    kind = schema.type_map.get(resolvers.type_name)
    if not isinstance(kind, GraphQLObjectType):
        raise ValueError(f"resolvers for {resolvers.type_name!r}, which is no object type of the schema.")
    for name, resolver in resolvers:
        if name not in kind.fields:
            raise ValueError(f"a resolver for {kind.name}.{name}, which the schema does not have.")
        if kind.fields[name].resolve is not None:
            raise ValueError(f"{kind.name}.{name} is resolved twice.")
        returned = get_named_type(kind.fields[name].type).name
        field = f"{kind.name}.{name}"
        seen = guarded(field, returned, resolver)
        kind.fields[name].resolve = recorded(field, seen) if is_paged(field, kind.fields[name].args) else seen


def _mark_unbuilt(kind: GraphQLObjectType) -> None:
    for name, field in kind.fields.items():
        if field.resolve is None:
            field.extensions = {UNBUILT: True}
            field.resolve = _refusing(f"{kind.name}.{name}")


def _refusing(what: str) -> Resolver:
    def resolve(*_: Any, **__: Any) -> Any:
        raise Unbuilt(f"the GraphQL field {what}")

    return resolve


def _name_arguments_in_snake_case(schema: GraphQLSchema) -> None:
    for kind in schema.type_map.values():
        # The introspection types are GraphQL's own, and shared between schemas.
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLObjectType):
            for field in kind.fields.values():
                _rename(field)
        elif isinstance(kind, GraphQLInputObjectType):
            for name, entry in kind.fields.items():
                entry.out_name = snake_case(name)


def _rename(field: GraphQLField) -> None:
    for name, argument in field.args.items():
        argument.out_name = snake_case(name)


def snake_case(name: str) -> str:
    """``entityName`` to ``entity_name``, ``artifactID`` to ``artifact_id``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
