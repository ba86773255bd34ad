"""What a GraphQL document asks for, found once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    parse,
    validate,
    visit,
)
from graphql.language import SKIP, Node

from runfake.wire.graphql.schema import UNBUILT


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was parsed and validated.

    Attributes:
        operations: its operations' names; ``""`` for one without.
        fields: the root fields that they select.
        unbuilt: the fields that its mutations ask for and that runfake lacks, as ``Type.field``. They have
            to be known before a mutation runs; a query finds them on its way, if it gets there.
        errors: what is wrong with it, in GraphQL's words; with errors, nothing else is meaningful.
    """

    node: DocumentNode
    operations: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    unbuilt: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def read_document(schema: GraphQLSchema, text: str) -> Document:
    """Parses ``text`` and checks it against the schema; never raises."""
    try:
        node = parse(text, no_location=False)
    except GraphQLError as error:
        return Document(DocumentNode(definitions=()), errors=(str(error.message),))
    operations = [d for d in node.definitions if isinstance(d, OperationDefinitionNode)]
    names = tuple(d.name.value if d.name else "" for d in operations)
    fields = tuple(_root_fields(operations))
    if errors := validate(schema, node):
        return Document(node, names, fields, errors=tuple(str(error.message) for error in errors))
    mutates = any(operation.operation is OperationType.MUTATION for operation in operations)
    return Document(node, names, fields, _unbuilt(schema, node) if mutates else ())


def _root_fields(operations: Sequence[OperationDefinitionNode]) -> list[str]:
    selections = [s for operation in operations for s in operation.selection_set.selections]
    return [s.name.value for s in selections if isinstance(s, FieldNode)]


def _unbuilt(schema: GraphQLSchema, node: DocumentNode) -> tuple[str, ...]:
    info = TypeInfo(schema)
    finder = _UnbuiltFinder(info)
    visit(node, TypeInfoVisitor(info, finder))
    return tuple(dict.fromkeys(finder.found))


class _UnbuiltFinder(Visitor):
    """Collects fields that runfake lacks; what a directive may leave out is judged when it is resolved."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.found: list[str] = []

    def enter_field(self, node: FieldNode, *_: object) -> object:
        if node.directives:
            return SKIP
        field = self._info.get_field_def()
        if field is not None and UNBUILT in field.extensions:
            self.found.append(field.extensions[UNBUILT])
        return None

    def enter(self, node: Node, *_: object) -> object:
        return SKIP if getattr(node, "directives", None) else None
