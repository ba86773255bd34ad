"""What a GraphQL document asks for, found once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    NoUnusedFragmentsRule,
    NoUnusedVariablesRule,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    TypeNode,
    VariableNode,
    get_named_type,
    parse,
    specified_rules,
    validate,
)
from graphql.language import BooleanValueNode

from runfake.wire.graphql.about import About, about
from runfake.wire.graphql.schema import UNBUILT

# What a text stands for where clients of many releases send one in the place of an object.
_TEXTS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "ArtifactAliasInput": lambda text: {"artifactCollectionName": "", "alias": text},
    "TagInput": lambda text: {"tagName": text},
}
# Far more than any client sends; what is larger would keep every world waiting.
MOST_TOKENS = 20_000
# Clients send documents with variables and fragments left over from what they rewrote.
_RULES = [rule for rule in specified_rules if rule not in (NoUnusedVariablesRule, NoUnusedFragmentsRule)]


@dataclass(frozen=True, slots=True)
class Condition:
    """An ``@include`` or ``@skip``: what is under it is asked for if ``value``, or the variable, is ``wanted``."""

    wanted: bool
    value: bool = False
    variable: str | None = None

    def holds(self, variables: Mapping[str, Any]) -> bool:
        """Whether it lets pass what is under it."""
        return bool(variables.get(self.variable) if self.variable else self.value) is self.wanted


@dataclass(frozen=True, slots=True)
class Selected:
    """A field that an operation asks for, as ``Type.field``, where all of the conditions hold."""

    field: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document.

    Attributes:
        name: ``""`` where it has none.
        fields: the root fields that it selects; of a document that is wrong, those that it names outright.
        mutates: whether it is a mutation.
        unbuilt: what it asks for that runfake lacks, if it is a mutation: that has to be known before it runs.
            A query finds out on its way, if it gets there.
        defaults: of its boolean variables.
        texts: its variables that are lists of objects for which texts may come: what a text stands for.
        about: where it says which run it is about, None if it does not.
    """

    name: str
    fields: tuple[str, ...]
    mutates: bool = False
    unbuilt: tuple[Selected, ...] = ()
    defaults: Mapping[str, bool] = field(default_factory=dict)
    texts: Mapping[str, Callable[[str], dict[str, Any]]] = field(default_factory=dict)
    about: About | None = None

    def understood(self, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The variables, with objects in the place of texts that stand for such."""
        if not self.texts:
            return variables
        meant = {
            name: [make(item) if isinstance(item, str) else item for item in variables[name]]
            for name, make in self.texts.items()
            if isinstance(variables.get(name), list)
        }
        return {**variables, **meant}

    def lacking(self, variables: Mapping[str, Any]) -> list[str]:
        """The fields that runfake lacks and that these variables do not leave out."""
        given = {**self.defaults, **variables}
        asked = (s.field for s in self.unbuilt if all(condition.holds(given) for condition in s.conditions))
        return list(dict.fromkeys(asked))


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was parsed and validated.

    Attributes:
        operations: in the order of the document.
        errors: what is wrong with it, in GraphQL's words; it cannot be run then.
        unknown: whether a document that is wrong asks for what nobody knows; not if only this server lacks it.
    """

    node: DocumentNode
    operations: tuple[Operation, ...] = ()
    errors: tuple[str, ...] = ()
    unknown: bool = True

    def chosen(self, name: str | None) -> Operation | None:
        """The operation of that name, or the only one; None where that is not clear."""
        fitting = [o for o in self.operations if o.name == name] if name else list(self.operations)
        return fitting[0] if len(fitting) == 1 else None


def read_document(schema: GraphQLSchema, text: str) -> Document:
    """Parses ``text`` and checks it against the schema; never raises."""
    nothing = DocumentNode(definitions=())
    try:
        node = parse(text, max_tokens=MOST_TOKENS)
        errors = tuple(str(error.message) for error in validate(schema, node, _RULES))
    except GraphQLError as error:
        return Document(nothing, errors=(str(error.message),))
    except RecursionError:
        return Document(nothing, errors=("The document is nested too deeply.",))
    fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
    definitions = [d for d in node.definitions if isinstance(d, OperationDefinitionNode)]
    if errors:
        return Document(node, tuple(Operation(_name(d), _named_outright(d)) for d in definitions), errors)
    return Document(node, tuple(_operation(schema, fragments, d) for d in definitions))


def _name(node: OperationDefinitionNode) -> str:
    return node.name.value if node.name else ""


def _operation(
    schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], node: OperationDefinitionNode
) -> Operation:
    walk = _Walk(schema, fragments)
    root = schema.get_root_type(node.operation)
    assert root is not None
    selected = list(walk.selected(node.selection_set, root, ()))
    fields = tuple(dict.fromkeys(s.field.partition(".")[2] for s in selected if s.field.startswith(f"{root.name}.")))
    mutates = node.operation is OperationType.MUTATION
    unbuilt = tuple(s for s in selected if walk.is_unbuilt(s)) if mutates else ()
    return Operation(_name(node), fields, mutates, unbuilt, _defaults(node), _texts(node), about(node, fragments))


