"""Tests of floor 1: the world alone, without HTTP, GraphQL or sockets."""
