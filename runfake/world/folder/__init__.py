"""Worlds as folders: JSON, JSON lines and plain files, to keep, to compare and to start from."""
