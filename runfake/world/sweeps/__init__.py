"""Sweeps: searches over parameters, and the agents that run what is tried."""
