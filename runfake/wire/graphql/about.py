"""Which run a GraphQL operation is about, as far as its arguments tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from runfake.world.ids import split_node_id

Variables = Mapping[str, Any]
# Gives a value for the variables of one request.
Source = Callable[[Variables], Any]
Fragments = Mapping[str, FragmentDefinitionNode]

# What the arguments are called, of fields that lead to a run by its names.
_ENTITY = ("entityName",)
_PROJECT = ("projectName", "modelName")
_RUN = ("runName",)
_ID = ("id", "runId", "runID")


@dataclass(frozen=True, slots=True)
class About:
    """Where an operation says which run it is about.

    Attributes:
        entity, project, run: give its names.
        ids: give GraphQL ids, one of which may be that of a run.
    """

    entity: Source
    project: Source
    run: Source
    ids: tuple[Source, ...] = ()

    def run_of(self, variables: Variables, default_entity: str) -> str:
        """The run as ``entity/project/run_id``; ``""`` if these variables do not tell."""
        project, run = self.project(variables), self.run(variables)
        if run and project:
            return f"{self.entity(variables) or default_entity}/{project}/{run}"
        for source in self.ids:
            if (held := source(variables)) and (path := _path_of_id(held)):
                return path
        return ""


def _path_of_id(node_id: Any) -> str:
    parts = split_node_id(node_id, 5) if isinstance(node_id, str) else None
    return f"{parts[4]}/{parts[3]}/{parts[2]}" if parts and parts[0] == "Run" else ""


def about(operation: OperationDefinitionNode, fragments: Fragments) -> About | None:
    """Where a valid operation says which run it is about, None if it does not."""
    for root in _fields(operation.selection_set, fragments):
        found = _of_project(root, fragments) or _of_input(root)
        if found:
            return found
    return None


def _of_project(root: FieldNode, fragments: Fragments) -> About | None:
    """``project(name:, entityName:) { run(name:) }``, in which runs may be called buckets, and projects models."""
    if root.name.value not in ("project", "model") or not root.selection_set:
        return None
    for field in _fields(root.selection_set, fragments):
        if field.name.value in ("run", "bucket"):
            names, inner = _arguments(root), _arguments(field)
            return About(_either(names, _ENTITY), _either(names, ("name",)), _either(inner, ("name",)))
    return None


def _of_input(root: FieldNode) -> About | None:
    """``createRunFiles(input: {entityName:, projectName:, runName:})`` and the like."""
    given = _arguments(root).get("input")
    if given is None:
        return None
    run = ("name",) if root.name.value == "upsertBucket" else _RUN
    entity, project, name = (_either_key(given, keys) for keys in (_ENTITY, _PROJECT, run))
    return About(entity, project, name, tuple(_key(given, key) for key in _ID))


def _fields(selections: SelectionSetNode, fragments: Fragments) -> Iterator[FieldNode]:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, fragments)
        elif isinstance(node, FragmentSpreadNode):
            yield from _fields(fragments[node.name.value].selection_set, fragments)


def _arguments(field: FieldNode) -> dict[str, ValueNode]:
    return {argument.name.value: argument.value for argument in field.arguments or ()}


def _either(arguments: Mapping[str, ValueNode], names: tuple[str, ...]) -> Source:
    return next((_value(arguments[name]) for name in names if name in arguments), _nothing)


def _either_key(given: ValueNode, keys: tuple[str, ...]) -> Source:
    sources = tuple(_key(given, key) for key in keys)
    return (
        sources[0] if len(sources) == 1 else lambda variables: next(filter(None, (s(variables) for s in sources)), None)
    )


def _key(given: ValueNode, key: str) -> Source:
    """What is at ``key`` of an input object, written out or in a variable."""
    if isinstance(given, ObjectValueNode):
        return next((_value(field.value) for field in given.fields if field.name.value == key), _nothing)
    whole = _value(given)
    return lambda variables: held.get(key) if isinstance(held := whole(variables), dict) else None


def _value(node: ValueNode) -> Source:
    if isinstance(node, VariableNode):
        name = node.name.value
        return lambda variables: variables.get(name)
    if isinstance(node, StringValueNode):
        value = node.value
        return lambda _: value
    return _nothing


def _nothing(_: Variables) -> Any:
    return None
