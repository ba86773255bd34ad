"""The releases of clients that are served."""

from __future__ import annotations

# Clients at most this old are served; what newer ones need beyond it is not known yet.
MIN_CLI_VERSION = "0.16.0"
MAX_CLI_VERSION = "0.31.0"
