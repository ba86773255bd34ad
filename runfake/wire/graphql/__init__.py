"""The GraphQL side of the wire: the schema, what resolves it, and the engine that runs documents."""
