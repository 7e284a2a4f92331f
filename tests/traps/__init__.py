"""Worlds on which a naive engine goes wrong: kept small, judged by the oracle, and shown to bite."""
