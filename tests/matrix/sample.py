"""What CI plays of the matrix."""

from __future__ import annotations

from tests.matrix.ways import Way

#: The oldest release, the one that the documented page describes, the last whose public API asks by itself, the newest.
SAMPLE = ("0.16.6", "0.19.11", "0.26.1", "0.31.0")

#: The ways on which it plays them.
WAYS = (Way.SERVER, Way.INTERCEPTION)
