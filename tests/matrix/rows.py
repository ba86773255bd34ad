"""The rows of the matrix: a file of scenarios each, in the order of the documented surface."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCENARIOS = Path(__file__).parent / "scenarios"
# Those of the documented page first, as it has them; then what goes with them.
_ORDER = (
    "create delete display file files history load log_artifact logged_artifacts save scan_history snake_to_camel "
    "to_html update upload_file use_artifact used_artifacts wait_until_finished attributes "
    "documented listing logging resume artifacts"
).split()


@dataclass(frozen=True)
class Row:
    """A row.

    Attributes:
        name: that of its file, and the first part of the names of its scenarios.
        title: what it shows, in Markdown.
        scenarios: the names of its functions, and for each whether it needs a service process.
    """

    name: str
    title: str
    scenarios: dict[str, bool]


@cache
def rows() -> tuple[Row, ...]:
    """All rows.

    Raises:
        ValueError: files and order do not go together.
    """
    there = {file.stem for file in SCENARIOS.glob("*.py")} - {"__init__"}
    if there != set(_ORDER):
        raise ValueError(f"rows and files of scenarios differ: {sorted(there ^ set(_ORDER))}")
    return tuple(map(_row, _ORDER))


def _row(name: str) -> Row:
    tree = ast.parse((SCENARIOS / f"{name}.py").read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    title = (ast.get_docstring(tree) or "").partition(":")[0].rstrip(".")
    return Row(name, title, {node.name: _logs(node) for node in functions})


def _logs(node: ast.FunctionDef) -> bool:
    marks = " ".join(map(ast.unparse, node.decorator_list))
    return any(given.arg == "runfake" for given in node.args.args) or "usefixtures('runfake')" in marks
