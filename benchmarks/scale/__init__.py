"""Benchmarks at size: every road a process of its own, beside the floor and the peers in the same run."""
