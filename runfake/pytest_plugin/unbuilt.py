"""Telling a test author that the code under test used what runfake lacks, though the client kept silent."""

from __future__ import annotations

import warnings

from runfake.wire.journal import Journal


class RunfakeWarning(UserWarning):
    """Something happened that the test may not have noticed."""


def warn_of_unbuilt(journal: Journal) -> None:
    """Warns once if requests were refused because runfake lacks something: many clients go on without a word."""
    refused = list(dict.fromkeys(entry.error for entry in journal.unbuilt() if entry.error))
    if refused:
        warnings.warn(RunfakeWarning(" ".join(refused)), stacklevel=2)
