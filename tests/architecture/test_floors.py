"""Each floor knows only the floors under it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import runfake

PACKAGE = Path(runfake.__file__).parent
FLOORS = {
    "world": 1,
    "wire": 2,
    "transports": 3,
    "pytest_plugin": 4,
    "demo": 4,
    "contract": 4,
    # The command line is the roof: it starts the faces.
    "cli": 5,
}
# The package's front door and ``python -m runfake`` stand outside of the house.
OUTSIDE = {"__init__", "__main__"}
# What a floor may use from outside of the project and the standard library.
LIBRARIES = {
    "world": {"pyarrow", "yaml"},
    "wire": {"graphql"},
    "transports": {"requests", "responses", "urllib3", "uvicorn"},
    "pytest_plugin": {"pytest", "wandb"},
    "demo": {"faker", "wandb"},
    "contract": {"hypothesis", "pytest", "wandb"},
    "cli": {"faker", "hypothesis"},
}


def imports(source: str) -> Iterator[str]:
    """The dotted names of all modules that ``source`` imports, at any depth."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str:
    """``wire`` for ``runfake.wire.journal``."""
    return module.split(".")[1]


def complaints(part: str, source: str) -> list[str]:
    """What a module of this part may not import."""
    found = []
    for name in imports(source):
        if name.startswith("runfake."):
            other = part_of(name)
            # Names of the front door itself (``from runfake import __version__``) are no part.
            if other in FLOORS and other != part and FLOORS[other] >= FLOORS[part]:
                found.append(f"{part} imports {name}, which is not under it")
        elif name.split(".")[0] in {library for known in LIBRARIES.values() for library in known} - LIBRARIES[part]:
            found.append(f"{part} imports {name}, which belongs to another floor")
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.stem not in OUTSIDE or path.parent != PACKAGE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_imports_from_above(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0]
    assert part in FLOORS, f"{part} stands on no floor: give it one in this test and in ARCHITECTURE.md"
    assert complaints(part, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("part", "source", "complaint"),
    [
        ("world", "from runfake.wire.journal import Journal", "world imports runfake.wire.journal.Journal"),
        ("wire", "def f():\n    import runfake.transports.server", "wire imports runfake.transports.server"),
        ("demo", "from runfake.pytest_plugin import x", "demo imports runfake.pytest_plugin.x"),
        ("world", "from graphql import parse", "world imports graphql.parse, which belongs to another floor"),
    ],
)
def test_an_import_from_above_is_found(part: str, source: str, complaint: str) -> None:
    assert [found for found in complaints(part, source) if complaint in found]
