"""Addresses of servers."""

from __future__ import annotations

from urllib.parse import urlsplit


def public_url(text: str) -> str:
    """The address that clients reach a server by, without a slash at the end.

    Raises:
        ValueError: it is none; whitespace, a query, credentials and what comes after ``#`` have no place in it.
    """
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known or any(c in text for c in "?#@ ") or not text.isprintable():
        raise ValueError(f"expected an address like http://runfake.example:8080, not {text!r}")
    return text.rstrip("/")
