"""Benchmarks: seeded worlds, and what is measured on them."""
