"""Releases of `wandb` from 0.16 on, each in an environment of its own, against one suite of scenarios."""
