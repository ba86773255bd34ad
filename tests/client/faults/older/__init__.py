"""Tests for an older ``wandb``: :mod:`tests.client.faults.test_older_clients` has pytest play them with one."""
