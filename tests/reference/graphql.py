"""The part of the page on GraphQL: what is built of each type, by topic."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from graphql import GraphQLObjectType, GraphQLSchema, ObjectTypeDefinitionNode, parse

from runfake.wire.graphql.schema import UNBUILT


def summary(schema: GraphQLSchema) -> str:
    """How many fields are built, of how many."""
    kinds = [kind for names in _topics().values() for name in names if (kind := _object(schema, name))]
    total = sum(len(kind.fields) for kind in kinds)
    return f"{total - sum(len(unbuilt(kind)) for kind in kinds)} of {total} fields of {len(kinds)} types are built."


def type_tables(schema: GraphQLSchema) -> Iterator[str]:
    """A table for each topic, a row for each type."""
    for topic, names in _topics().items():
        kinds = [_object(schema, name) for name in names]
        yield from ("", f"### {topic.capitalize()}", "", "| type | built | not built |", "|---|---|---|")
        for kind in kinds:
            missing = unbuilt(kind)
            count = f"{len(kind.fields) - len(missing)} of {len(kind.fields)}"
            yield f"| `{kind.name}` | {count} | {', '.join(f'`{name}`' for name in missing)} |"


def unbuilt(kind: GraphQLObjectType) -> list[str]:
    """The fields that are refused."""
    return sorted(name for name, field in kind.fields.items() if UNBUILT in (field.extensions or {}))


def _object(schema: GraphQLSchema, name: str) -> GraphQLObjectType:
    kind = schema.type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return kind


def _topics() -> dict[str, list[str]]:
    """The object types that each file of the schema defines; `extend` adds to a type of another file."""
    folder = files("runfake.wire.graphql") / "schema"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        definitions = parse(file.read_text("utf-8")).definitions
        names = sorted(d.name.value for d in definitions if isinstance(d, ObjectTypeDefinitionNode))
        if names:
            found[file.name.removesuffix(".graphql")] = names
    return found