def _named_outright(node: OperationDefinitionNode) -> tuple[str, ...]:
    selections = node.selection_set.selections
    return tuple(dict.fromkeys(s.name.value for s in selections if isinstance(s, FieldNode)))


def _defaults(node: OperationDefinitionNode) -> dict[str, bool]:
    held = ((d.variable.name.value, d.default_value) for d in node.variable_definitions or ())
    return {name: value.value for name, value in held if isinstance(value, BooleanValueNode)}


def _texts(node: OperationDefinitionNode) -> dict[str, Callable[[str], dict[str, Any]]]:
    held = ((d.variable.name.value, _named_type(d.type)) for d in node.variable_definitions or ())
    return {name: _TEXTS[kind] for name, kind in held if kind in _TEXTS}


def _named_type(node: TypeNode) -> str:
    while not isinstance(node, NamedTypeNode):
        assert isinstance(node, (ListTypeNode, NonNullTypeNode))
        node = node.type
    return node.name.value


@dataclass(frozen=True, slots=True)
class _Walk:
    """Goes through what an operation selects, fragments and all."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]

    def selected(
        self, node: SelectionSetNode, kind: GraphQLNamedType, conditions: tuple[Condition, ...]
    ) -> Iterator[Selected]:
        for selection in node.selections:
            here = conditions + _conditions(selection)
            if isinstance(selection, FieldNode):
                yield from self._field(selection, kind, here)
                continue
            fragment = self._fragment(selection)
            inner = self.schema.type_map[fragment.type_condition.name.value] if fragment.type_condition else kind
            yield from self.selected(fragment.selection_set, inner, here)

    def _fragment(self, node: SelectionNode) -> FragmentDefinitionNode | InlineFragmentNode:
        if isinstance(node, FragmentSpreadNode):
            return self.fragments[node.name.value]
        assert isinstance(node, InlineFragmentNode)
        return node

    def _field(self, node: FieldNode, kind: GraphQLNamedType, conditions: tuple[Condition, ...]) -> Iterator[Selected]:
        yield Selected(f"{kind.name}.{node.name.value}", conditions)
        field = getattr(kind, "fields", {}).get(node.name.value)
        if node.selection_set and field:
            yield from self.selected(node.selection_set, get_named_type(field.type), conditions)

    def is_unbuilt(self, selected: Selected) -> bool:
        type_name, _, name = selected.field.partition(".")
        field = getattr(self.schema.type_map[type_name], "fields", {}).get(name)
        return field is not None and UNBUILT in (field.extensions or {})


def _conditions(node: SelectionNode) -> tuple[Condition, ...]:
    found: Sequence[Any] = [d for d in node.directives or () if d.name.value in ("include", "skip")]
    return tuple(_condition(d.name.value == "include", d.arguments[0].value) for d in found)


def _condition(wanted: bool, value: Any) -> Condition:
    if isinstance(value, VariableNode):
        return Condition(wanted, variable=value.name.value)
    return Condition(wanted, value=isinstance(value, BooleanValueNode) and value.value)
