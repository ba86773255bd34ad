"""Answers a document from given data instead of a world, and checks that data against the schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    Visitor,
    execute,
    visit,
)

from runfake.wire.graphql.documents import Document
from runfake.wire.graphql.schema import bare_schema
from runfake.world.errors import nearest


class GivenData:
    """Answers from data that looks like an answer: dicts of fields, or of the document's names for them."""

    @cached_property
    def _schema(self) -> GraphQLSchema:
        # Only tests with stubs need it, and it takes some 50 ms to make.
        return bare_schema()

    def answer(
        self, document: Document, variables: Mapping[str, Any], operation: str | None, data: Mapping[str, Any]
    ) -> ExecutionResult:
        """What the operation selects of ``data``; a field that is not given is null, where the schema allows that.

        Its errors say which field is wrong: unknown to the schema, of another type, or null where it may not be.
        """
        aliases = _Aliases()
        visit(document.node, aliases)
        result = execute(
            self._schema,
            document.node,
            root_value=data,
            context_value=aliases.found,
            variable_values=dict(variables),
            operation_name=operation,
            field_resolver=_given,
            type_resolver=_type_of,
        )
        assert isinstance(result, ExecutionResult)
        return result


def _given(source: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    """The value of one field."""
    if not isinstance(source, Mapping):
        raise GraphQLError(f"expected a dict with fields of {info.parent_type.name}, not {source!r}.")
    fields = info.parent_type.fields
    for name in source:
        if name not in fields and name not in info.context:
            raise GraphQLError(f"{info.parent_type.name} has no field {name!r}.{nearest(str(name), fields)}")
    alias = info.path.key
    return source[alias] if alias in source else source.get(info.field_name)


class _Aliases(Visitor):
    """Every name that a document gives to a field, wherever."""

    def __init__(self) -> None:
        super().__init__()
        self.found = {"__typename"}

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        if node.alias:
            self.found.add(node.alias.value)


def _type_of(value: Any, info: GraphQLResolveInfo[Any], kind: GraphQLAbstractType) -> str:
    names = [possible.name for possible in info.schema.get_possible_types(kind)]
    name = value.get("__typename") if isinstance(value, Mapping) else None
    if name in names:
        return str(name)
    if name is None and len(names) == 1:
        return names[0]
    raise GraphQLError(f"{kind.name} needs a '__typename' that is one of {', '.join(names)}, not {name!r}.")
