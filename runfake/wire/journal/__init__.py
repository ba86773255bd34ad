"""The journal: what was asked of a world, and how it was answered."""

from runfake.wire.journal.entries import Entries
from runfake.wire.journal.journal import KEEP, Journal

__all__ = ["KEEP", "Entries", "Journal"]
