"""`docs/reference.md`, written from the code: `make reference` writes it, a test compares it."""
