"""The documents show what the tests run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "tests" / "examples"


DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "bench/README.md"]
PAGES = [f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))]


def python_blocks(document: str) -> list[str]:
    """The code blocks of a document of the project that are marked as Python."""
    return re.findall(r"```python\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", ["test_three_lines.py", "test_reading.py", "test_looking.py"])
def test_the_readme_shows_the_example_as_it_is_run(example: str) -> None:
    assert (EXAMPLES / example).read_text("utf-8") in python_blocks("README.md")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_nothing_but_examples_as_they_are_run(page: str) -> None:
    examples = {path.read_text("utf-8") for path in EXAMPLES.glob("test_*.py")}
    assert [block for block in python_blocks(page) if block not in examples] == []


@pytest.mark.parametrize("example", ["test_journal.py", "test_strictness.py"])
def test_the_page_of_the_journal_shows_the_example(example: str) -> None:
    assert (EXAMPLES / example).read_text("utf-8") in python_blocks("docs/journal.md")


@pytest.mark.parametrize("example", ["test_faults.py", "test_stubs.py"])
def test_the_page_of_faults_shows_the_example(example: str) -> None:
    assert (EXAMPLES / example).read_text("utf-8") in python_blocks("docs/faults.md")


@pytest.mark.parametrize(
    ("page", "examples"),
    [
        ("docs/testing.md", ["test_isolation.py", "test_clock.py", "test_older_server.py"]),
        ("docs/faults.md", ["test_faults.py", "test_stubs.py"]),
        ("docs/interception.md", ["test_interception.py"]),
        ("docs/contract.md", ["test_contract.py"]),
        ("docs/worlds.md", ["test_snapshots.py", "test_fixtures.py"]),
    ],
)
def test_a_page_shows_its_examples(page: str, examples: list[str]) -> None:
    assert [name for name in examples if (EXAMPLES / name).read_text("utf-8") not in python_blocks(page)] == []


def test_the_readme_opens_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text.index("make demo") < text.index("make test") < text.index("```python")


@pytest.mark.parametrize("document", DOCUMENTS + PAGES)
def test_a_document_names_only_files_that_are_there(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    named = set(re.findall(r"`((?:runfake|tests|bench|fixtures)/[\w./]*)`", text))
    linked = set(re.findall(r"\]\(([\w./]+)\)", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert [link for link in sorted(linked) if not (ROOT / document).parent.joinpath(link).exists()] == []
