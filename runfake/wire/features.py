"""The server features that clients ask for by name; on are those that runfake implements."""

from __future__ import annotations

ENABLED = (
    "FILESTREAM_GZIP",
    "MARK_RUN_FILES_UPLOADED",
    "STRUCTURED_CONSOLE_LOGS",
    "TOTAL_COUNT_IN_FILE_CONNECTION",
    "UPDATE_RUN_STATE",
)

# Clients at most this old are served; what newer ones need beyond it is not known yet.
MIN_CLI_VERSION = "0.16.0"
MAX_CLI_VERSION = "0.31.0"
