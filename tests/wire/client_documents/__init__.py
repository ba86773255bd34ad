"""Find every GraphQL document that a `wandb` package can send, without importing it.

`documents(package_dir)` returns them as a list of `ClientDocument`; `search` returns
`Findings`, which also name the operations that were seen but could not be put together.
"""

from .document import ClientDocument
from .findings import Findings, UnresolvedOperation, UnresolvedOperationsError
from .search import documents, search

__all__ = [
    "ClientDocument",
    "Findings",
    "UnresolvedOperation",
    "UnresolvedOperationsError",
    "documents",
    "search",
]
