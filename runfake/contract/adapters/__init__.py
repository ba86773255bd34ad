"""Adapters: they drive clients of different kinds through the port."""
