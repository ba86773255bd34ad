"""The search through both halves of a package: Python modules and the Go binary."""

from pathlib import Path

from .binary import search_binary
from .document import ClientDocument
from .findings import Findings, UnresolvedOperationsError
from .python_code import search_python


def search(package_dir: Path) -> Findings:
    """Find the documents of the package whose `__init__.py` is in `package_dir`."""
    findings = search_python(package_dir)
    for binary in sorted(package_dir.glob("bin/wandb-core*")):
        findings += search_binary(binary, binary.relative_to(package_dir).as_posix())
    return findings


def documents(package_dir: Path) -> list[ClientDocument]:
    """Find the documents; UnresolvedOperationsError if any operation is left without one."""
    findings = search(package_dir)
    if findings.unresolved:
        raise UnresolvedOperationsError(findings.unresolved)
    return list(findings.documents)
