"""Artifacts: types, collections, versions, manifests, and the lineage between versions and runs."""
