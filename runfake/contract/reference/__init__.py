"""The reference client: how to talk to W&B about runs, in a few hundred lines over plain HTTP."""

from runfake.contract.reference.client import Reference

__all__ = ["Reference"]
